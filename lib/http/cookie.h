/* cookie.h -- cookies of a request, and their line in a reply (RFC 6265) */
#ifndef HTTP_COOKIE_H
#define HTTP_COOKIE_H

#include <stdint.h>

struct pool;

/*
 * Find a cookie in a Cookie header.
 *
 * header: may be NULL. name: compared with case.
 *
 * Returns the value of the first one of that name in the pool, without
 * quotes around it, or NULL.
 */
const char *cookie_get(struct pool *, const char *header, const char *name);

/*
 * The value of a Set-Cookie header for this site's own cookies: HttpOnly,
 * SameSite=Lax, Path=/, and Secure where asked for, which a name that begins
 * with "__Host-" needs.
 *
 * age_s: how long it lives; 0 removes it.
 */
const char *cookie_line(struct pool *, const char *name, const char *value,
			int64_t age_s, int secure);

#endif
