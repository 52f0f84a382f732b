/* login.c -- a name and a password for a session */
#include "web/web.h"
#include "auth/password.h"
#include "auth/signin.h"
#include "base/str.h"
#include "login.tpl.h"
#include "page.tpl.h"

#define PATH_CHARS 2000

enum {
	F_NAME,
	F_PASSWORD,
	F_NEXT
};
static const struct field form[] = {
	[F_NAME] = { "name", "name", field_line, NAME_MAX_CHARS },
	[F_PASSWORD] = { "password", "password", field_secret,
			 PASSWORD_MAX_CHARS },
	[F_NEXT] = { "next", "next page", field_local, PATH_CHARS,
		     FIELD_OPTIONAL },
	{ 0 },
};

enum {
	Q_NEXT
};
static const struct field query[] = {
	[Q_NEXT] = { "next", "next page", field_local, PATH_CHARS,
		     FIELD_OPTIONAL },
	{ 0 },
};

static int show(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	struct view *page = view_new(cx->mem, T_LOGIN);
	const char *next = web_field(cx, F_NEXT);

	if (rq->method & (GET | HEAD))
		next = form_text(&cx->query, Q_NEXT);
	ctx_need_token(cx, rp);
	frame_title(cx, "Log in");
	view_add(cx->frame, T_NOINDEX);
	view_add(cx->frame, T_AT_LOGIN);
	view_set(page, T_NAME, web_field(cx, F_NAME));
	if (cx->problem)
		view_set(view_add(page, T_ERROR), T_ERROR_TEXT, cx->problem);
	if (*next)
		view_set(view_add(page, T_NEXT), T_NEXT_PATH, next);
	if (str_eq(cx->site.set.registration, "open"))
		view_add(page, T_MAY_REGISTER);
	return reply_view(cx, rp, 200, page);
}

static int enter(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	const struct signin in = {
		.name = web_field(cx, F_NAME),
		.password = web_field(cx, F_PASSWORD),
		.address = req_var(rq, REQ_REMOTE_ADDR),
		.agent = req_var(rq, REQ_USER_AGENT),
		.old_token = cx->token,
	};
	const char *next = web_field(cx, F_NEXT);
	char token[TOKEN_CHARS + 1];
	int rc = signin_password(&cx->db, &in, &cx->me, token);

	if (rc < 0)
		return rc;
	ctx_give_token(cx, rp, token);
	return reply_redirect(rp, 303, *next ? next : LINK(cx, URL_HOME));
}

static const struct route routes[] = {
	{ GET, "/auth/login", show, .query = query },
	{ POST, "/auth/login", enter, .form = form, .again = show },
	{ 0 },
};

int main(int argc, char **argv)
{
	return web_main(argc, argv, routes);
}
