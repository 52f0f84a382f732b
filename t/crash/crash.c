/*
 * crash.c -- the driver of the crash harness
 *
 *	crash SITE OUTSIDE LOCKS SEED KILLS [OPTION]...
 *
 *	--points ACTION ONE_IN	each deed under each blow: see points.c
 *	--races ONE_IN		two at one media: see races.c
 *	--only NAME		of these deeds or races but one
 *	--jumps			the wall clock jumps
 *	--rash, --harm		what must be found out: see client.c, harm.c
 *	--crowd			nobody is killed, and nobody may be put off
 *
 * One site, one seed: clients send, a random one of all that runs is killed at
 * a random instant, KILLS times; then all is left in peace until it is quiet,
 * and what the clients were told is compared with what is there. COOKIE and
 * CSRF are those of ann's session. The last line sums up; the exit status is 1
 * where anything was wrong.
 */
#include "crash.h"
#include "base/base.h"
#include "base/str.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TICK_MS	    5
#define LAST_TICKS  2000
#define ITEMS_LEAST 10
#define CROWD	    60
#define QUIET_MS    300000 /* a bound for what hangs */
#define POLL_MAX    (2 * CLIENTS)
#define TELL_MAX    40

const char *program_name = "crash";
struct drive drive;

int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

__attribute__((format(printf, 2, 0))) static void
say(const char *what, const char *fmt, va_list ap)
{
	printf("%s", what);
	vprintf(fmt, ap);
	putchar('\n');
	fflush(stdout);
}

void trouble(const char *fmt, ...)
{
	va_list ap;

	if (++drive.troubles > TELL_MAX)
		return;
	va_start(ap, fmt);
	say("WRONG: ", fmt, ap);
	va_end(ap);
}

void note(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say("", fmt, ap);
	va_end(ap);
}

static void end_all(void)
{
	if (drive.worker)
		kill(drive.worker, SIGKILL);
	for (int i = 0; i < CLIENTS; i++)
		if (clients[i].pid)
			kill(clients[i].pid, SIGKILL);
}

void give_up(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say("gives up: ", fmt, ap);
	va_end(ap);
	end_all();
	exit(2);
}

/* --- the loop ----------------------------------------------------------------
 */

static void worker_gone(int status)
{
	if (!drive.worker_ended)
		trouble("the worker ended by itself: %s %d",
			WIFSIGNALED(status) ? "signal" : "status",
			WIFSIGNALED(status) ? WTERMSIG(status)
					    : WEXITSTATUS(status));
	drive.worker = 0;
	if (!drive.worker_at_ms)
		drive.worker_at_ms = now_ms();
}

/* PIPE ends what a killed worker was asking something. */
static bool is_bad(int status)
{
	int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

	return number && number != SIGKILL && number != SIGTERM &&
	       number != SIGPIPE;
}

static void reap(void)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid == drive.worker)
			worker_gone(status);
		else if (is_bad(status))
			trouble("a process ended by signal %d",
				WTERMSIG(status));
		client_ended(pid, status);
	}
}

void tick(void)
{
	struct pollfd fds[POLL_MAX];
	int n = clients_poll(fds);

	poll(fds, (nfds_t)n, TICK_MS);
	reap();
	clients_step();
	victims_step();
	check_all_hidden();
}

static void storm(void)
{
	int64_t end_ms = drive.for_ms ? now_ms() + drive.for_ms : INT64_MAX;

	worker_start(NULL);
	while ((drive.killed < drive.kills ||
		items_n < (drive.crowd ? CROWD : ITEMS_LEAST)) &&
	       now_ms() < end_ms)
		tick();
	drive.quiet = true;
}

/* A worker that looks at all anew, as after any crash. */
void stop_worker(void)
{
	drive.worker_at_ms = INT64_MAX;
	drive.worker_ended = true;
	if (drive.worker)
		kill(drive.worker, SIGTERM);
	while (drive.worker)
		tick();
}

static void fresh_worker(void)
{
	stop_worker();
	worker_start(NULL);
}

bool calm(void)
{
	int64_t end_ms = now_ms() + QUIET_MS;

	for (int n = 1; !clients_idle() || !is_quiet(); n++) {
		for (int i = 0; i < 4; i++)
			tick();
		if (n % 8 == 0)
			ring();
		if (now_ms() > end_ms)
			return false;
	}
	return true;
}

static void settle_down(void)
{
	fresh_worker();
	if (!calm())
		trouble("it does not become quiet");
	harm_between();
	retry_interrupted();
	if (!calm())
		trouble("it does not become quiet after trying again");
	fresh_worker();
	if (!calm())
		trouble("it does not stay quiet");
	for (int i = 0; runners_count() && i < LAST_TICKS; i++)
		tick(); /* they may be ending */
	if (runners_count())
		trouble("%d runners are left", runners_count());
	stop_worker();
}

static void sum_up(void)
{
	int acked = 0;

	for (int i = 0; i < items_n; i++)
		acked += items[i].state == ITEM_ACKED;
	note("seed %llu: %d kills (%d pages, %d workers, %d runners, "
	     "%d commands), %d of %d uploads acknowledged, %d wrong",
	     (unsigned long long)drive.seed, drive.killed,
	     drive.killed_role[ROLE_CGI], drive.killed_role[ROLE_WORKER],
	     drive.killed_role[ROLE_RUNNER], drive.killed_role[ROLE_COMMAND],
	     acked, items_n, drive.troubles);
}

/* What programs are started with, beside their own. */
static void environment(void)
{
	static char wrong[64] = "X=Y", clock[PATH_MAX] = "X=Y";

	if (getenv("GREMLIN_WRONG"))
		snprintf(wrong, sizeof(wrong), "GREMLIN_WRONG=%s",
			 getenv("GREMLIN_WRONG"));
	if (drive.jumps)
		snprintf(clock, sizeof(clock), "GREMLIN_FAULT_CLOCK=%s/clock",
			 drive.outside);
	drive.wrong = wrong;
	drive.clock = clock;
}

static void read_arguments(int argc, char **argv)
{
	if (argc < 6)
		give_up("usage: crash SITE OUTSIDE LOCKS SEED KILLS "
			"[--points ACTION ONE_IN] [--races ONE_IN] [--jumps] "
			"[--rash] [--harm] [--crowd]");
	drive = (struct drive){ .site = argv[1],
				.outside = argv[2],
				.locks = argv[3],
				.seed = strtoull(argv[4], NULL, 10),
				.kills = (int)strtol(argv[5], NULL, 10),
				.cookie = getenv("COOKIE"),
				.csrf = getenv("CSRF") };
	for (int i = 6; i < argc; i++) {
		drive.rash |= str_eq(argv[i], "--rash");
		drive.harm |= str_eq(argv[i], "--harm");
		drive.crowd |= str_eq(argv[i], "--crowd");
		drive.jumps |= str_eq(argv[i], "--jumps");
		if (str_eq(argv[i], "--only") && i + 1 < argc)
			drive.only = argv[++i];
		if (str_eq(argv[i], "--races") && i + 1 < argc) {
			drive.races = true;
			drive.one_in = (int)strtol(argv[++i], NULL, 10);
		}
		if (str_eq(argv[i], "--points") && i + 2 < argc) {
			drive.points = argv[++i];
			drive.one_in = (int)strtol(argv[++i], NULL, 10);
		}
	}
	environment();
	if (!drive.cookie || !drive.csrf || chdir(drive.outside) < 0)
		give_up("no session, or no folder");
}

int main(int argc, char **argv)
{
	read_arguments(argc, argv);
	if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0)
		give_up("no subreaper");
	signal(SIGPIPE, SIG_IGN);
	dice_start(drive.seed);
	if (drive.harm)
		harm_before();
	drive.quiet = drive.points || drive.races;
	if (drive.points)
		strike_all(drive.points, drive.one_in);
	else if (drive.races)
		race_all(drive.one_in);
	else
		storm();
	settle_down();
	if (drive.harm)
		harm_after();
	compare_all();
	sum_up();
	return drive.troubles ? 1 : 0;
}
