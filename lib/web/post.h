/* post.h -- the body of a form, before its handler runs */
#ifndef WEB_POST_H
#define WEB_POST_H

struct ctx;
struct route;

/*
 * Read an urlencoded form with the database closed, and check that it came
 * from a page of this site, then its fields, into cx->form.
 *
 * Returns 0 with the database open again, or
 *   E_UNSUPPORTED  another type of body
 *   E_LARGE, E_LENGTH, E_GONE, E_TIMEOUT, E_REQUEST  as body.h and form.h say
 *   E_CSRF, E_FIELD  cx->form holds what was typed
 */
int post_read(struct ctx *, const struct route *);

#endif
