/* spawn.c -- start a program, by posix_spawn alone */
#include "proc/spawn.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/io.h"
#include "proc/pidfd.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define READ_BYTES 4096

static int files_set(posix_spawn_file_actions_t *files, const struct spawn *sp)
{
	const int from[3] = { sp->in, sp->out, sp->err };
	int rc = 0;

	for (int i = 0; i < 3 && rc == 0; i++) {
		if (from[i] > 0)
			rc = posix_spawn_file_actions_adddup2(files, from[i],
							      i);
		else
			rc = posix_spawn_file_actions_addopen(
				files, i, "/dev/null", i ? O_WRONLY : O_RDONLY,
				0);
	}
	if (rc == 0 && sp->folder)
		rc = posix_spawn_file_actions_addchdir_np(files, sp->folder);
	return rc;
}

static int attr_set(posix_spawnattr_t *attr, const struct spawn *sp)
{
	short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
	sigset_t none, all;
	int rc;

	sigemptyset(&none);
	sigfillset(&all);
	if (sp->own_group)
		flags |= POSIX_SPAWN_SETPGROUP;
	rc = posix_spawnattr_setsigmask(attr, &none);
	if (rc == 0)
		rc = posix_spawnattr_setsigdefault(attr, &all);
	if (rc == 0)
		rc = posix_spawnattr_setpgroup(attr, 0);
	return rc ? rc : posix_spawnattr_setflags(attr, flags);
}

static int spawn_error(int number, const struct spawn *sp)
{
	const char *name = sp->argv[0];

	if (number == EAGAIN || number == ENOMEM)
		return err(E_BUSY, "no process can be had for '%s'", name);
	if (sp->folder && access(sp->folder, X_OK) < 0)
		return err(E_IO, "'%s' cannot start in folder %s: %s", name,
			   sp->folder, strerror(errno));
	if (number == ENOENT)
		return err(E_TOOL, "there is no program '%s'", name);
	if (number == EACCES || number == ENOEXEC)
		return err(E_TOOL, "'%s' cannot be executed: %s", name,
			   strerror(number));
	return err(E_IO, "'%s' cannot be started: %s", name, strerror(number));
}

/* posix_spawn() takes arrays of char *, and promises not to write to them. */
union vector {
	const char *const *given;
	char *const *wanted;
};

int spawn_start(const struct spawn *sp, pid_t *ret)
{
	static const char *const empty[] = { NULL };
	const union vector argv = { .given = sp->argv };
	const union vector env = { .given = sp->env ? sp->env : empty };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attr;
	int rc;

	if (posix_spawn_file_actions_init(&files) != 0)
		return err(E_BUSY, "no memory for '%s'", sp->argv[0]);
	if (posix_spawnattr_init(&attr) != 0) {
		posix_spawn_file_actions_destroy(&files);
		return err(E_BUSY, "no memory for '%s'", sp->argv[0]);
	}
	rc = files_set(&files, sp);
	if (rc == 0)
		rc = attr_set(&attr, sp);
	if (rc == 0)
		rc = posix_spawnp(ret, sp->argv[0], &files, &attr, argv.wanted,
				  env.wanted);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&files);
	return rc ? spawn_error(rc, sp) : 0;
}

int spawn_wait(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0) {
		if (errno != EINTR)
			return err_sys("wait for process %d", (int)pid);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Returns 1 when there may be more, 0 at the end, or an error. */
static int collect(int fd, struct buf *out, int wait_ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char bytes[READ_BYTES];
	ssize_t n;

	if (poll(&p, 1, wait_ms) == 0)
		return err(E_TIMEOUT, "took longer than it may");
	n = read(fd, bytes, sizeof(bytes));
	if (n < 0)
		return errno == EINTR ? 1 : err_sys("read from a program");
	buf_put(out, bytes, (size_t)n);
	if (out->rc < 0)
		return err(out->rc, "printed more than it may");
	return n > 0;
}

/* A program may close its standard output long before it ends. */
static int wait_end(pid_t pid, int64_t until)
{
	_cleanup_(fd_done) int fd = (int)syscall(SYS_pidfd_open, pid, 0);
	int64_t left = until - clock_mono_ms();

	if (fd >= 0 && pidfd_ended(fd, left > 0 ? (int)left : 0) == 0)
		return err(E_TIMEOUT, "took longer than it may");
	return 0;
}

static int collect_all(pid_t pid, int fd, struct buf *out, int wait_ms)
{
	int64_t until = clock_mono_ms() + wait_ms;
	int rc;

	do {
		int64_t left = until - clock_mono_ms();

		rc = collect(fd, out, left > 0 ? (int)left : 0);
	} while (rc > 0);
	return rc < 0 ? rc : wait_end(pid, until);
}

int spawn_ask(const struct spawn *sp, struct buf *out, int wait_ms)
{
	struct spawn with = *sp;
	int ends[2], rc, status;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return err_sys("open a pipe");
	_cleanup_(fd_done) int in = ends[0];
	with.out = ends[1];
	rc = spawn_start(&with, &pid);
	close(ends[1]);
	if (rc < 0)
		return rc;
	rc = collect_all(pid, in, out, wait_ms);
	if (rc < 0)
		kill(pid, SIGKILL);
	status = spawn_wait(pid);
	return rc < 0 ? err_add(rc, "'%s'", sp->argv[0]) : status;
}
