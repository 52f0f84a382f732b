/*
 * token.h -- the token of a browser: who it is, and that a form is ours
 *
 * A browser that signs in, or that is shown a form, keeps 256 random bits in
 * a cookie. The database has only their hash. What forms carry (csrf) is
 * another hash of them, so it needs no row, and is there before signing in.
 * Signing in makes a new token, so that nobody can plant one beforehand.
 */
#ifndef AUTH_TOKEN_H
#define AUTH_TOKEN_H

#include "base/hash.h"

struct pool;
struct req;

#define TOKEN_CHARS 43 /* 6 bits each */

/* A new token and a NUL. */
void token_new(char ret[TOKEN_CHARS + 1]);

/* What the database keeps of it, and what its forms carry. */
void token_hash(const char *token, char ret[HASH_HEX + 1]);
void token_csrf(const char *token, char ret[HASH_HEX + 1]);

/*
 * The name of the cookie: "__Host-gremlin" over https, where browsers refuse
 * one that somebody else planted, else "gremlin".
 */
const char *token_cookie(int https);

/* The token that this request brings, or NULL: none, or not one of ours. */
const char *token_of(struct pool *, const struct req *, int https);

#endif
