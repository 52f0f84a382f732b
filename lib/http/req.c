/* req.c -- the environment of a CGI program, read once and checked */
#include "http/req.h"
#include "base/base.h"
#include "base/err.h"
#include "base/pool.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const var_names[] = {
#define REQ_NAME(name, variable) [REQ_##name] = variable,
	REQ_VARS(REQ_NAME)
#undef REQ_NAME
};

static const struct {
	enum method method;
	const char *name;
} methods[] = {
	{ GET, "GET" },		{ HEAD, "HEAD" },   { POST, "POST" },
	{ PUT, "PUT" },		{ PATCH, "PATCH" }, { DELETE, "DELETE" },
	{ OPTIONS, "OPTIONS" },
};

static enum method method_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(methods); i++)
		if (!strcmp(methods[i].name, name))
			return methods[i].method;
	return METHOD_OTHER;
}

const char *method_name(enum method m)
{
	for (size_t i = 0; i < ARRAY_LEN(methods); i++)
		if (methods[i].method == m)
			return methods[i].name;
	return "?";
}

/* A variable that is absent is "" here; control characters refuse it. */
static int take(const char *variable, const char **ret)
{
	const char *text = getenv(variable);

	if (!text)
		text = "";
	for (const char *p = text; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			return err(E_REQUEST,
				   "%s holds the control character 0x%02x",
				   variable, (unsigned char)*p);
	*ret = text;
	return 0;
}

/* CONTENT_LENGTH = "" / 1*DIGIT (RFC 3875, 4.1.2); 18 digits fit. */
static int take_length(int64_t *ret)
{
	const char *text;
	int64_t n = 0;
	int rc = take("CONTENT_LENGTH", &text);

	if (rc < 0)
		return rc;
	if (!*text) {
		*ret = -1;
		return 0;
	}
	if (strspn(text, "0123456789") != strlen(text) || strlen(text) > 18)
		return err(E_REQUEST,
			   "the length of the body is '%.40s', "
			   "which is not a number",
			   text);
	for (; *text; text++)
		n = n * 10 + (*text - '0');
	*ret = n;
	return 0;
}

static int take_vars(struct req *rq)
{
	for (size_t i = 0; i < REQ_VAR_COUNT; i++) {
		int rc = take(var_names[i], &rq->vars[i]);

		if (rc < 0)
			return rc;
	}
	return 0;
}

/*
 * Some hosts' firewalls pass only GET and POST: a POST may say which method
 * it stands for, and only one of these.
 */
static enum method method_override(const struct req *rq)
{
	const char *name = req_var(rq, REQ_METHOD_OVERRIDE);
	enum method m;

	if (rq->method != POST || !name)
		return rq->method;
	m = method_of(name);
	return m & (PATCH | DELETE | HEAD) ? m : rq->method;
}

int req_from_env(struct req *ret, struct pool *mem)
{
	struct req rq = { .mem = mem };
	const char *method;
	int rc;

	unsetenv("HTTP_PROXY");
	rc = take("REQUEST_METHOD", &method);
	if (rc == 0)
		rc = take("SCRIPT_NAME", &rq.script);
	if (rc == 0)
		rc = take("PATH_INFO", &rq.path);
	if (rc == 0)
		rc = take("QUERY_STRING", &rq.query);
	if (rc == 0)
		rc = take_length(&rq.length_bytes);
	if (rc == 0)
		rc = take_vars(&rq);
	if (rc < 0)
		return rc;
	rq.method = method_of(method);
	rq.method = method_override(&rq);
	*ret = rq;
	return 0;
}

int req_is_cgi(void)
{
	return getenv("GATEWAY_INTERFACE") != NULL;
}

const char *req_var(const struct req *rq, enum req_var which)
{
	const char *text = rq->vars[which];

	return text && *text ? text : NULL;
}

const char *req_part(const struct req *rq, const char *name)
{
	for (int i = 0; i < rq->part_count; i++)
		if (!strcmp(rq->parts[i].name, name))
			return rq->parts[i].text;
	assert(!"the pattern of this route has no such part");
	abort();
}

int req_is_https(const struct req *rq)
{
	const char *text = req_var(rq, REQ_HTTPS);

	return text && strcasecmp(text, "off") != 0;
}

int req_is_busybox(const struct req *rq)
{
	const char *text = req_var(rq, REQ_SERVER_SOFTWARE);

	return text && !strncmp(text, "busybox", 7);
}
