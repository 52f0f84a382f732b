/* original.h -- the original of a media, as it is given to others */
#ifndef WEB_ORIGINAL_H
#define WEB_ORIGINAL_H

#include <stdbool.h>

struct shown;

/* Whose file tells where it was taken gives that away with the original: then
 * only who may see the place gets it. */
bool original_offered(const struct shown *);

/*
 * The name to save it under: the title, and the extension of its format.
 *
 * Returns 0, or what media_kinds() says.
 */
int original_name(const struct shown *, const char **ret);

#endif
