/* settle.c -- turn the end of an attempt into rows */
#include "job/settle.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/io.h"
#include "base/pool.h"
#include "base/rand.h"
#include "base/str.h"
#include "job/classify.h"
#include "job/excerpt.h"
#include "job/history.h"
#include "job/kept.h"
#include "job/retry.h"
#include "sql/job.sql.h"

#include <fcntl.h>
#include <string.h>

#define ASIDE_S	    3600
#define CRASHES_MAX 2

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

/* Who was there twice when the machine went down may well be why. */
static void quarantine(struct outcome *o, struct verdict_plan *plan)
{
	plan->state = JOB_FAILED;
	o->class = E_QUARANTINE;
	o->reason = "The machine went down twice while this was being made, "
		    "so it is tried again only when somebody asks for it.";
}

static int again(struct db *db, const struct job *j,
		 const struct verdict_plan *plan, const struct outcome *o,
		 const char *log)
{
	return db_run(db, SQL_JOB_AGAIN, (int)plan->state, plan->way,
		      plan->tries, plan->losses, j->crashes,
		      clock_now() + plan->pause_s, o->class, o->reason, log,
		      j->id);
}

/* What ends, and what is known of its end. */
struct ending {
	struct attempt *a;
	const struct exit_record *e; /* NULL: it could not begin; then */
	const struct outcome *given; /* says why */
	bool down; /* the machine has been down since it began */
};

/* One line for the worker's log. */
static const char *news_of(struct pool *p, const struct job *j,
			   const struct ending *end, const struct outcome *o,
			   const struct verdict_plan *plan)
{
	const char *then =
		plan->state == JOB_FAILED
			? "failed for good"
			: pool_fmt(p, "again in %lld s, way %d, tries %d",
				   (long long)plan->pause_s, plan->way,
				   plan->tries);

	return pool_fmt(p, "job %lld (%s %lld, %s), attempt %d: %s; %s",
			(long long)j->id, j->maker, (long long)j->subject,
			j->deed, j->attempts, outcome_detail(p, o, end->e),
			then);
}

/* The last lines of what it wrote, for the person who sent it. */
static const char *lines_of(struct crew *c, struct pool *p,
			    const struct ending *end)
{
	const char *dir = pool_fmt(p, "%s/%s", c->site->path, end->a->dir);
	size_t n;
	const char *log = attempt_log(p, c->site, end->a, 0, &n);

	return excerpt(p, log, n, dir, end->e ? end->e->message : NULL);
}

/* The job failed: it waits for another try, or has failed for good. */
static int put_back(struct crew *c, struct db *db, const struct maker *m,
		    const struct job *j, struct outcome *o,
		    const struct ending *end)
{
	const struct settings *set = &c->site->set;
	struct retry_rule rule = { .next_way = m->next_way(m, db, j),
				   .tries = (int)set->tries,
				   .backoff_s = set->backoff_s,
				   .jitter = jitter() };
	struct verdict_plan plan = retry_plan(j, o->class, &rule);
	int rc;

	/* it gets on, however often it is interrupted */
	if (o->class == E_LOST && kept_gained(c->site, end->a))
		plan = (struct verdict_plan){ JOB_WAITING, j->way, j->tries, 0,
					      0 };
	if (j->crashes >= CRASHES_MAX)
		quarantine(o, &plan);
	c->keep = plan.state == JOB_WAITING && plan.way == j->way &&
		  plan.tries == j->tries;
	c->news = news_of(db->mem, j, end, o, &plan);
	o->reason = outcome_advice(db->mem, o, plan.state);
	rc = again(db, j, &plan, o, lines_of(c, db->mem, end));
	if (rc < 0 || plan.state != JOB_FAILED)
		return rc;
	return m->plan(m, db, j->subject);
}

static int take(struct crew *c, struct db *db, const struct maker *m,
		const struct job *j, const struct ending *end)
{
	_cleanup_(fd_done) int dir = attempt_open(c->site, end->a);
	_cleanup_(fd_done) int out = -1;

	if (dir < 0)
		return dir;
	out = io_open_beneath(dir, "out", O_RDONLY | O_DIRECTORY, 0);
	return out < 0 ? out : m->settle(m, db, j, end->e, out);
}

/* What a failed take() wrote must not be kept beside the failure. */
static int try_take(struct crew *c, struct db *db, const struct maker *m,
		    const struct job *j, const struct ending *end)
{
	int rc, undo = db_run(db, "SAVEPOINT take");
	const char *why;

	if (undo < 0)
		return undo;
	rc = take(c, db, m, j, end);
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

/* The row goes last: what follows is put on its turn. */
static int job_ended(struct db *db, const struct maker *m, const struct job *j)
{
	int rc = db_run(db, SQL_JOB_DONE, j->id);

	if (rc >= 0)
		rc = m->plan(m, db, j->subject);
	return rc < 0 ? rc : err_only(db_run(db, SQL_JOB_DROP, j->id));
}

/* After a return to an older release: a newer one will know what to do. */
static int put_aside(struct db *db, const struct job *j, int class)
{
	struct verdict_plan plan = { JOB_WAITING, j->way, j->tries, j->losses,
				     ASIDE_S };
	struct outcome o = { class, err_text(class) };

	return again(db, j, &plan, &o, "");
}

/* It stays, so that it is not planned again. */
static int job_cancelled(struct db *db, const struct maker *m,
			 const struct job *j)
{
	struct verdict_plan plan = { JOB_FAILED, j->way, j->tries, j->losses,
				     0 };
	struct outcome o = { E_CANCELLED, j->reason };
	int rc = again(db, j, &plan, &o, "");

	return rc < 0 ? rc : m->plan(m, db, j->subject);
}

/* By what the command that failed wrote last. */
static struct outcome outcome_of(struct crew *c, struct pool *p,
				 const struct ending *end)
{
	size_t n;

	if (end->given)
		return *end->given;
	return classify(p, end->e, end->a->state,
			attempt_log(p, c->site, end->a, end->e->log_from, &n),
			c->site->set.free_bytes);
}

/* By somebody's wish, which may have changed since: see job_retry(). What has
 * no class was forgotten. */
static int end_cancelled(struct crew *c, struct db *db, const struct maker *m,
			 const struct job *j, const struct ending *end)
{
	struct outcome o = { E_STOPPED, "It was stopped." };

	if (j->class == E_CANCELLED)
		return job_cancelled(db, m, j);
	return j->class == E_STOPPED ? put_back(c, db, m, j, &o, end)
				     : job_ended(db, m, j);
}

static int end_job(struct crew *c, struct db *db, struct job *j,
		   const struct ending *end)
{
	const struct maker *m = NULL;
	struct outcome o;
	int rc = maker_of(c, j, &m);

	if (rc < 0)
		return put_aside(db, j, rc);
	if (end->a->state == ATTEMPT_CANCELLED)
		return end_cancelled(c, db, m, j, end);
	o = outcome_of(c, db->mem, end);
	if (o.class == 0) {
		rc = try_take(c, db, m, j, end);
		if (is_ours(rc))
			return rc;
		if (rc < 0)
			o = (struct outcome){ rc,
					      pool_dup(db->mem, err_text(rc)) };
	}
	rc = history_note(db, j->id, o.class, end->e);
	if (rc < 0)
		return rc;
	if (o.class == 0)
		return job_ended(db, m, j);
	if (o.class == E_LOST && end->down)
		j->crashes++;
	return put_back(c, db, m, j, &o, end);
}

/* In a transaction. E_ABSENT: no row knows the attempt. */
static int end_attempt(struct crew *c, struct db *db, struct ending *end)
{
	struct attempt *a = end->a;
	const char *host, *boot;
	struct job j;
	int state, rc;

	rc = db_get(db, SQL_JOB_ATTEMPT_STATE, IN(a->job, a->number), &state,
		    &host, &boot);
	if (rc == 0)
		rc = job_by_id(db, a->job, &j);
	if (rc < 0)
		return rc;
	a->state = (enum attempt_state)state; /* cancelled a moment ago? */
	end->down = crew_is_of_old(c, host, boot);
	rc = db_run(db, SQL_JOB_ATTEMPT_DROP, a->job);
	if (rc >= 0)
		rc = end_job(c, db, &j, end);
	return rc == E_ABSENT ? err(E_BUG, "%s", err_text(rc)) : rc;
}

static int settle_as(struct crew *c, struct db *db, struct ending *end)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	int rc = tx_begin(db, &tx);

	if (rc < 0)
		return rc;
	c->news = NULL;
	c->keep = false;
	rc = end_attempt(c, db, end);
	if (rc >= 0)
		rc = tx_commit(&tx);
	if (rc == 0 && c->news && c->say)
		c->say(c->say_to, c->news);
	/* no row: it was settled before, or another database was restored */
	if (rc < 0 && rc != E_ABSENT)
		return err_add(rc, "settle %s", end->a->dir);
	if (rc == 0 && c->keep)
		kept_put(c->site, end->a);
	/* the rows tell what was: a folder that will not go is the sweep's */
	attempt_remove(c->site, end->a);
	return 0;
}

int settle(struct crew *c, struct db *db, struct attempt *a,
	   const struct exit_record *e)
{
	struct ending end = { .a = a, .e = e };

	return settle_as(c, db, &end);
}

int settle_unbegun(struct crew *c, struct db *db, struct attempt *a, int class,
		   const char *reason)
{
	struct outcome o = { class, reason };
	struct ending end = { .a = a, .given = &o };

	return settle_as(c, db, &end);
}
