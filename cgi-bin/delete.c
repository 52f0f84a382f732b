/* delete.c -- take a media away for good, after asking */
#include "web/web.h"
#include "base/base.h"
#include "base/str.h"
#include "job/job.h"
#include "media/maker.h"
#include "view/format.h"
#include "web/moved.h"
#include "web/original.h"
#include "web/flash.h"
#include "web/shown.h"
#include "delete.tpl.h"
#include "page.tpl.h"

static int find(struct ctx *cx, const struct req *rq, struct media *ret)
{
	int rc = media_by_slug(&cx->db, req_part(rq, "user"),
			       req_part(rq, "slug"), ret);

	return rc < 0 ? rc : may(&cx->me, MAY_DELETE, ret);
}

static void fill_renditions(struct view *page, const struct shown *s,
			    const struct file *raw)
{
	struct pool *mem = s->cx->mem;
	int n = s->file_count - !!raw;
	int64_t bytes = raw ? -raw->bytes : 0;

	for (int i = 0; i < s->file_count; i++)
		bytes += s->files[i].bytes;
	if (n > 0)
		view_set(view_add(page, T_RENDITIONS), T_RENDITIONS_INFO,
			 pool_fmt(mem, "%s, %s", format_count(mem, n, "file"),
				  format_bytes(mem, bytes)));
}

static void fill_picture(struct view *page, const struct shown *s)
{
	const struct picture *p = stills_smallest(&s->stills);

	if (!p)
		return;
	page = view_add(page, T_PICTURE);
	view_set(page, T_PICTURE_SRC, stills_href(&s->stills, p->path));
	view_set_number(page, T_PICTURE_WIDTH, p->width);
	view_set_number(page, T_PICTURE_HEIGHT, p->height);
	view_set(page, T_PICTURE_ALT,
		 *s->media.alt ? s->media.alt : s->media.title);
}

static int fill(struct ctx *cx, struct view *page, const struct shown *s)
{
	const struct media *m = &s->media;
	const struct file *raw = file_find(s->files, s->file_count, FILE_RAW);
	const char *name;
	int rc = original_name(s, &name);

	if (rc < 0)
		return rc;
	view_set(page, T_TITLE, m->title);
	view_set(page, T_MEDIA_HREF, LINK(cx, URL_MEDIA, m->owner, m->slug));
	view_set(page, T_DELETE_HREF, LINK(cx, URL_DELETE, m->owner, m->slug));
	view_set(page, T_ORIGINAL_INFO,
		 pool_fmt(cx->mem, "%s, %s", name,
			  format_bytes(cx->mem, raw ? raw->bytes : 0)));
	fill_renditions(page, s, raw);
	fill_picture(page, s);
	if (job_is_busy(&cx->db, MEDIA_MAKER, m->id))
		view_add(page, T_RUNNING);
	return 0;
}

static int ask(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	struct view *page = view_new(cx->mem, T_DELETE);
	struct shown s;
	struct media m;
	int rc = find(cx, rq, &m);

	if (rc == 0)
		rc = shown_read(cx, &m, &s);
	if (rc == 0)
		rc = fill(cx, page, &s);
	if (rc < 0)
		return rc;
	ctx_need_token(cx, rp);
	frame_title(cx, "Delete");
	view_add(cx->frame, T_NOINDEX);
	return reply_view(cx, rp, 200, page);
}

static int take_away(struct ctx *cx, const struct req *rq, struct media *ret)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	int rc = tx_begin(&cx->db, &tx);

	if (rc == 0)
		rc = find(cx, rq, ret);
	if (rc == 0)
		rc = media_remove(&cx->db, ret->id);
	return rc < 0 ? rc : tx_commit(&tx);
}

/* Who presses twice is not told of an error, nor that it is gone while its
 * files are still there: the first time may have been cut off. */
static int take_rest(struct ctx *cx, const struct req *rq)
{
	int64_t media;
	int rc = media_going(&cx->db, cx->me.uid, req_part(rq, "slug"), &media);

	if (rc < 0)
		return rc == E_ABSENT ? 0 : rc;
	return moved(cx, media);
}

static int confirm(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	struct media m = { .owner = cx->me.name };
	int rc = take_away(cx, rq, &m);

	if (rc == 0)
		rc = moved(cx, m.id);
	else if (rc == E_ABSENT && str_eq(req_part(rq, "user"), m.owner))
		rc = take_rest(cx, rq);
	if (rc < 0)
		return rc;
	return reply_redirect(rp, 303,
			      flash_link(cx, LINK(cx, URL_PANEL, m.owner),
					 FLASH_DELETED, ""));
}

static const struct route routes[] = {
	{ GET, "/u/{user}/m/{slug}/confirm-delete", ask, .signed_in = true },
	{ POST, "/u/{user}/m/{slug}/confirm-delete", confirm,
	  .signed_in = true },
	{ 0 },
};

int main(int argc, char **argv)
{
	return web_main(argc, argv, routes);
}
