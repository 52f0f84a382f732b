/*
 * tap.h -- Test Anything Protocol for tests in C
 *
 *	int main(void)
 *	{
 *		ok(1 + 1 == 2, "one and one");
 *		is_int(f(), 3, "f gives three");
 *		return done_testing();
 *	}
 */
#ifndef T_TAP_H
#define T_TAP_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int tap_count, tap_failed;

#define ok(cond, name) tap_ok(!!(cond), (name), __FILE__, __LINE__)

static inline int tap_ok(int good, const char *name, const char *file, int line)
{
	tap_count++;
	printf("%sok %d - %s\n", good ? "" : "not ", tap_count, name);
	if (!good) {
		tap_failed++;
		fprintf(stderr, "#   failed: %s at %s:%d\n", name, file, line);
	}
	fflush(stdout);
	return good;
}

#define is_int(got, want, name)                                                \
	do {                                                                   \
		long long tap_g = (long long)(got), tap_w = (long long)(want); \
		if (!ok(tap_g == tap_w, name))                                 \
			fprintf(stderr, "#   got %lld, wanted %lld\n", tap_g,  \
				tap_w);                                        \
	} while (0)

#define is_str(got, want, name)                                                \
	do {                                                                   \
		const char *tap_g = (got), *tap_w = (want);                    \
		if (!ok(tap_g && tap_w && strcmp(tap_g, tap_w) == 0, name))    \
			fprintf(stderr, "#   got '%s', wanted '%s'\n",         \
				tap_g ? tap_g : "(null)",                      \
				tap_w ? tap_w : "(null)");                     \
	} while (0)

static inline int done_testing(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

static inline void skip_all(const char *why)
{
	printf("1..0 # SKIP %s\n", why);
	exit(EXIT_SUCCESS);
}

#endif
