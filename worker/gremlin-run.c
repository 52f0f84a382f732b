/*
 * gremlin-run.c -- stay the parent of one attempt's commands
 *
 * Started by the worker, and outliving it. Whoever holds DIR/lock is the one
 * runner of the attempt; it is taken before the fork that leaves the worker,
 * so that the worker learns by our exit status whether somebody took over.
 * Everything about the attempt's end stands in DIR/exit, and nowhere else.
 */
#include "run.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/io.h"
#include "base/lock.h"
#include "base/str.h"
#include "proc/procfs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#define POOL_BYTES    (4 << 20)
#define RETRY_MS      1000
#define RETRIES_OTHER 10 /* of errors that no patience mends */
#define WORK_FOLDER   "/content/work/"
#define DISK_FULL     "the disk is full"

static const char usage_text[] =
	"usage: gremlin-run [-f] DIR\n"
	"Run the commands of DIR/spec; how it ended stands in DIR/exit.\n"
	"  -f  stay in the foreground\n"
	"See gremlin-run(8).\n";

/* --- before leaving the worker ------------------------------------------- */

/* DIR is SITE/content/work/JOB.N, or lies somewhere else: then no site. */
static void find_site(struct run *run)
{
	char *name = strrchr(run->real, '/');
	size_t n = strlen(WORK_FOLDER), before = (size_t)(name - run->real) + 1;

	if (before > n && strncmp(run->real + before - n, WORK_FOLDER, n) == 0)
		run->site = pool_dup_n(&run->mem, run->real, before - n);
}

static int open_folder(struct run *run, const char *path)
{
	if (!realpath(path, run->real))
		return err_sys("find %s", path);
	run->dir = open(run->real, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (run->dir < 0)
		return err_sys("open %s", path);
	find_site(run);
	return 0;
}

/* One attempt is run once: not beside another runner, nor after one. */
static int take(struct run *run)
{
	int rc;

	run->lock = lock_open(run->dir, "lock");
	if (run->lock < 0)
		return run->lock;
	rc = lock_take(run->lock, LOCK_EX, 0);
	if (rc < 0)
		return rc;
	if (faccessat(run->dir, "exit", F_OK, 0) == 0)
		return err(E_EXISTS, "this attempt has ended already");
	if (faccessat(run->dir, "start", F_OK, 0) == 0)
		return err(E_EXISTS, "this attempt has been begun already");
	return 0;
}

static int read_spec(struct run *run)
{
	const char *name = strrchr(run->real, '/') + 1;
	int rc = spec_read(run->dir, &run->mem, &run->spec);

	if (rc < 0)
		return rc;
	if (!str_eq(run->spec.id, name))
		return err(E_FORMAT, "spec is of %s, the folder of %s",
			   run->spec.id, name);
	if (mkdirat(run->dir, "out", 0755) < 0 && errno != EEXIST)
		return err_sys("make out/");
	run->out = openat(run->dir, "out",
			  O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return run->out < 0 ? err_sys("open out/") : 0;
}

/* Whatever is said from here on is said to a file: a pipe may have no end. */
static int open_log(const struct run *run)
{
	_cleanup_(fd_done) int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	_cleanup_(fd_done) int log =
		openat(run->dir, "log",
		       O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

	if (log < 0)
		return err_sys("open log");
	if (null < 0 || dup2(null, 0) < 0 || dup2(log, 1) < 0 ||
	    dup2(log, 2) < 0)
		return err_sys("open /dev/null");
	(void)run_reserve(log); /* disk_is_full() tells it later */
	return 0;
}

static void signals_block(struct run *run)
{
	sigemptyset(&run->before);
	sigemptyset(&run->signals);
	sigaddset(&run->signals, SIGCHLD);
	sigaddset(&run->signals, SIGTERM);
	sigaddset(&run->signals, SIGINT);
	sigprocmask(SIG_BLOCK, &run->signals, NULL);
	signal(SIGHUP, SIG_IGN);
	signal(SIGCHLD, SIG_DFL);
}

/* Ends when the record `start` is there, so that who waits for our end can read
 * it at once; or when nobody is left who could write it. */
static _Noreturn void wait_for_start(int end)
{
	char byte;

	while (read(end, &byte, 1) < 0 && errno == EINTR)
		;
	_exit(EXIT_SUCCESS);
}

/* The lock goes with us: it belongs to the open file, not to the process. */
static int leave_parent(struct run *run)
{
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return err_sys("open a pipe");
	_cleanup_(fd_done) int end = ends[0];
	run->told = ends[1];
	pid = fork();
	if (pid < 0)
		return err_sys("start a process");
	if (pid > 0) {
		fd_done(&run->told);
		wait_for_start(end);
	}
	setsid();
	return 0;
}

static int leave(struct run *run, bool foreground)
{
	int rc = foreground ? 0 : leave_parent(run);

	if (rc < 0)
		return rc;
	if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0)
		return err_sys("become a subreaper");
	return chdir("/") < 0 ? err_sys("change to /") : 0;
}

/* --- the commands -------------------------------------------------------- */

static void say(struct run *run, const char *text)
{
	char *clean = pool_fmt(&run->mem, "%.1000s", text);

	for (char *at = clean; *at; at++) {
		if ((unsigned char)*at < 0x20 || *at == 0x7f)
			*at = '?';
	}
	run->exit.message = clean;
}

static bool verdict_is(struct run *run, enum verdict v, const char *text)
{
	run->exit.verdict = v;
	if (text)
		say(run, text);
	return v == VERDICT_OK;
}

static int write_start(struct run *run, pid_t child)
{
	struct start st = { .id = run->spec.id, .sandbox = run->sandbox.level };
	char boot[PROCFS_BOOT_BYTES];
	struct procfs_stat us, it;
	struct utsname host;
	int rc = procfs_boot_id(boot);

	if (rc == 0)
		rc = procfs_stat(getpid(), &us);
	if (rc == 0)
		rc = procfs_stat(child, &it);
	if (rc == 0 && uname(&host) < 0)
		rc = err_sys("ask for the host's name");
	if (rc < 0)
		return rc;
	st.host = host.nodename[0] ? host.nodename : "localhost";
	st.boot = boot;
	st.runner_pid = getpid();
	st.runner_started = us.started;
	st.child_pid = child;
	st.child_started = it.started;
	return start_write(run->dir, &st);
}

static enum verdict verdict_of(int code)
{
	switch (code) {
	case E_TOOL: return VERDICT_TOOL;
	case E_REFUSED: return VERDICT_REFUSED;
	case E_BUG: return VERDICT_FAILED;
	default: return VERDICT_STARVED;
	}
}

static void look_at_disk(struct run *run)
{
	struct statvfs fs;

	run->exit.free_bytes = INT64_MAX; /* some file systems do not tell */
	if (fstatvfs(run->dir, &fs) == 0 && fs.f_blocks)
		run->exit.free_bytes =
			(int64_t)(fs.f_bavail * (uint64_t)fs.f_frsize);
}

/* Then nothing is as it seems: neither may a command begin, nor is success to
 * be believed. */
static bool disk_is_full(struct run *run)
{
	look_at_disk(run);
	return run->exit.free_bytes < RUN_ROOM_BYTES;
}

/* ffmpeg takes SIGXCPU for a wish to end, and ends by itself. The kernel counts
 * by its ticks: it was early by a sixth where it was measured. */
static bool cpu_is_used_up(const struct run *run, int64_t cpu_ms)
{
	int64_t limit_ms = run->spec.limits.cpu_s * 1000;

	return limit_ms && cpu_ms * 4 >= limit_ms * 3;
}

static bool ended_badly(struct run *run, const struct run_report *report)
{
	const struct spec_command *c = &run->spec.commands[run->exit.command];
	const struct exit_record *ex = &run->exit;

	if (report->text[0])
		return verdict_is(run, VERDICT_FAILED, report->text);
	return verdict_is(run, VERDICT_FAILED,
			  pool_fmt(&run->mem, "%s ended %s %d", c->argv[0],
				   ex->signal ? "by signal" : "with status",
				   ex->signal ? ex->signal : ex->status));
}

/* Whether the command may count as done, and the next one begin. cpu_ms: what
 * it used. */
static bool judge(struct run *run, const struct run_report *report, int status,
		  int64_t cpu_ms)
{
	const struct spec_command *c = &run->spec.commands[run->exit.command];
	struct exit_record *ex = &run->exit;

	ex->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	ex->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	if (run->stop != VERDICT_OK) {
		ex->ours = true;
		return verdict_is(run, run->stop, verdict_text(run->stop));
	}
	if (report->code < 0 && !c->optional)
		return verdict_is(run, verdict_of(report->code), report->text);
	if (disk_is_full(run) && (status == 0 || c->optional))
		return verdict_is(run, VERDICT_STARVED, DISK_FULL);
	if (status == 0 || c->optional)
		return verdict_is(run, VERDICT_OK, NULL);
	if (cpu_is_used_up(run, cpu_ms))
		return verdict_is(run, VERDICT_OVERTIME,
				  "the CPU time of a command was used up");
	return ended_badly(run, report);
}

static void report_read(int fd, struct run_report *ret)
{
	struct run_report got;

	if (read(fd, &got, sizeof(got)) != (ssize_t)sizeof(got))
		return;
	*ret = got;
	ret->text[sizeof(ret->text) - 1] = '\0';
}

static int64_t log_bytes(void)
{
	struct stat st;

	return fstat(STDERR_FILENO, &st) < 0 ? 0 : st.st_size;
}

static bool command(struct run *run, int i)
{
	struct run_child c = { .gate = -1, .report = -1 };
	struct run_report report = { 0 };
	int64_t oom_kills = procfs_oom_kills(), cpu_ms = run->exit.cpu_ms;
	int status = 0, rc;

	run->exit.command = i;
	run->exit.log_from = log_bytes();
	if (disk_is_full(run))
		return verdict_is(run, VERDICT_STARVED, DISK_FULL);
	if (!run->programs[i]) {
		if (run->spec.commands[i].optional)
			return true;
		return verdict_is(
			run, VERDICT_TOOL,
			pool_fmt(&run->mem, "there is no program '%s'",
				 run->spec.commands[i].argv[0]));
	}
	rc = run_fork(run, i, &c);
	if (rc == 0 && i == 0)
		rc = write_start(run, c.pid);
	fd_done(&run->told);
	if (rc == 0)
		run_open(&c);
	fd_done(&c.gate);
	if (c.pid > 0)
		run_wait(run, c.pid, &status);
	report_read(c.report, &report);
	fd_done(&c.report);
	run->exit.oom_kills = procfs_oom_kills() - oom_kills;
	if (rc < 0)
		return verdict_is(run, VERDICT_STARVED, err_text(rc));
	return judge(run, &report, status, run->exit.cpu_ms - cpu_ms);
}

/* --- the end ------------------------------------------------------------- */

/* Between two looks at it, a log may have grown by what a disk can take. */
static void trim_log(void)
{
	struct stat st;

	if (fstat(STDERR_FILENO, &st) < 0 || !S_ISREG(st.st_mode) ||
	    st.st_size <= RUN_LOG_BYTES_MAX)
		return;
	if (ftruncate(STDERR_FILENO, RUN_LOG_BYTES_MAX) < 0)
		return;
}

static void collect(struct run *run)
{
	int rc = run_outputs(run);

	if (rc == E_LARGE || rc == E_ACCESS)
		verdict_is(run, VERDICT_FAILED, err_text(rc));
	else if (rc < 0)
		verdict_is(run, VERDICT_STARVED, err_text(rc));
}

/* What a failed attempt has made is of no use, and may be what fills the disk:
 * else it would wait for ever for the room that it takes itself. */
static void make_room(struct run *run)
{
	if (run->exit.verdict != VERDICT_OK)
		(void)io_remove_tree(run->dir, "out");
}

/* The lock says that we live: patience costs nobody anything. */
static int write_exit(struct run *run)
{
	int tries = 0, rc;

	for (;;) {
		rc = exit_write(run->dir, &run->exit);
		if (rc == 0)
			return 0;
		fd_done(&run->told); /* may have nothing to wait for, for long
				      */
		if (rc != E_SPACE && ++tries == RETRIES_OTHER)
			return rc;
		if (rc == E_SPACE)
			make_room(run);
		if (run_pause(run, RETRY_MS))
			return err(E_STOPPED, "stopped before the exit record "
					      "could be written");
	}
}

static int run_all(struct run *run)
{
	bool good = true;
	int rc;

	run->began_ms = run->looked_ms = clock_mono_ms();
	run->exit.id = run->spec.id;
	run->exit.command = -1;
	run_resolve(run);
	rc = sandbox_new(&run->spec, run->dir, run->site, run->programs, 0,
			 &run->sandbox);
	if (rc < 0)
		good = verdict_is(run, VERDICT_REFUSED, err_text(rc));
	for (int i = 0; good && i < run->spec.commands_n; i++)
		good = command(run, i);
	run->exit.wall_ms = clock_mono_ms() - run->began_ms;
	trim_log();
	look_at_disk(run);
	if (good)
		collect(run);
	return write_exit(run);
}

static int start_up(struct run *run, const char *path, bool foreground)
{
	int rc = open_folder(run, path);

	if (rc == 0)
		rc = take(run);
	if (rc == 0)
		rc = read_spec(run);
	if (rc == 0)
		rc = open_log(run);
	if (rc < 0)
		return rc;
	umask(022);
	signals_block(run);
	return leave(run, foreground);
}

static struct run run = { .dir = -1,
			  .out = -1,
			  .lock = -1,
			  .told = -1,
			  .mem = { .ceiling_bytes = POOL_BYTES },
			  .sandbox = SANDBOX_NONE };

/* What is opened must not land on a standard descriptor that is closed. */
static void standard_fds(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	fd_done(&fd);
}

int main(int argc, char **argv)
{
	bool foreground = false;
	int option, rc;

	program_name = "gremlin-run";
	standard_fds();
	while ((option = getopt(argc, argv, "f")) == 'f')
		foreground = true;
	if (option != -1 || optind + 1 != argc) {
		fputs(usage_text, stderr);
		return err_exit(E_USAGE);
	}
	rc = start_up(&run, argv[optind], foreground);
	if (rc == 0)
		rc = run_all(&run);
	if (rc < 0)
		fprintf(stderr, "%s: %s: %s\n", program_name, argv[optind],
			err_text(rc));
	return rc < 0 ? err_exit(rc) : EXIT_SUCCESS;
}
