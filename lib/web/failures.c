/* failures.c -- the notice above each page: something of yours failed */
#include "web/failures.h"
#include "base/base.h"
#include "base/pool.h"
#include "http/url.h"
#include "model/media.h"
#include "view/view.h"
#include "web/ctx.h"
#include "page.tpl.h"

#include <ctype.h>

static const char *uploads_text(struct pool *mem, int n)
{
	if (n == 1)
		return "one of your uploads";
	if (n > FAILURES_MAX)
		return "more than a thousand of your uploads";
	return pool_fmt(mem, "%d of your uploads", n);
}

/* n of them, of which so many cannot be shown at all. */
static const char *sentence(struct pool *mem, int n, int failed)
{
	const char *uploads = uploads_text(mem, n);
	char *text;

	if (!failed)
		return pool_fmt(mem, "Not all was made of %s.", uploads);
	text = pool_fmt(mem, "%s failed%s.", uploads,
			failed < n ? ", or not all was made of them" : "");
	text[0] = (char)toupper((unsigned char)text[0]);
	return text;
}

/* Where who puts it away goes on: on this page, if a link leads to it. */
static const char *here(struct ctx *cx)
{
	int at = url_find(cx->rq->path);

	if (at < 0 || !(cx->rq->method & (GET | HEAD)))
		return "";
	return url_again(cx->mem, &cx->urls, (enum url)at, cx->rq);
}

void failures_fill(struct ctx *cx)
{
	int failed, n;
	struct view *v;

	if (!cx->me.uid || !cx->db.handle)
		return;
	n = media_trouble(&cx->db, cx->me.uid, FAILURES_MAX + 1, &failed);
	if (n <= 0)
		return;
	v = view_add(cx->frame, T_FAILURES);
	view_set(v, T_FAILURES_TEXT, sentence(cx->mem, n, failed));
	view_set_number(v, T_FAILURES_COUNT, n);
	view_set(v, T_FAILURES_HREF,
		 url_query(cx->mem, LINK(cx, URL_PANEL, cx->me.name), "show",
			   "failed"));
	view_set(v, T_SEEN_HREF, LINK(cx, URL_SEEN, cx->me.name));
	view_set(v, T_SEEN_NEXT, here(cx));
}
