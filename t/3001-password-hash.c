/* 3001-password-hash.c -- hashes, and two at a time */
#include "tap.h"
#include "site.h"
#include "auth/password.h"
#include "base/err.h"
#include "base/lock.h"

#include <dirent.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>

static struct test_site t;

static void hashes(void)
{
	const char *one = NULL, *two = NULL;
	const char *both[2];

	is_int(password_hash(&t.pool, &t.site, "correct horse", &one), 0,
	       "a hash");
	ok(!strncmp(one, "$argon2id$v=19$m=19456,t=2,p=1$", 31) ||
		   !strncmp(one, "$argon2id$v=19$m=12288,t=3,p=1$", 31),
	   "of the cost that is asked for");
	is_int(password_hash(&t.pool, &t.site, "correct horse", &two), 0,
	       "another");
	ok(strcmp(one, two) != 0, "salted");
	is_int(password_check(&t.site, "correct horse", &one, 1), 0, "right");
	is_int(password_check(&t.site, "Correct horse", &one, 1), E_DENIED,
	       "wrong");
	is_int(password_hash(&t.pool, &t.site, "other", &two), 0, "a second");
	both[0] = one;
	both[1] = two;
	is_int(password_check(&t.site, "other", both, 2), 0, "one of two");
	is_int(password_check(&t.site, "", &(const char *){ "rubbish" }, 1),
	       E_DENIED, "a damaged hash fits nothing");
}

/* Who has no account costs the same memory, so the same work. */
static void dummy(void)
{
	struct rusage use = { 0 };
	pid_t child = fork();
	int status = -1;

	if (child == 0) {
		const char *none = "rubbish";

		_exit(password_check(&t.site, "x", &none, 0) == E_DENIED ? 0
									 : 1);
	}
	wait4(child, &status, 0, &use);
	is_int(status, 0, "nobody's password is never right");
	ok(use.ru_maxrss >= 12 * 1024, "and is hashed all the same");
}

static int holds_slot_file(pid_t pid)
{
	char folder[64], link[256];
	struct dirent *e;
	DIR *dir;
	int found = 0;

	snprintf(folder, sizeof(folder), "/proc/%d/fd", (int)pid);
	dir = opendir(folder);
	while (dir && (e = readdir(dir))) {
		ssize_t n = readlinkat(dirfd(dir), e->d_name, link,
				       sizeof(link) - 1);

		link[n < 0 ? 0 : n] = '\0';
		found |= strstr(link, "/run/hash.") != NULL;
	}
	if (dir)
		closedir(dir);
	return found;
}

static void slots(void)
{
	int a = lock_open(t.site.dir, "run/hash.0");
	int b = lock_open(t.site.dir, "run/hash.1");
	int status = -1, waits = 0;
	const char *text;
	pid_t child;

	lock_take(a, LOCK_EX, 0);
	lock_take(b, LOCK_EX, 0);
	child = fork();
	if (child == 0) {
		close(a);
		close(b);
		_exit(password_hash(&t.pool, &t.site, "x", &text) == 0 ? 0 : 1);
	}
	for (int i = 0; i < 3000 && !waits; i++) {
		waits = holds_slot_file(child);
		usleep(10000);
	}
	ok(waits, "a third one comes to the slots");
	is_int(waitpid(child, &status, WNOHANG), 0, "and waits");
	close(a);
	is_int(waitpid(child, &status, 0), child, "until one is free");
	is_int(status, 0, "and is hashed then");
	close(b);
}

static int fit(const char *password)
{
	return password_fit(password, "Annabella");
}

static void choice(void)
{
	is_int(fit("correct horse battery"), 0, "a few words");
	is_int(fit("tr0ubador&3x"), 0, "a decorated word that is rare");
	is_int(fit("1234567"), E_FIELD, "too short");
	is_int(fit("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"), E_FIELD,
	       "characters count, not bytes");
	is_int(fit("annabella"), E_FIELD, "the name");
	is_int(fit("Password1!"), E_FIELD, "password, decorated");
	is_int(fit("P4$$w0rd"), E_FIELD, "password, in disguise");
	is_int(fit("12345678"), E_FIELD, "a run of digits");
	is_int(fit("qwertzuiop"), E_FIELD, "a run of keys");
	is_int(fit("asdfghjk"), E_FIELD, "another");
	is_int(fit("aaaaaaaaaa"), E_FIELD, "one letter");
	is_int(fit("abc1abc1abc1"), E_FIELD, "a piece again and again");
	is_int(fit("24.12.1983"), E_FIELD, "a date");
	is_int(fit("984365129874"), 0, "a long number");
	is_int(fit("2024sunshine"), E_FIELD, "digits in front");
}

int main(void)
{
	char *much;

	test_site_start(&t);
	hashes();
	dummy();
	slots();
	choice();
	much = pool_alloc(&t.pool, 300);
	memset(much, 'x', 257);
	much[3] = 'y';
	is_int(fit(much), E_FIELD, "too long");
	test_site_end(&t);
	return done_testing();
}
