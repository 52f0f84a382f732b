/* begin.c -- start attempts of the jobs that are due */
#include "base/clock.h"
#include "base/err.h"
#include "base/fault.h"
#include "base/io.h"
#include "base/pool.h"
#include "base/str.h"
#include "job/crew.h"
#include "job/retry.h"
#include "job/rows.h"
#include "job/settle.h"
#include "proc/spawn.h"
#include "sql/job.sql.h"

#include <string.h>

#define LAUNCHER_WORDS 16

/*
 * Which jobs may begin; -1: none.
 *
 * again: what is made again counts, too. It holds up nobody: to all others its
 * slots look free, though only one more runs than there are.
 *
 * What cannot be ended gives its slot back, or a folder that does not answer
 * would stop everything; but so many times only as there are slots, or that
 * folder would take in one process after the other.
 */
static int free_lane(const struct crew *c, bool again)
{
	int taken = 0, video = 0, all = 0, lent = 0;

	for (int i = 0; i < c->n; i++) {
		const struct attempt *a = &c->at[i];

		if (a->ended || a->lane == LANE_IDLE)
			continue;
		if (lent < c->slots && attempt_is_stuck(a)) {
			lent++;
			continue;
		}
		all++;
		if (!again && job_tier(a->rank) == TIER_AGAIN)
			continue;
		taken++;
		video += a->lane == LANE_VIDEO;
	}
	if (taken >= c->slots || all > c->slots || c->n >= CREW_MAX)
		return -1;
	return video < c->video_slots ? LANE_VIDEO : LANE_ANY;
}

/* Whether nothing can follow from a job of such a step that should rather
 * begin than this one. */
static bool is_urgent(const struct job *j, int step)
{
	if (step >= JOB_STEPS)
		return true;
	return job_tier(j->rank) == TIER_SHOW && job_step(j->rank) <= step;
}

/* In a transaction: the most urgent job gets the row of an attempt. */
static int claim(const struct crew *c, struct db *db, bool again, int step,
		 struct job *ret)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	int lane = free_lane(c, again), rc;
	int64_t now = clock_now();

	if (lane < 0)
		return 0;
	rc = tx_begin(db, &tx);
	if (rc < 0)
		return rc;
	rc = db_get_outs(db, SQL_JOB_DUE, IN(now, lane), JOB_OUTS(ret));
	if (rc < 0)
		return rc == E_ABSENT ? 0 : rc;
	if (!is_urgent(ret, step) ||
	    (!again && job_tier(ret->rank) >= TIER_AGAIN))
		return 0;
	ret->attempts++;
	rc = db_run(db, SQL_JOB_RUNNING, ret->id);
	if (rc >= 0)
		rc = db_run(db, SQL_JOB_ATTEMPT_PUT, ret->id, ret->attempts,
			    now, c->boot);
	if (rc >= 0)
		rc = tx_commit(&tx);
	return rc < 0 ? rc : 1;
}

/* Beside what is made again first, where there is such. */
static int claim_one(const struct crew *c, struct db *db, int step,
		     struct job *ret)
{
	bool beside = false;
	int rc = 0;

	for (int i = 0; i < c->n; i++)
		beside |= job_tier(c->at[i].rank) == TIER_AGAIN;
	if (beside)
		rc = claim(c, db, false, step, ret);
	return rc != 0 ? rc : claim(c, db, true, step, ret);
}

/* The launcher of the settings, as words before the runner. */
static int launch(const struct crew *c, struct pool *p, const char *dir)
{
	const char *argv[LAUNCHER_WORDS + 3] = { 0 };
	const char *env[] = { pool_fmt(p, "PATH=%s", c->path), NULL };
	struct spawn sp = { .argv = argv, .env = env };
	char *rest = pool_dup(p, c->site->set.launcher), *word;
	pid_t pid;
	int n = 0;

	while ((word = strsep(&rest, " ")) && n < LAUNCHER_WORDS)
		if (*word)
			argv[n++] = word;
	argv[n++] = c->runner;
	argv[n] = pool_fmt(p, "%s/%s", c->site->path, dir);
	return FAULT("spawn") ? err_sys("start %s", c->runner)
			      : spawn_start(&sp, &pid);
}

/* The machine's trouble: every other job would meet it as well. */
static int machines(int rc)
{
	return class_is_machines(rc) ? rc : err(E_IO, "%s", err_text(rc));
}

static int prepare(struct crew *c, struct db *db, const struct job *j,
		   struct attempt *a)
{
	_cleanup_(fd_done) int dir = -1;
	struct spec spec = { 0 };
	const struct maker *m;
	int rc = maker_of(c, j, &m);

	if (rc < 0)
		return rc;
	dir = attempt_make(c->site, a);
	if (dir < 0)
		return machines(dir);
	rc = m->prepare(m, db, j, dir, &spec);
	if (rc < 0)
		return rc;
	spec.id = strrchr(a->dir, '/') + 1;
	rc = spec_write(dir, &spec);
	if (rc < 0)
		return rc;
	rc = launch(c, db->mem, a->dir);
	return rc < 0 ? machines(rc) : 0;
}

/* Returns the class, too, when no other job could have begun either. */
static int settle_at_once(struct crew *c, struct db *db, struct attempt *a,
			  int class)
{
	const char *why = pool_dup(db->mem, err_text(class));
	int rc = settle_unbegun(c, db, a, class, why);

	c->stuck = true;
	if (rc < 0)
		return rc;
	return class_is_machines(class) ? err(class, "%s", why) : 0;
}

int crew_begin(struct crew *c, struct db *db, int step)
{
	int begun = 0;

	c->stuck = false;
	while (!c->stuck && c->n < CREW_MAX) {
		struct attempt *a = &c->at[c->n];
		struct job j;
		int rc = claim_one(c, db, step, &j);

		if (rc <= 0)
			return rc < 0 ? rc : begun;
		attempt_init(a, j.id, j.attempts, j.lane, ATTEMPT_SPAWNING);
		a->rank = j.rank;
		rc = prepare(c, db, &j, a);
		if (rc < 0) {
			rc = settle_at_once(c, db, a, rc);
			if (rc < 0)
				return rc;
			continue;
		}
		c->n++;
		begun++;
	}
	return begun;
}
