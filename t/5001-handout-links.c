/* 5001-handout-links.c -- second names of private files come and go */
#include "tap.h"
#include "site.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "model/handout.h"

#include <sys/stat.h>

static struct test_site t;

#define FOLDER "content/private/ab/abcdef"

static const char *handed(const char *secret, const char *name, int want)
{
	const char *path = NULL;

	is_int(handout_link(&t.pool, &t.site, secret, FOLDER, name, &path),
	       want, "handed out");
	return path;
}

/* As if it had been asked for so long ago. */
static void age(const char *path, int64_t seconds)
{
	struct timespec times[2] = { { .tv_nsec = UTIME_OMIT },
				     { .tv_sec = clock_now() - seconds } };
	char *folder = pool_dup(&t.pool, path);

	*strrchr(folder, '/') = '\0';
	utimensat(t.site.dir, folder, times, 0);
}

static void links(void)
{
	const char *one = handed("secret", "a.mp4", 0);

	ok(str_starts(one, "content/public/x/"), "below the document root");
	is_int(strlen(one), 17 + 32 + 6, "128 bits");
	ok(str_ends(one, "/a.mp4") && test_is_file(&t, one), "under its name");
	is_str(handed("secret", "a.mp4", 0), one, "asked again: the same");
	ok(!str_eq(handed("other", "a.mp4", 0), one), "another's is another");
	handed("secret", "gone.mp4", E_ABSENT);
}

/* Other users of the machine can follow an address, and find none. */
static void hides(void)
{
	const char *one = handed("secret", "a.mp4", 0);
	char *folder = pool_dup(&t.pool, one);
	struct stat st;

	is_int(fstatat(t.site.dir, "content/public/x", &st, 0), 0, "made");
	is_int(st.st_mode & 0777, 0711, "nobody else lists what is handed out");
	*strrchr(folder, '/') = '\0';
	is_int(fstatat(t.site.dir, folder, &st, 0), 0, "its folder");
	is_int(st.st_mode & 0777, 0711, "nor what it holds");
}

static void sweeps(void)
{
	const char *one = handed("secret", "a.mp4", 0);
	const char *two = handed("other", "a.mp4", 0);
	const char *three = handed("secret", "b.mp4", 0);
	const char *four = handed("other", "b.mp4", 0);

	is_int(handout_sweep(&t.site), 0, "swept");
	ok(test_is_file(&t, one) && test_is_file(&t, two), "new ones stay");
	age(one, HANDOUT_AGE_S + 60);
	age(two, HANDOUT_AGE_S + 60);
	handed("other", "a.mp4", 0);
	is_int(handout_sweep(&t.site), 0, "swept later");
	ok(!test_is_file(&t, one), "an old one is gone");
	ok(test_is_file(&t, two), "one that is still asked for is not");
	age(two, -HANDOUT_AGE_S - 60);
	unlinkat(t.site.dir, FOLDER "/b.mp4", 0);
	is_int(handout_sweep(&t.site), 0, "swept after a deletion");
	ok(!test_is_file(&t, two), "what is of the future is gone");
	ok(!test_is_file(&t, three), "and what was deleted");
	ok(!test_is_file(&t, four), "whoever had it");
	ok(test_is_file(&t, FOLDER "/a.mp4"), "the file itself stays");
}

int main(void)
{
	test_site_start(&t);
	is_int(handout_sweep(&t.site), 0, "nothing to sweep");
	io_make_dirs(t.site.dir, FOLDER);
	io_write_file(t.site.dir, FOLDER "/a.mp4", "a", 1, 0644);
	io_write_file(t.site.dir, FOLDER "/b.mp4", "b", 1, 0644);
	links();
	hides();
	sweeps();
	test_site_end(&t);
	return done_testing();
}
