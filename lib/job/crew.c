/* crew.c -- meet, watch and settle the attempts that live */
#include "job/crew.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/io.h"
#include "base/pool.h"
#include "base/str.h"
#include "job/kept.h"
#include "job/settle.h"
#include "proc/procfs.h"
#include "sql/job.sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#define WATCH_EVERY_MS 2000
#define SPAWN_LOOK_MS  50
#define ASK_LOCK_MS    5000

int crew_open(struct crew *c)
{
	if (gethostname(c->host, sizeof(c->host) - 1) < 0)
		return err_sys("ask for the name of this host");
	return procfs_boot_id(c->boot);
}

bool crew_is_of_old(const struct crew *c, const char *host, const char *boot)
{
	return !str_eq(boot, c->boot) &&
	       (str_empty(host) || str_eq(host, c->host));
}

static struct attempt *find(struct crew *c, int64_t job, int number)
{
	for (int i = 0; i < c->n; i++)
		if (c->at[i].job == job && c->at[i].number == number)
			return &c->at[i];
	return NULL;
}

static void forget(struct crew *c, struct attempt *a)
{
	attempt_done(a);
	*a = c->at[--c->n];
}

int crew_load(struct crew *c, struct db *db)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	const char *host, *boot;
	int number, state, lane, rank;
	int64_t job;
	int rc = db_query(db, &st, SQL_JOB_ATTEMPTS);

	if (rc < 0)
		return rc;
	while ((rc = stmt_row(&st, &job, &number, &state, &host, &boot, &lane,
			      &rank)) > 0) {
		struct attempt *a = find(c, job, number);

		if (!a && c->n < CREW_MAX) {
			a = &c->at[c->n++];
			attempt_init(a, job, number, lane,
				     (enum attempt_state)state);
			if (crew_is_of_old(c, host, boot))
				a->since_ms -= ATTEMPT_SPAWN_WAIT_MS;
		}
		if (!a)
			continue;
		a->state = (enum attempt_state)state;
		a->rank = rank;
	}
	return rc;
}

static int record_start(struct db *db, const struct attempt *a,
			const struct start *s)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	int rc = tx_begin(db, &tx);

	if (rc < 0)
		return rc;
	rc = db_run(db, SQL_JOB_ATTEMPT_STARTED, s->host, s->boot,
		    (int64_t)s->runner_pid, s->runner_started, a->job);
	return rc < 0 ? rc : tx_commit(&tx);
}

/* Unless it was cancelled meanwhile. */
static int record_hung(struct db *db, struct attempt *a)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	int rc = tx_begin(db, &tx);

	if (rc < 0)
		return rc;
	rc = db_run(db, SQL_JOB_ATTEMPT_HUNG, a->job);
	if (rc <= 0)
		return rc;
	rc = tx_commit(&tx);
	if (rc == 0)
		a->state = ATTEMPT_HUNG;
	return rc;
}

static int record_progress(struct db *db, const struct attempt *a)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	int rc = tx_begin(db, &tx);

	if (rc == 0)
		rc = db_run(db, SQL_JOB_PROGRESS, a->permille, a->job,
			    a->permille);
	return rc < 0 ? rc : tx_commit(&tx);
}

static int watch(struct crew *c, struct db *db, struct attempt *a)
{
	int before = a->permille, rc = 0;
	enum watch_verdict v = attempt_watch(db->mem, c->site, a);

	if (a->permille != before)
		rc = record_progress(db, a);
	if (rc == 0 && v != WATCH_FINE && a->state == ATTEMPT_RUNNING)
		rc = record_hung(db, a);
	return rc;
}

/* Its runner is told; or it is dead, and what it has left behind was killed. */
static int stop(struct db *db, struct attempt *a)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	int rc;

	if (!attempt_stop(a))
		return 0;
	rc = tx_begin(db, &tx);
	if (rc == 0)
		rc = db_run(db, SQL_JOB_ATTEMPT_TOLD, clock_now(), a->job);
	return rc < 0 ? rc : tx_commit(&tx);
}

/* Meets it where that is new, and watches it. */
static int keep_company(struct crew *c, struct db *db, struct attempt *a,
			bool watching)
{
	struct start s;
	int rc = attempt_meet(db->mem, c->site, c->boot, a, &s);

	if (rc > 0) {
		rc = record_start(db, a, &s);
		if (rc < 0)
			attempt_unmeet(a);
		else if (a->state == ATTEMPT_SPAWNING)
			a->state = ATTEMPT_RUNNING;
	}
	return rc == 0 && watching ? watch(c, db, a) : rc;
}

/* Returns 1 when it has ended. */
static int look_at(struct crew *c, struct db *db, struct attempt *a,
		   bool watching, struct exit_record *ret)
{
	int rc = attempt_ended(db->mem, c->site, a, ret), told = 0;
	bool unwanted = rc == E_BUSY; /* what it left behind does not end */

	if (rc > 0)
		return 1;
	if (rc == 0)
		rc = keep_company(c, db, a, watching);
	if (a->state == ATTEMPT_HUNG || a->state == ATTEMPT_CANCELLED)
		unwanted = true;
	if (unwanted)
		told = stop(db, a);
	return rc < 0 ? rc : told;
}

/*
 * The least step of what has ended, -1 where nothing has: what may follow from
 * it is of a higher one. From what serves only to improve follows nothing.
 */
static int step_that_ended(const struct crew *c)
{
	int least = -1;

	for (int i = 0; i < c->n; i++) {
		int rank = c->at[i].rank;
		int step = job_tier(rank) == TIER_SHOW ? job_step(rank)
						       : JOB_STEPS;

		if (c->at[i].ended && (least < 0 || step < least))
			least = step;
	}
	return least;
}

/* Backwards: what is begun meanwhile, and what is moved up, stands behind. */
static int settle_ended(struct crew *c, struct db *db,
			const struct exit_record *exits, const bool *ended,
			int n, int *first)
{
	int settled = 0;

	for (int i = n - 1; i >= 0; i--) {
		int rc;

		if (!ended[i])
			continue;
		rc = settle(c, db, &c->at[i], &exits[i]);
		c->at[i].ended = false;
		c->at[i].unsettled = rc < 0; /* else each round begins more */
		if (rc < 0 && *first == 0)
			*first = rc;
		if (rc < 0)
			continue;
		forget(c, &c->at[i]);
		settled++;
	}
	return settled;
}

int crew_look(struct crew *c, struct db *db)
{
	struct exit_record exits[CREW_MAX];
	bool ended[CREW_MAX];
	int64_t now = clock_mono_ms();
	bool watching = now - c->watched_ms >= WATCH_EVERY_MS;
	int settled, first = 0, step, n = c->n;

	if (watching)
		c->watched_ms = now;
	for (int i = 0; i < n; i++) {
		int rc = look_at(c, db, &c->at[i], watching, &exits[i]);

		ended[i] = rc > 0;
		c->at[i].ended = ended[i] && !c->at[i].unsettled;
		if (rc < 0 && first == 0)
			first = rc; /* one in trouble holds up no other */
	}
	step = step_that_ended(c);
	if (step >= 0 && crew_begin(c, db, step) < 0)
		c->stuck = true; /* said when it is tried again */
	settled = settle_ended(c, db, exits, ended, n, &first);
	return first < 0 ? first : settled;
}

static int64_t patience_ms(const struct attempt *a, int64_t now_ms)
{
	if (a->pidfd >= 0)
		return WATCH_EVERY_MS;
	if (!a->pid && now_ms - a->since_ms < ATTEMPT_SPAWN_WAIT_MS)
		return SPAWN_LOOK_MS;
	return ASK_LOCK_MS;
}

int64_t crew_patience_ms(const struct crew *c)
{
	int64_t ms = -1, now = clock_mono_ms();

	for (int i = 0; i < c->n; i++) {
		int64_t want = patience_ms(&c->at[i], now);

		if (ms < 0 || want < ms)
			ms = want;
	}
	return ms;
}

/* --- what nobody knows ---------------------------------------------------- */

/* Whether a job will go on with what is kept of it. */
static int is_wanted(struct db *db, int64_t id)
{
	struct job j;
	int rc = job_by_id(db, id, &j);

	if (rc < 0)
		return rc == E_ABSENT ? 0 : rc;
	return j.state != JOB_FAILED;
}

/*
 * Whether an attempt's row knows the folder: 1, 0 or E_*. The row is asked, not
 * the crew: who could not read the rows would else remove what runs. A folder
 * without a row never gets one, since numbers only rise.
 */
static int is_known(struct db *db, const char *name)
{
	int64_t job;
	int number, known, end = 0;

	job = kept_job(name);
	if (job)
		return is_wanted(db, job);
	if (sscanf(name, "%18" SCNd64 ".%9d%n", &job, &number, &end) != 2 ||
	    name[end])
		return 0;
	known = db_get(db, SQL_JOB_ATTEMPT_KNOWN, IN(job, number), &number);
	return known == E_ABSENT ? 0 : known < 0 ? known : 1;
}

/* How many folders no row knows, or E_*; one that cannot be removed holds up
 * no other. */
static int sweep_folder(struct crew *c, struct db *db, DIR *d, bool removing)
{
	const struct dirent *e;
	int n = 0, first = 0;

	rewinddir(d);
	while ((e = readdir(d))) {
		int rc = e->d_name[0] == '.' ? 1 : is_known(db, e->d_name);

		n += rc == 0;
		if (rc == 0 && removing)
			rc = io_remove_tree(c->site->dir,
					    pool_fmt(db->mem, "content/work/%s",
						     e->d_name));
		if (rc < 0 && first == 0)
			first = rc;
	}
	return first < 0 ? first : n;
}

int crew_sweep(struct crew *c, struct db *db, int most)
{
	_cleanup_(io_dir_done) DIR *d = NULL;
	int n, rc = io_open_dir(c->site->dir, "content/work", &d);

	if (rc < 0)
		return rc;
	n = sweep_folder(c, db, d, false);
	if (n > most)
		return err(E_LIMIT,
			   "content/work holds %d folders that no row knows: "
			   "is this the right database? Nothing was removed",
			   n);
	n = n > 0 ? sweep_folder(c, db, d, true) : n;
	return n < 0 ? n : 0;
}
