/*
 * buf.h -- one growing buffer, with a limit
 *
 * Appending never fails at the call: the first failure is kept in rc, what
 * comes after is ignored, and who takes the bytes looks at rc once.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>

struct buf {
	char *at; /* always NUL-terminated when not NULL */
	size_t len, room;
	size_t max_bytes; /* 0: 16 MiB */
	int rc;		  /* 0, E_LARGE at the limit, or E_MEMORY */
};

void buf_put(struct buf *, const void *bytes, size_t n);
void buf_str(struct buf *, const char *text);
void buf_char(struct buf *, char c);
void buf_fmt(struct buf *, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Room for n more bytes at buf->at + buf->len, or NULL; then buf_grew(). */
char *buf_room(struct buf *, size_t n);
void buf_grew(struct buf *, size_t n);

/* The text so far, "" when nothing was put; belongs to the buffer. */
const char *buf_text(const struct buf *);

/* Forget the contents and the error, keep the memory. */
void buf_clear(struct buf *);
void buf_done(struct buf *);

#endif
