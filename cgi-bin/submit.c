/* submit.c -- files for the site: the form, and what it brings */
#include "web/web.h"
#include "base/rand.h"
#include "view/format.h"
#include "web/intake.h"
#include "web/visible.h"
#include "page.tpl.h"
#include "submit.tpl.h"

/* Each form that is shown has a nonce of its own, also one shown again: what
 * it brought before is in, and what is chosen now is something else. */
static struct view *form_view(struct ctx *cx, struct reply *rp)
{
	struct view *page = view_new(cx->mem, T_SUBMIT);
	int64_t max_bytes = cx->site.set.upload_bytes;
	char nonce[RAND_KEY_CHARS + 1];

	rand_key(nonce);
	ctx_need_token(cx, rp);
	frame_title(cx, "Upload");
	frame_script(cx, "upload.js");
	view_add(cx->frame, T_NOINDEX);
	view_add(cx->frame, T_AT_SUBMIT);
	view_set(page, T_NONCE, pool_dup(cx->mem, nonce));
	view_set(page, T_TITLE, web_field(cx, IN_TITLE));
	view_set(page, T_ALT, web_field(cx, IN_ALT));
	view_set(page, T_DESCRIPTION, web_field(cx, IN_DESCRIPTION));
	visible_mark(page, web_field(cx, IN_VISIBILITY));
	view_set_number(page, T_TITLE_MAX, TITLE_MAX_CHARS);
	view_set_number(page, T_ALT_MAX, ALT_MAX_CHARS);
	view_set_number(page, T_DESCRIPTION_MAX, DESCRIPTION_MAX_CHARS);
	view_set_number(page, T_MAX_BYTES, max_bytes);
	view_set(page, T_MAX_TEXT, format_limit(cx->mem, max_bytes));
	return page;
}

static int show(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	struct view *page = form_view(cx, rp);

	(void)rq;
	/* who comes back to it finds the same nonce, so that the same file
	 * sent again is the same entry */
	rp->cache = "private, no-cache";
	if (cx->problem)
		view_set(view_add(page, T_ERROR), T_ERROR_TEXT, cx->problem);
	return reply_view(cx, rp, 200, page);
}

/* Some of several files are in, others are not: which, and why. */
static int tell(struct ctx *cx, struct reply *rp, const struct intake *in)
{
	struct view *page = form_view(cx, rp), *error, *v;

	error = view_add(page, T_ERROR);
	view_set(error, T_ERROR_TEXT, "Not everything could be taken.");
	for (int i = 0; i < in->n; i++) {
		const struct intake_file *f = &in->files[i];

		v = view_add(error, T_ERROR_FILE);
		view_set(v, T_ERROR_FILE_NAME,
			 *f->name ? f->name : "What followed");
		view_set(v, T_ERROR_FILE_TEXT, f->rc ? f->why : "It is in.");
	}
	return reply_view(cx, rp, err_http(E_FIELD), page);
}

static int tell_parked(struct ctx *cx, struct reply *rp, int n)
{
	struct view *page = form_view(cx, rp);
	const char *text = pool_fmt(cx->mem,
				    "%s received: it appears when the "
				    "maintenance of this site ends.",
				    format_count(cx->mem, n, "file"));

	view_set(view_add(cx->frame, T_BANNER), T_BANNER_TEXT, text);
	return reply_view(cx, rp, 202, page);
}

static int take(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	struct intake in = { 0 };
	int rc = intake_read(cx, &in);

	(void)rq;
	if (rc < 0)
		return rc;
	if (in.n == 1 && !in.in)
		return err(in.files[0].rc, "%s", in.files[0].why);
	if (in.in < in.n)
		return tell(cx, rp, &in);
	if (in.parked)
		return tell_parked(cx, rp, in.parked);
	return reply_redirect(rp, 303, LINK(cx, URL_PANEL, cx->me.name));
}

static const struct route routes[] = {
	{ GET, "/submit", show, .right = RIGHT_UPLOAD },
	{ POST, "/submit", take, .right = RIGHT_UPLOAD, .again = show,
	  .streams = true },
	{ 0 },
};

int main(int argc, char **argv)
{
	return web_main(argc, argv, routes);
}
