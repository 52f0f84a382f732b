/* 6002-procfs-pidfd.c -- who is who in /proc, and holding on to it */
#include "tap.h"
#include "base/err.h"
#include "proc/pidfd.h"
#include "proc/procfs.h"
#include "proc/spawn.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define WAIT_MS 20000

static pid_t start(const char *const *argv)
{
	const struct spawn sp = { .argv = argv, .own_group = true };
	pid_t pid;

	if (spawn_start(&sp, &pid) < 0) {
		printf("Bail out! %s\n", err_text(E_TOOL));
		exit(EXIT_FAILURE);
	}
	return pid;
}

static pid_t start_sleep(void)
{
	static const char *const argv[] = { "sleep", "1000", NULL };

	return start(argv);
}

static void about_us(void)
{
	struct procfs_stat st;
	char boot[PROCFS_BOOT_BYTES];

	is_int(procfs_stat(getpid(), &st), 0, "our own stat");
	is_int(st.parent, getppid(), "parent");
	is_int(st.state, 'R', "running");
	ok(st.started > 0, "start time");
	is_int(procfs_stat(0x3fffffff, &st), E_ABSENT, "nobody");
	is_int(procfs_boot_id(boot), 0, "boot id");
	is_int(strlen(boot), 36, "of 36 characters");
}

static void held(void)
{
	pid_t pid = start_sleep();
	struct procfs_stat st;
	int fd;

	procfs_stat(pid, &st);
	is_int(pidfd_hold(pid, st.started + 1), E_ABSENT,
	       "another start time is another process");
	fd = pidfd_hold(pid, st.started);
	ok(fd >= 0, "held");
	is_int(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC, "close on exec");
	is_int(pidfd_ended(fd, 0), 0, "it lives");
	is_int(pidfd_signal(fd, SIGTERM), 0, "signalled");
	is_int(pidfd_ended(fd, WAIT_MS), 1, "it ended");
	is_int(procfs_stat(pid, &st), 0, "a zombie has a stat");
	is_int(st.state, 'Z', "of its own state");
	is_int(pidfd_ended(fd, 0), 1, "and its pidfd is not taken in");
	is_int(spawn_wait(pid), 128 + SIGTERM, "reaped");
	is_int(pidfd_signal(fd, SIGTERM), E_ABSENT, "no signal any more");
	is_int(pidfd_hold(pid, st.started), E_ABSENT, "gone");
	close(fd);
}

/* A name with blanks and brackets must not shift the columns. */
static void odd_name(void)
{
	static const char *const argv[] = {
		"sh", "-c", "printf ') R 1 (' >/proc/self/comm; cat", NULL
	};
	char text[2];
	int ends[2], down[2];
	struct procfs_stat st;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) < 0 || pipe2(down, O_CLOEXEC) < 0)
		exit(EXIT_FAILURE);
	spawn_start(
		&(struct spawn){ .argv = argv, .in = down[0], .out = ends[1] },
		&pid);
	if (write(down[1], "x", 1) != 1 || read(ends[0], text, 1) != 1)
		exit(EXIT_FAILURE);
	is_int(procfs_stat(pid, &st), 0, "an odd name");
	is_int(st.parent, getpid(), "the parent is still ours");
	kill(pid, SIGKILL);
	spawn_wait(pid);
	for (int i = 0; i < 2; i++) {
		close(ends[i]);
		close(down[i]);
	}
}

/* Look again and again until what we wait for is seen, 20 s at most. */
static int until(int (*seen)(struct procfs_usage *), pid_t pid,
		 struct procfs_usage *u)
{
	for (int i = 0; i < WAIT_MS / 10; i++) {
		if (procfs_usage(pid, u) == 0 && seen(u))
			return 1;
		poll(NULL, 0, 10);
	}
	return 0;
}

static int has_three(struct procfs_usage *u)
{
	return u->processes == 3;
}

static int has_worked(struct procfs_usage *u)
{
	return u->cpu_ticks > 1;
}

static int has_written(struct procfs_usage *u)
{
	return !u->has_io || u->written_bytes > 100 * 1000 * 1000;
}

static void usage(void)
{
	static const char *const idle[] = {
		"sh", "-c", "(sleep 1000; :) & sleep 1000; :", NULL
	};
	static const char *const busy[] = { "sh", "-c", "while :; do :; done",
					    NULL };
	static const char *const writer[] = { "dd", "if=/dev/zero",
					      "of=/dev/null", "bs=64k", NULL };
	struct procfs_usage u;
	pid_t list[4], pid;

	is_int(procfs_usage(getpid(), &u), 0, "our own usage");
	is_int(u.processes, 0, "of nobody: we do not count");
	pid = start(idle);
	ok(until(has_three, pid, &u), "sh, sleep and sleep below sh");
	is_int(procfs_children(getpid(), list, 4), 1, "one child of ours");
	is_int(list[0], pid, "is it");
	kill(-pid, SIGKILL);
	spawn_wait(pid);
	pid = start(busy);
	ok(until(has_worked, getpid(), &u), "CPU ticks are counted");
	is_int(u.processes, 1, "of one");
	kill(pid, SIGKILL);
	spawn_wait(pid);
	pid = start(writer);
	ok(until(has_written, getpid(), &u), "bytes are counted");
	kill(pid, SIGKILL);
	spawn_wait(pid);
	is_int(procfs_usage(pid, &u), E_ABSENT, "of nobody");
}

int main(void)
{
	about_us();
	held();
	odd_name();
	usage();
	return done_testing();
}
