/* edit.c -- what its owner says of a media, and who may see it */
#include "web/web.h"
#include "base/base.h"
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
	F_SHOW_LOCATION
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
	*ret = s.media;
	ret->title = web_field(cx, F_TITLE);
	ret->alt = web_field(cx, F_ALT);
	ret->description = web_field(cx, F_DESCRIPTION);
	ret->visibility = (int)form_number(&cx->form, F_VISIBILITY);
	if (s.may_tell)
		ret->show_place = form_number(&cx->form, F_SHOW_LOCATION);
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
