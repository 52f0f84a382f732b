/*
 * check-scrub.c -- read files to their end, and compare their checksums
 *
 * The disk is asked, not the memory: what the kernel has cached of a file is
 * dropped before, and after, so that nobody else's pages go for it. It sleeps
 * in proportion to what reading took, so that it has a share of the disk, not
 * a rate: on a slow disk or a busy one it is slower by itself.
 *
 * The list, after a line `scrub 1`, has a line for each file: its name beside
 * the list, its bytes, and its BLAKE2b. What is printed has a line for each
 * file that is not so, `NAME WORD`, and at the end `read FILES BYTES`.
 */
#include "proc/check.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/fault.h"
#include "base/hash.h"
#include "base/io.h"
#include "base/pool.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define STEP_BYTES   (1 << 20)
#define TRIES	     3	   /* a disk may give at the next try what it did not */
#define PAUSE_MS     1000  /* between them */
#define SLEEP_MAX_MS 20000 /* the watchdog ends who rests for a minute */

struct scrub {
	int dir;      /* of the list and the files */
	int64_t rest; /* sleep so many times as long as one has read */
	int64_t files, bytes;
	struct pool *mem;
};

struct entry {
	const char *name, *hash;
	int64_t bytes;
};

static void sleep_ms(int64_t ms)
{
	struct timespec ts = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&ts, NULL);
}

static int64_t now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

/* Its share is used up: the others' turn. What is owed is kept until it is
 * worth a sleep. */
static void rest(const struct scrub *s, int64_t used_us, int64_t *owed_us)
{
	int64_t ms;

	*owed_us += used_us * s->rest;
	ms = *owed_us / 1000;
	if (ms < 5)
		return;
	sleep_ms(ms < SLEEP_MAX_MS ? ms : SLEEP_MAX_MS);
	*owed_us = 0;
}

/* --- one file ------------------------------------------------------------- */

/* Its hash, from the disk. 0, E_IO, or E_GONE: it ends too early. */
static int hash_once(struct scrub *s, int fd, int64_t bytes,
		     char hex[HASH_HEX + 1])
{
	static char step[STEP_BYTES];
	static int64_t owed_us;
	struct hash h;
	int64_t at = 0;

	hash_start(&h);
	while (at < bytes) {
		size_t want = bytes - at < STEP_BYTES ? (size_t)(bytes - at)
						      : STEP_BYTES;
		int64_t from = now_us();
		ssize_t n;

		posix_fadvise(fd, at, (off_t)want, POSIX_FADV_DONTNEED);
		n = FAULT("scrub") ? -1 : pread(fd, step, want, at);
		if (n < 0)
			return err_sys("read");
		if (n == 0)
			return E_GONE;
		hash_add(&h, step, (size_t)n);
		posix_fadvise(fd, at, n, POSIX_FADV_DONTNEED);
		at += n;
		rest(s, now_us() - from, &owed_us);
	}
	hash_end(&h, hex);
	s->bytes += bytes;
	return 0;
}

/* What is wrong with it, or NULL. */
static const char *look(struct scrub *s, const struct entry *e)
{
	_cleanup_(fd_done) int fd =
		openat(s->dir, e->name,
		       O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	const char *word = "unreadable";
	char hex[HASH_HEX + 1];
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return word;
	if (!S_ISREG(st.st_mode))
		return "no-file";
	if (st.st_size != e->bytes)
		return "size";
	for (int i = 0; i < TRIES; i++) {
		int rc = hash_once(s, fd, e->bytes, hex);

		if (rc == 0 && str_eq(hex, e->hash))
			return NULL;
		word = rc == 0 ? "content" : rc == E_GONE ? "size" : word;
		if (rc < 0)
			fprintf(stderr, "%s: %s\n", e->name, err_text(rc));
		sleep_ms(PAUSE_MS);
	}
	return word;
}

/* --- all of them ---------------------------------------------------------- */

static int parse(char *line, struct entry *ret)
{
	char *bytes = strchr(line, ' ');
	char *hash = bytes ? strchr(bytes + 1, ' ') : NULL;

	if (!hash)
		return err(E_FORMAT, "a line of the list is not whole");
	*bytes++ = '\0';
	*hash++ = '\0';
	ret->name = line;
	ret->hash = hash;
	if (strlen(hash) != HASH_HEX || strchr(line, '/') ||
	    str_int64(bytes, 0, INT64_MAX, &ret->bytes) < 0)
		return err(E_FORMAT, "a line of the list makes no sense");
	return 0;
}

static int look_at_all(struct scrub *s, char *list)
{
	char *line = strsep(&list, "\n");

	if (!str_eq(line, "scrub 1"))
		return err(E_FORMAT, "not a list of files");
	while ((line = strsep(&list, "\n")) && *line) {
		struct entry e;
		const char *word;
		int rc = parse(line, &e);

		if (rc < 0)
			return rc;
		word = look(s, &e);
		if (word)
			printf("%s %s\n", e.name, word);
		s->files++;
	}
	printf("read %" PRId64 " %" PRId64 "\n", s->files, s->bytes);
	return fflush(stdout) < 0 ? err_sys("write") : 0;
}

int check_scrub(struct pool *mem, const char *list, int64_t percent)
{
	struct scrub s = { .mem = mem, .rest = 100 / percent - 1 };
	_cleanup_(fd_done) int dir = -1;
	const char *slash = strrchr(list, '/');
	const char *folder =
		slash ? pool_dup_n(mem, list, (size_t)(slash - list)) : ".";
	char *text;
	int rc;

	dir = s.dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return err_sys("open %s", folder);
	rc = io_read_file(mem, dir, slash ? slash + 1 : list,
			  CHECK_SCRUB_LIST_MAX, &text, NULL);
	return rc < 0 ? rc : look_at_all(&s, text);
}
