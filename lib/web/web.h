/*
 * web.h -- the skeleton of a CGI program: a table of routes, and web_main()
 *
 *	static const struct route routes[] = {
 *		{ GET, "/auth/login", show },
 *		{ POST, "/auth/login", enter, .form = fields, .again = show },
 *		{ 0 },
 *	};
 *
 * Before a handler runs, its route was found (else 404, or 405 with Allow),
 * the right it needs is there, the query and the form are read and checked,
 * and a form came from a page of this site. A handler replies once, at its
 * end, or returns an E_*, which becomes an error page. Then the database is
 * closed, and only then the first byte is written.
 */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "auth/may.h"
#include "base/err.h"
#include "http/reply.h"
#include "http/req.h"
#include "web/ctx.h"
#include "web/frame.h"

typedef int handler_fn(struct ctx *, const struct req *, struct reply *);

struct route {
	enum method method;  /* GET answers HEAD too */
	const char *pattern; /* one of http/url.h */
	handler_fn *handler;
	enum right right; /* RIGHT_NONE: everybody */
	bool signed_in;	  /* whoever, but somebody */
	const struct field *query;
	const struct field *form; /* a field csrf is read besides */
	/* shows the form again, with cx->problem, after what the person can
	 * mend: E_FIELD, E_DENIED, E_EXISTS, E_LIMIT, E_CSRF and the like */
	handler_fn *again;
	/* reads the body itself, and so calls web_check_csrf() itself */
	bool streams;
};

/*
 * Answer one request. routes: ends with a row whose pattern is NULL.
 *
 * argv is looked at only when no web server started us: then it says what
 * this is.
 *
 * Returns the exit status.
 */
int web_main(int argc, char **argv, const struct route *routes);

/* For routes that stream: the field csrf, when it has arrived. 0 or E_CSRF. */
int web_check_csrf(const struct ctx *, const char *sent);

/* The text of a field of the form, "" when no form was sent. */
const char *web_field(const struct ctx *, int field);

#endif
