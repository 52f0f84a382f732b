/* 3002-token-csrf.c -- cookies that sign in, and forms that are ours */
#include "tap.h"
#include "auth/csrf.h"
#include "auth/token.h"
#include "base/err.h"
#include "base/pool.h"
#include "http/req.h"

static struct pool pool;

static void tokens(void)
{
	char one[TOKEN_CHARS + 1], two[TOKEN_CHARS + 1];
	char hash[HASH_HEX + 1], csrf[HASH_HEX + 1];
	struct req rq = { .mem = &pool };

	token_new(one);
	token_new(two);
	is_int(strlen(one), TOKEN_CHARS, "a token");
	ok(strcmp(one, two) != 0, "never the same");
	token_hash(one, hash);
	token_csrf(one, csrf);
	ok(strcmp(hash, csrf) != 0, "a form does not give the session away");
	ok(!strstr(hash, one), "nor does the hash the token");
	ok(!token_of(&pool, &rq, 0), "no cookie");
	rq.vars[REQ_COOKIE] = pool_fmt(&pool, "gremlin=%s", one);
	is_str(token_of(&pool, &rq, 0), one, "a cookie over http");
	ok(!token_of(&pool, &rq, 1), "is not believed over https");
	rq.vars[REQ_COOKIE] = pool_fmt(&pool, "__Host-gremlin=%s", one);
	is_str(token_of(&pool, &rq, 1), one, "one over https");
	rq.vars[REQ_COOKIE] = "gremlin=short";
	ok(!token_of(&pool, &rq, 0), "not one of ours");
}

static int origin(const char *fetch_site, const char *from, const char *host)
{
	struct req rq = { .mem = &pool };

	rq.vars[REQ_SEC_FETCH_SITE] = fetch_site;
	rq.vars[REQ_ORIGIN] = from;
	rq.vars[REQ_HOST] = host;
	return csrf_check_origin(&rq);
}

static void origins(void)
{
	is_int(origin("same-origin", NULL, "a"), 0, "from here");
	is_int(origin("none", NULL, "a"), 0, "typed");
	is_int(origin("same-site", NULL, "a"), E_CSRF, "from a neighbour");
	is_int(origin("cross-site", "http://a", "a"), E_CSRF,
	       "from elsewhere, whatever Origin says");
	is_int(origin("same-origin", "http://b", "a"), 0,
	       "Sec-Fetch-Site decides where it is sent");
	is_int(origin(NULL, "http://a:8080", "A:8080"), 0, "the same host");
	is_int(origin(NULL, "http://a:8081", "a:8080"), E_CSRF, "another port");
	is_int(origin(NULL, "http://b", "a"), E_CSRF, "another host");
	is_int(origin(NULL, "null", "a"), E_CSRF, "an origin that hides");
	is_int(origin(NULL, "http://a", NULL), E_CSRF, "no host at all");
	is_int(origin(NULL, NULL, "a"), 0, "a browser that says nothing");
}

static void forms(void)
{
	char token[TOKEN_CHARS + 1], other[TOKEN_CHARS + 1];
	char csrf[HASH_HEX + 1];

	token_new(token);
	token_new(other);
	token_csrf(token, csrf);
	is_int(csrf_check_token(token, csrf), 0, "our form");
	is_int(csrf_check_token(other, csrf), E_CSRF, "another's form");
	is_int(csrf_check_token(token, ""), E_CSRF, "no token in the form");
	is_int(csrf_check_token(NULL, csrf), E_CSRF, "no cookie");
	csrf[HASH_HEX - 1] ^= 1;
	is_int(csrf_check_token(token, csrf), E_CSRF, "one digit is wrong");
}

int main(void)
{
	tokens();
	origins();
	forms();
	pool_done(&pool);
	return done_testing();
}
