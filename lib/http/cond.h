/*
 * cond.h -- conditional requests (RFC 9110, section 13) and HTTP dates
 */
#ifndef HTTP_COND_H
#define HTTP_COND_H

#include <stdint.h>

struct pool;
struct req;

/*
 * Whether the client has what we would send, so that 304 is the answer.
 * If-None-Match decides where it is sent, else If-Modified-Since.
 *
 * etag: with its quotes, W/ allowed; NULL: there is none.
 * changed_at: Unix seconds; 0: not known.
 */
int cond_is_fresh(const struct req *, const char *etag, int64_t changed_at);

/*
 * Whether a Range header counts: there is no If-Range, or it names exactly
 * this state (strong comparison).
 */
int cond_range_counts(const struct req *, const char *etag, int64_t changed_at);

/* "Sun, 06 Nov 1994 08:49:37 GMT" (IMF-fixdate). */
const char *http_date(struct pool *, int64_t at);

/* Unix seconds of an IMF-fixdate, or -1 for anything else. */
int64_t http_date_parse(const char *text);

#endif
