/* fate.c -- in the list of uploads: how each one fares */
#include "web/fate.h"
#include "base/base.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "model/file.h"
#include "model/tile.h"
#include "view/view.h"
#include "web/ctx.h"
#include "web/progress.h"
#include "uploads.tpl.h"

static void add_step(struct view *v, const char *text, const struct job *bar)
{
	if (!text)
		return;
	v = view_add(v, T_STEP);
	view_set(v, T_STEP_TEXT, text);
	if (bar)
		view_set_number(view_add(v, T_STEP_BAR), T_STEP_PERCENT,
				bar->progress / 10);
}

/* What is made of it right now; how many that is, or E_*. */
static int fill_running(struct ctx *cx, struct view *v,
			const struct progress *p, bool bar)
{
	int n = 0;

	for (int i = 0; i < p->n; i++) {
		const struct job *j = &p->jobs[i];
		const char *text;
		int rc;

		if (j->state != JOB_RUNNING)
			continue;
		rc = progress_running(cx, p, j, &text);
		if (rc < 0)
			return rc;
		add_step(v, text, bar ? j : NULL);
		n++;
	}
	return n;
}

static const struct job *first_waiting(const struct progress *p)
{
	for (int i = 0; i < p->n; i++)
		if (p->jobs[i].state == JOB_WAITING)
			return &p->jobs[i];
	return NULL;
}

static void fill_log(struct view *v, const struct job *j)
{
	if (!str_empty(j->log))
		view_set(view_add(v, T_LOG), T_LOG_TEXT, j->log);
}

/* Not to wait for the next try of what failed before. */
static void fill_sooner(struct view *waiting, const struct tile *t,
			const struct job *j, const char *retry)
{
	struct view *v;

	if (!retry)
		return;
	v = view_add(waiting, T_SOONER);
	view_set(v, T_SOONER_HREF, retry);
	view_set(v, T_SOONER_OUTPUT, j->deed);
	view_set(v, T_SOONER_TITLE, t->title);
}

static int fill_waiting(struct ctx *cx, struct view *v, const struct tile *t,
			const struct progress *p, const char *retry)
{
	const struct job *j = first_waiting(p);
	const char *place = NULL, *why = NULL;
	int rc = j ? progress_waiting(cx, p, j, &place, &why) : 0;
	struct view *waiting = view_add(v, T_WAITING);

	if (place)
		view_set(view_add(waiting, T_QUEUE), T_QUEUE_PLACE, place);
	add_step(waiting, why, NULL);
	if (!why || !j->class)
		return rc;
	fill_log(waiting, j);
	if (!place)
		fill_sooner(waiting, t, j, retry);
	return rc;
}

static int fill_working(struct ctx *cx, struct view *v, const struct tile *t,
			const char *retry)
{
	struct progress p;
	struct file *files;
	int made = file_list(&cx->db, t->id, &files), rc;

	if (made < 0)
		return made;
	rc = progress_read(cx, t->id, made - 1, &p);
	if (rc == 0)
		rc = fill_running(cx, v, &p, false);
	if (rc < 0)
		return rc;
	if (rc == 0)
		return fill_waiting(cx, v, t, &p, retry);
	view_set_number(view_add(v, T_WORKING), T_PERCENT, p.percent);
	add_step(v, progress_next(cx, &p), NULL);
	return 0;
}

/* The job without which nothing of it can be shown, or any that failed. */
static const struct job *culprit(const struct progress *p)
{
	const struct job *any = NULL;

	for (int i = 0; i < p->n; i++) {
		if (p->jobs[i].state != JOB_FAILED)
			continue;
		if (p->jobs[i].blocks)
			return &p->jobs[i];
		any = any ? any : &p->jobs[i];
	}
	return any;
}

static int fill_failed(struct ctx *cx, struct view *v, const struct tile *t,
		       const struct tile_sent *s)
{
	struct progress p;
	const struct job *j;
	int rc = progress_read(cx, t->id, 0, &p);

	if (rc < 0)
		return rc;
	if (s->class == E_CANCELLED) {
		view_set(view_add(v, T_CANCELLED), T_CANCELLED_REASON, s->note);
		return 0;
	}
	v = view_add(v, T_FAILED);
	view_set(v, T_FAILED_REASON,
		 progress_reason(cx, s->class, s->note, JOB_FAILED));
	j = culprit(&p);
	if (j)
		fill_log(v, j);
	return 0;
}

/* What could not be made of it, each with its reason. */
static void fill_lacks(struct ctx *cx, struct view *row, const struct tile *t,
		       const struct progress *p, const char *retry)
{
	for (int i = 0; i < p->n; i++) {
		const struct job *j = &p->jobs[i];
		struct view *v;

		if (j->state != JOB_FAILED)
			continue;
		v = view_add(row, T_LACK);
		view_set(v, T_LACK_NAME, progress_name(cx, j->deed));
		view_add(v, j->class == E_CANCELLED ? T_LACK_CANCELLED
						    : T_LACK_FAILED);
		view_set(v, T_LACK_TITLE, t->title);
		view_set(v, T_LACK_REASON,
			 progress_reason(cx, j->class, j->reason, JOB_FAILED));
		fill_log(v, j);
		if (!retry)
			continue;
		v = view_add(v, T_LACK_RETRY);
		view_set(v, T_LACK_HREF, retry);
		view_set(v, T_LACK_OUTPUT, j->deed);
	}
}

/* What is still made of what is shown already; how many jobs that is. */
static int fill_rest(struct ctx *cx, struct view *v, const struct progress *p)
{
	const struct job *j = first_waiting(p);
	const char *next = progress_next(cx, p), *place = NULL, *why = NULL;
	int running = fill_running(cx, v, p, true), rc = 0;

	if (running < 0)
		return running;
	if (!running && j)
		rc = progress_waiting(cx, p, j, &place, &why);
	if (place)
		next = pool_fmt(cx->mem, "%s, %s", next, place);
	add_step(v, next, NULL);
	if (!place)
		add_step(v, why, NULL);
	return rc < 0 ? rc : p->pending;
}

/* Returns 1 while more is made of it. */
static int fill_published(struct ctx *cx, struct view *v, const struct tile *t,
			  const struct tile_sent *s, const char *retry)
{
	static const char *const markers[] = {
		[VISIBILITY_PRIVATE] = T_PUBLISHED_PRIVATE,
		[VISIBILITY_UNLISTED] = T_PUBLISHED_UNLISTED,
		[VISIBILITY_PUBLIC] = T_PUBLISHED,
	};
	struct progress p;
	int rc = progress_read(cx, t->id, 0, &p);

	if (rc < 0)
		return rc;
	view_add(v, markers[t->visibility]);
	if (!str_empty(s->note))
		view_set(view_add(v, T_NOTE), T_NOTE_TEXT, s->note);
	fill_lacks(cx, v, t, &p, retry);
	rc = fill_rest(cx, v, &p);
	return rc < 0 ? rc : rc > 0;
}

int fate_fill(struct ctx *cx, struct view *row, const struct tile *t,
	      const struct tile_sent *s, const char *retry)
{
	int rc;

	switch (t->state) {
	case MEDIA_WORKING: rc = fill_working(cx, row, t, retry); break;
	case MEDIA_FAILED: return fill_failed(cx, row, t, s);
	default: return fill_published(cx, row, t, s, retry);
	}
	return rc < 0 ? rc : 1;
}
