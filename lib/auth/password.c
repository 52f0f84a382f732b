/* password.c -- argon2id, two at a time */
#include "auth/password.h"
#include "auth/common.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/io.h"
#include "base/lock.h"
#include "base/pool.h"
#include "base/site.h"
#include "base/str.h"

#include <sodium.h>
#include <string.h>
#include <sys/file.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#define SLOTS	     2
#define SLOT_WAIT_MS 10000
#define SLOT_LOOK_MS 20
#define SMALL_BYTES  (256ULL << 20)

/* What an unknown name's password is compared with; nothing fits it. */
#define DUMMY                                                                  \
	"$argon2id$v=19$m=19456,t=2,p=1$Z3JlbWxpbmdyZW1saW5nZQ"                \
	"$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

struct cost {
	unsigned long long passes;
	size_t bytes;
};

static struct cost cost_here(void)
{
	struct sysinfo si;

	if (sysinfo(&si) == 0 &&
	    (unsigned long long)si.totalram * si.mem_unit < SMALL_BYTES)
		return (struct cost){ 3, 12 << 20 };
	return (struct cost){ 2, 19 << 20 };
}

/* Try both places in turn until the time is over. */
static int slot_wait(int fds[SLOTS])
{
	int64_t until = clock_mono_ms() + SLOT_WAIT_MS;
	int64_t pause_ms = 0; /* the first round only looks */

	do {
		for (int i = 0; i < SLOTS; i++) {
			int rc = lock_take(fds[i], LOCK_EX, pause_ms);

			if (rc != E_BUSY)
				return rc < 0 ? rc : i;
		}
		pause_ms = SLOT_LOOK_MS;
	} while (clock_mono_ms() < until);
	return err(E_BUSY, "too many people sign in at this moment; "
			   "try again in a few seconds");
}

/* Take one of the places; the descriptor holds it. */
static int slot_take(const struct site *site, int *ret_fd)
{
	_cleanup_(fd_done) int first = lock_open(site->dir, "run/hash.0");
	_cleanup_(fd_done) int second = lock_open(site->dir, "run/hash.1");
	int rc;

	if (first < 0 || second < 0)
		return first < 0 ? first : second;
	rc = slot_wait((int[SLOTS]){ first, second });
	if (rc < 0)
		return rc;
	*ret_fd = rc == 0 ? first : second;
	if (rc == 0)
		first = -1;
	else
		second = -1;
	return 0;
}

static int ready(void)
{
	if (sodium_init() < 0)
		return err(E_BUG, "libsodium does not start");
	return 0;
}

int password_hash(struct pool *mem, const struct site *site,
		  const char *password, const char **ret)
{
	_cleanup_(fd_done) int slot = -1;
	char text[crypto_pwhash_STRBYTES];
	struct cost cost = cost_here();
	int rc = ready();

	if (rc == 0)
		rc = slot_take(site, &slot);
	if (rc < 0)
		return rc;
	if (crypto_pwhash_str_alg(text, password, strlen(password), cost.passes,
				  cost.bytes, crypto_pwhash_ALG_ARGON2ID13) < 0)
		return err(E_MEMORY, "not enough memory for a password");
	*ret = pool_dup(mem, text);
	return 0;
}

int password_check(const struct site *site, const char *password,
		   const char *const hashes[], int n)
{
	static const char *const dummy[] = { DUMMY };
	_cleanup_(fd_done) int slot = -1;
	int found = 0, rc = ready();

	if (rc == 0)
		rc = slot_take(site, &slot);
	if (rc < 0)
		return rc;
	if (n == 0) {
		hashes = dummy;
		n = 1;
	}
	for (int i = 0; i < n; i++)
		if (crypto_pwhash_str_verify(hashes[i], password,
					     strlen(password)) == 0)
			found = 1;
	if (!found)
		return err(E_DENIED, "the name or the password is not right");
	return 0;
}

int password_fit(const char *password, const char *name)
{
	size_t chars = str_chars(password);

	if (chars < PASSWORD_MIN_CHARS)
		return err(E_FIELD, "a password has at least %d characters",
			   PASSWORD_MIN_CHARS);
	if (chars > PASSWORD_MAX_CHARS)
		return err(E_FIELD, "a password has at most %d characters",
			   PASSWORD_MAX_CHARS);
	if (!strcasecmp(password, name))
		return err(E_FIELD, "the password is the name; choose one "
				    "that nobody guesses");
	if (common_password(password))
		return err(E_FIELD, "that password is among the first that "
				    "anybody tries; choose another one");
	return 0;
}
