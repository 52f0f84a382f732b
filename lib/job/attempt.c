/* attempt.c -- one attempt of a job, from its folder to its end */
#include "job/attempt.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/fault.h"
#include "base/io.h"
#include "base/lock.h"
#include "base/pool.h"
#include "base/str.h"
#include "job/sample.h"
#include "proc/leftover.h"
#include "proc/pidfd.h"
#include "proc/procfs.h"

#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define TELL_AGAIN_MS  30000
#define STUCK_MS       60000 /* grace, KILL, and some time */
#define LOG_READ_BYTES (16 * 1024)

void attempt_init(struct attempt *a, int64_t job, int number, int lane,
		  enum attempt_state state)
{
	*a = (struct attempt){ .job = job,
			       .number = number,
			       .lane = lane,
			       .state = state,
			       .pidfd = -1,
			       .since_ms = clock_mono_ms() };
	snprintf(a->dir, sizeof(a->dir), "content/work/%" PRId64 ".%d", job,
		 number);
}

void attempt_done(struct attempt *a)
{
	fd_done(&a->pidfd);
}

int attempt_open(const struct site *site, const struct attempt *a)
{
	return io_open_beneath(site->dir, a->dir, O_RDONLY | O_DIRECTORY, 0);
}

int attempt_make(const struct site *site, const struct attempt *a)
{
	int dir, rc = io_make_dirs(site->dir, "content/work");

	if (rc == 0)
		rc = io_remove_tree(site->dir, a->dir);
	if (rc < 0)
		return rc;
	if (FAULT("attempt") || mkdirat(site->dir, a->dir, 0700) < 0)
		return err_sys("make folder %s", a->dir);
	dir = attempt_open(site, a);
	if (dir >= 0 && mkdirat(dir, "out", 0700) < 0) {
		fd_done(&dir);
		return err_sys("make folder %s/out", a->dir);
	}
	return dir;
}

/* --- its end ----------------------------------------------------------------
 */

static int lost(const struct attempt *a, struct exit_record *ret)
{
	*ret = (struct exit_record){ .id = strrchr(a->dir, '/') + 1,
				     .verdict = VERDICT_LOST,
				     .command = -1,
				     .status = -1 };
	return 1;
}

static int leave_tombstone(int dir, const struct attempt *a)
{
	struct exit_record e;

	lost(a, &e);
	return exit_write(dir, &e);
}

/*
 * Nothing of it may run beside the next attempt. Where its runner was of
 * another boot, nothing does; what runs on another host is that one's.
 */
static int end_leftovers(struct pool *p, int dir, const struct attempt *a)
{
	char boot[PROCFS_BOOT_BYTES];
	struct start s;
	int rc = start_read(dir, p, &s);

	if (rc == E_ABSENT || rc == E_FORMAT)
		return 0; /* it began nothing */
	if (rc == 0)
		rc = procfs_boot_id(boot);
	if (rc < 0 || !str_eq(s.boot, boot))
		return rc;
	rc = leftover_end(&s, dir);
	return rc < 0 ? err_add(rc, "%s", a->dir) : 0;
}

/* The exit record, or a tombstone once nobody can write one any more. */
static int ask_lock(struct pool *p, int dir, const struct attempt *a,
		    struct exit_record *ret)
{
	_cleanup_(fd_done) int lock = -1;
	int rc;

	/* It may not have come up yet. Its lock is not even tried: a runner
	 * that comes just then would take us for another runner, and go. */
	if (a->state == ATTEMPT_SPAWNING && !a->pid &&
	    clock_mono_ms() - a->since_ms < ATTEMPT_SPAWN_WAIT_MS)
		return 0;
	lock = lock_open(dir, "lock");
	if (lock < 0)
		return lock;
	rc = lock_take(lock, LOCK_EX, 0);
	if (rc == E_BUSY)
		return 0; /* it lives */
	if (rc < 0)
		return rc;
	rc = exit_read(dir, p, ret); /* it may have ended between our looks */
	if (rc == 0)
		return 1;
	rc = end_leftovers(p, dir, a);
	if (rc == 0)
		rc = leave_tombstone(dir, a);
	if (rc == 0)
		rc = exit_read(dir, p, ret);
	return rc < 0 ? rc : 1;
}

int attempt_ended(struct pool *p, const struct site *site, struct attempt *a,
		  struct exit_record *ret)
{
	_cleanup_(fd_done) int dir = attempt_open(site, a);
	int rc;

	if (dir == E_ABSENT)
		return lost(a, ret); /* killed before the folder was made */
	if (dir < 0)
		return dir;
	rc = exit_read(dir, p, ret);
	if (rc == 0)
		return 1;
	if (rc != E_ABSENT && rc != E_FORMAT)
		return rc;
	if (a->pidfd >= 0 && pidfd_ended(a->pidfd, 0) == 0)
		return 0;
	/* it stays readable for ever: nobody may poll it any more */
	fd_done(&a->pidfd);
	return ask_lock(p, dir, a, ret);
}

/* Whether somebody holds the lock, as a runner does as long as it lives. */
static bool is_locked(int dir)
{
	_cleanup_(fd_done) int lock = lock_open(dir, "lock");

	return lock >= 0 && lock_take(lock, LOCK_SH, 0) == E_BUSY;
}

int attempt_meet(struct pool *p, const struct site *site, const char *boot,
		 struct attempt *a, struct start *ret)
{
	_cleanup_(fd_done) int dir = -1;
	int rc, fd = -1;

	if (a->pid)
		return 0;
	dir = attempt_open(site, a);
	if (dir < 0)
		return dir == E_ABSENT ? 0 : dir;
	rc = start_read(dir, p, ret);
	if (rc == E_ABSENT || rc == E_FORMAT)
		return 0; /* E_FORMAT: torn by a power cut; the lock tells */
	if (rc < 0)
		return rc;
	if (str_eq(ret->boot, boot))
		fd = pidfd_hold(ret->runner_pid, ret->runner_started);
	if (fd == E_IO)
		return fd;
	/* It has ended just now, or a stranger has its pid and start time, as
	 * in another container: he is never told to end. */
	if (fd >= 0 && !is_locked(dir)) {
		fd_done(&fd);
		return 0;
	}
	a->pidfd = fd < 0 ? -1 : fd; /* else its lock is asked */
	a->pid = ret->runner_pid;
	return 1;
}

void attempt_unmeet(struct attempt *a)
{
	fd_done(&a->pidfd);
	a->pid = 0;
}

bool attempt_stop(struct attempt *a)
{
	int64_t now = clock_mono_ms();
	bool first = a->since_told_ms == 0;

	if (first)
		a->since_told_ms = now;
	if (a->pidfd < 0 || (a->told_ms && now - a->told_ms < TELL_AGAIN_MS))
		return first;
	a->told_ms = now;
	pidfd_signal(a->pidfd, SIGTERM);
	pidfd_signal(a->pidfd, SIGCONT); /* in case somebody stopped it */
	return first;
}

bool attempt_is_stuck(const struct attempt *a)
{
	return a->since_told_ms &&
	       clock_mono_ms() - a->since_told_ms >= STUCK_MS;
}

/* --- watching ----------------------------------------------------------------
 */

static void read_rule(struct pool *p, int dir, struct attempt *a)
{
	struct spec spec;

	a->known = true;
	watch_recall(dir, &a->watch);
	if (spec_read(dir, p, &spec) < 0)
		return; /* without a rule nothing is ended */
	a->rule.stall_ms = spec.watch.stall_s * 1000;
	a->rule.spin_ms = spec.watch.spin_s * 1000;
	a->total_us = spec.watch.total_us;
	snprintf(a->progress, sizeof(a->progress), "%s",
		 spec.watch.progress ? spec.watch.progress : "");
}

static void note_progress(struct attempt *a, int64_t out_time_us)
{
	int64_t permille;

	if (a->total_us <= 0 || out_time_us <= 0)
		return;
	permille = out_time_us >= a->total_us
			   ? 999
			   : out_time_us * 1000 / a->total_us;
	a->permille = (int)permille;
}

enum watch_verdict attempt_watch(struct pool *p, const struct site *site,
				 struct attempt *a)
{
	_cleanup_(fd_done) int dir = attempt_open(site, a);
	_cleanup_(fd_done) int out = -1;
	struct watch_sample s;
	enum watch_verdict v;

	/* without pidfd it is of another boot, host or PID namespace: there
	 * its pid is some other process */
	if (dir < 0 || a->pidfd < 0)
		return WATCH_FINE;
	out = io_open_beneath(dir, "out", O_RDONLY | O_DIRECTORY, 0);
	if (!a->known)
		read_rule(p, dir, a);
	if (out < 0 || sample_take(out, a->pid, a->progress, &s) < 0)
		return WATCH_FINE;
	note_progress(a, s.out_time_us);
	v = watch_step(&a->watch, &a->rule, &s, clock_mono_ms());
	if (a->watch.still_ms)
		watch_keep(dir, &a->watch);
	return v;
}

const char *attempt_log(struct pool *p, const struct site *site,
			const struct attempt *a, int64_t from, size_t *ret_n)
{
	_cleanup_(fd_done) int dir = attempt_open(site, a);
	_cleanup_(fd_done) int fd = -1;
	char *text = pool_alloc(p, LOG_READ_BYTES + 1), *line;
	off_t end;

	*ret_n = 0;
	fd = dir < 0 ? -1
		     : openat(dir, "log", O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return "";
	end = lseek(fd, 0, SEEK_END);
	lseek(fd, end - from > LOG_READ_BYTES ? end - LOG_READ_BYTES : from,
	      SEEK_SET);
	if (io_read(fd, text, LOG_READ_BYTES, ret_n) < 0)
		*ret_n = 0;
	text[*ret_n] = '\0';
	for (size_t i = 0; i < *ret_n; i++)
		if (!text[i])
			text[i] = ' ';
	line = end - from > LOG_READ_BYTES ? strchr(text, '\n') : NULL;
	if (!line)
		return text;
	*ret_n -= (size_t)(line + 1 - text);
	return line + 1;
}

int attempt_remove(const struct site *site, const struct attempt *a)
{
	return io_remove_tree(site->dir, a->dir);
}
