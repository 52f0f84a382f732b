/*
 * multipart.h -- the parts of a multipart/form-data body (RFC 7578)
 *
 * The bytes are pulled: multipart_next() goes to a part, multipart_bytes()
 * hands on what has arrived of it, without waiting for more and without
 * copying. Memory is constant, whatever the size of the body.
 *
 *	while ((rc = multipart_next(&mp, &part)) > 0)
 *		while ((n = multipart_bytes(&mp, &bytes)) > 0)
 *			write(fd, bytes, n);
 *
 * A client writes the head of each part, so it has limits: 8 KiB, and 1,000
 * parts a body.
 */
#ifndef HTTP_MULTIPART_H
#define HTTP_MULTIPART_H

#include <stddef.h>

struct pool;

#define MULTIPART_BUFFER_BYTES	 (64 * 1024)
#define MULTIPART_MAX_HEAD_BYTES (8 * 1024)
#define MULTIPART_MAX_PARTS	 1000
#define MULTIPART_MAX_BOUNDARY	 70 /* RFC 2046, 5.1.1 */
#define FILENAME_MAX_CHARS	 200

struct part {
	const char *name;     /* of the field; "" when the part has none */
	const char *filename; /* NULL: not a file; "": no file was chosen */
	const char *type;     /* as the client says; "" when it does not */
};

struct multipart {
	/* fetches up to size bytes: a count, 0 at the end, E_* */
	int (*read)(void *from, void *to, size_t size);
	void *from;
	struct pool *mem;
	/* CRLF "--" boundary; nothing but its first byte is a CR */
	char delimiter[4 + MULTIPART_MAX_BOUNDARY + 1];
	size_t delimiter_bytes;
	char *room;	/* MULTIPART_BUFFER_BYTES of it */
	size_t at, len; /* room[at..len) is not handed on yet */
	int in_part, ended, parts;
};

/*
 * Get ready to take a body apart.
 *
 * content_type: the header of the request, which names the boundary.
 * read, from: where the bytes come from, such as body_read() and its body.
 *
 * Returns 0, or
 *   E_UNSUPPORTED  not multipart/form-data
 *   E_REQUEST      no boundary, or one that RFC 2046 does not allow
 */
int multipart_open(struct multipart *ret, struct pool *mem,
		   const char *content_type,
		   int (*read)(void *from, void *to, size_t size), void *from);

/*
 * Go to the next part; what is left of the present one is skipped.
 *
 * ret: its strings live as long as the pool. The name and the file name are
 *     decoded; the file name is cleaned by filename_tidy().
 *
 * Returns 1, 0 after the last part, or
 *   E_REQUEST  a malformed or too long head, or too many parts
 *   E_GONE     the body ended before its last boundary
 *   and whatever read() returned
 */
int multipart_next(struct multipart *, struct part *ret);

/*
 * The bytes of the present part that have arrived.
 *
 * ret: points into the buffer, good until the next call.
 *
 * Returns how many, 0 at the end of the part, or as multipart_next().
 */
int multipart_bytes(struct multipart *, const char **ret);

/* How many bytes of the body were read, and not handed on yet. */
static inline size_t multipart_ahead(const struct multipart *mp)
{
	return mp->len - mp->at;
}

/*
 * Make a stranger's file name fit to be shown and kept: without the folders
 * before it, control characters and invalid UTF-8, at most FILENAME_MAX_CHARS
 * characters, of which the extension stays. It is never used as a path.
 */
const char *filename_tidy(struct pool *, const char *name, size_t n);

#endif
