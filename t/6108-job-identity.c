/*
 * 6108-job-identity.c -- whoever has the pid of a runner is not the runner
 *
 * A process that has nothing to do with the attempt stands in its record: as
 * after a restart of a container (same boot, pids from the beginning), when a
 * pid was used again, after a reboot, and with even the same start time. The
 * lock tells who lives, and the stranger is never told to end.
 */
#include "tap.h"
#include "site.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/lock.h"
#include "job/attempt.h"
#include "proc/procfs.h"

#include <poll.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/wait.h>

#define PATIENCE_MS 30000

static struct test_site t;
static char boot[PROCFS_BOOT_BYTES];

static const struct {
	const char *name;
	bool same_boot, same_start, locked;
	bool held;  /* it is taken for the runner */
	bool alive; /* the attempt is */
} table[] = {
	{ "the runner itself", true, true, true, true, true },
	{ "pid and start time of a stranger", true, true, false, false, false },
	{ "a pid that was used again, and it lives elsewhere", true, false,
	  true, false, true },
	{ "a pid that was used again", true, false, false, false, false },
	{ "another boot, and it lives elsewhere", false, true, true, false,
	  true },
	{ "another boot", false, true, false, false, false },
};

static pid_t stranger(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		for (;;)
			pause();
	}
	return pid;
}

static void leave_start(int dir, const struct attempt *a, pid_t pid, size_t i)
{
	struct procfs_stat st = { 0 };
	struct start s = { .id = strrchr(a->dir, '/') + 1,
			   .host = "here",
			   .boot = table[i].same_boot ? boot : "another",
			   .runner_pid = pid,
			   .child_pid = pid,
			   .sandbox = "none" };

	procfs_stat(pid, &st);
	s.runner_started = st.started + (table[i].same_start ? 0 : 1);
	s.child_started = s.runner_started;
	is_int(start_write(dir, &s), 0, table[i].name);
}

static bool has_ended(pid_t pid, int wait_ms)
{
	int64_t end = clock_mono_ms() + wait_ms;
	pid_t got;

	while ((got = waitpid(pid, NULL, WNOHANG)) == 0 &&
	       clock_mono_ms() < end)
		poll(NULL, 0, 10);
	return got == pid;
}

static void meet(size_t i)
{
	pid_t pid = stranger();
	_cleanup_(fd_done) int dir = -1, lock = -1;
	struct exit_record e = { 0 };
	struct attempt a;
	struct start s;

	attempt_init(&a, 100 + (int64_t)i, 1, LANE_ANY, ATTEMPT_RUNNING);
	dir = attempt_make(&t.site, &a);
	lock = lock_open(dir, "lock");
	if (table[i].locked)
		lock_take(lock, LOCK_EX, 0);
	leave_start(dir, &a, pid, i);
	attempt_meet(&t.pool, &t.site, boot, &a, &s);
	is_int(a.pidfd >= 0, table[i].held, "whether it is held");
	is_int(attempt_ended(&t.pool, &t.site, &a, &e), table[i].alive ? 0 : 1,
	       "whether the attempt has ended");
	if (!table[i].alive)
		is_int(e.verdict, VERDICT_LOST, "as lost");
	attempt_stop(&a);
	is_int(has_ended(pid, table[i].held ? PATIENCE_MS : 0), table[i].held,
	       "only the runner is told to end");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	attempt_done(&a);
}

int main(void)
{
	test_site_start(&t);
	procfs_boot_id(boot);
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		meet(i);
	test_site_end(&t);
	return done_testing();
}
