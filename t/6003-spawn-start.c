/* 6003-spawn-start.c -- what a started program gets, and what it does not */
#include "tap.h"
#include "base/buf.h"
#include "base/err.h"
#include "proc/spawn.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#define WAIT_MS 20000

static const char *asked(const char *script, struct spawn sp, struct buf *out)
{
	const char *const argv[] = { "sh", "-c", script, NULL };

	buf_clear(out);
	sp.argv = argv;
	is_int(spawn_ask(&sp, out, WAIT_MS), 0, script);
	return buf_text(out);
}

static void surroundings(void)
{
	static const char *const env[] = { "A=1", "PATH=/usr/bin:/bin", NULL };
	struct buf out = { 0 };

	setenv("GREMLIN_SECRET", "x", 1);
	is_str(asked("pwd", (struct spawn){ .folder = "/" }, &out), "/\n",
	       "the folder");
	is_str(asked("echo $A$GREMLIN_SECRET", (struct spawn){ .env = env },
		     &out),
	       "1\n", "the environment is what was given");
	is_str(asked("echo $GREMLIN_SECRET", (struct spawn){ 0 }, &out), "\n",
	       "or nothing");
	is_str(asked("cat; echo gone >&2", (struct spawn){ 0 }, &out), "",
	       "no input, errors nowhere");
	is_str(asked("read -r p c s pp g r </proc/self/stat; "
		     "[ \"$g\" = $$ ] && echo own",
		     (struct spawn){ .own_group = true }, &out),
	       "own\n", "a group of its own");
	buf_done(&out);
}

static void signals(void)
{
	struct buf out = { 0 };
	sigset_t set;

	signal(SIGPIPE, SIG_IGN);
	sigfillset(&set);
	sigprocmask(SIG_BLOCK, &set, NULL);
	asked("grep SigBlk /proc/self/status", (struct spawn){ 0 }, &out);
	is_str(buf_text(&out), "SigBlk:\t0000000000000000\n",
	       "no signal is blocked");
	/* 32 and 33 belong to the C library */
	asked("grep SigIgn /proc/self/status", (struct spawn){ 0 }, &out);
	is_int(strtoull(buf_text(&out) + strlen("SigIgn:\t"), NULL, 16) &
		       0x7fffffff,
	       0, "no signal is ignored");
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	buf_done(&out);
}

static void to_a_file(void)
{
	static const char *const argv[] = { "sh", "-c", "echo e >&2; exit 7",
					    NULL };
	char name[] = "/tmp/gremlin-spawn-XXXXXX", text[8] = "";
	int fd = mkstemp(name);
	pid_t pid;

	fcntl(fd, F_SETFD, FD_CLOEXEC);
	is_int(spawn_start(&(struct spawn){ .argv = argv, .err = fd }, &pid), 0,
	       "a file as stderr");
	is_int(spawn_wait(pid), 7, "its status");
	is_int(pread(fd, text, sizeof(text), 0), 2, "what it wrote");
	is_str(text, "e\n", "is in the file");
	close(fd);
	unlink(name);
}

static void failures(void)
{
	static const char *const none[] = { "gremlin-no-such-program", NULL };
	static const char *const text[] = { "/etc/passwd", NULL };
	static const char *const yes[] = { "yes", NULL };
	static const char *const slow[] = { "sleep", "1000", NULL };
	static const char *const quiet[] = { "sh", "-c",
					     "exec >&-; exec sleep 1000",
					     NULL };
	struct buf out = { .max_bytes = 64 << 10 };
	pid_t pid = -7;

	is_int(spawn_start(&(struct spawn){ .argv = none }, &pid), E_TOOL,
	       "no such program");
	is_int(spawn_start(&(struct spawn){ .argv = text }, &pid), E_TOOL,
	       "not a program");
	is_int(spawn_start(&(struct spawn){ .argv = yes, .folder = "/no" },
			   &pid),
	       E_IO, "no such folder");
	ok(strstr(err_text(E_IO), "folder /no"), "is named");
	is_int(pid, -7, "ret is untouched");
	is_int(spawn_ask(&(struct spawn){ .argv = yes }, &out, WAIT_MS),
	       E_LARGE, "too much is cut off");
	buf_clear(&out);
	is_int(spawn_ask(&(struct spawn){ .argv = slow }, &out, 50), E_TIMEOUT,
	       "too slow is cut off");
	is_int(spawn_ask(&(struct spawn){ .argv = quiet }, &out, 50), E_TIMEOUT,
	       "also when it says nothing more");
	buf_done(&out);
}

int main(void)
{
	surroundings();
	signals();
	to_a_file();
	failures();
	return done_testing();
}
