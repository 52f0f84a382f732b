/*
 * uploads.c -- what a person sent in, each with its state
 *
 * Where a script may run, it keeps the list fresh in its place. Elsewhere the
 * page comes anew by itself only when that was asked for (`live`), since it
 * would close what was opened, and lose the place of who reads.
 */
#include "web/web.h"
#include "base/base.h"
#include "base/str.h"
#include "job/process.h"
#include "view/format.h"
#include "web/flash.h"
#include "web/sent.h"
#include "page.tpl.h"
#include "uploads.tpl.h"

#include <inttypes.h>

#define LIVE_S	  10
#define COUNT_MAX 100000

/* Which list; beside which upload a page of it begins, by its number; whether
 * it comes anew by itself; what came of a deed that led here. */
enum {
	Q_SHOW,
	Q_OLDER,
	Q_NEWER,
	Q_LIVE,
	Q_DONE,
	Q_ENTRY
};

static const struct {
	const char *word, *text, *empty;
} lists[] = {
	[UPLOADS_ALL] = { "", "All", "" },
	[UPLOADS_WORKING] = { "making", "Being made",
			      "Nothing is being made right now" },
	[UPLOADS_TROUBLE] = { "failed", "Failed", "Nothing failed" },
	[UPLOADS_PUBLISHED] = { "published", "Published",
				"Nothing is published yet" },
};

static int field_list(struct pool *mem, const struct field *f, struct value *v)
{
	(void)mem;
	for (size_t i = 0; i < ARRAY_LEN(lists); i++)
		if (str_eq(lists[i].word, v->text)) {
			v->number = (int64_t)i;
			return 0;
		}
	return err(E_FIELD, "There is no such %s.", f->label);
}

static const struct field query[] = {
	[Q_SHOW] = { "show", "list", field_list, 0, FIELD_OPTIONAL },
	[Q_OLDER] = { "older", "page", field_number, INT64_MAX,
		      FIELD_OPTIONAL },
	[Q_NEWER] = { "newer", "page", field_number, INT64_MAX,
		      FIELD_OPTIONAL },
	[Q_LIVE] = { "live", "choice", field_flag, 1, FIELD_OPTIONAL },
	[Q_DONE] = { FLASH_DONE, "deed", flash_field, 0, FIELD_OPTIONAL },
	[Q_ENTRY] = { FLASH_ENTRY, "entry", field_line, 200, FIELD_OPTIONAL },
	{ 0 },
};

struct list {
	struct ctx *cx;
	struct user person;
	enum uploads which;
	struct cursor cursor;
	const char *home; /* the link to the whole list */
	bool live;
};

/* --- links ------------------------------------------------------------------
 */

static const char *list_link(const struct list *l, enum uploads which)
{
	return which == UPLOADS_ALL ? l->home
				    : url_query(l->cx->mem, l->home, "show",
						lists[which].word);
}

static const char *page_link(const struct list *l, int side, int64_t id)
{
	return url_query(l->cx->mem, list_link(l, l->which), query[side].name,
			 pool_fmt(l->cx->mem, "%" PRId64, id));
}

/* This very page, without what came of a deed. */
static const char *self_link(const struct list *l, bool live)
{
	const struct cursor *c = &l->cursor;
	const char *link = list_link(l, l->which);

	if (c->set)
		link = page_link(l, c->back ? Q_NEWER : Q_OLDER, c->id);
	return live ? url_query(l->cx->mem, link, "live", "1") : link;
}

/* --- the page ---------------------------------------------------------------
 */

static void fill_pager(const struct list *l, struct view *page,
		       const struct tiles *t)
{
	struct view *v;

	if (!t->n || (!t->newer && !t->older))
		return;
	v = view_add(page, T_PAGER);
	if (t->newer)
		view_set(view_add(v, T_NEWER), T_NEWER_HREF,
			 page_link(l, Q_NEWER, t->at[0].id));
	if (t->older)
		view_set(view_add(v, T_OLDER), T_OLDER_HREF,
			 page_link(l, Q_OLDER, t->at[t->n - 1].id));
}

/* pending: what arrives just now, and has no row yet. */
static int fill_choices(const struct list *l, struct view *page, int pending)
{
	struct pool *mem = l->cx->mem;
	int64_t n[UPLOADS_N];
	int rc = media_uploads_count(&l->cx->db, l->person.uid, COUNT_MAX, n);

	if (rc < 0)
		return rc;
	n[UPLOADS_ALL] += pending;
	n[UPLOADS_WORKING] += pending;
	if (!n[UPLOADS_ALL])
		return 0;
	page = view_add(page, T_CHOICES);
	if (n[UPLOADS_TROUBLE] > 1)
		view_set(view_add(page, T_RETRIES), T_RETRIES_HREF,
			 LINK(l->cx, URL_RETRIES, l->person.name));
	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		struct view *v = view_add(page, T_CHOICE);

		view_set(v, T_CHOICE_HREF, list_link(l, (enum uploads)i));
		view_set(v, T_CHOICE_TEXT, lists[i].text);
		view_set(v, T_CHOICE_COUNT, format_number(mem, n[i]));
		if (l->which == (enum uploads)i)
			view_add(v, T_CHOICE_HERE);
	}
	return 0;
}

static void fill_empty(const struct list *l, struct view *page)
{
	if (l->which == UPLOADS_ALL && !l->cursor.set)
		view_add(page, T_EMPTY);
	else
		view_set(view_add(page, T_EMPTY_LIST), T_EMPTY_TEXT,
			 l->cursor.set ? "Nothing is left on this page"
				       : lists[l->which].empty);
}

static void fill_live(const struct list *l, struct view *page)
{
	struct view *v = view_add(page, T_UNFINISHED);

	v = view_add(v, l->live ? T_FRESH : T_STALE);
	view_set(v, T_FRESH_HREF, self_link(l, !l->live));
	view_set_number(v, T_FRESH_SECONDS, LIVE_S);
	if (l->live)
		view_set_number(view_add(l->cx->frame, T_LIVE), T_LIVE_SECONDS,
				LIVE_S);
}

/* What arrives now stands at the top of the lists that it belongs to. */
static int fill_pending(const struct list *l, struct view *page, int *ret_rows)
{
	bool shown = !l->cursor.set &&
		     (l->which == UPLOADS_ALL || l->which == UPLOADS_WORKING);
	int n = sent_fill_pending(l->cx, shown ? page : NULL, &l->person);

	*ret_rows = shown && n > 0 ? n : 0;
	return n;
}

/* Who waits is told when nobody works. */
static int fill_idle(const struct list *l, struct view *page)
{
	struct process p;
	int rc = process_worker(&l->cx->db, &p);

	if (rc == 0 && process_is_absent(&p))
		view_add(page, T_IDLE);
	return rc;
}

static int fill(const struct list *l, struct view *page)
{
	struct ctx *cx = l->cx;
	struct tiles tiles = { 0 };
	int rc = db_snapshot(&cx->db), rows = 0;

	if (rc == 0)
		rc = fill_pending(l, page, &rows);
	if (rc >= 0)
		rc = fill_choices(l, page, rc);
	if (rc >= 0)
		rc = media_uploads(&cx->db, l->person.uid, l->which, &l->cursor,
				   (int)cx->site.set.page_items, &tiles);
	if (rc >= 0)
		rc = sent_fill(cx, page, &l->person, &tiles);
	if (rc < 0)
		return rc;
	rows += rc;
	rc = rows ? fill_idle(l, page) : 0;
	if (rows)
		fill_live(l, page);
	if (!tiles.n && !rows)
		fill_empty(l, page);
	fill_pager(l, page, &tiles);
	return rc;
}

/* --- the request ------------------------------------------------------------
 */

static struct cursor cursor_of(const struct form *f)
{
	int64_t older = form_number(f, Q_OLDER);
	int64_t newer = form_number(f, Q_NEWER);

	return (struct cursor){ .id = older ? older : newer,
				.set = older || newer,
				.back = !older && newer };
}

/* One's own, and for moderators everybody's. */
static int find(struct ctx *cx, const struct req *rq, struct user *ret)
{
	int rc = user_by_name(&cx->db, req_part(rq, "user"), ret);

	if (rc < 0 || ret->uid == cx->me.uid ||
	    may(&cx->me, MAY_MODERATE, NULL) == 0)
		return rc;
	return err(E_DENIED, "only %s sees these uploads", ret->name);
}

static int show(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	const struct form *f = &cx->query;
	struct list l = { .cx = cx,
			  .which = (enum uploads)form_number(f, Q_SHOW),
			  .cursor = cursor_of(f),
			  .live = form_number(f, Q_LIVE) };
	struct view *page = view_new(cx->mem, T_UPLOADS);
	const char *heading = "My uploads";
	int rc = find(cx, rq, &l.person);

	if (rc < 0)
		return rc;
	l.home = LINK(cx, URL_PANEL, l.person.name);
	if (!str_eq(l.person.name, req_part(rq, "user")))
		return reply_redirect(rp, 301, l.home);
	if (l.person.uid != cx->me.uid)
		heading = pool_fmt(cx->mem, "Uploads of %s", l.person.name);
	rc = fill(&l, page);
	if (rc < 0)
		return rc;
	ctx_need_token(cx, rp);
	view_set(page, T_HEADING, heading);
	view_set(page, T_SELF_HREF, self_link(&l, l.live));
	flash_tell(cx, (enum flash_word)form_number(f, Q_DONE), l.person.name,
		   form_text(f, Q_ENTRY));
	frame_title(cx, heading);
	frame_script(cx, "refresh.js");
	view_add(cx->frame, T_NOINDEX);
	view_add(cx->frame, T_AT_UPLOADS);
	return reply_view(cx, rp, 200, page);
}

static const struct route routes[] = {
	{ GET, "/u/{user}/panel", show, .signed_in = true, .query = query },
	{ 0 },
};

int main(int argc, char **argv)
{
	return web_main(argc, argv, routes);
}
