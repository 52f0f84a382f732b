/*
 * blow.c -- what goes wrong while a deed is done
 *
 * An action and a number make a blow, which a program is started under:
 *
 *	kill, stop, eio, enospc	at its Nth fault point (lib/base/fault.h)
 *	CALL:RULE		at its Nth CALL, by strace, such as
 *				fdatasync:error=EIO or pwrite64:signal=KILL
 *	nofile			with no more than N descriptors
 *	full			with N pages left on the disk, which is the
 *				site's own (a tmpfs); there is room again as
 *				soon as its answer is there
 *
 * The first two come once, and nothing struck where the program has less
 * points than that; of the others so many are tried as blow_most() tells.
 */
#include "crash.h"
#include "base/base.h"
#include "base/io.h"
#include "base/pool.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define STRACE_LOG  "strace.log"
#define POINTS_MAX  200
#define NOFILE_MAX  24
#define PAGES_MAX   60
#define PAGE_BYTES  4096
#define FILLER	    "filler"
#define FILLER_STEP (1 << 20)

enum kind {
	KIND_POINT,
	KIND_STRACE,
	KIND_NOFILE,
	KIND_FULL
};

static enum kind kind_of(const char *blow)
{
	if (str_starts(blow, "inject="))
		return KIND_STRACE;
	if (str_starts(blow, "nofile="))
		return KIND_NOFILE;
	return str_starts(blow, "full=") ? KIND_FULL : KIND_POINT;
}

void blow_name(char *ret, size_t n, const char *action, int number)
{
	if (strchr(action, ':'))
		snprintf(ret, n, "inject=%s:when=%d", action, number);
	else if (str_eq(action, "nofile") || str_eq(action, "full"))
		snprintf(ret, n, "%s=%d", action, number);
	else
		snprintf(ret, n, "GREMLIN_FAULT=*:%s:%d", action, number);
}

int blow_most(const char *blow)
{
	static const int most[] = { [KIND_POINT] = POINTS_MAX,
				    [KIND_STRACE] = POINTS_MAX,
				    [KIND_NOFILE] = NOFILE_MAX,
				    [KIND_FULL] = PAGES_MAX };

	return most[kind_of(blow)];
}

bool blow_reaches_runner(const char *blow)
{
	return kind_of(blow) == KIND_POINT;
}

bool blow_limits(const char *blow)
{
	return blow && kind_of(blow) == KIND_NOFILE;
}

bool blow_lifts(const char *blow)
{
	return blow && kind_of(blow) == KIND_FULL;
}

bool blow_silences(const char *blow)
{
	if (!blow || blow_limits(blow) || blow_lifts(blow))
		return false;
	return strstr(blow, "kill") || strstr(blow, "KILL") ||
	       strstr(blow, "=write") || str_eq(blow_point(), "write");
}

/* --- the full disk -----------------------------------------------------------
 */

static bool put_page(int fd)
{
	static const char page[PAGE_BYTES];

	return write(fd, page, sizeof(page)) == sizeof(page);
}

static void fill_up(int pages)
{
	struct pool p = { 0 };
	const char *path = pool_fmt(&p, "%s/" FILLER, drive.site);
	_cleanup_(fd_done) int fd =
		open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	struct statvfs st;
	off_t size;

	if (fd < 0 || statvfs(drive.site, &st) < 0 ||
	    st.f_blocks * st.f_frsize > 64 << 20)
		give_up("%s is not on a small disk of its own", drive.site);
	while (put_page(fd))
		;
	size = lseek(fd, 0, SEEK_END);
	if (ftruncate(fd, size - (off_t)pages * PAGE_BYTES) < 0)
		give_up("%s: %s", path, strerror(errno));
	pool_done(&p);
}

/* --- before and after --------------------------------------------------------
 */

static const char *const *wrap(struct pool *p, const char *const *words,
			       const char *const *argv)
{
	size_t n = 0, k = 0;
	const char **all;

	while (words[n])
		n++;
	while (argv[k])
		k++;
	all = pool_array(p, n + k + 1, sizeof(*all));
	memcpy(all, words, n * sizeof(*all));
	memcpy(all + n, argv, k * sizeof(*all));
	return all;
}

const char *const *blow_start(struct pool *p, const char *const *argv,
			      const char *blow)
{
	const char *strace[] = { "strace",   "-D", "-qq", "-o",
				 STRACE_LOG, "-e", blow,  NULL };
	const char *limit[] = { "prlimit", "", NULL };

	if (!blow)
		return argv;
	switch (kind_of(blow)) {
	case KIND_STRACE: return wrap(p, strace, argv);
	case KIND_NOFILE:
		limit[1] = pool_fmt(p, "--%s", blow);
		return wrap(p, limit, argv);
	case KIND_FULL:
		fill_up((int)strtol(blow + strlen("full="), NULL, 10));
		return argv;
	case KIND_POINT: break;
	}
	return argv;
}

void blow_put(void)
{
	int fd = open("ticket", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		give_up("no ticket: %s", strerror(errno));
	close(fd);
}

void blow_over(const char *blow)
{
	struct pool p = { 0 };

	if (blow_lifts(blow))
		unlink(pool_fmt(&p, "%s/" FILLER, drive.site));
	pool_done(&p);
}

static bool was_injected(void)
{
	FILE *f = fopen(STRACE_LOG, "re");
	char line[4096];
	bool hit = false;

	while (f && fgets(line, sizeof(line), f))
		hit |= strstr(line, "(INJECTED)") ||
		       strstr(line, "--- SIGKILL") || strstr(line, "killed by");
	if (f)
		fclose(f);
	unlink(STRACE_LOG);
	return hit;
}

bool blow_struck(const char *blow)
{
	bool taken = unlink("ticket") < 0;

	blow_over(blow);
	switch (kind_of(blow)) {
	case KIND_STRACE: return was_injected();
	case KIND_POINT: return taken;
	default: return true;
	}
}

const char *blow_point(void)
{
	static char line[64];
	FILE *f = fopen("ticket.hit", "re");

	line[0] = '\0';
	while (f && fgets(line, sizeof(line), f))
		;
	if (f)
		fclose(f);
	line[strcspn(line, "\n")] = '\0';
	return line;
}
