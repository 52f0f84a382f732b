/*
 * listing.c -- all jobs of a site: on shelves, filtered, page by page
 *
 * A page is merged from the groups that the filter takes: of each at most as
 * many numbers are read as the page has rows, from the index alone.
 */
#include "job/listing.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "sql/job.sql.h"

#include <stdlib.h>

#define GROUPS_MAX 512

enum job_shelf job_shelf(int state, int class)
{
	if (state == JOB_RUNNING)
		return SHELF_RUNNING;
	if (state == JOB_WAITING)
		return class ? SHELF_AGAIN : SHELF_WAITING;
	if (class == E_CANCELLED)
		return SHELF_CANCELLED;
	return class == E_QUARANTINE ? SHELF_QUARANTINED : SHELF_FAILED;
}

int job_groups(struct db *db, struct job_groups *ret)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	struct job_groups g = { 0 };
	int rc = db_query(db, &st, SQL_JOB_GROUPS);

	g.at = pool_array(db->mem, GROUPS_MAX, sizeof(*g.at));
	while (rc >= 0 && g.n < GROUPS_MAX) {
		struct job_group *at = &g.at[g.n];

		rc = stmt_row(&st, &at->state, &at->kind, &at->class, &at->n);
		if (rc <= 0)
			break;
		at->shelf = job_shelf(at->state, at->class);
		g.n++;
	}
	if (rc < 0)
		return rc;
	*ret = g;
	return 0;
}

bool job_filter_takes(const struct job_filter *f, const struct job_group *g)
{
	return (f->shelf == SHELF_COUNT || f->shelf == (int)g->shelf) &&
	       (!f->kind || str_eq(f->kind, g->kind)) &&
	       (f->class == JOB_ANY_CLASS || f->class == g->class);
}

int64_t job_filter_count(const struct job_groups *groups,
			 const struct job_filter *f)
{
	int64_t n = 0;

	for (int i = 0; i < groups->n; i++)
		if (job_filter_takes(f, &groups->at[i]))
			n += groups->at[i].n;
	return n;
}

static int read_places(struct stmt *st, int most, struct job_place *places)
{
	int n = 0, rc = 0;

	while (n < most) {
		rc = stmt_row(st, &places[n].failed_at, &places[n].id);
		if (rc <= 0)
			break;
		n++;
	}
	return rc < 0 ? rc : n;
}

int job_group_ids(struct db *db, const struct job_group *g,
		  struct job_place *behind, int most, int64_t *ids)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	struct job_place *places =
		pool_array(db->mem, (size_t)most, sizeof(*places));
	int rc = db_query(db, &st, SQL_JOB_GROUP_NEWER, g->state, g->kind,
			  g->class, behind->failed_at, behind->id, most);

	if (rc == 0)
		rc = read_places(&st, most, places);
	for (int i = 0; i < rc; i++)
		ids[i] = places[i].id;
	if (rc > 0)
		*behind = places[rc - 1];
	return rc;
}

/* --- one page ----------------------------------------------------------------
 */

struct gathering {
	struct db *db;
	const struct job_groups *groups;
	const struct job_filter *filter;
	bool back;
	int limit; /* one more than the page has rows */
	struct job_place *places, *room;
	int n;
};

static int by_falling(const void *a, const void *b)
{
	const struct job_place *x = a, *y = b;

	if (x->failed_at != y->failed_at)
		return (y->failed_at > x->failed_at) -
		       (y->failed_at < x->failed_at);
	return (y->id > x->id) - (y->id < x->id);
}

static int by_rising(const void *a, const void *b)
{
	return by_falling(b, a);
}

static struct job_place beyond(const struct gathering *g)
{
	if (g->back)
		return (struct job_place){ -1, 0 };
	return (struct job_place){ INT64_MAX, INT64_MAX };
}

/* What one shelf has beside a place, appended in order until the page is full.
 */
static int take_shelf(struct gathering *g, int shelf,
		      const struct job_place *place)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	int found = 0, wanted = g->limit - g->n;
	int rc = db_query(g->db, &st,
			  g->back ? SQL_JOB_GROUP_NEWER : SQL_JOB_GROUP_OLDER,
			  0, "", 0, 0, 0, 0);

	for (int i = 0; rc >= 0 && i < g->groups->n; i++) {
		const struct job_group *at = &g->groups->at[i];

		if ((int)at->shelf != shelf || !job_filter_takes(g->filter, at))
			continue;
		rc = stmt_again(&st, at->state, at->kind, at->class,
				place->failed_at, place->id, wanted);
		if (rc >= 0)
			rc = read_places(&st, wanted, g->room + found);
		if (rc > 0)
			found += rc;
	}
	if (rc < 0)
		return rc;
	qsort(g->room, (size_t)found, sizeof(*g->room),
	      g->back ? by_rising : by_falling);
	for (int i = 0; i < found && g->n < g->limit; i++)
		g->places[g->n++] = g->room[i];
	return 0;
}

static int take_all(struct gathering *g, const struct job_cursor *c)
{
	int step = g->back ? -1 : 1, rc = 0;
	int first = g->back ? SHELF_COUNT - 1 : 0;
	struct job_place place = beyond(g);

	if (c->set) {
		first = c->shelf;
		place = c->place;
	}
	for (int s = first; rc >= 0 && s >= 0 && s < SHELF_COUNT; s += step) {
		if (g->n == g->limit)
			break;
		rc = take_shelf(g, s, &place);
		place = beyond(g);
	}
	return rc;
}

/* The rows of the numbers, in reading order. */
static int read_page(const struct gathering *g, int n, struct job_page *ret)
{
	struct job_page p = { 0 };

	p.at = pool_array(g->db->mem, (size_t)n + 1, sizeof(*p.at));
	for (; p.n < n; p.n++) {
		int at = g->back ? n - 1 - p.n : p.n;
		int rc = job_by_id(g->db, g->places[at].id, &p.at[p.n]);

		if (rc < 0)
			return rc;
	}
	*ret = p;
	return 0;
}

int job_page(struct db *db, const struct job_groups *groups,
	     const struct job_filter *filter, const struct job_cursor *c,
	     int limit, struct job_page *ret)
{
	struct gathering g = { .db = db,
			       .groups = groups,
			       .filter = filter,
			       .back = c->back,
			       .limit = limit + 1 };
	size_t most = (size_t)g.limit;
	bool more;
	int rc;

	g.places = pool_array(db->mem, most, sizeof(*g.places));
	g.room = pool_array(db->mem, most * (size_t)(groups->n + 1),
			    sizeof(*g.room));
	rc = take_all(&g, c);
	if (rc < 0)
		return rc;
	more = g.n > limit;
	rc = read_page(&g, more ? limit : g.n, ret);
	if (rc < 0)
		return rc;
	ret->older = c->back ? true : more;
	ret->newer = c->back ? more : c->set;
	return 0;
}
