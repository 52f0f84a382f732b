/*
 * edit.c -- what its owner says of a media, and who may see it
 *
 * The form carries the revision that it was filled in for. Who saves after
 * somebody else did, in another window perhaps, sees both and chooses; the
 * same once more is no conflict.
 */
#include "web/web.h"
#include "base/base.h"
#include "base/hash.h"
#include "base/str.h"
#include "web/moved.h"
#include "web/shown.h"
#include "web/visible.h"
#include "edit.tpl.h"
#include "page.tpl.h"

enum {
	F_TITLE,
	F_ALT,
	F_DESCRIPTION,
	F_VISIBILITY,
	F_SHOW_LOCATION,
	F_REVISION
};
static const struct field form[] = {
	[F_TITLE] = { "title", "title", field_line, TITLE_MAX_CHARS },
	[F_ALT] = { "alt", "alt text", field_line, ALT_MAX_CHARS,
		    FIELD_OPTIONAL },
	[F_DESCRIPTION] = { "description", "description", field_text,
			    DESCRIPTION_MAX_CHARS, FIELD_OPTIONAL },
	[F_VISIBILITY] = { "visibility", "visibility", field_visibility, 0 },
	[F_SHOW_LOCATION] = { "show_location", "place", field_flag, 1,
			      FIELD_OPTIONAL },
	[F_REVISION] = { "revision", "revision", field_token, HASH_HEX,
			 FIELD_OPTIONAL },
	{ 0 },
};

static int find(struct ctx *cx, const struct req *rq, struct shown *ret)
{
	struct media m;
	int rc = media_by_slug(&cx->db, req_part(rq, "user"),
			       req_part(rq, "slug"), &m);

	if (rc == 0)
		rc = may(&cx->me, MAY_EDIT, &m);
	return rc < 0 ? rc : shown_read(cx, &m, ret);
}

/* A number for all that the form changes. */
static const char *revision_of(struct ctx *cx, const struct media *m)
{
	char hex[HASH_HEX + 1];

	hash_text(pool_fmt(cx->mem, "%d %d\n%s\n%s\n%s", m->visibility,
			   m->show_place, m->title, m->alt, m->description),
		  hex);
	return pool_dup(cx->mem, hex);
}

/* The media as the form wants it. */
static struct media changed(const struct ctx *cx, const struct shown *s)
{
	struct media m = s->media;

	m.title = web_field(cx, F_TITLE);
	m.alt = web_field(cx, F_ALT);
	m.description = web_field(cx, F_DESCRIPTION);
	m.visibility = (int)form_number(&cx->form, F_VISIBILITY);
	if (s->may_tell)
		m.show_place = form_number(&cx->form, F_SHOW_LOCATION);
	return m;
}

/* Whether the form was filled in for something else than what is there. */
static bool is_stale(struct ctx *cx, const struct media *now)
{
	const char *revision = web_field(cx, F_REVISION);

	return *revision && !str_eq(revision, revision_of(cx, now));
}

static void fill_theirs(struct view *v, const char *name, const char *theirs,
			const char *typed)
{
	if (str_eq(theirs, typed))
		return;
	v = view_add(v, T_THEIR);
	view_set(v, T_THEIR_NAME, name);
	view_set(v, T_THEIR_VALUE, *theirs ? theirs : "(empty)");
}

/* What is there now, where that is not what was typed. */
static void fill_conflict(struct ctx *cx, struct view *page,
			  const struct media *now)
{
	struct view *v;

	if (!cx->form.count || !is_stale(cx, now))
		return;
	v = view_add(page, T_CONFLICT);
	fill_theirs(v, "Title", now->title, web_field(cx, F_TITLE));
	fill_theirs(v, "Alt text", now->alt, web_field(cx, F_ALT));
	fill_theirs(v, "Description", now->description,
		    web_field(cx, F_DESCRIPTION));
	fill_theirs(v, "Who may see it", visible_word(now->visibility),
		    web_field(cx, F_VISIBILITY));
}

static void fill_values(struct ctx *cx, struct view *page,
			const struct shown *s)
{
	const struct media *m = &s->media;
	bool again = cx->form.count;
	bool place = again ? *web_field(cx, F_SHOW_LOCATION) : m->show_place;

	view_set(page, T_TITLE, again ? web_field(cx, F_TITLE) : m->title);
	view_set(page, T_ALT, again ? web_field(cx, F_ALT) : m->alt);
	view_set(page, T_DESCRIPTION,
		 again ? web_field(cx, F_DESCRIPTION) : m->description);
	visible_mark(page, again ? web_field(cx, F_VISIBILITY)
				 : visible_word(m->visibility));
	if (!s->may_tell)
		return;
	page = view_add(page, T_LOCATION);
	if (place)
		view_add(page, T_LOCATION_SHOWN);
}

static int show(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	struct view *page = view_new(cx->mem, T_EDIT);
	struct shown s;
	int rc = find(cx, rq, &s);
	const struct media *m = &s.media;

	if (rc < 0)
		return rc;
	ctx_need_token(cx, rp);
	frame_title(cx, "Edit");
	view_add(cx->frame, T_NOINDEX);
	fill_values(cx, page, &s);
	fill_conflict(cx, page, m);
	view_set(page, T_REVISION, revision_of(cx, m));
	view_set_number(page, T_TITLE_MAX, TITLE_MAX_CHARS);
	view_set_number(page, T_ALT_MAX, ALT_MAX_CHARS);
	view_set_number(page, T_DESCRIPTION_MAX, DESCRIPTION_MAX_CHARS);
	view_set(page, T_EDIT_HREF, LINK(cx, URL_EDIT, m->owner, m->slug));
	view_set(page, T_MEDIA_HREF, LINK(cx, URL_MEDIA, m->owner, m->slug));
	view_set(page, T_DELETE_HREF, LINK(cx, URL_DELETE, m->owner, m->slug));
	view_set(page, T_SLUG,
		 pool_fmt(cx->mem, "/u/%s/m/%s/", m->owner, m->slug));
	if (cx->problem)
		view_set(view_add(page, T_ERROR), T_ERROR_TEXT, cx->problem);
	return reply_view(cx, rp, 200, page);
}

static int change(struct ctx *cx, const struct req *rq, struct media *ret)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	struct shown s;
	int rc = tx_begin(&cx->db, &tx);

	if (rc == 0)
		rc = find(cx, rq, &s);
	if (rc < 0)
		return rc;
	*ret = changed(cx, &s);
	if (is_stale(cx, &s.media) &&
	    !str_eq(revision_of(cx, ret), revision_of(cx, &s.media)))
		return err(E_EXISTS, "it was changed in another window "
				     "meanwhile. Below stands what you typed: "
				     "save it again to keep it");
	rc = media_edit(&cx->db, ret);
	return rc < 0 ? rc : tx_commit(&tx);
}

static int save(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	struct media m;
	int rc = change(cx, rq, &m);

	if (rc == 0)
		rc = moved(cx, m.id);
	if (rc < 0)
		return rc;
	return reply_redirect(rp, 303, LINK(cx, URL_MEDIA, m.owner, m.slug));
}

static const struct route routes[] = {
	{ GET, "/u/{user}/m/{slug}/edit", show, .signed_in = true },
	{ POST, "/u/{user}/m/{slug}/edit", save, .signed_in = true,
	  .form = form, .again = show },
	{ 0 },
};

int main(int argc, char **argv)
{
	return web_main(argc, argv, routes);
}
