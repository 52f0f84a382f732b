/*
 * multipart.c -- find boundaries in a stream, hand on what lies between
 *
 * A delimiter begins with CR and holds no other, so at the end of what has
 * arrived only the bytes from the last CR on can be the start of one: just
 * these are held back. The body's first boundary has no line end before it;
 * one is put into the buffer at the start, so that it is like the others.
 */
#include "http/multipart.h"
#include "base/err.h"
#include "base/pool.h"
#include "http/part_head.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

static int gone(void)
{
	return err(E_GONE, "the form ended in its middle; send it again");
}

static bool is_boundary_char(char c)
{
	return c && (strchr("'()+_,-./:=? ", c) || (c >= '0' && c <= '9') ||
		     ((c | 32) >= 'a' && (c | 32) <= 'z'));
}

static int take_boundary(struct multipart *mp, const char *content_type)
{
	char *text = part_head_param(mp->mem, content_type, "boundary");
	size_t n = text ? strlen(text) : 0;

	if (n < 1 || n > MULTIPART_MAX_BOUNDARY || text[n - 1] == ' ')
		return err(E_REQUEST, "the form names no boundary between "
				      "its parts");
	for (size_t i = 0; i < n; i++)
		if (!is_boundary_char(text[i]))
			return err(E_REQUEST, "the boundary of the form holds "
					      "a character it may not hold");
	memcpy(mp->delimiter, "\r\n--", 4);
	memcpy(mp->delimiter + 4, text, n + 1);
	mp->delimiter_bytes = 4 + n;
	return 0;
}

int multipart_open(struct multipart *ret, struct pool *mem,
		   const char *content_type,
		   int (*read)(void *from, void *to, size_t size), void *from)
{
	static const char wanted[] = "multipart/form-data";
	struct multipart mp = { .read = read, .from = from, .mem = mem };
	int rc;

	if (!content_type ||
	    strncasecmp(content_type, wanted, sizeof(wanted) - 1) != 0)
		return err(E_UNSUPPORTED,
			   "a form is taken as multipart/form-data, "
			   "this is '%.60s'",
			   content_type ? content_type : "");
	rc = take_boundary(&mp, content_type + sizeof(wanted) - 1);
	if (rc < 0)
		return rc;
	mp.room = pool_alloc(mem, MULTIPART_BUFFER_BYTES);
	memcpy(mp.room, "\r\n", 2);
	mp.len = 2;
	mp.in_part = 1; /* the preamble */
	*ret = mp;
	return 0;
}

/* Fetch more behind room[at..len), which moves to the front. */
static int more(struct multipart *mp)
{
	int n;

	memmove(mp->room, mp->room + mp->at, mp->len - mp->at);
	mp->len -= mp->at;
	mp->at = 0;
	n = mp->read(mp->from, mp->room + mp->len,
		     MULTIPART_BUFFER_BYTES - mp->len);
	if (n > 0)
		mp->len += (size_t)n;
	return n == 0 ? gone() : n;
}

/* How many bytes at the end may be the beginning of a delimiter. */
static size_t held_back(const struct multipart *mp, const char *at, size_t n)
{
	const char *cr;
	size_t tail;

	if (n >= mp->delimiter_bytes) {
		at += n - (mp->delimiter_bytes - 1);
		n = mp->delimiter_bytes - 1;
	}
	cr = memrchr(at, '\r', n);
	if (!cr)
		return 0;
	tail = n - (size_t)(cr - at);
	return memcmp(cr, mp->delimiter, tail) ? 0 : tail;
}

int multipart_bytes(struct multipart *mp, const char **ret)
{
	while (mp->in_part) {
		char *at = mp->room + mp->at;
		size_t n = mp->len - mp->at;
		char *end = memmem(at, n, mp->delimiter, mp->delimiter_bytes);
		int rc;

		if (end)
			n = (size_t)(end - at);
		else
			n -= held_back(mp, at, n);
		if (n) {
			mp->at += n;
			*ret = at;
			return (int)n;
		}
		if (end) {
			mp->at += mp->delimiter_bytes;
			mp->in_part = 0;
			return 0;
		}
		rc = more(mp);
		if (rc < 0)
			return rc;
	}
	return 0;
}

/* Have at least n bytes in the buffer. */
static int need(struct multipart *mp, size_t n)
{
	while (mp->len - mp->at < n) {
		int rc = more(mp);

		if (rc < 0)
			return rc;
	}
	return 0;
}

/* After a delimiter: "--" ends the body, blanks and CRLF begin a part. */
static int after_delimiter(struct multipart *mp)
{
	int rc = need(mp, 2);

	while (rc == 0 && strchr(" \t", mp->room[mp->at])) {
		mp->at++;
		rc = need(mp, 2);
	}
	if (rc < 0)
		return rc;
	mp->ended = !memcmp(mp->room + mp->at, "--", 2);
	if (mp->ended)
		return 0;
	if (memcmp(mp->room + mp->at, "\r\n", 2) != 0)
		return err(E_REQUEST, "a boundary of the form is malformed");
	mp->at += 2;
	if (++mp->parts > MULTIPART_MAX_PARTS)
		return err(E_REQUEST, "the form has more than %d parts",
			   MULTIPART_MAX_PARTS);
	return 1;
}

/* The head lies in the buffer whole before it is looked at. */
static int take_head(struct multipart *mp, struct part *ret)
{
	char *at, *end;
	size_t n;

	for (;;) {
		int rc;

		at = mp->room + mp->at;
		n = mp->len - mp->at;
		if (n >= 2 && !memcmp(at, "\r\n", 2)) {
			mp->at += 2;
			return part_head_parse(mp->mem, "", 0, ret);
		}
		end = memmem(at, n, "\r\n\r\n", 4);
		if (end && (size_t)(end - at) <= MULTIPART_MAX_HEAD_BYTES)
			break;
		if (end || n > MULTIPART_MAX_HEAD_BYTES)
			return err(E_REQUEST, "the head of a part of the form "
					      "is too long");
		rc = more(mp);
		if (rc < 0)
			return rc;
	}
	/* its last CRLF stays: an empty part's delimiter begins with it */
	mp->at += (size_t)(end - at) + 4;
	return part_head_parse(mp->mem, at, (size_t)(end - at), ret);
}

int multipart_next(struct multipart *mp, struct part *ret)
{
	const char *skipped;
	int rc;

	do
		rc = multipart_bytes(mp, &skipped);
	while (rc > 0);
	if (rc < 0 || mp->ended)
		return rc;
	rc = after_delimiter(mp);
	if (rc <= 0)
		return rc;
	rc = take_head(mp, ret);
	if (rc < 0)
		return rc;
	mp->in_part = 1;
	return 1;
}
