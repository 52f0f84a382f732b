/* sniff.h -- the kind of a file by its first bytes, never by its name */
#ifndef MEDIA_SNIFF_H
#define MEDIA_SNIFF_H

#include "media/kind.h"

enum {
	SNIFF_BYTES = 4096
}; /* what one should read for it */

struct sniffed {
	const struct recipe *kind;
	const struct format *format;
};

/*
 * Find the format of a file.
 *
 * head: its first n bytes, SNIFF_BYTES or the whole file.
 *
 * Text is refused before anything else is looked at: ffmpeg would take a
 * playlist for a film, and read other people's files through it.
 *
 * Returns 0, or
 *   E_EMPTY        there is no byte
 *   E_UNSUPPORTED  with a sentence on what it seems to be, for the person who
 *                  sent it
 */
int sniff(const struct kinds *, const void *head, size_t n,
	  struct sniffed *ret);

/* Whether `detect = NAME` is one that sniff() can do. */
bool sniff_code_known(const char *name);

#endif
