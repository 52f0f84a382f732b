/* web.c -- from the environment to the last byte of the reply */
#include "web/web.h"
#include "auth/csrf.h"
#include "base/base.h"
#include "base/str.h"
#include "web/oops.h"
#include "web/post.h"
#include "page.tpl.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define UNSAFE (POST | PUT | PATCH | DELETE)

const char *web_field(const struct ctx *cx, int field)
{
	return field < cx->form.count ? form_text(&cx->form, field) : "";
}

int web_check_csrf(const struct ctx *cx, const char *sent)
{
	int rc = csrf_check_origin(cx->rq);

	return rc < 0 ? rc : csrf_check_token(cx->token, sent);
}

/* The route of this path and method; of the path alone where none has both. */
static const struct route *find_route(struct ctx *cx, struct req *rq,
				      const struct route *routes)
{
	enum method method = rq->method == HEAD ? GET : rq->method;
	const char *allow = NULL;

	for (const struct route *r = routes; r->pattern; r++) {
		if (!url_match(r->pattern, rq->path, NULL))
			continue;
		if (r->method == method) {
			url_match(r->pattern, rq->path, rq);
			return r;
		}
		allow = pool_fmt(cx->mem, "%s%s%s%s", allow ? allow : "",
				 allow ? ", " : "", method_name(r->method),
				 r->method == GET ? ", HEAD" : "");
	}
	cx->allow = allow;
	return NULL;
}

static int no_route(const struct ctx *cx)
{
	if (cx->allow)
		return err(E_METHOD, "this page takes %s", cx->allow);
	return err(E_ABSENT, "there is no page at this address");
}

static int check_right(const struct ctx *cx, const struct route *r)
{
	if (!r->signed_in && r->right == RIGHT_NONE)
		return 0;
	if (!cx->me.uid)
		return err(E_SIGNIN, "log in first");
	if (r->right == RIGHT_NONE || cx->me.rights & (r->right | RIGHT_ADMIN))
		return 0;
	return err(E_DENIED, "your account may not do that");
}

static int read_query(struct ctx *cx, const struct route *r)
{
	const char *query = cx->rq->query;
	int rc;

	form_init(&cx->query, cx->mem, r->query);
	if (!r->query)
		return 0;
	rc = form_urlencoded(&cx->query, pool_dup(cx->mem, query),
			     strlen(query));
	return rc < 0 ? rc : form_check(&cx->query);
}

static int prepare(struct ctx *cx, const struct route *r)
{
	int rc = check_right(cx, r);

	if (rc == 0)
		rc = read_query(cx, r);
	if (rc == 0 && r->method & UNSAFE)
		rc = csrf_check_origin(cx->rq);
	if (rc == 0 && r->method & UNSAFE && !r->streams)
		rc = post_read(cx, r);
	return rc;
}

/* What the person who filled in a form can mend by doing so again. */
static int is_theirs(int rc)
{
	return err_http(rc) < 500 && rc != E_SIGNIN && rc != E_GONE &&
	       rc != E_ABSENT;
}

static int show_again(struct ctx *cx, const struct req *rq, struct reply *rp,
		      const struct route *r, int failed)
{
	int rc;

	cx->problem = oops_sentence(cx->mem, failed);
	cx->frame = view_new(cx->mem, T_PAGE);
	reply_clear(rp);
	rc = ctx_db_open(cx);
	if (rc == 0)
		rc = r->again(cx, rq, rp);
	if (rc == 0 && rp->status == 200) {
		rp->status = err_http(failed);
		rp->etag = NULL;
	}
	return rc;
}

static int dispatch(struct ctx *cx, struct req *rq, struct reply *rp,
		    const struct route *routes)
{
	const struct route *r = find_route(cx, rq, routes);
	int rc;

	if (!r)
		return no_route(cx);
	rc = prepare(cx, r);
	if (rc == 0 && !(r->method & UNSAFE))
		rc = db_snapshot(&cx->db);
	if (rc >= 0)
		rc = r->handler(cx, rq, rp);
	if (rc < 0 && r->again && is_theirs(rc))
		rc = show_again(cx, rq, rp, r, rc);
	return rc;
}

/* The pool is full: end this request, never the site. */
static void memory_full(struct pool *mem)
{
	static const char text[] = "Status: 503 Service Unavailable\r\n"
				   "Content-Type: text/plain; charset=utf-8\r\n"
				   "X-Content-Type-Options: nosniff\r\n"
				   "Cache-Control: no-store\r\n"
				   "Retry-After: 30\r\n\r\n";

	(void)mem;
	if (write(STDOUT_FILENO, text, sizeof(text) - 1) < 0)
		_exit(err_exit(E_GONE));
	_exit(err_exit(E_MEMORY));
}

static int usage(int argc, char **argv)
{
	bool help = argc > 1 && str_eq(argv[1], "--help");

	fprintf(help ? stdout : stderr,
		"This is a page of contentgremlin: a CGI program, which a web "
		"server starts.\nSee contrib/busybox and contrib/apache for "
		"how, and `gremlin --help` for what\ncan be done here.\n");
	(void)argv;
	return help ? 0 : err_exit(E_USAGE);
}

static int answer(struct ctx *cx, struct req *rq, struct reply *rp,
		  const struct route *routes)
{
	int rc = ctx_open(cx, rq);

	rp->hsts = cx->site.dir >= 0 &&
		   str_starts(cx->site.set.base_url, "https://");
	if (rc == 0)
		rc = dispatch(cx, rq, rp, routes);
	if (rc == 0)
		rc = rp->rc;
	if (rc == 0)
		rc = rp->body.rc;
	return rc;
}

int web_main(int argc, char **argv, const struct route *routes)
{
	static struct pool mem = { .full = memory_full };
	struct ctx cx = { .mem = &mem, .site.dir = -1, .db.room = -1 };
	struct req rq = { .mem = &mem, .script = "", .path = "" };
	struct reply rp;
	int rc;

	if (!req_is_cgi())
		return usage(argc, argv);
	umask(022); /* a server's own may hide renditions from itself */
	reply_init(&rp, &mem);
	rc = req_from_env(&rq, &mem);
	if (rc == 0)
		rc = answer(&cx, &rq, &rp, routes);
	cx.rq = &rq;
	if (rc < 0)
		oops(&cx, &rp, rc);
	ctx_db_close(&cx);
	/* after logging out, nobody gets it back by the browser's button */
	if (cx.me.uid && !rp.cache && rp.file < 0)
		rp.cache = "no-store";
	reply_not_modified(&rp, &rq);
	rc = reply_send(&rp, &rq, STDOUT_FILENO);
	reply_done(&rp);
	ctx_finish(&cx);
	return rc < 0 ? err_exit(rc) : 0;
}
