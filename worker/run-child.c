/*
 * run-child.c -- from the fork of a child to the exec of its command
 *
 * The child dies with the runner: by the gate until PDEATHSIG is set, by that
 * from then on.
 */
#include "run.h"
#include "base/base.h"
#include "base/err.h"
#include "base/io.h"
#include "proc/check.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#define DEFAULT_PATH  "PATH=/usr/local/bin:/usr/bin:/bin"
#define OOM_SCORE     "800" /* the kernel takes this one first, of 1000 */
#define STATUS_FAILED 126

static const char *value_of(const char *const *env, const char *name)
{
	const char *found = "";
	size_t n = strlen(name);

	for (; *env; env++) {
		if (strncmp(*env, name, n) == 0 && (*env)[n] == '=')
			found = *env + n + 1;
	}
	return found;
}

/* A later entry replaces an earlier one of the same name. */
static void env_put(const char **env, int *n, const char *entry)
{
	size_t name = strcspn(entry, "=") + 1;

	for (int i = 0; i < *n; i++) {
		if (strncmp(env[i], entry, name) == 0) {
			env[i] = entry;
			return;
		}
	}
	env[(*n)++] = entry;
}

static void env_make(struct run *run)
{
	const char **env =
		pool_array(&run->mem, SPEC_LIST_MAX + 5, sizeof(*env));
	int n = 0;

	env_put(env, &n, DEFAULT_PATH);
	env_put(env, &n, pool_fmt(&run->mem, "HOME=%s/out", run->real));
	env_put(env, &n, pool_fmt(&run->mem, "TMPDIR=%s/out", run->real));
	env_put(env, &n, "LC_ALL=C.UTF-8");
	for (int i = 0; run->spec.env && run->spec.env[i]; i++)
		env_put(env, &n, run->spec.env[i]);
	run->env = env;
}

static const char *look_up(struct run *run, const char *name)
{
	const char *at = value_of(run->env, "PATH");

	if (strchr(name, '/'))
		return name[0] == '/' && access(name, X_OK) == 0 ? name : NULL;
	while (*at) {
		size_t n = strcspn(at, ":");
		const char *file =
			pool_fmt(&run->mem, "%.*s/%s", (int)n, at, name);

		if (*at == '/' && access(file, X_OK) == 0)
			return file;
		at += n + (at[n] == ':');
	}
	return NULL;
}

void run_resolve(struct run *run)
{
	int n = run->spec.commands_n;

	env_make(run);
	run->programs =
		pool_array(&run->mem, (size_t)n, sizeof(*run->programs));
	for (int i = 0; i < n; i++) {
		const char *name = run->spec.commands[i].argv[0];

		run->programs[i] = name[0] == '@' ? name : look_up(run, name);
	}
}

static void oom_score(void)
{
	_cleanup_(fd_done) int fd =
		open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	/* a wish: the kernel may have no such file */
	if (fd >= 0)
		(void)io_write(fd, OOM_SCORE, strlen(OOM_SCORE));
}

int run_reserve(int fd)
{
	/* where there is no such call, there is none */
	if (fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, RUN_ROOM_BYTES) == 0 ||
	    (errno != ENOSPC && errno != EDQUOT))
		return 0;
	return err_sys("reserve room");
}

/* A file of its own: what stands there, an earlier command may have put. */
static int stdout_open(const struct run *run, const char *name)
{
	int fd;

	if (!name)
		return 0;
	if (unlinkat(run->out, name, 0) < 0 && errno != ENOENT)
		return err_sys("remove out/%s", name);
	fd = openat(run->out, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
		    0644);
	if (fd < 0 || dup2(fd, STDOUT_FILENO) < 0)
		return err_sys("open out/%s", name);
	close(fd);
	return run_reserve(STDOUT_FILENO);
}

/* Our descriptors are not inherited by exec; a check has none of it. */
static void ours_close(struct run *run)
{
	fd_done(&run->lock);
	fd_done(&run->dir);
	fd_done(&run->out);
}

static int prepare(struct run *run, const struct spec_command *c)
{
	int rc = stdout_open(run, c->out);

	oom_score();
	if (rc == 0 && fchdir(run->out) < 0)
		rc = err_sys("change to out/");
	ours_close(run);
	return rc < 0 ? rc : sandbox_enter(&run->sandbox);
}

/* execve() takes arrays of char *, and does not write to them. */
union vector {
	const char *const *given;
	char *const *wanted;
};

/*
 * Returns only when it did not work out, but for a check, which always does:
 * then the report's code stays 0, and the status is the check's.
 */
static int become(struct run *run, int command, struct run_report *r)
{
	const union vector argv = { run->spec.commands[command].argv };
	const union vector env = { run->env };
	const char *program = run->programs[command];
	bool check = program[0] == '@';
	int rc;

	if (check) /* has a ceiling of its own, and the runner's memory */
		run->spec.limits.as_bytes = 0;
	rc = prepare(run, &run->spec.commands[command]);
	if (rc == 0 && check) {
		rc = check_run(argv.given);
		snprintf(r->text, sizeof(r->text), "%s",
			 rc < 0 ? err_text(rc) : "");
		return rc < 0 ? err_exit(rc) : 0;
	}
	if (rc == 0) {
		execve(program, argv.wanted, env.wanted);
		rc = err(E_TOOL, "'%s' cannot be executed: %s", program,
			 strerror(errno));
	}
	r->code = rc;
	snprintf(r->text, sizeof(r->text), "%s", err_text(rc));
	return STATUS_FAILED;
}

/* Whether we may go: the runner lives, and will take us with it. */
static bool gate_passed(int gate, pid_t runner)
{
	char byte;

	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0 ||
	    getppid() != runner)
		return false;
	return read(gate, &byte, 1) == 1;
}

static _Noreturn void child(struct run *run, int command, pid_t runner,
			    int gate, int report)
{
	struct run_report r = { 0 };
	int status;

	fd_done(&run->told);
	setpgid(0, 0);
	signal(SIGHUP, SIG_DFL);
	sigprocmask(SIG_SETMASK, &run->before, NULL);
	if (!gate_passed(gate, runner))
		_exit(STATUS_FAILED);
	close(gate);
	status = become(run, command, &r);
	if (r.text[0] && write(report, &r, sizeof(r)) < 0)
		_exit(STATUS_FAILED);
	_exit(status);
}

int run_fork(struct run *run, int command, struct run_child *ret)
{
	pid_t runner = getpid(), pid;
	int gate[2], report[2];

	if (pipe2(gate, O_CLOEXEC) < 0)
		return err_sys("open a pipe");
	if (pipe2(report, O_CLOEXEC | O_NONBLOCK) < 0) {
		close(gate[0]);
		close(gate[1]);
		return err_sys("open a pipe");
	}
	pid = fork();
	if (pid == 0) {
		close(gate[1]);
		close(report[0]);
		child(run, command, runner, gate[0], report[1]);
	}
	close(gate[0]);
	close(report[1]);
	ret->pid = pid;
	ret->gate = gate[1];
	ret->report = report[0];
	if (pid < 0)
		return err_sys("start a process");
	setpgid(pid, pid); /* both sides: whoever comes first */
	return 0;
}

void run_open(struct run_child *c)
{
	/* fails when the child is gone already, which wait(2) tells */
	if (write(c->gate, "g", 1) < 0)
		return;
}
