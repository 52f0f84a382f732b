/*
 * reply.h -- one reply, made whole before its first byte is written
 *
 * The body grows in memory; reply_send() adds what every reply carries and
 * writes all at once. By then the database is closed. In place of a body
 * stands a file, or a part of one, which goes from the disk to the client
 * without passing through memory.
 *
 * A header that holds a control character is our own bug or a stranger's
 * trick: it is dropped, reply->rc keeps E_BUG, and the skeleton answers 500.
 */
#ifndef HTTP_REPLY_H
#define HTTP_REPLY_H

#include "base/buf.h"

#include <stdint.h>

struct pool;
struct req;

struct reply {
	struct pool *mem;
	int status; /* 0: nothing was replied yet */
	struct buf head;
	struct buf body;
	const char *etag; /* with its quotes; NULL: none */
	int64_t changed_at;
	/* Cache-Control; NULL: private, to be asked for again each time */
	const char *cache;
	int sandbox; /* a stranger's file: it may do nothing, if shown */
	int hsts;    /* the base URL says https: browsers may remember it */
	int file;    /* in place of the body; -1: none */
	int64_t file_first, file_bytes;
	int rc;
};

void reply_init(struct reply *, struct pool *mem);
void reply_done(struct reply *);

/* Forget what was prepared, for an error page in its place. */
void reply_clear(struct reply *);

/* The words that follow a status in "Status: 404 Not Found". */
const char *reply_reason(int status);

/*
 * Append a header. name: of our own. value: any text; see above for what
 * happens to control characters.
 */
void reply_header(struct reply *, const char *name, const char *value);

/* A whole body, as bytes of a type of our own table. */
int reply_bytes(struct reply *, int status, const char *type, const void *bytes,
		size_t n);
int reply_text(struct reply *, int status, const char *text);

/*
 * A file in place of a body, from offset first on.
 *
 * fd: belongs to the reply from now on.
 */
int reply_file(struct reply *, int status, const char *type, int fd,
	       int64_t first, int64_t bytes);

/*
 * Send the client elsewhere: 303 after a form, 301 for an address that has
 * changed. link: made by url.c, or checked by url_is_local().
 */
int reply_redirect(struct reply *, int status, const char *link);

/*
 * The value of a Content-Disposition header that saves under this name
 * (RFC 6266): an ASCII fallback, and filename* where that is not all.
 */
const char *reply_attachment(struct pool *, const char *filename);

/*
 * Whether 304 is the answer to this request, by reply->etag and changed_at;
 * the status is set and the body dropped where it is. Only for status 200.
 */
int reply_not_modified(struct reply *, const struct req *);

/*
 * Write the reply: status line with its reason, headers, security headers,
 * length, and the body, which HEAD, 204 and 304 do not have.
 *
 * Returns 0, or E_GONE, E_IO.
 */
int reply_send(struct reply *, const struct req *, int fd);

#endif
