/* oops.c -- one row for each E_* */
#include "web/oops.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "http/reply.h"
#include "web/ctx.h"
#include "web/frame.h"
#include "error.tpl.h"
#include "page.tpl.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define OURS "Something went wrong on this site"
#define TELL                                                                   \
	"Try again in a few minutes. If it stays, tell who runs this site: "   \
	"the reason is in the log of the web server."
#define FORM   "Go back, correct it, and send it again."
#define MOMENT "Try again in a moment. Nothing was lost."

static const struct {
	int rc;
	const char *title, *advice;
} rows[] = {
	{ E_BUG, OURS, TELL },
	{ E_IO, OURS, TELL },
	{ E_SPACE, "The disk of this site is full",
	  "Nothing was kept. Tell who runs this site; what is here is safe." },
	{ E_MEMORY, "This site is out of memory", MOMENT },
	{ E_ABSENT, "There is no such page",
	  "Check the address, or begin on the home page." },
	{ E_EXISTS, "That exists already", FORM },
	{ E_DENIED, "You may not do that",
	  "Log in with another account that may, or ask who runs this site." },
	{ E_SIGNIN, "Log in first", "Log in, and send it again." },
	{ E_REQUEST, "The request is malformed",
	  "If a link on this site led here, tell who runs it." },
	{ E_FIELD, "Something in the form is not right", FORM },
	{ E_METHOD, "This page does not take that",
	  "Open the page, and use what stands on it." },
	{ E_LARGE, "That is too large", "Send something smaller." },
	{ E_LENGTH, "The length of the file is missing",
	  "Use a browser, or send Content-Length." },
	{ E_TIMEOUT, "That took too long",
	  "Check the connection, and send it again." },
	{ E_CSRF, "The form did not come from this site",
	  "Go back, load the page again, and send it again." },
	{ E_BUSY, "This site is busy", MOMENT },
	{ E_MOVING, "Not everything is done yet",
	  "The site goes on by itself. Until then files may still be seen by "
	  "whoever could see them before; its admin finds the reason in the "
	  "log." },
	{ E_FROZEN, "This site is being upgraded",
	  "It takes a minute or two. Looking around works meanwhile." },
	{ E_NEWER, "This site is being upgraded", MOMENT },
	{ E_CORRUPT, OURS, TELL },
	{ E_CONFIG, OURS, TELL },
	{ E_LIMIT, "Too many tries", "Wait, and try again." },
	{ E_RANGE, "That part of the file does not exist",
	  "Load the file from its beginning." },
	{ E_FORMAT, OURS, TELL },
	{ E_GONE, "The connection broke off",
	  "Send it again; what arrived only in part was not kept." },
	{ E_ACCESS, OURS, TELL },
	{ E_USAGE, "The request is malformed",
	  "If a link on this site led here, tell who runs it." },
	{ E_OWNER, OURS, TELL },
	{ E_UNSUPPORTED, "This site cannot use that kind of file",
	  "Convert it to a common format, such as JPEG, MP4 or MP3." },
	{ E_DAMAGED, "The file is damaged", "Send it again, or another copy." },
	{ E_TOOL, OURS, TELL },
	{ E_HUNG, OURS, TELL },
	{ E_OOM, OURS, TELL },
	{ E_LOST, OURS, TELL },
	{ E_STOPPED, OURS, TELL },
	{ E_REFUSED, OURS, TELL },
	{ E_CANCELLED, "It was cancelled", "Try again, where you sent it." },
	{ E_QUARANTINE, OURS, TELL },
	{ E_EMPTY, "The file is empty", "Choose another file." },
};

const char *oops_title(int rc)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (rows[i].rc == rc)
			return rows[i].title;
	return NULL;
}

const char *oops_advice(int rc)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (rows[i].rc == rc)
			return rows[i].advice;
	return NULL;
}

const char *oops_sentence(struct pool *mem, int rc)
{
	const char *text =
		err_http(rc) < 500 ? err_text(rc) : err_class_text(rc);
	size_t n = strlen(text);
	bool ended = n && strchr(".!?", text[n - 1]);
	char *s = pool_fmt(mem, "%s%s", text, ended ? "" : ".");

	s[0] = (char)toupper((unsigned char)s[0]);
	return s;
}

static int page(struct ctx *cx, struct reply *rp, int rc, const char *text)
{
	struct view *v = view_new(cx->mem, T_ERROR);
	struct view *link;

	frame_title(cx, oops_title(rc));
	view_add(cx->frame, T_NOINDEX);
	view_set(v, T_ERROR_TITLE, oops_title(rc));
	view_set(v, T_ERROR_TEXT, text);
	view_set(view_add(v, T_ADVICE), T_ADVICE_TEXT, oops_advice(rc));
	view_set_number(v, T_ERROR_STATUS, err_http(rc));
	if (!cx->me.uid && (rc == E_SIGNIN || rc == E_ABSENT)) {
		link = view_add(v, T_LINK);
		view_set(link, T_LINK_HREF, LINK(cx, URL_LOGIN));
		view_set(link, T_LINK_TEXT, "Log in");
	}
	return reply_view(cx, rp, err_http(rc), v);
}

static void log_ours(const struct ctx *cx, int rc, const char *text)
{
	if (err_http(rc) >= 500)
		fprintf(stderr, "contentgremlin: %s%s: %s\n", cx->rq->script,
			cx->rq->path, text);
}

/* Where to go on after signing in. */
static void to_signin(struct ctx *cx, struct reply *rp)
{
	int at = url_find(cx->rq->path);
	const char *link = LINK(cx, URL_LOGIN);

	if (at >= 0)
		link = url_query(cx->mem, link, "next",
				 url_again(cx->mem, &cx->urls, at, cx->rq));
	reply_redirect(rp, 303, link);
}

void oops(struct ctx *cx, struct reply *rp, int rc)
{
	const char *text = pool_dup(cx->mem, err_text(rc));
	const char *shown = oops_sentence(cx->mem, rc);

	log_ours(cx, rc, text);
	reply_clear(rp);
	cx->frame = view_new(cx->mem, T_PAGE);
	if (cx->allow && rc == E_METHOD)
		reply_header(rp, "Allow", cx->allow);
	if (err_http(rc) == 503 || err_http(rc) == 429)
		reply_header(rp, "Retry-After", "30");
	if (rc == E_SIGNIN && cx->rq->method & (GET | HEAD)) {
		to_signin(cx, rp);
		return;
	}
	if (cx->site.dir >= 0 && page(cx, rp, rc, shown) == 0)
		return;
	log_ours(cx, rc, err_text(rc));
	buf_clear(&rp->body);
	reply_text(rp, err_http(rc),
		   pool_fmt(cx->mem, "%s. %s %s\n", oops_title(rc), shown,
			    oops_advice(rc)));
}
