/* leftover.c -- what an attempt has left behind whose runner is dead */
#include "proc/leftover.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/io.h"
#include "proc/pidfd.h"
#include "proc/procfs.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_ROOM  64
#define TEXT_ROOM  (32 << 10)
#define ROUNDS_MAX 100
#define END_MS	   200 /* from KILL to its end, unless the kernel holds it */

struct search {
	const struct start *start;
	const char *real;
	bool session_is_ours;
};

static void dir_done(DIR **d)
{
	if (*d)
		closedir(*d);
}

/* A file of its folder in /proc, NULs and all; bytes or -1. */
static ssize_t slurp(pid_t pid, const char *name, char *text)
{
	char path[PATH_ROOM];
	_cleanup_(fd_done) int fd = -1;
	size_t got;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || io_read(fd, text, TEXT_ROOM - 1, &got) < 0)
		return -1;
	text[got] = '\0';
	return (ssize_t)got;
}

/* Whoever was in a sandbox is so for good, and so are its children. */
static bool is_confined(pid_t pid)
{
	char text[TEXT_ROOM];

	return slurp(pid, "status", text) > 0 &&
	       strstr(text, "\nNoNewPrivs:\t1\n");
}

static bool is_ours(pid_t pid)
{
	char path[PATH_ROOM];
	struct stat st;

	snprintf(path, sizeof(path), "/proc/%d", (int)pid);
	return stat(path, &st) == 0 && st.st_uid == geteuid();
}

/* Whether a link of /proc leads into the folder. */
static bool leads_in(const char *link, const char *real)
{
	char path[PATH_MAX];
	size_t n = strlen(real);
	ssize_t got = readlink(link, path, sizeof(path) - 1);

	if (got <= (ssize_t)n)
		return false;
	path[got] = '\0';
	return strncmp(path, real, n) == 0 && path[n] == '/';
}

/* It works there, or has something open there. */
static bool is_at_home(pid_t pid, const char *real)
{
	char path[PATH_ROOM], link[PATH_ROOM + NAME_MAX + 2];
	_cleanup_(dir_done) DIR *d = NULL;
	const struct dirent *e;

	snprintf(path, sizeof(path), "/proc/%d/cwd", (int)pid);
	if (leads_in(path, real))
		return true;
	snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
	d = opendir(path);
	while (d && (e = readdir(d))) {
		snprintf(link, sizeof(link), "%s/%s", path, e->d_name);
		if (leads_in(link, real))
			return true;
	}
	return false;
}

/* HOME=DIR/out among the strings that it began with. */
static bool has_home(pid_t pid, const char *real)
{
	char text[TEXT_ROOM], want[PATH_MAX + 16];
	ssize_t n = slurp(pid, "environ", text);

	snprintf(want, sizeof(want), "HOME=%s/out", real);
	for (const char *at = text; at < text + n; at += strlen(at) + 1)
		if (strcmp(at, want) == 0)
			return true;
	return false;
}

static bool belongs(const struct search *s, pid_t pid,
		    const struct procfs_stat *st)
{
	if (st->state == 'Z' || st->started < s->start->runner_started ||
	    !is_ours(pid) || !is_confined(pid))
		return false;
	if (s->session_is_ours && st->session == s->start->runner_pid)
		return true;
	return is_at_home(pid, s->real) || has_home(pid, s->real);
}

/*
 * While a session has members, its number is no new process's. So if there is
 * another process of that number, the session was empty before.
 */
static bool is_session_ours(const struct start *start)
{
	struct procfs_stat st;

	return procfs_stat(start->runner_pid, &st) < 0 ||
	       st.started == start->runner_started;
}

/* Returns 1 when it has ended, 0 when it does not. */
static int end_one(pid_t pid, const struct procfs_stat *st)
{
	_cleanup_(fd_done) int fd = pidfd_hold(pid, st->started);

	if (fd < 0)
		return fd == E_ABSENT ? 1 : 0;
	if (pidfd_signal(fd, SIGKILL) == E_ABSENT)
		return 1;
	return pidfd_ended(fd, END_MS) > 0;
}

/* Once over all processes. ret_left: those that do not end. */
static int end_all(const struct search *s, int *ret_left)
{
	_cleanup_(dir_done) DIR *d = opendir("/proc");
	const struct dirent *e;
	struct procfs_stat st;
	int ended = 0;

	if (!d)
		return err_sys("read /proc");
	*ret_left = 0;
	while ((e = readdir(d))) {
		char *end;
		long pid = strtol(e->d_name, &end, 10);

		if (*end || pid <= 1 || pid == getpid() ||
		    procfs_stat((pid_t)pid, &st) < 0 ||
		    !belongs(s, (pid_t)pid, &st))
			continue;
		if (end_one((pid_t)pid, &st))
			ended++;
		else
			++*ret_left;
	}
	return ended;
}

/* As the runner saw it, which made HOME of it. */
static int real_path(int dir, char real[PATH_MAX])
{
	char link[PATH_ROOM];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", dir);
	n = readlink(link, real, PATH_MAX - 1);
	if (n < 0)
		return err_sys("find the folder of an attempt");
	real[n] = '\0';
	return 0;
}

int leftover_end(const struct start *start, int dir)
{
	char real[PATH_MAX];
	struct search s = { start, real, is_session_ours(start) };
	int all = 0, left = 0, rc = real_path(dir, real);

	if (rc < 0)
		return rc;

	for (int i = 0; i < ROUNDS_MAX; i++) {
		int n = end_all(&s, &left);

		if (n < 0)
			return n;
		if (n == 0 && left == 0)
			return all;
		if (n == 0)
			break;
		all += n;
	}
	return err(E_BUSY,
		   "processes of an attempt whose runner is dead do not end");
}
