/*
 * remakes.c -- what a change of recipes has left behind, in words, and the
 * buttons that make it again
 *
 * Starting needs no second question: all that is replaced is shown until what
 * replaces it has passed its checks, and a run can be stopped at any time.
 */
#include "web/remakes.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "job/bell.h"
#include "media/remake.h"
#include "view/format.h"
#include "view/view.h"
#include "web/ctx.h"
#include "web/jobfilter.h"
#include "web/progress.h"
#include "remakes.tpl.h"
#include "storage.tpl.h"

/* --- what there is -----------------------------------------------------------
 */

struct changes {
	struct remake_row *rows;
	int n;
	int64_t jobs, spare; /* that a run would do */
	int64_t ms;	     /* about; -1: not known of all */
};

static void add_up(struct changes *c)
{
	for (int i = 0; i < c->n; i++) {
		const struct remake_row *r = &c->rows[i];

		if (r->why == REMAKE_SPARE)
			c->spare += r->media;
		if (r->why != REMAKE_STALE && r->why != REMAKE_NEW)
			continue;
		c->jobs += r->media;
		if (c->ms >= 0)
			c->ms = r->made_ms < 0 ? -1 : c->ms + r->made_ms;
	}
}

static const char *span_of(struct pool *mem, int64_t ms)
{
	return ms < 0 ? "unknown" : format_span(mem, (ms + 999) / 1000);
}

static const char *changes_text(struct pool *mem, const struct changes *c,
				bool on)
{
	const char *text = "";

	if (on)
		return "What there was to do, when it was counted last:";
	if (c->jobs)
		text = pool_fmt(mem,
				"%s would be made again, after all new "
				"uploads%s%s. ",
				format_count(mem, c->jobs, "rendition"),
				c->ms < 0 ? ""
					  : "; one after the other that "
					    "takes about ",
				c->ms < 0 ? "" : span_of(mem, c->ms));
	if (c->spare)
		text = pool_fmt(mem, "%s%s would be removed.", text,
				format_count(mem, c->spare, "spare file"));
	return *text ? text : "Nothing of this can be made again here.";
}

static void fill_change(struct ctx *cx, struct view *v,
			const struct remake_row *r)
{
	static const char *const whys[] = {
		[REMAKE_STALE] = "would be made otherwise",
		[REMAKE_NEW] = "was not made before",
		[REMAKE_SPARE] = "wanted no more: would be removed",
		[REMAKE_GONE] = "stays: the original is gone or damaged",
		[REMAKE_LACKS] = "stays: a tool is missing here",
	};
	bool makes = r->why == REMAKE_STALE || r->why == REMAKE_NEW;
	struct pool *mem = cx->mem;

	v = view_add(v, T_CHANGE);
	view_set(v, T_CHANGE_NAME,
		 pool_fmt(mem, "%s: %s", jobfilter_capital(mem, r->kind),
			  progress_name(cx, r->output)));
	view_set(v, T_CHANGE_WHY, whys[r->why]);
	view_set(v, T_CHANGE_MEDIA, format_number(mem, r->media));
	view_set(v, T_CHANGE_BYTES, format_bytes(mem, r->bytes));
	view_set(v, T_CHANGE_THEN,
		 !makes		    ? ""
		 : r->new_bytes < 0 ? "unknown"
				    : format_bytes(mem, r->new_bytes));
	view_set(v, T_CHANGE_TAKES, makes ? span_of(mem, r->made_ms) : "");
}

static void fill_changes(struct ctx *cx, struct view *v, struct changes *c,
			 const struct remake_state *s)
{
	struct view *list = view_add(v, T_CHANGES);
	struct pool *mem = v->mem;

	add_up(c);
	view_set(list, T_CHANGES_TEXT,
		 changes_text(mem, c, s->run.phase == REMAKE_ON));
	for (int i = 0; i < c->n; i++)
		fill_change(cx, list, &c->rows[i]);
	if (s->run.phase != REMAKE_ON && c->jobs + c->spare > 0)
		view_add(list, T_MAY_START);
	view_set(list, T_COUNTED_TEXT,
		 pool_fmt(mem, "Counted %s ago.",
			  format_span(mem, clock_now() - s->counted_at)));
}

/* --- the run -----------------------------------------------------------------
 */

static const char *ended_text(struct pool *mem, const struct remake_run *r)
{
	return pool_fmt(mem,
			"The last run %s %s ago: %s made again, %s removed; "
			"%s instead of %s.",
			r->phase == REMAKE_DONE ? "ended" : "was stopped",
			format_span(mem, clock_now() - r->ended_at),
			format_count(mem, r->made, "rendition"),
			format_count(mem, r->removed, "spare file"),
			format_bytes(mem, r->new_bytes),
			format_bytes(mem, r->old_bytes));
}

static int percent_of(const struct remake_run *r)
{
	int64_t part = r->at, all = r->last;

	if (r->expected > 0) {
		part = r->made;
		all = r->expected;
	}
	if (all <= 0 || part >= all)
		return all > 0 ? 100 : 0;
	return (int)(part * 100 / all);
}

static void fill_run(struct view *v, const struct remake_state *s)
{
	const struct remake_run *r = &s->run;
	struct pool *mem = v->mem;

	if (r->phase == REMAKE_DONE || r->phase == REMAKE_STOPPED)
		view_set(view_add(v, T_RUN_OVER), T_RUN_TEXT,
			 ended_text(mem, r));
	if (r->phase != REMAKE_ON)
		return;
	v = view_add(v, T_RUN_ON);
	view_set_number(v, T_PERCENT, percent_of(r));
	view_set(
		v, T_RUN_TEXT,
		pool_fmt(mem,
			 "Since %s renditions are made again: %s done%s%s, %s "
			 "running, %s failed.",
			 format_span(mem, clock_now() - r->begun_at),
			 format_number(mem, r->made),
			 r->expected > 0 ? " of about " : "",
			 r->expected > 0 ? format_number(mem, r->expected) : "",
			 format_number(mem, s->running),
			 format_number(mem, s->failed)));
}

int remakes_fill(struct ctx *cx, struct view *page)
{
	struct view *v = view_include(page, T_REMAKES, T_REMAKES);
	struct changes c = { 0 };
	struct remake_state s;
	int rc = remake_state(&cx->db, &s);

	if (rc == 0)
		rc = c.n = remake_summary(&cx->db, &c.rows);
	if (rc < 0)
		return rc;
	view_set(v, T_REMAKE_HREF, LINK(cx, URL_REMAKE));
	if (s.counting >= 0)
		view_set_number(view_add(v, T_COUNTING), T_PERCENT,
				s.counting / 10);
	fill_run(v, &s);
	if (c.n)
		fill_changes(cx, v, &c, &s);
	else if (s.counting < 0 && s.run.phase != REMAKE_ON)
		view_add(v, T_NONE);
	return 0;
}

/* --- buttons -----------------------------------------------------------------
 */

int remakes_do(struct ctx *cx, const char *deed)
{
	const struct remake_wish wish = { .uid = cx->me.uid, .expected = -1 };
	_cleanup_(tx_done) struct tx tx = { 0 };
	int rc = tx_begin(&cx->db, &tx);

	if (rc < 0)
		return rc;
	if (str_eq(deed, "start"))
		rc = remake_start(&cx->db, &wish);
	else if (str_eq(deed, "stop"))
		rc = remake_stop(&cx->db);
	else if (str_eq(deed, "count"))
		rc = remake_count_anew(&cx->db);
	else
		rc = err(E_FIELD, "There is no such deed.");
	if (rc >= 0)
		rc = tx_commit(&tx);
	if (rc < 0)
		return rc;
	bell_ring(&cx->site);
	return 0;
}
