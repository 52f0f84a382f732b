/*
 * ctx.h -- what one request knows: its memory, its site, who asks
 *
 * The database is open when a handler starts. A handler that waits for
 * anything (a client, a hash) closes it first and opens it again: nobody holds
 * a connection meanwhile. Text that was read lives in the pool, not in it.
 */
#ifndef WEB_CTX_H
#define WEB_CTX_H

#include "base/pool.h"
#include "base/site.h"
#include "db/db.h"
#include "http/form.h"
#include "http/req.h"
#include "http/url.h"
#include "model/user.h"
#include "view/view.h"

#include <stdbool.h>

struct reply;

struct ctx {
	struct pool *mem;
	const struct req *rq;
	struct site site; /* dir -1: not open yet */
	struct db db;	  /* handle NULL: closed */
	struct urls urls;
	bool https;
	struct user me; /* uid 0: nobody is signed in */
	const char
		*token; /* in the cookie, or given with this reply; or NULL */
	bool session_is_old; /* seen too long ago: note it after the reply */

	struct form form;  /* of the body; its fields are those of the route */
	struct form query; /* of the address */
	const char
		*problem;  /* what was wrong with a form shown again; or NULL */
	const char *allow; /* methods of this address, for 405 */

	struct view *frame; /* page.tpl, around the page of the handler */
};

/*
 * Find the site, open its database, see who asks.
 *
 * ret: set up so far as to make an error page also where this fails.
 *
 * Returns 0, or
 *   E_CONFIG  there is no site, or no database in it, or one cannot be read
 *   and what else site_open() and db_open() say
 */
int ctx_open(struct ctx *ret, const struct req *);

/* Close and open the database meanwhile; both may be called twice. */
void ctx_db_close(struct ctx *);
int ctx_db_open(struct ctx *);

/* After the reply: what is nobody's answer, and may fail. */
void ctx_finish(struct ctx *);

/*
 * Have a token, also for who is not signed in, so that a form can be sent:
 * a new one goes into a cookie with this reply.
 */
void ctx_need_token(struct ctx *, struct reply *);

/* Give a token that was made by signing in; NULL takes the cookie away. */
void ctx_give_token(struct ctx *, struct reply *, const char *token);

/* Links: LINK(cx, URL_MEDIA, owner, slug). */
#define LINK(cx, ...) URL((cx)->mem, &(cx)->urls, __VA_ARGS__)

/* A link with the base URL in front, for who is elsewhere. */
const char *ctx_absolute(struct ctx *, const char *link);

/* A file of templates/static, with the version behind it. */
const char *ctx_static(struct ctx *, const char *name);

#endif
