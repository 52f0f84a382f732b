/* post.c -- body, form, csrf, fields */
#include "web/post.h"
#include "base/base.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/pool.h"
#include "http/body.h"
#include "web/web.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

#define URLENCODED "application/x-www-form-urlencoded"

enum {
	C_CSRF
};

static const struct field csrf_field[] = {
	[C_CSRF] = { "csrf", "token", field_token, HASH_HEX, FIELD_OPTIONAL },
	{ 0 },
};

static int check_type(const struct req *rq)
{
	const char *type = req_var(rq, REQ_CONTENT_TYPE);
	size_t n = strlen(URLENCODED);

	if (type && !strncasecmp(type, URLENCODED, n) &&
	    strspn(type + n, "; \t") == strcspn(type + n, "cC"))
		return 0;
	return err(E_UNSUPPORTED, "this form is taken as " URLENCODED);
}

/* The whole body; one without a length grows up to the limit. */
static int read_body(struct ctx *cx, struct buf *to)
{
	struct body b;
	int n = body_open(&b, cx->rq, STDIN_FILENO, FORM_MAX_BYTES);

	while (n >= 0) {
		char *at = buf_room(to, 4096);

		if (!at)
			return to->rc;
		n = body_read(&b, at, 4096);
		if (n <= 0)
			break;
		buf_grew(to, (size_t)n);
	}
	return n;
}

/* The same bytes are taken apart twice: decoding happens in place. */
static int parse(struct ctx *cx, const struct buf *body, struct form *csrf)
{
	char *copy = pool_dup_n(cx->mem, buf_text(body), body->len);
	int rc;

	form_init(csrf, cx->mem, csrf_field);
	rc = form_urlencoded(csrf, copy, body->len);
	if (rc < 0)
		return rc;
	copy = pool_dup_n(cx->mem, buf_text(body), body->len);
	return form_urlencoded(&cx->form, copy, body->len);
}

int post_read(struct ctx *cx, const struct route *route)
{
	_cleanup_(buf_done) struct buf body = { 0 };
	struct form csrf;
	int rc = check_type(cx->rq), checked;

	form_init(&cx->form, cx->mem, route->form);
	if (rc < 0)
		return rc;
	ctx_db_close(cx);
	rc = read_body(cx, &body);
	if (rc == 0)
		rc = parse(cx, &body, &csrf);
	if (rc < 0)
		return rc;
	/* all fields, so that a form that is shown again is filled in */
	checked = form_check(&cx->form);
	cx->problem = checked < 0 ? pool_dup(cx->mem, err_text(checked)) : NULL;
	if (form_check(&csrf) < 0)
		csrf.values[C_CSRF].text = "";
	rc = web_check_csrf(cx, form_text(&csrf, C_CSRF));
	if (rc < 0)
		return rc;
	if (checked < 0)
		return err(checked, "%s", cx->problem);
	return ctx_db_open(cx);
}
