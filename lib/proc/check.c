/* check.c -- the built-in commands, each a row of a table */
#include "proc/check.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/io.h"
#include "base/pool.h"
#include "base/str.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROBE_BYTES_MAX (4u << 20)
#define POOL_BYTES	(CHECK_STILL_BYTES_MAX + (8u << 20))

struct check {
	const char *name;
	int argc; /* arguments after the name */
	int (*run)(struct pool *, const char *const *args);
	const char *usage;
};

static int number(const char *text, int64_t *ret)
{
	if (str_int64(text, 0, INT64_MAX, ret) < 0)
		return err(E_USAGE, "'%s' is no number", text);
	return 0;
}

static int open_file(const char *name)
{
	int fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	return fd < 0 ? err_sys("open %s", name) : fd;
}

static int run_size(struct pool *mem, const char *const *args)
{
	int64_t min, max;
	struct stat st;

	(void)mem;
	if (number(args[1], &min) < 0 || number(args[2], &max) < 0)
		return E_USAGE;
	if (lstat(args[0], &st) < 0)
		return err_sys("look at %s", args[0]);
	if (!S_ISREG(st.st_mode))
		return err(E_DAMAGED, "%s is not a file", args[0]);
	if (st.st_size < min || st.st_size > max)
		return err(E_DAMAGED, "%s has %lld bytes, not %s to %s",
			   args[0], (long long)st.st_size, args[1], args[2]);
	return 0;
}

static int run_still(struct pool *mem, const char *const *args)
{
	int64_t width, height;
	char *bytes;
	size_t n;
	int rc;

	if (number(args[1], &width) < 0 || number(args[2], &height) < 0)
		return E_USAGE;
	rc = io_read_file(mem, AT_FDCWD, args[0], CHECK_STILL_BYTES_MAX, &bytes,
			  &n);
	if (rc == 0)
		rc = check_still((const unsigned char *)bytes, n, width,
				 height);
	return rc < 0 ? err_add(rc, "%s", args[0]) : 0;
}

static int run_length(struct pool *mem, const char *const *args)
{
	int64_t ms;
	char *text;
	int rc = number(args[1], &ms);

	if (rc == 0)
		rc = io_read_file(mem, AT_FDCWD, args[0], PROBE_BYTES_MAX,
				  &text, NULL);
	return rc < 0 ? rc : check_length(text, ms);
}

static int run_mp4(struct pool *mem, const char *const *args)
{
	_cleanup_(fd_done) int fd = open_file(args[0]);
	int rc = fd < 0 ? fd : check_mp4(fd);

	(void)mem;
	return rc < 0 ? err_add(rc, "%s", args[0]) : 0;
}

static int write_facts(const char *name, const struct buf *facts)
{
	_cleanup_(fd_done) int fd = open(
		name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
		0644);

	if (fd < 0)
		return err_sys("create %s", name);
	return io_write(fd, facts->at, facts->len);
}

/* The beginning of a file is enough: whoever hides it further has none. */
static int run_exif(struct pool *mem, const char *const *args)
{
	_cleanup_(fd_done) int fd = open_file(args[0]);
	_cleanup_(buf_done) struct buf facts = { 0 };
	size_t n = CHECK_STILL_BYTES_MAX;
	struct stat st;
	char *bytes;
	int rc;

	if (fd < 0)
		return fd;
	if (fstat(fd, &st) < 0)
		return err_sys("look at %s", args[0]);
	if ((uint64_t)st.st_size < n)
		n = (size_t)st.st_size;
	bytes = pool_alloc(mem, n + 1);
	rc = io_read(fd, bytes, n, &n);
	if (rc < 0)
		return err_add(rc, "%s", args[0]);
	check_exif(mem, (const unsigned char *)bytes, n, &facts);
	return write_facts(args[1], &facts);
}

/* placeless=1 only for what was read whole: silence means that it may tell. */
static int run_place(struct pool *mem, const char *const *args)
{
	_cleanup_(fd_done) int fd = open_file(args[0]);
	_cleanup_(buf_done) struct buf facts = { 0 };
	int rc = fd < 0 ? fd : check_place(fd);

	(void)mem;
	if (rc < 0)
		return err_add(rc, "%s", args[0]);
	buf_str(&facts, rc ? "" : "placeless=1\n");
	return write_facts(args[1], &facts);
}

static int run_scrub(struct pool *mem, const char *const *args)
{
	int64_t percent;

	if (str_int64(args[1], 1, 100, &percent) < 0)
		return err(E_USAGE, "'%s' is no percentage", args[1]);
	return check_scrub(mem, args[0], percent);
}

/* Whole and on the disk before it has the name that says so. */
static int run_keep(struct pool *mem, const char *const *args)
{
	_cleanup_(fd_done) int fd = open_file(args[0]);
	int rc = fd < 0 ? fd : io_sync(fd);

	(void)mem;
	if (rc == 0 && !str_starts(args[1], ".part-"))
		return err(E_USAGE, "'%s' is no name of a part", args[1]);
	if (rc == 0 && rename(args[0], args[1]) < 0)
		return err_sys("call %s %s", args[0], args[1]);
	return rc < 0 ? rc : io_sync_dir(AT_FDCWD, ".");
}

static const struct check checks[] = {
	{ "@exif", 2, run_exif, "FILE FACTSFILE" },
	{ "@keep", 2, run_keep, "FILE NAME" },
	{ "@length", 2, run_length, "PROBEFILE MS" },
	{ "@mp4", 1, run_mp4, "FILE" },
	{ "@place", 2, run_place, "FILE FACTSFILE" },
	{ "@scrub", 2, run_scrub, "LIST PERCENT" },
	{ "@size", 3, run_size, "FILE MIN MAX" },
	{ "@still", 3, run_still, "FILE MAXWIDTH MAXHEIGHT" },
};

static int check_one(const struct check *c, const char *const *argv)
{
	struct pool mem = { .ceiling_bytes = POOL_BYTES };
	int argc = 0, rc;

	while (argv[argc + 1])
		argc++;
	if (argc != c->argc)
		return err(E_USAGE, "usage: %s %s", c->name, c->usage);
	rc = c->run(&mem, argv + 1);
	pool_done(&mem);
	return rc;
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
	return rc;
}
