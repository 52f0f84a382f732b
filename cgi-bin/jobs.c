/* jobs.c -- all jobs, for who moderates: what is wrong, and what to press */
#include "web/web.h"
#include "base/base.h"
#include "base/str.h"
#include "view/format.h"
#include "web/desk.h"
#include "web/jobcharts.h"
#include "web/jobdeed.h"
#include "web/jobfilter.h"
#include "web/jobrows.h"
#include "jobs-all.tpl.h"
#include "jobs.tpl.h"
#include "page.tpl.h"

#include <inttypes.h>

#define PAGE_JOBS 30
#define FRESH_S	  10

/* Beside which job a page begins, and what was done before it. */
enum {
	Q_SHELF = JOBS_FIELDS,
	Q_WHEN,
	Q_OLDER,
	Q_NEWER,
	Q_DID,
	Q_COUNT,
	Q_LEFT
};
static const struct field query[] = {
	JOBFILTER_FIELDS,
	[Q_SHELF] = { "at", "page", field_number, SHELF_COUNT - 1,
		      FIELD_OPTIONAL },
	[Q_WHEN] = { "when", "page", field_number, INT64_MAX, FIELD_OPTIONAL },
	[Q_OLDER] = { "older", "page", field_number, INT64_MAX,
		      FIELD_OPTIONAL },
	[Q_NEWER] = { "newer", "page", field_number, INT64_MAX,
		      FIELD_OPTIONAL },
	[Q_DID] = { "did", "deed", field_token, 16, FIELD_OPTIONAL },
	[Q_COUNT] = { "n", "number", field_number, INT64_MAX, FIELD_OPTIONAL },
	[Q_LEFT] = { "left", "number", field_number, INT64_MAX,
		     FIELD_OPTIONAL },
	{ 0 },
};

enum {
	F_DEED = JOBS_FIELDS,
	F_JOB
};
static const struct field form[] = {
	JOBFILTER_FIELDS,
	[F_DEED] = { "deed", "deed", field_token, 16 },
	[F_JOB] = { "job", "job", field_numbers, INT64_MAX,
		    FIELD_OPTIONAL | FIELD_MANY },
	{ 0 },
};

/* --- the list ------------------------------------------------------------- */

static struct job_cursor cursor_of(const struct ctx *cx)
{
	int64_t older = form_number(&cx->query, Q_OLDER);
	int64_t newer = form_number(&cx->query, Q_NEWER);

	return (struct job_cursor){
		.shelf = (int)form_number(&cx->query, Q_SHELF),
		.place = { form_number(&cx->query, Q_WHEN),
			   older ? older : newer },
		.set = older || newer,
		.back = !older && newer,
	};
}

static const char *page_link(struct ctx *cx, const struct jobfilter *jf,
			     int which, const struct job *j)
{
	const char *link = jobfilter_link(cx, URL_JOBS, jf);
	enum job_shelf shelf = job_shelf(j->state, j->class);

	link = url_query(cx->mem, link, query[Q_SHELF].name,
			 pool_fmt(cx->mem, "%d", (int)shelf));
	link = url_query(cx->mem, link, query[Q_WHEN].name,
			 pool_fmt(cx->mem, "%" PRId64, j->failed_at));
	return url_query(cx->mem, link, query[which].name,
			 pool_fmt(cx->mem, "%" PRId64, j->id));
}

static void fill_pager(struct ctx *cx, struct view *page,
		       const struct jobfilter *jf, const struct job_page *jobs)
{
	struct view *v;

	if (!jobs->n || (!jobs->newer && !jobs->older))
		return;
	v = view_add(page, T_PAGER);
	if (jobs->newer)
		view_set(view_add(v, T_NEWER), T_NEWER_HREF,
			 page_link(cx, jf, Q_NEWER, &jobs->at[0]));
	if (jobs->older)
		view_set(view_add(v, T_OLDER), T_OLDER_HREF,
			 page_link(cx, jf, Q_OLDER, &jobs->at[jobs->n - 1]));
}

static void fill_fresh(struct ctx *cx, struct view *page, struct reply *rp,
		       const struct jobfilter *jf)
{
	struct jobfilter other = *jf;
	struct view *v = view_add(page, jf->fresh ? T_FRESH : T_STALE);
	const char *link;

	other.fresh = !jf->fresh;
	view_set(v, T_FRESH_HREF, jobfilter_link(cx, URL_JOBS, &other));
	view_set_number(v, T_FRESH_SECONDS, FRESH_S);
	if (!jf->fresh)
		return;
	/* what was said once is not said again */
	link = *form_text(&cx->query, Q_DID) ? jobfilter_link(cx, URL_JOBS, jf)
					     : NULL;
	reply_header(rp, "Refresh",
		     pool_fmt(cx->mem, "%d%s%s", FRESH_S, link ? "; url=" : "",
			      link ? link : ""));
}

static void fill_done(struct ctx *cx, struct view *page)
{
	const struct jobdeed *d = jobdeed_find(form_text(&cx->query, Q_DID));

	if (d)
		view_set(view_add(page, T_DONE), T_DONE_TEXT,
			 jobdeed_said(cx->mem, d,
				      form_number(&cx->query, Q_COUNT),
				      form_number(&cx->query, Q_LEFT)));
}

static int fill_list(struct ctx *cx, struct view *page,
		     const struct job_groups *groups,
		     const struct jobfilter *jf)
{
	const struct job_cursor cursor = cursor_of(cx);
	struct job_page jobs;
	struct view *list;
	int rc =
		job_page(&cx->db, groups, &jf->jobs, &cursor, PAGE_JOBS, &jobs);

	if (rc < 0)
		return rc;
	if (!jobs.n) {
		view_add(page, T_EMPTY);
		return 0;
	}
	list = view_add(page, T_LIST);
	jobfilter_carry(list, jf);
	jobdeed_fill(cx, list, groups, jf);
	fill_pager(cx, page, jf, &jobs);
	return jobrows_fill(cx, list, &jobs);
}

static int fill(struct ctx *cx, struct view *page, const struct jobfilter *jf)
{
	struct job_groups groups;
	int rc = desk_fill(cx, page);

	if (rc == 0)
		rc = job_groups(&cx->db, &groups);
	if (rc < 0)
		return rc;
	jobfilter_fill(cx, page, &groups, jf);
	fill_done(cx, page);
	rc = fill_list(cx, page, &groups, jf);
	return rc < 0 ? rc : jobcharts_fill(cx, page, &groups);
}

static int show(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	struct view *page = view_new(cx->mem, T_JOBS);
	struct jobfilter jf;
	int rc = jobfilter_read(&cx->query, &jf);

	(void)rq;
	if (rc == 0)
		rc = fill(cx, page, &jf);
	if (rc < 0)
		return rc;
	view_set(page, T_JOBS_HREF, LINK(cx, URL_JOBS));
	fill_fresh(cx, page, rp, &jf);
	frame_title(cx, "Jobs");
	frame_script(cx, "rows.js");
	view_add(cx->frame, T_NOINDEX);
	view_add(cx->frame, T_AT_JOBS);
	return reply_view(cx, rp, 200, page);
}

/* --- deeds ------------------------------------------------------------------
 */

/* Back to where one was, which says what became of it. */
static int tell(struct ctx *cx, struct reply *rp, const struct jobfilter *jf,
		const struct jobdeed *d, const struct jobdeed_done *done)
{
	const char *link = jobfilter_link(cx, URL_JOBS, jf);

	link = url_query(cx->mem, link, query[Q_DID].name, d->word);
	link = url_query(cx->mem, link, query[Q_COUNT].name,
			 pool_fmt(cx->mem, "%" PRId64, done->n));
	if (done->left)
		link = url_query(cx->mem, link, query[Q_LEFT].name,
				 pool_fmt(cx->mem, "%" PRId64, done->left));
	return reply_redirect(rp, 303, link);
}

static int read_deed(const struct form *f, int field, struct jobfilter *ret,
		     const struct jobdeed **ret_deed)
{
	*ret_deed = jobdeed_find(form_text(f, field));
	if (!*ret_deed)
		return err(E_FIELD, "There is no such deed.");
	return jobfilter_read(f, ret);
}

static int act(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	struct jobdeed_done done = { 0 };
	const struct jobdeed *d;
	struct jobfilter jf;
	int rc = read_deed(&cx->form, F_DEED, &jf, &d);

	(void)rq;
	if (rc == 0)
		rc = jobdeed_some(cx, d, web_field(cx, F_JOB), &done);
	return rc < 0 ? rc : tell(cx, rp, &jf, d, &done);
}

static int ask_all(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	struct view *page = view_new(cx->mem, T_JOBS_ALL);
	struct job_groups groups;
	const struct jobdeed *d;
	struct jobfilter jf;
	int rc = read_deed(&cx->query, F_DEED, &jf, &d);

	(void)rq;
	if (rc == 0)
		rc = job_groups(&cx->db, &groups);
	if (rc < 0)
		return rc;
	jobdeed_ask(cx, page, &groups, &jf, d);
	frame_title(cx, d->button);
	view_add(cx->frame, T_NOINDEX);
	view_add(cx->frame, T_AT_JOBS);
	return reply_view(cx, rp, 200, page);
}

static int act_all(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	struct jobdeed_done done = { 0 };
	const struct jobdeed *d;
	struct jobfilter jf;
	int rc = read_deed(&cx->form, F_DEED, &jf, &d);

	(void)rq;
	if (rc == 0)
		rc = jobdeed_all(cx, d, &jf.jobs, &done);
	return rc < 0 ? rc : tell(cx, rp, &jf, d, &done);
}

static const struct route routes[] = {
	{ GET, "/mod/jobs", show, .right = RIGHT_MODERATE, .query = query },
	{ POST, "/mod/jobs", act, .right = RIGHT_MODERATE, .form = form },
	{ GET, "/mod/jobs/all", ask_all, .right = RIGHT_MODERATE,
	  .query = form },
	{ POST, "/mod/jobs/all", act_all, .right = RIGHT_MODERATE,
	  .form = form },
	{ 0 },
};

int main(int argc, char **argv)
{
	return web_main(argc, argv, routes);
}
