/* lines.h -- walk over the lines of a text that need not end in NUL */
#ifndef MEDIA_LINES_H
#define MEDIA_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct lines {
	const char *at, *end; /* what is left */
};

struct line {
	const char *at;
	size_t n; /* without the line feed */
};

static inline bool lines_next(struct lines *in, struct line *ret)
{
	const char *feed;

	if (in->at >= in->end)
		return false;
	feed = memchr(in->at, '\n', (size_t)(in->end - in->at));
	ret->at = in->at;
	ret->n = (size_t)((feed ? feed : in->end) - in->at);
	in->at += ret->n + 1;
	return true;
}

/* The value when the line is NAME and then the separator; else NULL. */
static inline const char *line_value(const struct line *l, const char *name,
				     const char *separator, size_t *ret_n)
{
	size_t n = strlen(name), s = strlen(separator);

	if (l->n < n + s || memcmp(l->at, name, n) != 0 ||
	    memcmp(l->at + n, separator, s) != 0)
		return NULL;
	*ret_n = l->n - n - s;
	return l->at + n + s;
}

#endif
