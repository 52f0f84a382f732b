/*
 * remake-put.c -- the run: jobs for what is stale, a few ahead
 *
 * One slice reads the next media without a transaction, since most of them want
 * nothing; then one transaction looks at those again that do, puts their jobs
 * and moves the place of the run, so that none is passed by or done twice.
 */
#include "base/clock.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "media/maker-part.h"
#include "media/stale.h"
#include "sql/remake.sql.h"

enum {
	AHEAD = 64,	  /* jobs that wait at most, but for one media's */
	AHEAD_LEAST = 16, /* fewer than that: the next slice */
	SLICE_MS = 30
};

struct slice {
	int64_t at;	    /* media up to this one have been looked at */
	int64_t ids[AHEAD]; /* those among them that want something */
	int n;
	bool end; /* it was the last one */
};

static bool wants(const struct stale *s, const struct remake_run *run)
{
	for (int i = 0; i < s->n; i++)
		if (stale_wanted(s, &s->at[i], run->kind, run->output))
			return true;
	return false;
}

/* Of what nobody knows any more nothing is stale. */
static int look_at(struct db *db, struct media_shop *shop, int64_t id,
		   struct bench *b, struct stale *ret)
{
	int rc = bench_load(db, id, b);

	*ret = (struct stale){ 0 };
	if (rc == 0)
		rc = stale_look(db, shop, b, ret);
	return rc == E_ABSENT ? 0 : rc;
}

static int fill_slice(struct db *db, struct media_shop *shop,
		      const struct remake_run *run, int room, struct slice *s)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	int64_t id, until_ms = clock_mono_ms() + SLICE_MS;
	struct pool *mem = db->mem;
	int rc = db_query(db, &st, SQL_REMAKE_IDS, run->at, run->last);

	*s = (struct slice){ .at = run->at };
	while (rc >= 0 && (rc = stmt_row(&st, &id)) > 0) {
		_cleanup_(pool_done) struct pool one = { 0 };
		struct stale stale;
		struct bench b;

		db->mem = &one;
		rc = look_at(db, shop, id, &b, &stale);
		db->mem = mem;
		if (rc < 0)
			return rc;
		s->at = id;
		if (wants(&stale, run))
			s->ids[s->n++] = id;
		if (s->n >= room || clock_mono_ms() >= until_ms)
			return 0;
	}
	s->end = rc == 0;
	return rc;
}

/* One that failed the last time is tried as if it were new, but for one that
 * took the machine down. */
static int put_job(struct db *db, const struct bench *b, const struct output *o,
		   bool anew)
{
	struct job_new new = bench_job(b, o);
	struct job *jobs = NULL;
	int rc, n;

	new.tier = TIER_AGAIN;
	rc = job_put(db, &new);
	if (rc != 0 || !anew)
		return err_only(rc);
	n = job_of_subject(db, MEDIA_MAKER, b->media.id, &jobs);
	for (int i = 0; rc >= 0 && i < n; i++)
		if (str_eq(jobs[i].deed, o->name) &&
		    jobs[i].state == JOB_FAILED &&
		    jobs[i].class != E_QUARANTINE)
			rc = job_retry_one(db, jobs[i].id);
	return n < 0 ? n : err_only(rc);
}

/* What no recipe wants goes when all that it wants is there. */
static int drop_spare(struct db *db, const struct bench *b,
		      const struct stale *s, const struct remake_run *run)
{
	int rc = 0;

	for (int i = 0; rc == 0 && s->whole && i < s->n; i++) {
		const struct stale_item *item = &s->at[i];

		if (item->why != REMAKE_SPARE ||
		    !stale_wanted(s, item, run->kind, run->output))
			continue;
		rc = file_drop(db, b->media.id, item->name);
		if (rc == 0)
			rc = media_move(db, b->media.id);
		if (rc == 0)
			rc = err_only(db_run(db, SQL_REMAKE_MADE, 0, 1,
					     item->bytes, 0, 0));
	}
	return rc;
}

/*
 * In a transaction: what one media wants of the run. A stale probe goes alone:
 * what follows from what it finds is seen when it has.
 */
static int put_media(struct db *db, const struct bench *b,
		     const struct stale *s, const struct remake_run *run,
		     bool anew)
{
	int rc = 0;

	for (int i = 0; rc == 0 && i < s->n; i++) {
		const struct stale_item *item = &s->at[i];

		if (!item->output ||
		    !stale_wanted(s, item, run->kind, run->output))
			continue;
		rc = put_job(db, b, item->output, anew);
		if (str_eq(item->name, "probe"))
			return rc;
	}
	return rc < 0 ? rc : drop_spare(db, b, s, run);
}

static int put_slice(struct db *db, struct media_shop *shop,
		     const struct slice *s)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	struct remake_run run;
	int rc = tx_begin(db, &tx);

	if (rc == 0)
		rc = remake_run(db, &run);
	if (rc < 0 || run.phase != REMAKE_ON)
		return rc; /* stopped meanwhile */
	for (int i = 0; rc == 0 && i < s->n; i++) {
		struct stale stale;
		struct bench b;

		rc = look_at(db, shop, s->ids[i], &b, &stale);
		if (rc == 0)
			rc = put_media(db, &b, &stale, &run, true);
	}
	if (rc == 0)
		rc = err_only(db_run(db, SQL_REMAKE_MOVE, s->at));
	return rc < 0 ? rc : tx_commit(&tx);
}

/* All media have their jobs, and those are done: what is left is counted. */
static int end_run(struct db *db)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	int rc = tx_begin(db, &tx);

	if (rc == 0)
		rc = err_only(db_run(db, SQL_REMAKE_END, (int)REMAKE_DONE,
				     clock_now()));
	if (rc == 0)
		rc = remake_count_anew(db);
	return rc < 0 ? rc : tx_commit(&tx);
}

int media_remake(const struct maker *m, struct db *db)
{
	struct remake_run run;
	struct slice s;
	int waiting = 0, running = 0, rc = remake_run(db, &run);

	if (rc < 0 || run.phase != REMAKE_ON)
		return rc;
	rc = job_tier_count(db, TIER_AGAIN, JOB_WAITING, AHEAD, &waiting);
	if (rc == 0)
		rc = job_tier_count(db, TIER_AGAIN, JOB_RUNNING, 1, &running);
	if (rc < 0)
		return rc;
	if (run.at >= run.last && waiting + running == 0)
		return end_run(db);
	if (run.at >= run.last || waiting >= AHEAD_LEAST)
		return 0;
	rc = fill_slice(db, shop_of(m), &run, AHEAD - waiting, &s);
	if (rc < 0)
		return rc;
	if (s.end)
		s.at = run.last;
	rc = put_slice(db, shop_of(m), &s);
	return rc < 0 ? rc : 1;
}

/* --- what follows from a job ---------------------------------------------- */

static int64_t bytes_of(const struct bench *b, const struct output *o)
{
	int64_t bytes = 0;

	for (int i = 0; i < o->products_n; i++) {
		const struct file *f =
			file_find(b->files, b->files_n, o->products[i].name);

		bytes += f ? f->bytes : 0;
	}
	return bytes;
}

int remake_settled(struct media_shop *shop, struct db *db,
		   const struct bench *old, const struct output *o,
		   const struct exit_record *e)
{
	struct remake_run run;
	struct stale s;
	struct bench b;
	int rc = look_at(db, shop, old->media.id, &b, &s);

	if (rc == 0)
		rc = err_only(db_run(db, SQL_REMAKE_MADE, 1, 0,
				     bytes_of(old, o), bytes_of(&b, o),
				     e->wall_ms));
	if (rc == 0)
		rc = remake_run(db, &run);
	if (rc < 0 || run.phase != REMAKE_ON)
		return rc;
	if (str_eq(o->name, "probe")) /* all that follows from it */
		run.kind = run.output = "";
	return put_media(db, &b, &s, &run, false);
}
