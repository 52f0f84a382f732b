/*
 * part_head.h -- the head of one part, and parameters of a header
 */
#ifndef HTTP_PART_HEAD_H
#define HTTP_PART_HEAD_H

#include <stddef.h>

struct part;
struct pool;

/*
 * Understand the lines of a head: Content-Disposition and Content-Type.
 *
 * text: n bytes, lines parted by CRLF, without the empty line.
 *
 * Returns 0, or E_REQUEST where Content-Disposition is not form-data.
 */
int part_head_parse(struct pool *, const char *text, size_t n,
		    struct part *ret);

/*
 * The value of a parameter such as boundary=x or name="x", without quotes.
 *
 * header: what follows the first word of the header: `; name="x"; ...`.
 *
 * Returns the value in the pool, or NULL. `\"` and `\\` become `"` and `\`;
 * any other backslash stays, since browsers do not escape it.
 */
char *part_head_param(struct pool *, const char *header, const char *name);

#endif
