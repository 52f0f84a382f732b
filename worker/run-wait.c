/*
 * run-wait.c -- keep a command company until its last descendant is gone
 *
 * As subreaper the runner inherits whoever loses his parent, so `no child
 * left` means `no descendant left`. Only what is not yet reaped is signalled:
 * no pid and no group can have become another's.
 */
#include "run.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/err.h"
#include "proc/procfs.h"

#include <errno.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TICK_MS	    500
#define STEP_MAX_MS 2000 /* as long may a tick be late */
#define GRACE_S	    10
#define CHILDREN_N  256

/* The command that is waited for. */
struct watch {
	pid_t leader;
	bool reaped; /* its pid and its group may be others' now */
	int status;
	int64_t kill_at_ms; /* 0: not asked to end yet */
};

static void used(struct run *run, const struct rusage *ru)
{
	int64_t rss = (int64_t)ru->ru_maxrss * 1024;

	run->exit.cpu_ms +=
		(ru->ru_utime.tv_sec + ru->ru_stime.tv_sec) * 1000 +
		(ru->ru_utime.tv_usec + ru->ru_stime.tv_usec) / 1000;
	if (rss > run->exit.rss_bytes)
		run->exit.rss_bytes = rss;
}

/* Returns whether anybody is left. */
static bool reap(struct run *run, struct watch *w)
{
	struct rusage ru;
	int status;
	pid_t pid;

	while ((pid = wait4(-1, &status, WNOHANG, &ru)) > 0) {
		used(run, &ru);
		if (pid == w->leader) {
			w->reaped = true;
			w->status = status;
		}
	}
	return pid == 0;
}

static void signal_all(const struct watch *w, int number)
{
	pid_t list[CHILDREN_N];
	int n = procfs_children(getpid(), list, CHILDREN_N);

	if (!w->reaped)
		kill(-w->leader, number);
	for (int i = 0; i < n && i < CHILDREN_N; i++)
		kill(list[i], number);
}

/* Ask to end, and later do not ask; with a nudge for who is stopped. */
static void push(const struct run *run, struct watch *w)
{
	int64_t grace_s = run->spec.limits.grace_s;

	if (w->kill_at_ms == 0) {
		w->kill_at_ms =
			clock_mono_ms() + (grace_s ? grace_s : GRACE_S) * 1000;
		signal_all(w, SIGTERM);
		signal_all(w, SIGCONT);
	} else if (clock_mono_ms() >= w->kill_at_ms) {
		signal_all(w, SIGKILL);
	}
}

/* A machine that slept, or a runner that was stopped, has lost no time. */
static void count_time(struct run *run)
{
	int64_t now_ms = clock_mono_ms(), step_ms = now_ms - run->looked_ms;

	run->spent_ms += step_ms < STEP_MAX_MS ? step_ms : STEP_MAX_MS;
	run->looked_ms = now_ms;
}

static void look(struct run *run)
{
	int64_t wall_ms = run->spec.limits.wall_s * 1000;
	struct stat st;

	count_time(run);

	if (run->stop != VERDICT_OK)
		return;
	if (wall_ms && run->spent_ms >= wall_ms)
		run->stop = VERDICT_OVERTIME;
	else if (fstat(STDERR_FILENO, &st) == 0 &&
		 st.st_size > RUN_LOG_BYTES_MAX)
		run->stop = VERDICT_OVERLOG;
}

/* Wait for one of our signals; returns whether it asks us to end. */
static bool asked_to_end(const struct run *run, int ms)
{
	struct timespec ts = { ms / 1000, ms % 1000 * 1000000L };
	int number = sigtimedwait(&run->signals, NULL, &ts);

	return number == SIGTERM || number == SIGINT;
}

void run_wait(struct run *run, pid_t leader, int *ret_status)
{
	struct watch w = { .leader = leader };

	while (reap(run, &w)) {
		look(run);
		if (run->stop != VERDICT_OK)
			push(run, &w);
		if (asked_to_end(run, TICK_MS) && run->stop == VERDICT_OK)
			run->stop = VERDICT_STOPPED;
	}
	*ret_status = w.status;
}

bool run_pause(struct run *run, int ms)
{
	int64_t until = clock_mono_ms() + ms;

	for (;;) {
		int64_t left = until - clock_mono_ms();

		if (left <= 0)
			return false;
		if (asked_to_end(run, (int)left))
			return true;
	}
}
