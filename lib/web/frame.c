/* frame.c -- what stands on every page */
#include "web/frame.h"
#include "auth/may.h"
#include "auth/token.h"
#include "base/hash.h"
#include "base/str.h"
#include "http/reply.h"
#include "view/view.h"
#include "web/ctx.h"
#include "web/failures.h"
#include "page.tpl.h"

#define PAGE_BYTES (32 * 1024) /* of most pages: saves growing */

void frame_title(struct ctx *cx, const char *title)
{
	view_set(view_add(cx->frame, T_PAGE), T_PAGE_TITLE, title);
}

void frame_script(struct ctx *cx, const char *name)
{
	view_set(view_add(cx->frame, T_SCRIPT), T_SCRIPT_SRC,
		 ctx_static(cx, name));
}

static void fill_account(struct ctx *cx)
{
	struct view *v;

	if (!cx->me.uid) {
		v = view_add(cx->frame, T_SIGNED_OUT);
		if (str_eq(cx->site.set.registration, "open"))
			view_add(v, T_MAY_REGISTER);
		return;
	}
	v = view_add(cx->frame, T_SIGNED_IN);
	view_set(v, T_USER_NAME, cx->me.name);
	view_set(v, T_USER_HREF, LINK(cx, URL_PERSON, cx->me.name));
	view_set(v, T_LOGOUT_HREF, LINK(cx, URL_LOGOUT));
	view_set(cx->frame, T_UPLOADS_HREF, LINK(cx, URL_PANEL, cx->me.name));
	if (may(&cx->me, MAY_MODERATE, NULL) < 0)
		return;
	v = view_add(v, T_MODERATOR);
	view_set(v, T_JOBS_HREF, LINK(cx, URL_JOBS));
	view_set(v, T_STORAGE_HREF, LINK(cx, URL_STORAGE));
}

static void fill_frame(struct ctx *cx)
{
	struct view *v = cx->frame;
	char csrf[HASH_HEX + 1];

	view_set(v, T_SITE_NAME, cx->site.set.site_name);
	view_set(v, T_HOME_HREF, LINK(cx, URL_HOME));
	view_set(v, T_SUBMIT_HREF, LINK(cx, URL_SUBMIT));
	view_set(v, T_LOGIN_HREF, LINK(cx, URL_LOGIN));
	view_set(v, T_REGISTER_HREF, LINK(cx, URL_REGISTER));
	view_set(v, T_ICON_HREF, ctx_static(cx, "favicon.svg"));
	view_set(v, T_STYLE_HREF, ctx_static(cx, "style.css"));
	if (cx->token) {
		token_csrf(cx->token, csrf);
		view_set(v, T_CSRF, pool_dup(cx->mem, csrf));
	}
	fill_account(cx);
	failures_fill(cx);
}

/* The same bytes have the same tag: 64 bits do, nobody gains by another page
 * with the tag of this one. */
static void set_etag(struct ctx *cx, struct reply *rp)
{
	uint64_t tag = hash_tag(rp->body.at, rp->body.len);
	char hex[2 * sizeof(tag) + 1];

	str_hex((const unsigned char *)&tag, sizeof(tag), hex);
	rp->etag = pool_fmt(cx->mem, "\"%s\"", hex);
}

int reply_view(struct ctx *cx, struct reply *rp, int status, struct view *page)
{
	int rc;

	buf_room(&rp->body, PAGE_BYTES);
	fill_frame(cx);
	view_put(cx->frame, T_BODY, page);
	rc = view_render(cx->frame,
			 site_release_path(cx->mem, &cx->site, "templates"),
			 &rp->body);
	if (rc < 0)
		return rc;
	rp->status = status;
	reply_header(rp, "Content-Type", "text/html; charset=utf-8");
	if (status == 200)
		set_etag(cx, rp);
	return 0;
}
