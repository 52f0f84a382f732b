/*
 * jobdeed.c -- what a moderator does with jobs
 *
 * All of a filter is taken group by group, the earliest failure first, so that
 * what falls back into it meanwhile is not met again.
 */
#include "web/jobdeed.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "job/bell.h"
#include "media/maker.h"
#include "view/format.h"
#include "view/view.h"
#include "web/ctx.h"
#include "web/jobfilter.h"
#include "jobs-all.tpl.h"
#include "jobs.tpl.h"

#include <stdlib.h>
#include <unistd.h>

#define AT_ONCE	    500 /* jobs of one transaction */
#define WAY_MAX_MS  200
#define PATIENCE_MS 15000 /* before a web server might lose its own */

static int cancel(struct db *db, const struct job *j)
{
	return media_cancel(db, j->id, "A moderator cancelled it.");
}

static const struct jobdeed deeds[] = {
	{
		.word = "retry",
		.button = "Try again",
		.meaning = "They wait as if they were new: with all their "
			   "tries before them, and without a pause. What was "
			   "cancelled or quarantined is taken only where you "
			   "look at that alone.",
		.answer = "Try them again",
		.said = "will be tried again",
		.shelves = 1 << SHELF_QUARANTINED | 1 << SHELF_FAILED |
			   1 << SHELF_AGAIN | 1 << SHELF_CANCELLED,
		.asked = 1 << SHELF_QUARANTINED | 1 << SHELF_CANCELLED,
		.one = media_retry_job,
	},
	{
		.word = "cancel",
		.button = "Cancel",
		.meaning = "What runs is ended, and what waits does not begin. "
			   "What cannot be shown without it has failed; its "
			   "original stays, and it can be tried again.",
		.answer = "Cancel them",
		.said = "cancelled",
		.bad = true,
		.shelves = 1 << SHELF_AGAIN | 1 << SHELF_RUNNING |
			   1 << SHELF_WAITING,
		.one = cancel,
	},
};

const struct jobdeed *jobdeed_find(const char *word)
{
	for (size_t i = 0; i < ARRAY_LEN(deeds); i++)
		if (str_eq(word, deeds[i].word))
			return &deeds[i];
	return NULL;
}

const char *jobdeed_said(struct pool *mem, const struct jobdeed *d, int64_t n,
			 int64_t left)
{
	const char *text =
		pool_fmt(mem, "%s %s.", format_count(mem, n, "job"), d->said);

	if (!left)
		return text;
	return pool_fmt(mem, "%s There was no time for %s more: do it again.",
			text, format_number(mem, left));
}

/* --- on pages ----------------------------------------------------------------
 */

static bool takes(const struct jobdeed *d, const struct job_filter *f,
		  const struct job_group *g)
{
	unsigned shelves = d->shelves;

	if (f->shelf == SHELF_COUNT)
		shelves &= ~d->asked;
	return shelves & 1U << g->shelf && job_filter_takes(f, g);
}

static int64_t count(const struct jobdeed *d, const struct job_groups *groups,
		     const struct job_filter *f)
{
	int64_t n = 0;

	for (int i = 0; i < groups->n; i++)
		if (takes(d, f, &groups->at[i]))
			n += groups->at[i].n;
	return n;
}

static void fill_deed(struct ctx *cx, struct view *list,
		      const struct jobdeed *d, const struct jobfilter *jf,
		      int64_t n)
{
	const char *link = jobfilter_link(cx, URL_ALLJOBS, jf);
	struct view *v = view_add(list, T_DEED);

	view_set(v, T_DEED_WORD, d->word);
	view_set(v, T_DEED_TEXT, d->button);
	if (d->bad)
		view_add(v, T_DEED_BAD);
	v = view_add(list, T_ALL);
	view_set(v, T_ALL_TEXT, d->button);
	view_set(v, T_ALL_COUNT, format_number(cx->mem, n));
	view_set(v, T_ALL_HREF, url_query(cx->mem, link, "deed", d->word));
}

void jobdeed_fill(struct ctx *cx, struct view *list,
		  const struct job_groups *groups, const struct jobfilter *jf)
{
	for (size_t i = 0; i < ARRAY_LEN(deeds); i++) {
		int64_t n = count(&deeds[i], groups, &jf->jobs);

		if (n)
			fill_deed(cx, list, &deeds[i], jf, n);
	}
}

void jobdeed_ask(struct ctx *cx, struct view *page,
		 const struct job_groups *groups, const struct jobfilter *jf,
		 const struct jobdeed *d)
{
	const char *jobs =
		format_count(cx->mem, count(d, groups, &jf->jobs), "job");
	const char *which = jobfilter_text(cx->mem, jf);

	view_set(page, T_QUESTION,
		 pool_fmt(cx->mem, "%s: %s?", d->button, jobs));
	view_set(page, T_MEANING, d->meaning);
	view_set(page, T_DEED_WORD, d->word);
	view_set(page, T_ANSWER, d->answer);
	if (d->bad)
		view_add(page, T_ANSWER_BAD);
	if (*which)
		view_set(view_add(page, T_FILTER), T_FILTER_TEXT, which);
	jobfilter_carry(page, jf);
	view_set(page, T_ALL_HREF,
		 url_make(cx->mem, &cx->urls, URL_ALLJOBS,
			  (const char *const[]){ NULL }));
	view_set(page, T_JOBS_HREF, jobfilter_link(cx, URL_JOBS, jf));
}

/* --- doing it ----------------------------------------------------------------
 */

/* One that went meanwhile is done already, and what a job is of may be gone:
 * neither keeps the others from it. */
static int do_one(struct db *db, const struct jobdeed *d, int64_t id)
{
	struct job j;
	int rc = job_by_id(db, id, &j);

	if (rc == 0)
		rc = d->one(db, &j);
	return rc == E_ABSENT ? 0 : rc;
}

static int do_batch(struct ctx *cx, const struct jobdeed *d, const int64_t *ids,
		    int n, struct jobdeed_done *done)
{
	_cleanup_(pool_done) struct pool pool = { 0 };
	_cleanup_(tx_done) struct tx tx = { 0 };
	struct pool *mem = cx->db.mem;
	int did = 0, rc = tx_begin(&cx->db, &tx);

	cx->db.mem = &pool;
	for (int i = 0; rc >= 0 && i < n; i++) {
		rc = do_one(&cx->db, d, ids[i]);
		did += rc > 0;
	}
	if (rc >= 0)
		rc = tx_commit(&tx);
	cx->db.mem = mem;
	if (rc >= 0)
		done->n += did;
	return err_only(rc);
}

int jobdeed_some(struct ctx *cx, const struct jobdeed *d, const char *ids,
		 struct jobdeed_done *ret)
{
	int64_t list[AT_ONCE];
	char *end;
	int n = 0, rc;

	for (; *ids && n < AT_ONCE; ids = *end ? end + 1 : end)
		list[n++] = strtoll(ids, &end, 10);
	if (!n)
		return 0;
	rc = do_batch(cx, d, list, n, ret);
	bell_ring(&cx->site);
	return rc;
}

/*
 * Let others write: for as long as the last transaction took, since who waits
 * asks only ten times a second and would else come too late each time
 * (measured: 20 s). Nobody holds a connection while doing nothing.
 */
static int make_way(struct ctx *cx, int64_t began_ms)
{
	int64_t ms = clock_mono_ms() - began_ms;

	ctx_db_close(cx);
	usleep((useconds_t)(ms < WAY_MAX_MS ? ms + 1 : WAY_MAX_MS) * 1000);
	return ctx_db_open(cx);
}

/* As many as there were: what fails again meanwhile stands behind them.
 * Returns 1 when there was no time for all. */
static int do_group(struct ctx *cx, const struct jobdeed *d,
		    const struct job_group *g, int64_t until_ms,
		    struct jobdeed_done *done)
{
	struct job_place behind = { 0 };
	int64_t ids[AT_ONCE], left = g->n;
	int n = 1, rc = 0;

	while (rc == 0 && n > 0 && left > 0) {
		int64_t now_ms = clock_mono_ms();

		if (now_ms > until_ms)
			return 1;
		rc = n = job_group_ids(&cx->db, g, &behind,
				       left < AT_ONCE ? (int)left : AT_ONCE,
				       ids);
		if (n > 0)
			rc = do_batch(cx, d, ids, n, done);
		left -= n;
		if (rc == 0 && left > 0)
			rc = make_way(cx, now_ms);
	}
	return rc;
}

static int count_left(struct ctx *cx, const struct jobdeed *d,
		      const struct job_filter *f, struct jobdeed_done *done)
{
	struct job_groups groups;
	int rc = job_groups(&cx->db, &groups);

	if (rc == 0)
		done->left = count(d, &groups, f);
	return rc;
}

int jobdeed_all(struct ctx *cx, const struct jobdeed *d,
		const struct job_filter *f, struct jobdeed_done *ret)
{
	int64_t until_ms = clock_mono_ms() + PATIENCE_MS;
	struct job_groups groups;
	int rc = job_groups(&cx->db, &groups);

	for (int i = 0; rc == 0 && i < groups.n; i++)
		if (takes(d, f, &groups.at[i]))
			rc = do_group(cx, d, &groups.at[i], until_ms, ret);
	bell_ring(&cx->site);
	return rc == 1 ? count_left(cx, d, f, ret) : rc;
}
