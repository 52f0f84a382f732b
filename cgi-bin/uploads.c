/* uploads.c -- what a person sent in, each with its state */
#include "web/web.h"
#include "base/base.h"
#include "base/str.h"
#include "web/outcome.h"
#include "web/sent.h"
#include "page.tpl.h"
#include "uploads.tpl.h"

#include <inttypes.h>

/* Beside which upload a page of the list begins, by its number; what came of
 * a deed that led here. */
enum {
	Q_OLDER,
	Q_NEWER,
	Q_DONE,
	Q_ENTRY
};
static const struct field query[] = {
	[Q_OLDER] = { "older", "page", field_number, INT64_MAX,
		      FIELD_OPTIONAL },
	[Q_NEWER] = { "newer", "page", field_number, INT64_MAX,
		      FIELD_OPTIONAL },
	[Q_DONE] = { OUTCOME_DONE, "deed", outcome_field, 0, FIELD_OPTIONAL },
	[Q_ENTRY] = { OUTCOME_ENTRY, "entry", field_line, 200, FIELD_OPTIONAL },
	{ 0 },
};

static struct cursor cursor_of(const struct ctx *cx)
{
	int64_t older = form_number(&cx->query, Q_OLDER);
	int64_t newer = form_number(&cx->query, Q_NEWER);

	return (struct cursor){ .id = older ? older : newer,
				.set = older || newer,
				.back = !older && newer };
}

/* One's own, and for moderators everybody's. */
static int find(struct ctx *cx, const struct req *rq, struct user *ret)
{
	int rc = user_by_name(&cx->db, req_part(rq, "user"), ret);

	if (rc < 0 || ret->uid == cx->me.uid ||
	    cx->me.rights & (RIGHT_MODERATE | RIGHT_ADMIN))
		return rc;
	return err(E_DENIED, "only %s sees these uploads", ret->name);
}

static const char *page_link(struct ctx *cx, const char *base, int which,
			     int64_t id)
{
	return url_query(cx->mem, base, query[which].name,
			 pool_fmt(cx->mem, "%" PRId64, id));
}

/* This very page, without what came of a deed. */
static const char *self_link(struct ctx *cx, const char *base)
{
	const struct cursor c = cursor_of(cx);

	return c.set ? page_link(cx, base, c.back ? Q_NEWER : Q_OLDER, c.id)
		     : base;
}

static void fill_pager(struct ctx *cx, struct view *page, const struct tiles *t,
		       const char *base)
{
	struct view *v;

	if (!t->n || (!t->newer && !t->older))
		return;
	v = view_add(page, T_PAGER);
	if (t->newer)
		view_set(view_add(v, T_NEWER), T_NEWER_HREF,
			 page_link(cx, base, Q_NEWER, t->at[0].id));
	if (t->older)
		view_set(view_add(v, T_OLDER), T_OLDER_HREF,
			 page_link(cx, base, Q_OLDER, t->at[t->n - 1].id));
}

static int fill(struct ctx *cx, struct view *page, const struct user *person,
		const char *base)
{
	const struct cursor cursor = cursor_of(cx);
	struct tiles tiles = { 0 };
	int rc = db_snapshot(&cx->db), pending = 0;

	if (rc == 0 && !cursor.set)
		rc = pending = sent_fill_pending(cx, page, person);
	if (rc >= 0)
		rc = media_uploads(&cx->db, person->uid, &cursor,
				   (int)cx->site.set.page_items, &tiles);
	if (rc >= 0)
		rc = sent_fill(cx, page, person, &tiles);
	if (rc < 0)
		return rc;
	if (rc + pending)
		view_add(page, T_UNFINISHED);
	if (!tiles.n && !pending)
		view_add(page, T_EMPTY);
	fill_pager(cx, page, &tiles, base);
	return 0;
}

static int show(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	struct view *page = view_new(cx->mem, T_UPLOADS);
	const char *base, *heading = "My uploads";
	struct user person;
	int rc = find(cx, rq, &person);

	if (rc < 0)
		return rc;
	base = LINK(cx, URL_PANEL, person.name);
	if (!str_eq(person.name, req_part(rq, "user")))
		return reply_redirect(rp, 301, base);
	if (person.uid != cx->me.uid)
		heading = pool_fmt(cx->mem, "Uploads of %s", person.name);
	rc = fill(cx, page, &person, base);
	if (rc < 0)
		return rc;
	ctx_need_token(cx, rp);
	view_set(page, T_HEADING, heading);
	view_set(page, T_SELF_HREF, self_link(cx, base));
	outcome_tell(cx, (enum outcome_word)form_number(&cx->query, Q_DONE),
		     person.name, form_text(&cx->query, Q_ENTRY));
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
