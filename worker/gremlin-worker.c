/*
 * gremlin-worker.c -- plan, start, watch, adopt and settle jobs
 *
 * All truth is rows and files: the worker may be killed at any instruction,
 * and the next one begins by looking at them. Its memory of jobs (struct
 * crew) is a copy. It decodes nothing and hashes nothing itself.
 */
#include "config.h"
#include "worker.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/io.h"
#include "base/lock.h"
#include "base/pool.h"
#include "base/str.h"
#include "media/maker.h"
#include "proc/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define IDLE_MS	     30000
#define TROUBLE_MS   5000
#define SOON_MS	     100 /* a slice takes 30 of them */
#define STUCK_MS     100
#define SWEEPING_MS  5000
#define POLL_FIXED   2 /* bell, signals; then the runners */
#define LOCK_WAIT_MS 1000
#define LOG_NAME     "log/worker.log"

static const char usage_text[] =
	"usage: gremlin-worker [-C SITE] [--foreground] [--log] [--ready FD]\n"
	"       gremlin-worker [-C SITE] --once [--for SECONDS] [--log]\n"
	"Prepare what people send in: plan, start, watch and settle jobs.\n"
	"\n"
	"  -C SITE        the site's folder\n"
	"  --foreground   do not leave the terminal; messages go to stderr\n"
	"  --once         work until nothing is due, then end (for cron)\n"
	"  --for SECONDS  with --once: end after so long in any case\n"
	"  --log          messages go to log/worker.log, not to stderr\n"
	"  --ready FD     write a newline there once it works (s6)\n"
	"  --version      say the version\n"
	"  --help         say this\n"
	"See gremlin-worker(8).\n";

struct options {
	const char *site;
	bool foreground, once, log;
	int64_t ready; /* 0: nobody waits */
	int64_t for_s; /* 0: as long as it takes */
};

enum {
	OPT_ONCE = 256,
	OPT_FOR,
	OPT_FOREGROUND,
	OPT_LOG,
	OPT_READY,
	OPT_VERSION,
	OPT_HELP
};

static const struct option long_options[] = {
	{ "once", no_argument, NULL, OPT_ONCE },
	{ "for", required_argument, NULL, OPT_FOR },
	{ "foreground", no_argument, NULL, OPT_FOREGROUND },
	{ "log", no_argument, NULL, OPT_LOG },
	{ "ready", required_argument, NULL, OPT_READY },
	{ "version", no_argument, NULL, OPT_VERSION },
	{ "help", no_argument, NULL, OPT_HELP },
	{ 0 }
};

static int number(const char *option, const char *text, int64_t least,
		  int64_t most, int64_t *ret)
{
	if (str_int64(text, least, most, ret) < 0)
		return err(E_USAGE, "%s: %s", option, err_text(E_FIELD));
	return 0;
}

static int parse_options(int argc, char **argv, struct options *ret)
{
	int opt, rc = 0;

	while (rc == 0 &&
	       (opt = getopt_long(argc, argv, "C:", long_options, NULL)) >= 0)
		switch (opt) {
		case 'C': ret->site = optarg; break;
		case OPT_ONCE: ret->once = true; break;
		case OPT_FOREGROUND: ret->foreground = true; break;
		case OPT_LOG: ret->log = true; break;
		case OPT_FOR:
			rc = number("--for", optarg, 1, 86400, &ret->for_s);
			break;
		case OPT_READY:
			rc = number("--ready", optarg, STDERR_FILENO + 1,
				    INT_MAX, &ret->ready);
			break;
		case OPT_VERSION:
			puts("gremlin-worker " PACKAGE_VERSION);
			exit(EXIT_SUCCESS);
		case OPT_HELP: fputs(usage_text, stdout); exit(EXIT_SUCCESS);
		default: fputs(usage_text, stderr); exit(err_exit(E_USAGE));
		}
	if (rc == 0 && optind < argc)
		return err(E_USAGE, "'%s' is one argument too many",
			   argv[optind]);
	return rc;
}

/* --- becoming the worker -----------------------------------------------------
 */

static int take_lock(struct worker *w)
{
	int rc;

	w->lock = lock_open(w->site.dir, "run/worker.lock");
	if (w->lock < 0)
		return w->lock;
	/* who only asks whether a worker is there holds it for a moment */
	rc = lock_take(w->lock, LOCK_EX, LOCK_WAIT_MS);
	if (rc == E_BUSY)
		return err(E_BUSY, "another worker of %s is running",
			   w->site.path);
	return rc;
}

/* As the owner of the site, whoever started us. */
static int open_log(struct worker *w)
{
	int log = openat(w->site.dir, LOG_NAME,
			 O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

	return log < 0 ? err_sys("open " LOG_NAME) : log;
}

static int say_to_log(struct worker *w)
{
	_cleanup_(fd_done) int log = open_log(w);

	if (log < 0)
		return log;
	return dup2(log, STDERR_FILENO) < 0 ? err_sys("open " LOG_NAME) : 0;
}

/*
 * Leave the terminal by starting ourselves anew in the foreground, with the
 * log as stderr: a pipe might lose its reader.
 */
static int start_in_background(struct worker *w)
{
	char self[PATH_MAX] = ""; /* by which ps and init scripts know it */
	const char *argv[] = { self, "-C", w->site.path, "--foreground", NULL };
	_cleanup_(fd_done) int log = open_log(w);
	struct spawn sp = {
		.argv = argv, .out = log, .err = log, .own_group = true
	};
	pid_t pid;

	if (log < 0)
		return log;
	if (readlink("/proc/self/exe", self, sizeof(self) - 1) < 0)
		return err_sys("ask for our own path");
	fd_done(&w->lock); /* the new one takes it */
	return spawn_start(&sp, &pid);
}

static int listen_signals(struct worker *w)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	w->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return w->signals < 0 ? err_sys("listen to signals") : 0;
}

/* Whether a worker that begins now would get far enough to work. */
static bool may_begin_anew(struct worker *w)
{
	_cleanup_(pool_done) struct pool pool = { 0 };
	struct settings settings;
	struct kinds kinds;
	int rc = settings_read(&pool, w->site.dir, &settings);

	if (rc == 0)
		rc = media_kinds(&pool, &w->site, &kinds);
	if (rc < 0)
		worker_say(w, "goes on with what it has: %s", err_text(rc));
	return rc == 0;
}

/*
 * TERM and INT end the worker, never the runners. HUP begins it anew; with
 * settings or recipes that cannot be read, it rather goes on as it is.
 */
static void take_signals(struct worker *w)
{
	struct signalfd_siginfo si;

	while (read(w->signals, &si, sizeof(si)) == (ssize_t)sizeof(si)) {
		if (si.ssi_signo == SIGCHLD)
			continue;
		if (si.ssi_signo == SIGHUP && !may_begin_anew(w))
			continue;
		w->ending = true;
		w->anew = si.ssi_signo == SIGHUP;
	}
	while (waitpid(-1, NULL, WNOHANG) > 0)
		; /* launchers; how a runner ends stands in its record */
}

/* --- the loop ------------------------------------------------------------- */

static int wait_ms(const struct worker *w, int64_t until_ms)
{
	int64_t ms = crew_patience_ms(&w->crew);

	if (w->untidy)
		return 0;
	/* what keeps one job from beginning need not keep the next one */
	if (w->crew.stuck && !w->trouble)
		ms = STUCK_MS;
	if (w->trouble && (ms < 0 || ms > TROUBLE_MS))
		ms = TROUBLE_MS;
	if (ms < 0)
		ms = w->sweeping ? SWEEPING_MS : IDLE_MS;
	if (w->soon && ms > SOON_MS)
		ms = SOON_MS;
	if (w->due_ms >= 0 && w->due_ms < ms)
		ms = w->due_ms;
	if (until_ms && until_ms - clock_mono_ms() < ms)
		ms = until_ms - clock_mono_ms();
	return ms < 0 ? 0 : (int)ms;
}

/* Until a bell, a signal, the end of a runner, or time. */
static void wait_for_news(struct worker *w, int64_t until_ms)
{
	struct pollfd fds[POLL_FIXED + CREW_MAX] = {
		{ .fd = w->bell, .events = POLLIN },
		{ .fd = w->signals, .events = POLLIN },
	};
	nfds_t n = POLL_FIXED;

	for (int i = 0; i < w->crew.n; i++)
		if (w->crew.at[i].pidfd >= 0)
			fds[n++] = (struct pollfd){ .fd = w->crew.at[i].pidfd,
						    .events = POLLIN };
	if (poll(fds, n, wait_ms(w, until_ms)) > 0 && fds[0].revents)
		bell_quiet(w->bell);
	take_signals(w);
}

/* What reads files by itself goes on by itself. */
static bool is_at_work(const struct crew *c)
{
	for (int i = 0; i < c->n; i++)
		if (c->at[i].lane != LANE_IDLE)
			return true;
	return false;
}

/* Whether --once has nothing left to wait for. */
static bool is_idle(const struct worker *w)
{
	return !is_at_work(&w->crew) && (!w->crew.stuck || w->trouble) &&
	       !w->untidy && !w->soon;
}

static void run(struct worker *w, const struct options *o)
{
	int64_t until_ms = o->for_s ? clock_mono_ms() + o->for_s * 1000 : 0;

	while (!w->ending) {
		worker_round(w);
		if (o->once && is_idle(w))
			return;
		if (until_ms && clock_mono_ms() >= until_ms)
			return;
		wait_for_news(w, until_ms);
	}
}

/* Returns 1 when the work goes on in another process. */
static int begin(struct worker *w, const struct options *o)
{
	int rc = site_open(&w->pool, o->site, &w->site);

	if (rc == 0 && o->log)
		rc = say_to_log(w);
	if (rc == 0)
		rc = take_lock(w);
	if (rc == 0 && !o->foreground && !o->once) {
		rc = start_in_background(w);
		return rc < 0 ? rc : 1;
	}
	if (rc == 0)
		rc = listen_signals(w);
	if (rc == 0)
		rc = w->bell = bell_listen(&w->site);
	if (rc >= 0)
		rc = worker_open(w);
	if (rc == 0)
		worker_ready(w);
	return rc;
}

/*
 * After HUP: the same process reads settings and recipes again, and looks
 * again at what the machine has. What runs is adopted, as after any start.
 */
static int begin_anew(const char *program, char **argv)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execv(program, argv);
	return err_sys("begin anew as %s", program);
}

int main(int argc, char **argv)
{
	struct worker w = {
		.lock = -1, .bell = -1, .signals = -1, .ready = -1
	};
	struct options o = { 0 };
	char program[PATH_MAX] = "";
	int rc;

	program_name = "gremlin-worker";
	umask(022);
	rc = parse_options(argc, argv, &o);
	if (rc == 0 && o.ready)
		rc = worker_ready_pipe(&w, (int)o.ready);
	if (rc == 0)
		rc = begin(&w, &o);
	if (rc == 0)
		run(&w, &o);
	if (rc < 0)
		worker_say(&w, "%s", err_text(rc));
	if (w.anew)
		snprintf(program, sizeof(program), "%s/bin/gremlin-worker",
			 w.site.release);
	worker_done(&w);
	if (program[0]) {
		rc = begin_anew(program, argv);
		worker_say(&w, "%s", err_text(rc));
	}
	return rc < 0 ? err_exit(rc) : EXIT_SUCCESS;
}
