/*
 * victim.c -- who is killed, and when
 *
 * The driver is the subreaper of all that runs, so a runner that left its
 * worker is a child of the driver: its pid cannot become another's before the
 * driver has waited for it. Nobody but descendants is ever signalled.
 */
#include "crash.h"
#include "base/base.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "proc/procfs.h"
#include "proc/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LIST_MAX   256
#define PERIOD_MS  30
#define WORKER_LOG "worker.log"
#define JUMP_MS	   600
#define YEAR_S	   ((int64_t)31556952)
#define TO_1970	   INT64_MIN

struct living {
	enum role role;
	pid_t pid;
};

static struct living list[LIST_MAX];
static int list_n;
static int64_t next_kill_ms, worker_dies_ms, next_jump_ms;

/* Whoever starts a worker under a blow sees to the next one. It may end, but
 * not of what lifts again. */
void worker_start(const char *blow)
{
	struct pool p = { 0 };
	const char *env[] = { pool_fmt(&p, "GREMLIN_FAULT_TICKET=%s/ticket",
				       drive.outside),
			      pool_fmt(&p, "%s", blow ? blow : "X=Y"),
			      drive.wrong, drive.clock, NULL };
	const char *argv[] = { pool_fmt(&p, "%s/current/bin/gremlin-worker",
					drive.site),
			       "-C", drive.site, "--foreground", NULL };
	int log = open(WORKER_LOG, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
		       0600);
	struct spawn sp = { .argv = blow_start(&p, argv, blow),
			    .env = env,
			    .out = log,
			    .err = log };
	int rc = log < 0 ? -1 : spawn_start(&sp, &drive.worker);

	if (rc < 0)
		give_up("worker: %s", err_text(rc));
	close(log);
	drive.worker_ended = blow && !blow_lifts(blow);
	drive.worker_at_ms = blow ? INT64_MAX : 0;
	worker_dies_ms = now_ms() + dice_below(dice_percent(40) ? 400 : 4000);
	pool_done(&p);
}

static bool is_named(pid_t pid, const char *name)
{
	char path[64], text[64] = "";
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/comm", (int)pid);
	f = fopen(path, "re");
	if (!f)
		return false;
	if (!fgets(text, sizeof(text), f))
		text[0] = '\0';
	fclose(f);
	text[strcspn(text, "\n")] = '\0';
	return str_eq(text, name);
}

bool is_runner(pid_t pid)
{
	return is_named(pid, "gremlin-run");
}

bool is_stopped(pid_t pid)
{
	char path[64], state = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	f = fopen(path, "re");
	if (!f)
		return false;
	if (fscanf(f, "%*d (%*[^)]) %c", &state) != 1)
		state = 0;
	fclose(f);
	return state == 'T';
}

static void add(enum role role, pid_t pid)
{
	if (list_n < LIST_MAX)
		list[list_n++] = (struct living){ role, pid };
}

/* Runners below one process, and what they run. */
static void add_runners(pid_t above)
{
	pid_t kids[LIST_MAX], its[LIST_MAX];
	int n = procfs_children(above, kids, LIST_MAX);

	for (int i = 0; i < n && i < LIST_MAX; i++) {
		int k;

		if (!is_runner(kids[i]))
			continue;
		add(ROLE_RUNNER, kids[i]);
		k = procfs_children(kids[i], its, LIST_MAX);
		for (int j = 0; j < k && j < LIST_MAX; j++)
			add(ROLE_COMMAND, its[j]);
	}
}

static void look_around(void)
{
	list_n = 0;
	for (int i = 0; i < CLIENTS; i++)
		if (clients[i].pid)
			add(ROLE_CGI, clients[i].pid);
	add_runners(getpid());
	if (drive.worker) {
		add(ROLE_WORKER, drive.worker);
		add_runners(drive.worker);
	}
}

int runners_count(void)
{
	int n = 0;

	look_around();
	for (int i = 0; i < list_n; i++)
		n += list[i].role == ROLE_RUNNER;
	return n;
}

void kill_one(enum role role, pid_t pid, int number)
{
	if (kill(pid, number) < 0)
		return;
	drive.killed++;
	drive.killed_role[role]++;
	if (role == ROLE_WORKER) {
		drive.worker_ended = true;
		drive.worker_at_ms =
			now_ms() + (dice_percent(70) ? 0 : dice_below(200));
	}
	for (int i = 0; i < CLIENTS; i++)
		if (clients[i].pid == pid)
			clients[i].hit = true;
}

/* One of the role; the worker has a time of its own. */
static void kill_random(void)
{
	static const enum role roles[] = { ROLE_CGI, ROLE_RUNNER, ROLE_RUNNER,
					   ROLE_COMMAND, ROLE_COMMAND };
	enum role role = roles[dice_below(ARRAY_LEN(roles))];
	int pick = dice_below(LIST_MAX), n = 0;

	look_around();
	for (int i = 0; i < list_n; i++)
		n += list[i].role == role;
	pick = n ? pick % n : 0;
	for (int i = 0; i < list_n; i++) {
		if (list[i].role != role || pick-- > 0)
			continue;
		/* now and then one that may tidy up */
		kill_one(role, list[i].pid,
			 role == ROLE_COMMAND || dice_percent(95) ? SIGKILL
								  : SIGTERM);
		return;
	}
}

static void kill_doomed(void)
{
	int64_t now = now_ms();

	for (int i = 0; i < CLIENTS; i++)
		if (clients[i].pid && clients[i].die_ms &&
		    now >= clients[i].die_ms) {
			clients[i].die_ms = 0;
			kill_one(ROLE_CGI, clients[i].pid, SIGKILL);
		}
	if (drive.worker && !drive.worker_ended && now >= worker_dies_ms)
		kill_one(ROLE_WORKER, drive.worker,
			 dice_percent(90) ? SIGKILL : SIGTERM);
}

/* The wall clock, of all programs. */
static void jump(void)
{
	static const int64_t wrongs[] = { 0, -YEAR_S, 50 * YEAR_S, TO_1970 };
	int64_t wrong_s =
		drive.quiet ? 0 : wrongs[dice_below(ARRAY_LEN(wrongs))];
	FILE *f = fopen("clock.new", "we");

	if (wrong_s == TO_1970)
		wrong_s = 3600 - (int64_t)time(NULL);
	if (!f || fprintf(f, "%" PRId64, wrong_s) < 0 || fclose(f) != 0 ||
	    rename("clock.new", "clock") < 0)
		give_up("clock: %s", strerror(errno));
	next_jump_ms = now_ms() + dice_below(JUMP_MS);
}

void victims_step(void)
{
	int64_t now = now_ms();

	if (!drive.worker && drive.worker_at_ms && now >= drive.worker_at_ms)
		worker_start(NULL);
	if (drive.jumps && now >= next_jump_ms)
		jump();
	if (drive.quiet || drive.killed >= drive.kills)
		return;
	kill_doomed();
	if (now < next_kill_ms)
		return;
	if (next_kill_ms)
		kill_random();
	next_kill_ms = now + dice_below(2 * PERIOD_MS);
}
