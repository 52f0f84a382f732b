/*
 * body.h -- the body of a request, read with limits of size and time
 *
 * busybox httpd has no time limit of its own, so a client that stalls would
 * keep a process for ever. Bytes are handed on as they arrive: we may be
 * killed at any moment, and what was written by then counts.
 */
#ifndef HTTP_BODY_H
#define HTTP_BODY_H

#include <stddef.h>
#include <stdint.h>

struct req;

#define BODY_IDLE_MS   (30 * 1000)
#define BODY_WINDOW_MS (60 * 1000)
#define BODY_MIN_RATE  1024 /* bytes a second over one window */

struct body {
	int fd;
	int64_t left_bytes; /* still to come; -1: until the end of input */
	int64_t limit_bytes;
	int64_t got_bytes;
	int64_t window_at_ms, window_got_bytes;
	/* the limits above, which a test may make smaller */
	int idle_ms, window_ms;
	int64_t min_rate;
};

/*
 * Get ready to read the body of a request from a descriptor.
 *
 * limit_bytes: the largest body that is taken.
 *
 * Returns 0, or
 *   E_LARGE   its length is over the limit; nothing was read
 *   E_LENGTH  a chunked body on a server that does not decode it: Apache
 *             does, busybox httpd hands over the raw framing
 */
int body_open(struct body *ret, const struct req *, int fd,
	      int64_t limit_bytes);

/*
 * Read what has arrived, waiting for at least one byte.
 *
 * size: room at `to`, at least 1.
 *
 * Returns how many bytes were put there, 0 at the end of the body, or
 *   E_GONE     the client went away before the end
 *   E_TIMEOUT  nothing came for 30 s, or less than 1 KiB/s over 60 s
 *   E_LARGE    more than the limit, where no length was given
 *   E_IO       read(2) failed
 */
int body_read(struct body *, void *to, size_t size);

#endif
