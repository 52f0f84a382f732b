/* 2001-req-env.c -- what a CGI program believes of its environment */
#include "tap.h"
#include "base/err.h"
#include "base/pool.h"
#include "http/req.h"
#include "http/url.h"

static struct pool pool;

static void fresh(const char *method, const char *path)
{
	clearenv();
	setenv("REQUEST_METHOD", method, 1);
	setenv("SCRIPT_NAME", "/cgi-bin/media", 1);
	setenv("PATH_INFO", path, 1);
}

static void plain(void)
{
	struct req rq;

	fresh("GET", "/u/ann/m/dog/");
	setenv("QUERY_STRING", "a=b", 1);
	setenv("HTTP_HOST", "example.org", 1);
	is_int(req_from_env(&rq, &pool), 0, "a request");
	is_int(rq.method, GET, "its method");
	is_str(rq.path, "/u/ann/m/dog/", "its path");
	is_str(rq.query, "a=b", "its query");
	is_int(rq.length_bytes, -1, "no length was given");
	is_str(req_var(&rq, REQ_HOST), "example.org", "its host");
	ok(!req_var(&rq, REQ_COOKIE), "an absent header is NULL");
	ok(url_match("/u/{user}/m/{slug}", rq.path, &rq), "its route");
	is_str(req_part(&rq, "user"), "ann", "a part of the path");
	is_str(req_part(&rq, "slug"), "dog", "another");
}

static void bare(void)
{
	struct req rq;

	clearenv();
	is_int(req_from_env(&rq, &pool), 0, "an empty environment");
	is_int(rq.method, METHOD_OTHER, "has no method");
	is_str(rq.path, "", "has an empty path");
	ok(!req_is_cgi(), "no web server started us");
	setenv("GATEWAY_INTERFACE", "CGI/1.1", 1);
	ok(req_is_cgi(), "a web server started us");
}

static void hostile(void)
{
	struct req rq = { .method = PUT };

	fresh("GET", "/u/ann\r\nSet-Cookie: x=y/");
	is_int(req_from_env(&rq, &pool), E_REQUEST, "a line end in the path");
	is_int(rq.method, PUT, "nothing is filled in then");
	fresh("GET", "/");
	setenv("HTTP_COOKIE", "a=\x7f", 1);
	is_int(req_from_env(&rq, &pool), E_REQUEST, "a delete in a header");
	fresh("GET", "/");
	setenv("HTTP_PROXY", "evil.example", 1);
	is_int(req_from_env(&rq, &pool), 0, "a Proxy header");
	ok(!getenv("HTTP_PROXY"), "does not get further");
}

static void lengths(void)
{
	struct req rq;

	fresh("POST", "/");
	setenv("CONTENT_LENGTH", "12", 1);
	is_int(req_from_env(&rq, &pool), 0, "a length");
	is_int(rq.length_bytes, 12, "is kept");
	setenv("CONTENT_LENGTH", "-1", 1);
	is_int(req_from_env(&rq, &pool), E_REQUEST, "a negative length");
	setenv("CONTENT_LENGTH", "9999999999999999999", 1);
	is_int(req_from_env(&rq, &pool), E_REQUEST, "a length beyond 64 bits");
	setenv("CONTENT_LENGTH", "", 1);
	is_int(req_from_env(&rq, &pool), 0, "an empty length");
	is_int(rq.length_bytes, -1, "is none");
}

static enum method override(const char *method, const char *header)
{
	struct req rq;

	fresh(method, "/");
	setenv("HTTP_X_HTTP_METHOD_OVERRIDE", header, 1);
	return req_from_env(&rq, &pool) == 0 ? rq.method : METHOD_OTHER;
}

static void overrides(void)
{
	is_int(override("POST", "PATCH"), PATCH, "POST may stand for PATCH");
	is_int(override("POST", "DELETE"), DELETE, "and for DELETE");
	is_int(override("POST", "GET"), POST, "not for GET");
	is_int(override("GET", "DELETE"), GET, "GET stands for itself");
}

static int https(const char *text)
{
	struct req rq;

	fresh("GET", "/");
	setenv("HTTPS", text, 1);
	return req_from_env(&rq, &pool) == 0 && req_is_https(&rq);
}

int main(void)
{
	plain();
	bare();
	hostile();
	lengths();
	overrides();
	ok(https("on"), "https");
	ok(!https("off"), "https off, as IIS says it");
	ok(!https(""), "no https");
	is_str(method_name(PATCH), "PATCH", "the name of a method");
	pool_done(&pool);
	return done_testing();
}
