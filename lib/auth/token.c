/* token.c -- 256 bits in a cookie, and two hashes of them */
#include "auth/token.h"
#include "base/pool.h"
#include "base/rand.h"
#include "http/cookie.h"
#include "http/req.h"

#include <stddef.h>
#include <string.h>

void token_new(char ret[TOKEN_CHARS + 1])
{
	rand_text(ret, TOKEN_CHARS);
}

/* The purpose goes first, so that neither hash is good for the other. */
static void hash_for(const char *purpose, const char *token,
		     char ret[HASH_HEX + 1])
{
	struct hash h;

	hash_start(&h);
	hash_add(&h, purpose, strlen(purpose) + 1);
	hash_add(&h, token, strlen(token));
	hash_end(&h, ret);
}

void token_hash(const char *token, char ret[HASH_HEX + 1])
{
	hash_for("session", token, ret);
}

void token_csrf(const char *token, char ret[HASH_HEX + 1])
{
	hash_for("csrf", token, ret);
}

const char *token_cookie(int https)
{
	return https ? "__Host-gremlin" : "gremlin";
}

const char *token_of(struct pool *mem, const struct req *rq, int https)
{
	const char *token =
		cookie_get(mem, req_var(rq, REQ_COOKIE), token_cookie(https));

	return token && strlen(token) == TOKEN_CHARS ? token : NULL;
}
