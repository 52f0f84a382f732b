/* slug.h -- a title as it stands in a URL */
#ifndef MODEL_SLUG_H
#define MODEL_SLUG_H

struct pool;

#define SLUG_MAX_CHARS 60

/*
 * Lower-case letters and digits with single '-' between words; accents are
 * dropped, letters of other scripts stay. "" becomes "untitled".
 */
const char *slug_of(struct pool *, const char *title);

#endif
