/* check.c -- the table of built-in commands, and the two smallest */
#include "proc/check.h"
#include "base/base.h"
#include "base/err.h"
#include "base/io.h"
#include "base/str.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct check {
	const char *name;
	int argc; /* arguments after the name */
	int (*run)(const char *const *args);
	const char *usage;
};

static int check_size(const char *const *args)
{
	int64_t min, max;
	struct stat st;

	if (str_int64(args[1], 0, INT64_MAX, &min) < 0 ||
	    str_int64(args[2], 0, INT64_MAX, &max) < 0)
		return err(E_USAGE, "MIN and MAX are numbers of bytes");
	if (lstat(args[0], &st) < 0)
		return err_sys("look at %s", args[0]);
	if (!S_ISREG(st.st_mode))
		return err(E_DAMAGED, "%s is not a file", args[0]);
	if (st.st_size < min || st.st_size > max)
		return err(E_DAMAGED, "%s has %lld bytes, not %s to %s",
			   args[0], (long long)st.st_size, args[1], args[2]);
	return 0;
}

static const struct check checks[] = {
	{ "@size", 3, check_size, "FILE MIN MAX" },
};

static int check_one(const struct check *c, const char *const *argv)
{
	int argc = 0;

	while (argv[argc + 1])
		argc++;
	if (argc != c->argc)
		return err(E_USAGE, "usage: %s %s", c->name, c->usage);
	return c->run(argv + 1);
}

int check_run(const char *const *argv)
{
	int rc = err(E_USAGE, "there is no such check");

	for (size_t i = 0; i < ARRAY_LEN(checks); i++) {
		if (str_eq(checks[i].name, argv[0]))
			rc = check_one(&checks[i], argv);
	}
	if (rc < 0)
		fprintf(stderr, "%s: %s\n", argv[0], err_text(rc));
	return rc < 0 ? err_exit(rc) : 0;
}
