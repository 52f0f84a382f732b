/* buf.c -- one growing buffer, with a limit */
#include "base/buf.h"
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_MAX (16 * 1024 * 1024)
#define FIRST_ROOM  1024

char *buf_room(struct buf *b, size_t n)
{
	size_t max = b->max_bytes ? b->max_bytes : DEFAULT_MAX;
	size_t room = b->room ? b->room : FIRST_ROOM;
	char *at;

	if (b->rc)
		return NULL;
	if (n > max || b->len > max - n) {
		b->rc = err(E_LARGE, "more than %zu bytes", max);
		return NULL;
	}
	if (b->at && b->len + n < b->room)
		return b->at + b->len;
	while (room <= b->len + n)
		room *= 2;
	at = realloc(b->at, room);
	if (!at) {
		b->rc = err(E_MEMORY, "no memory for %zu bytes", room);
		return NULL;
	}
	b->at = at;
	b->room = room;
	return at + b->len;
}

void buf_grew(struct buf *b, size_t n)
{
	b->len += n;
	b->at[b->len] = '\0';
}

void buf_put(struct buf *b, const void *bytes, size_t n)
{
	char *at = buf_room(b, n);

	if (!at)
		return;
	if (n)
		memcpy(at, bytes, n);
	buf_grew(b, n);
}

void buf_str(struct buf *b, const char *text)
{
	buf_put(b, text, strlen(text));
}

void buf_char(struct buf *b, char c)
{
	buf_put(b, &c, 1);
}

/* Most texts fit into the room that is there, and are made only once. */
void buf_fmt(struct buf *b, const char *fmt, ...)
{
	size_t room = b->at && !b->rc ? b->room - b->len : 0;
	char *at = room ? b->at + b->len : NULL;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(at, room, fmt, ap);
	va_end(ap);
	if (n >= 0 && (size_t)n >= room) {
		at = buf_room(b, (size_t)n + 1);
		if (!at)
			return;
		va_start(ap, fmt);
		vsnprintf(at, (size_t)n + 1, fmt, ap);
		va_end(ap);
	}
	if (n > 0)
		buf_grew(b, (size_t)n);
}

const char *buf_text(const struct buf *b)
{
	return b->at ? b->at : "";
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	b->rc = 0;
	if (b->at)
		b->at[0] = '\0';
}

void buf_done(struct buf *b)
{
	free(b->at);
	*b = (struct buf){ .max_bytes = b->max_bytes };
}
