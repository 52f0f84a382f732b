/* media.c -- one picture, video or song, and all that is known of it */
#include "web/web.h"
#include "base/base.h"
#include "base/str.h"
#include "view/format.h"
#include "view/markdown.h"
#include "web/about.h"
#include "web/progress.h"
#include "web/shown.h"
#include "web/stage.h"
#include "media.tpl.h"
#include "page.tpl.h"

#define CARD_TEXT_CHARS 200
#define CARD_WIDTH	1280

static int find(struct ctx *cx, const struct req *rq, struct media *ret)
{
	int rc = media_by_slug(&cx->db, req_part(rq, "user"),
			       req_part(rq, "slug"), ret);

	return rc < 0 ? rc : may(&cx->me, MAY_VIEW, ret);
}

/* The ones before and after it in its owner's gallery. */
static int fill_steps(struct ctx *cx, struct view *page, const struct media *m)
{
	enum visibility least =
		m->uid == cx->me.uid ? VISIBILITY_PRIVATE : VISIBILITY_PUBLIC;
	struct cursor at = { .at = m->published_at, .id = m->id, .set = true };
	struct tiles older = { 0 }, newer = { 0 };
	struct view *v;
	int rc = media_of_person(&cx->db, m->uid, least, &at, 1, &older);

	at.back = true;
	if (rc == 0)
		rc = media_of_person(&cx->db, m->uid, least, &at, 1, &newer);
	if (rc < 0 || (!older.n && !newer.n))
		return rc;
	v = view_add(page, T_STEP);
	if (newer.n)
		view_set(view_add(v, T_STEP_NEWER), T_STEP_NEWER_HREF,
			 LINK(cx, URL_MEDIA, m->owner, newer.at[0].slug));
	if (older.n)
		view_set(view_add(v, T_STEP_OLDER), T_STEP_OLDER_HREF,
			 LINK(cx, URL_MEDIA, m->owner, older.at[0].slug));
	return 0;
}

static void fill_head(struct ctx *cx, struct view *page, const struct media *m)
{
	int64_t at = m->published_at ? m->published_at : m->created_at;
	struct view *v;

	view_set(page, T_TITLE, m->title);
	view_set(page, T_OWNER_NAME, m->owner);
	view_set(page, T_OWNER_HREF, LINK(cx, URL_PERSON, m->owner));
	view_set(page, T_DATE_ISO, format_date_iso(cx->mem, at));
	view_set(page, T_DATE_TEXT, format_date(cx->mem, at));
	if (m->visibility == VISIBILITY_UNLISTED)
		view_add(page, T_UNLISTED);
	if (m->visibility == VISIBILITY_PRIVATE)
		view_add(page, T_PRIVATE);
	if (*m->description)
		view_set(view_add(page, T_DESCRIPTION), T_DESCRIPTION_HTML,
			 markdown_html(cx->mem, m->description));
	if (may(&cx->me, MAY_DELETE, m) < 0)
		return;
	v = view_add(page, T_OWNER);
	if (may(&cx->me, MAY_EDIT, m) == 0)
		view_set(view_add(v, T_EDIT), T_EDIT_HREF,
			 LINK(cx, URL_EDIT, m->owner, m->slug));
	view_set(v, T_DELETE_HREF, LINK(cx, URL_DELETE, m->owner, m->slug));
}

/* What others show of a link to it; needs to know our own address. */
static void fill_card(struct ctx *cx, const struct shown *s)
{
	const struct picture *p = stills_near(&s->stills, CARD_WIDTH);
	const struct media *m = &s->media;
	const char *text =
		markdown_summary(cx->mem, m->description, CARD_TEXT_CHARS);
	struct view *v;

	if (str_empty(cx->site.set.base_url))
		return;
	v = view_add(cx->frame, T_CARD);
	view_set(v, T_CARD_TITLE, m->title);
	view_set(v, T_CARD_TEXT, *text ? text : m->owner);
	view_set(v, T_CARD_HREF,
		 ctx_absolute(cx, LINK(cx, URL_MEDIA, m->owner, m->slug)));
	if (!p)
		return;
	v = view_add(v, T_CARD_PICTURE);
	view_set(v, T_CARD_SRC,
		 ctx_absolute(cx, stills_href(&s->stills, p->path)));
	view_set(v, T_CARD_ALT, *m->alt ? m->alt : m->title);
}

/* What its owner should know of it. */
static int fill_notes(struct ctx *cx, struct view *page, const struct media *m)
{
	const char *rest = NULL;
	int rc;

	if (m->state != MEDIA_PUBLISHED || may(&cx->me, MAY_SEE_STATE, m) < 0)
		return 0;
	if (*m->note)
		view_set(view_add(page, T_NOTE), T_NOTE_TEXT, m->note);
	rc = progress_rest(cx, m->id, &rest);
	if (rest)
		view_set(view_add(page, T_NOTE), T_NOTE_TEXT, rest);
	return rc;
}

static int fill(struct ctx *cx, struct view *page, const struct media *m)
{
	struct shown s;
	int rc = shown_read(cx, m, &s);

	if (rc == 0)
		rc = stage_fill(page, &s);
	if (rc < 0)
		return rc;
	fill_head(cx, page, m);
	about_fill(page, &s);
	rc = fill_notes(cx, page, m);
	if (rc < 0)
		return rc;
	if (m->state == MEDIA_PUBLISHED && m->visibility == VISIBILITY_PUBLIC)
		fill_card(cx, &s);
	else
		view_add(cx->frame, T_NOINDEX);
	return m->published_at ? fill_steps(cx, page, m) : 0;
}

static int show(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	struct view *page = view_new(cx->mem, T_MEDIA);
	struct media m;
	int rc = find(cx, rq, &m);

	if (rc < 0)
		return rc;
	if (!str_eq(m.owner, req_part(rq, "user")))
		return reply_redirect(rp, 301,
				      LINK(cx, URL_MEDIA, m.owner, m.slug));
	rc = fill(cx, page, &m);
	if (rc < 0)
		return rc;
	frame_title(cx, m.title);
	return reply_view(cx, rp, 200, page);
}

static const struct route routes[] = {
	{ GET, "/u/{user}/m/{slug}", show },
	{ 0 },
};

int main(int argc, char **argv)
{
	return web_main(argc, argv, routes);
}
