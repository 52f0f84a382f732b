/* jobrows.c -- one job each: of what, what, how it fares and why */
#include "web/jobrows.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "media/maker.h"
#include "model/media.h"
#include "model/user.h"
#include "view/format.h"
#include "view/view.h"
#include "web/ctx.h"
#include "web/jobfilter.h"
#include "web/progress.h"
#include "jobs.tpl.h"

#include <string.h>
#include <strings.h>

/* --- what it is of -----------------------------------------------------------
 */

static int fill_subject(struct ctx *cx, struct view *v, const struct job *j)
{
	struct media m = { .title = "", .owner = "", .kind = j->maker };
	int rc = E_ABSENT;

	if (str_eq(j->maker, MEDIA_MAKER))
		rc = media_by_id(&cx->db, j->subject, &m);
	if (rc < 0 && rc != E_ABSENT)
		return rc;
	view_set(v, T_JOB_TITLE,
		 rc == 0 ? m.title
			 : pool_fmt(cx->mem, "%s %lld", j->maker,
				    (long long)j->subject));
	view_set(v, T_JOB_DEED,
		 jobfilter_capital(cx->mem, progress_name(cx, j->deed)));
	view_set(v, T_JOB_KIND, m.kind);
	if (rc == E_ABSENT) {
		view_add(v, T_JOB_NAME);
		return 0;
	}
	view_set(view_add(v, T_JOB_OWNER), T_JOB_OWNER_NAME, m.owner);
	if (m.state != MEDIA_DELETING && !str_eq(m.owner, SHOWN_NOBODY))
		view_set(view_add(v, T_JOB_LINK), T_JOB_HREF,
			 LINK(cx, URL_MEDIA, m.owner, m.slug));
	else
		view_add(v, T_JOB_NAME);
	return 0;
}

/* --- how it fares ------------------------------------------------------------
 */

/* Of a job that runs: its attempt, which may have gone a moment ago. */
static int attempt_words(struct ctx *cx, const struct job *j, const char **ret)
{
	struct job_attempt a;
	int rc = job_attempt(&cx->db, j->id, &a);

	if (rc == E_ABSENT) {
		*ret = "Running";
		return 0;
	}
	if (rc < 0)
		return rc;
	switch (a.state) {
	case ATTEMPT_SPAWNING: *ret = "Starting"; break;
	case ATTEMPT_HUNG: *ret = "Hangs, is being ended"; break;
	case ATTEMPT_CANCELLED: *ret = "Cancelled, is being ended"; break;
	default:
		*ret = pool_fmt(cx->mem, "Running for %s, %d %%",
				format_span(cx->mem, clock_now() - a.since_at),
				j->progress / 10);
	}
	return 0;
}

/* "Failed 5 min ago" */
static const char *ended_words(struct ctx *cx, const struct job *j,
			       const char *title)
{
	if (!j->failed_at)
		return title;
	return pool_fmt(cx->mem, "%s %s ago", title,
			format_span(cx->mem, clock_now() - j->failed_at));
}

static const char *again_words(struct ctx *cx, const struct job *j)
{
	int64_t left = j->due_at - clock_now();

	if (left <= 0)
		return "To be tried again now";
	return pool_fmt(cx->mem, "To be tried again in %s",
			format_span(cx->mem, left));
}

static int fill_state(struct ctx *cx, struct view *v, const struct job *j,
		      enum job_shelf shelf)
{
	const char *text = shelf_title(shelf);
	int rc = 0;

	if (j->state == JOB_FAILED)
		text = ended_words(cx, j, text);
	if (shelf == SHELF_RUNNING)
		rc = attempt_words(cx, j, &text);
	if (shelf == SHELF_AGAIN)
		text = again_words(cx, j);
	view_set(view_add(v, shelf <= SHELF_FAILED ? T_JOB_BAD : T_JOB_FINE),
		 T_JOB_STATE, text);
	if (shelf == SHELF_RUNNING)
		view_set_number(view_add(v, T_JOB_RUNNING), T_PERCENT,
				j->progress / 10);
	return rc;
}

/* "It stood still and was ended." says no more than its class does. */
static bool says_more(const char *reason, const char *class)
{
	size_t n = strlen(class);

	if (str_starts(reason, "It "))
		reason += 3;
	return strncasecmp(reason, class, n) != 0 || !str_eq(reason + n, ".");
}

static void fill_trouble(struct view *v, const struct job *j)
{
	struct pool *mem = v->mem;
	struct view *why;

	if (!j->class)
		return;
	why = view_add(v, T_JOB_TROUBLE);
	view_set(why, T_JOB_CLASS,
		 jobfilter_capital(mem, err_class_text(j->class)));
	if (says_more(j->reason, err_class_text(j->class)))
		view_set(why, T_JOB_REASON, j->reason);
	if (*j->log)
		view_set(view_add(v, T_JOB_LOG), T_JOB_LOG_TEXT, j->log);
}

/* "Failed 2 times, asked for 2 h ago" */
static const char *past_of(struct pool *mem, const struct job *j)
{
	const char *span = format_span(mem, clock_now() - j->made_at);
	const char *tries = "";

	if (j->tries)
		tries = pool_fmt(mem, "failed %s, ",
				 format_count(mem, j->tries, "time"));
	if (j->losses)
		tries = pool_fmt(mem, "%sinterrupted %s, ", tries,
				 format_count(mem, j->losses, "time"));
	return jobfilter_capital(
		mem, pool_fmt(mem, "%sasked for %s ago", tries, span));
}

static int fill_row(struct ctx *cx, struct view *v, const struct job *j)
{
	int rc = fill_subject(cx, v, j);

	if (rc == 0)
		rc = fill_state(cx, v, j, job_shelf(j->state, j->class));
	if (rc < 0)
		return rc;
	view_set_number(v, T_JOB_ID, j->id);
	view_set(v, T_JOB_PAST, past_of(cx->mem, j));
	view_set(v, T_JOB_MADE_ISO, format_date_iso(cx->mem, j->made_at));
	fill_trouble(v, j);
	return 0;
}

int jobrows_fill(struct ctx *cx, struct view *page, const struct job_page *jobs)
{
	int rc = 0;

	for (int i = 0; rc == 0 && i < jobs->n; i++)
		rc = fill_row(cx, view_add(page, T_JOB), &jobs->at[i]);
	return rc;
}
