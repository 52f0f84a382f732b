/* 2005-cookie-pairs.c -- cookies in and out */
#include "tap.h"
#include "base/pool.h"
#include "http/cookie.h"

static struct pool pool;

static const char *get(const char *header)
{
	const char *value = cookie_get(&pool, header, "gremlin");

	return value ? value : "none";
}

int main(void)
{
	is_str(get("gremlin=abc"), "abc", "one cookie");
	is_str(get("a=b; gremlin=abc; c=d"), "abc", "among others");
	is_str(get("a=b;gremlin=\"abc\" "), "abc", "quotes, no blank");
	is_str(get("xgremlin=1; gremlinx=2; gremlin=3"), "3", "the whole name");
	is_str(get("gremlin=1; gremlin=2"), "1", "the first counts");
	is_str(get("a=gremlin=1"), "none", "a value is no name");
	is_str(get("gremlin"), "none", "no value");
	is_str(get("gremlin="), "", "an empty value");
	is_str(get(""), "none", "an empty header");
	is_str(get(NULL), "none", "no header");
	is_str(get(";;; ; gremlin=x;"), "x", "empty pairs");
	is_str(cookie_line(&pool, "gremlin", "abc", 60, 0),
	       "gremlin=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Lax",
	       "a cookie for plain http");
	is_str(cookie_line(&pool, "__Host-gremlin", "", 0, 1),
	       "__Host-gremlin=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; "
	       "Secure",
	       "removing one for https");
	pool_done(&pool);
	return done_testing();
}
