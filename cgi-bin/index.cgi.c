/* index.cgi.c -- the home page, and the router of busybox httpd */
#include "web/web.h"
#include "web/router.h"
#include "web/tiles.h"
#include "home.tpl.h"
#include "page.tpl.h"

static int home(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	const struct tiles_look look = { .base = LINK(cx, URL_HOME),
					 .owners = true };
	const struct cursor cursor = tiles_cursor(cx);
	struct view *page = view_new(cx->mem, T_HOME);
	struct tiles tiles = { 0 };
	int rc;

	(void)rq;
	rc = media_newest(&cx->db, &cursor, (int)cx->site.set.page_items,
			  &tiles);
	if (rc == 0 && tiles.n)
		rc = tiles_fill(cx, page, &tiles, &look);
	if (rc < 0)
		return rc;
	if (!tiles.n)
		view_add(view_add(page, T_EMPTY),
			 cx->me.uid ? T_EMPTY_SIGNED_IN : T_EMPTY_SIGNED_OUT);
	view_add(cx->frame, T_AT_HOME);
	frame_script(cx, "storyboard.js");
	return reply_view(cx, rp, 200, page);
}

static const struct route routes[] = {
	{ GET, "/", home, .query = tiles_query },
	{ 0 },
};

int main(int argc, char **argv)
{
	router_exec();
	return web_main(argc, argv, routes);
}
