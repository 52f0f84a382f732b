/* register.c -- an account for who asks, where the site is open */
#include "web/web.h"
#include "auth/password.h"
#include "auth/signin.h"
#include "base/base.h"
#include "base/str.h"
#include "page.tpl.h"
#include "register.tpl.h"

enum {
	F_NAME,
	F_PASSWORD
};
static const struct field form[] = {
	[F_NAME] = { "name", "name", field_line, NAME_MAX_CHARS },
	[F_PASSWORD] = { "password", "password", field_secret,
			 PASSWORD_MAX_CHARS },
	{ 0 },
};

static bool is_open(const struct ctx *cx)
{
	return str_eq(cx->site.set.registration, "open");
}

static int show(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	struct view *page = view_new(cx->mem, T_REGISTER), *v;

	(void)rq;
	frame_title(cx, "Register");
	view_add(cx->frame, T_NOINDEX);
	view_add(cx->frame, T_AT_REGISTER);
	if (!is_open(cx)) {
		view_add(page, T_CLOSED);
		return reply_view(cx, rp, 200, page);
	}
	ctx_need_token(cx, rp);
	v = view_add(page, T_OPEN);
	view_set(v, T_NAME, web_field(cx, F_NAME));
	view_set_number(v, T_NAME_MAX, NAME_MAX_CHARS);
	view_set_number(v, T_PASSWORD_MIN, PASSWORD_MIN_CHARS);
	if (cx->problem)
		view_set(view_add(v, T_ERROR), T_ERROR_TEXT, cx->problem);
	return reply_view(cx, rp, 200, page);
}

/* Account, secret and session: all or nothing. */
static int make(struct ctx *cx, const struct signin *in, const char *hash,
		char token[TOKEN_CHARS + 1])
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	const char *fold;
	int64_t uid;
	int rc = name_fold(cx->mem, in->name, &fold);

	if (rc == 0)
		rc = tx_begin(&cx->db, &tx);
	if (rc == 0)
		rc = user_create(&cx->db, in->name, RIGHT_UPLOAD, &uid);
	if (rc == 0)
		rc = secret_replace(&cx->db, fold, PASSWORD_PLUGIN, hash);
	if (rc == 0)
		rc = signin_registered(&cx->db, in->address);
	if (rc == 0)
		rc = signin_begin(&cx->db, uid, in, token);
	return rc < 0 ? rc : tx_commit(&tx);
}

/* What can be refused without hashing; the database is closed after it. */
static int check(struct ctx *cx, const struct signin *in)
{
	const char *fold;
	int rc = is_open(cx) ? name_fold(cx->mem, in->name, &fold)
			     : err(E_DENIED, "this site takes no new accounts "
					     "by itself");

	if (rc == 0)
		rc = name_open(fold);
	if (rc == 0)
		rc = password_fit(in->password, in->name);
	if (rc == 0)
		rc = signin_may_register(&cx->db, in->address);
	ctx_db_close(cx);
	return rc;
}

static int add(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	const struct signin in = {
		.name = web_field(cx, F_NAME),
		.password = web_field(cx, F_PASSWORD),
		.address = req_var(rq, REQ_REMOTE_ADDR),
		.agent = req_var(rq, REQ_USER_AGENT),
		.old_token = cx->token,
	};
	char token[TOKEN_CHARS + 1];
	const char *hash;
	int rc = check(cx, &in);

	if (rc == 0)
		rc = password_hash(cx->mem, &cx->site, in.password, &hash);
	if (rc == 0)
		rc = ctx_db_open(cx);
	if (rc == 0)
		rc = make(cx, &in, hash, token);
	if (rc < 0)
		return rc;
	ctx_give_token(cx, rp, token);
	return reply_redirect(rp, 303, LINK(cx, URL_HOME));
}

static const struct route routes[] = {
	{ GET, "/auth/register", show },
	{ POST, "/auth/register", add, .form = form, .again = show },
	{ 0 },
};

int main(int argc, char **argv)
{
	return web_main(argc, argv, routes);
}
