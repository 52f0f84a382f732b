/*
 * csrf.h -- whether a form was sent from a page of this site
 */
#ifndef AUTH_CSRF_H
#define AUTH_CSRF_H

struct req;

/*
 * What the browser itself says: Sec-Fetch-Site must be same-origin or none;
 * where it is absent, the host of Origin must be that of Host.
 *
 * Returns 0, also where the browser says nothing, or
 *   E_CSRF  the request was made by a page of another site
 */
int csrf_check_origin(const struct req *);

/*
 * What the form carries, against the token in the cookie.
 *
 * token: of token_of(), or NULL. sent: the field csrf, "" when absent.
 *
 * Returns 0, or E_CSRF with what to do about it.
 */
int csrf_check_token(const char *token, const char *sent);

#endif
