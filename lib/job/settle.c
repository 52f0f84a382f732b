/* settle.c -- turn the end of an attempt into rows */
#include "job/settle.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/io.h"
#include "base/pool.h"
#include "base/rand.h"
#include "base/str.h"
#include "job/classify.h"
#include "sql/job.sql.h"

#include <fcntl.h>
#include <string.h>

#define LOG_KEPT_BYTES 2000
#define LOG_READ_BYTES (16 * 1024)
#define ASIDE_S	       3600

int maker_of(const struct crew *c, const struct job *j,
	     const struct maker **ret)
{
	for (const struct maker *m = c->makers; m->name; m++) {
		if (!str_eq(m->name, j->maker))
			continue;
		*ret = m;
		return 0;
	}
	return err(E_CONFIG, "this release knows no jobs of '%s'", j->maker);
}

static double jitter(void)
{
	unsigned short n;

	rand_bytes(&n, sizeof(n));
	return n / 65535.0;
}

/* The job failed: it waits for another try, or has failed for good. */
static int put_back(struct crew *c, struct db *db, const struct maker *m,
		    const struct job *j, const struct outcome *o,
		    const char *log)
{
	const struct settings *set = &c->site->set;
	struct retry_rule rule = { .next_way = m->next_way(m, db, j),
				   .tries = (int)set->tries,
				   .backoff_s = set->backoff_s,
				   .jitter = jitter() };
	struct verdict_plan plan = retry_plan(j, o->class, &rule);
	size_t n = strlen(log);
	int rc;

	if (n > LOG_KEPT_BYTES)
		log = str_tidy(db->mem, log + n - LOG_KEPT_BYTES,
			       LOG_KEPT_BYTES, LOG_KEPT_BYTES, true);
	rc = db_run(db, SQL_JOB_AGAIN, (int)plan.state, plan.way, plan.tries,
		    plan.losses, clock_now() + plan.pause_s, o->class,
		    o->reason, log, j->id);
	if (rc < 0 || plan.state != JOB_FAILED)
		return rc;
	return m->plan(m, db, j->subject);
}

static int take(struct db *db, const struct maker *m, const struct job *j,
		const struct exit_record *e, const struct site *site,
		const struct attempt *a)
{
	_cleanup_(fd_done) int dir = attempt_open(site, a);
	_cleanup_(fd_done) int out = -1;

	if (dir < 0)
		return dir;
	out = io_open_beneath(dir, "out", O_RDONLY | O_DIRECTORY, 0);
	return out < 0 ? out : m->settle(m, db, j, e, out);
}

/* What a failed take() wrote must not be kept beside the failure. */
static int try_take(struct db *db, const struct maker *m, const struct job *j,
		    const struct exit_record *e, const struct site *site,
		    const struct attempt *a)
{
	int rc, undo = db_run(db, "SAVEPOINT take");
	const char *why;

	if (undo < 0)
		return undo;
	rc = take(db, m, j, e, site, a);
	if (rc >= 0)
		return db_run(db, "RELEASE take");
	why = pool_dup(db->mem, err_text(rc));
	undo = db_run(db, "ROLLBACK TO take");
	return undo < 0 ? undo : err(rc, "%s", why);
}

/* Not the file's fault: the attempt stays as it is, and is settled later. */
static bool is_ours(int rc)
{
	return rc == E_BUSY || rc == E_SPACE || rc == E_MEMORY ||
	       rc == E_FROZEN || rc == E_NEWER || rc == E_CORRUPT ||
	       rc == E_BUG;
}

static int job_ended(struct db *db, const struct maker *m, const struct job *j)
{
	int rc = db_run(db, SQL_JOB_DROP, j->id);

	return rc < 0 ? rc : m->plan(m, db, j->subject);
}

/* After a return to an older release: a newer one will know what to do. */
static int put_aside(struct db *db, const struct job *j, int class)
{
	return db_run(db, SQL_JOB_AGAIN, (int)JOB_WAITING, j->way, j->tries,
		      j->losses, clock_now() + ASIDE_S, class, err_text(class),
		      "", j->id);
}

/* e is NULL for an attempt that could not begin: then given says why. */
static int end_job(struct crew *c, struct db *db, struct attempt *a,
		   const struct job *j, const struct exit_record *e,
		   const struct outcome *given)
{
	const char *log = attempt_log(db->mem, c->site, a, LOG_READ_BYTES);
	const struct maker *m = NULL;
	struct outcome o;
	int rc = maker_of(c, j, &m);

	if (rc < 0)
		return put_aside(db, j, rc);
	if (a->state == ATTEMPT_CANCELLED)
		return job_ended(db, m, j);
	o = given ? *given
		  : classify(db->mem, e, a->state, log,
			     c->site->set.free_bytes);
	if (o.class == 0) {
		rc = try_take(db, m, j, e, c->site, a);
		if (rc >= 0)
			return job_ended(db, m, j);
		if (is_ours(rc))
			return rc;
		o = (struct outcome){ rc, pool_dup(db->mem, err_text(rc)) };
	}
	return put_back(c, db, m, j, &o, log);
}

/* In a transaction. E_ABSENT: no row knows the attempt. */
static int end_attempt(struct crew *c, struct db *db, struct attempt *a,
		       const struct exit_record *e, const struct outcome *given)
{
	struct job j;
	int state, rc;

	rc = db_get(db, SQL_JOB_ATTEMPT_STATE, IN(a->job, a->number), &state);
	if (rc == 0)
		rc = job_by_id(db, a->job, &j);
	if (rc < 0)
		return rc;
	a->state = (enum attempt_state)state; /* cancelled a moment ago? */
	rc = db_run(db, SQL_JOB_ATTEMPT_DROP, a->job);
	if (rc >= 0)
		rc = end_job(c, db, a, &j, e, given);
	return rc == E_ABSENT ? err(E_BUG, "%s", err_text(rc)) : rc;
}

static int settle_as(struct crew *c, struct db *db, struct attempt *a,
		     const struct exit_record *e, const struct outcome *given)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	int rc = tx_begin(db, &tx);

	if (rc < 0)
		return rc;
	rc = end_attempt(c, db, a, e, given);
	if (rc >= 0)
		rc = tx_commit(&tx);
	/* no row: it was settled before, or another database was restored */
	if (rc < 0 && rc != E_ABSENT)
		return err_add(rc, "settle %s", a->dir);
	/* the rows tell what was: a folder that will not go is the sweep's */
	attempt_remove(c->site, a);
	return 0;
}

int settle(struct crew *c, struct db *db, struct attempt *a,
	   const struct exit_record *e)
{
	return settle_as(c, db, a, e, NULL);
}

int settle_unbegun(struct crew *c, struct db *db, struct attempt *a, int class,
		   const char *reason)
{
	struct outcome o = { class, reason };

	return settle_as(c, db, a, NULL, &o);
}
