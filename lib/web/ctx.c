/* ctx.c -- open what a request needs, in order, and close it */
#include "web/ctx.h"
#include "auth/token.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "http/cookie.h"
#include "http/reply.h"
#include "model/session.h"
#include "page.tpl.h"
#include "config.h"

#include <string.h>

#define SEEN_EVERY_S (24 * 3600)

int ctx_db_open(struct ctx *cx)
{
	return cx->db.handle ? 0 : db_open(cx->mem, &cx->site, &cx->db);
}

void ctx_db_close(struct ctx *cx)
{
	db_done(&cx->db);
}

/* A token that no session knows is that of a form before signing in. */
static int see_who(struct ctx *cx)
{
	char hash[HASH_HEX + 1];
	struct session s;
	int rc;

	cx->token = token_of(cx->mem, cx->rq, cx->https);
	if (!cx->token)
		return 0;
	token_hash(cx->token, hash);
	rc = session_by_hash(&cx->db, hash, &s);
	if (rc == 0)
		rc = user_by_uid(&cx->db, s.uid, &cx->me);
	if (rc == E_ABSENT)
		return 0;
	cx->session_is_old = rc == 0 && s.idle_s > SEEN_EVERY_S;
	return rc;
}

static int open_site(struct ctx *cx)
{
	enum url_style style = URL_STYLE_AUTO;
	int rc = site_open(cx->mem, NULL, &cx->site);

	if (rc == 0)
		rc = url_style(cx->site.set.urls, &style);
	if (rc < 0)
		return rc;
	urls_init(&cx->urls, cx->rq, style);
	cx->https = req_is_https(cx->rq) ||
		    str_starts(cx->site.set.base_url, "https://");
	return 0;
}

int ctx_open(struct ctx *ret, const struct req *rq)
{
	int rc;

	*ret = (struct ctx){ .mem = rq->mem, .rq = rq, .site.dir = -1 };
	ret->db.room = -1;
	ret->urls.prefix = "";
	ret->frame = view_new(rq->mem, T_PAGE);
	form_init(&ret->form, rq->mem, NULL);
	form_init(&ret->query, rq->mem, NULL);
	rc = open_site(ret);
	if (rc == 0)
		rc = ctx_db_open(ret);
	/* "absent" is the site here, not what was asked for */
	if (rc < 0 && err_http(rc) < 500)
		rc = err(E_CONFIG, "%s", pool_dup(ret->mem, err_text(rc)));
	return rc < 0 ? rc : see_who(ret);
}

static int note_seen(struct ctx *cx)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	char hash[HASH_HEX + 1];
	int rc = ctx_db_open(cx);

	token_hash(cx->token, hash);
	if (rc == 0)
		rc = tx_begin(&cx->db, &tx);
	if (rc == 0)
		rc = session_seen(&cx->db, hash);
	return rc < 0 ? rc : tx_commit(&tx);
}

void ctx_finish(struct ctx *cx)
{
	if (cx->site.dir < 0)
		return;
	if (cx->session_is_old)
		note_seen(cx);
	ctx_db_close(cx);
	db_checkpoint_if_due(cx->mem, &cx->site);
	site_done(&cx->site);
}

void ctx_give_token(struct ctx *cx, struct reply *rp, const char *token)
{
	cx->token = token ? pool_dup(cx->mem, token) : NULL;
	reply_header(rp, "Set-Cookie",
		     cookie_line(cx->mem, token_cookie(cx->https),
				 token ? token : "",
				 token ? SESSION_TOTAL_S : 0, cx->https));
}

void ctx_need_token(struct ctx *cx, struct reply *rp)
{
	char token[TOKEN_CHARS + 1];

	if (cx->token)
		return;
	token_new(token);
	ctx_give_token(cx, rp, token);
}

/* The base URL is that of the whole site, so it ends in the prefix. */
const char *ctx_absolute(struct ctx *cx, const char *link)
{
	const char *base = cx->site.set.base_url;
	size_t n = strlen(base);

	while (n && base[n - 1] == '/')
		n--;
	return pool_fmt(cx->mem, "%.*s%s", (int)n, base,
			link + strlen(cx->urls.prefix));
}

const char *ctx_static(struct ctx *cx, const char *name)
{
	return url_query(cx->mem,
			 url_file(cx->mem, &cx->urls,
				  pool_fmt(cx->mem, "static/%s", name)),
			 "v", PACKAGE_VERSION);
}
