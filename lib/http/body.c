/* body.c -- poll, read, and look at the clock */
#include "http/body.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/err.h"
#include "http/req.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* Whether the server hands over a chunked body without its framing. */
static int decodes_chunks(const struct req *rq)
{
	const char *server = req_var(rq, REQ_SERVER_SOFTWARE);

	if (server && !strncmp(server, "Apache", 6))
		return 1;
	return rq->length_bytes >= 0 && !req_is_busybox(rq);
}

int body_open(struct body *ret, const struct req *rq, int fd,
	      int64_t limit_bytes)
{
	if (req_var(rq, REQ_TRANSFER_ENCODING) && !decodes_chunks(rq))
		return err(E_LENGTH, "this server needs to know the length of "
				     "a body beforehand; send it without "
				     "Transfer-Encoding");
	if (rq->length_bytes > limit_bytes)
		return err(E_LARGE,
			   "%" PRId64 " bytes were sent, and at most %" PRId64
			   " are taken here",
			   rq->length_bytes, limit_bytes);
	*ret = (struct body){
		.fd = fd,
		.left_bytes = rq->length_bytes,
		.limit_bytes = limit_bytes,
		.window_at_ms = clock_mono_ms(),
		.idle_ms = BODY_IDLE_MS,
		.window_ms = BODY_WINDOW_MS,
		.min_rate = BODY_MIN_RATE,
	};
	return 0;
}

static int wait_for_bytes(const struct body *b)
{
	struct pollfd p = { .fd = b->fd, .events = POLLIN };
	int n;

	do
		n = poll(&p, 1, b->idle_ms);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return err_sys("waiting for the body");
	if (n == 0)
		return err(E_TIMEOUT,
			   "nothing was sent for %d s, after %" PRId64
			   " bytes; send it again",
			   b->idle_ms / 1000, b->got_bytes);
	return 0;
}

/* Each window must have brought its share before the next one begins. */
static int check_rate(struct body *b)
{
	int64_t now_ms = clock_mono_ms();
	int64_t took_ms = now_ms - b->window_at_ms;

	if (took_ms < b->window_ms)
		return 0;
	if (b->window_got_bytes * 1000 < b->min_rate * took_ms)
		return err(E_TIMEOUT,
			   "only %" PRId64 " bytes came in %" PRId64
			   " s; send it again over a better line",
			   b->window_got_bytes, took_ms / 1000);
	b->window_at_ms = now_ms;
	b->window_got_bytes = 0;
	return 0;
}

static int at_end(const struct body *b)
{
	if (b->left_bytes > 0)
		return err(E_GONE,
			   "the body ended after %" PRId64 " of %" PRId64
			   " bytes",
			   b->got_bytes, b->got_bytes + b->left_bytes);
	return 0;
}

static int count(struct body *b, ssize_t n)
{
	b->got_bytes += n;
	b->window_got_bytes += n;
	if (b->left_bytes > 0)
		b->left_bytes -= n;
	if (b->got_bytes > b->limit_bytes)
		return err(E_LARGE, "more than %" PRId64 " bytes were sent",
			   b->limit_bytes);
	return (int)n;
}

int body_read(struct body *b, void *to, size_t size)
{
	ssize_t n;
	int rc;

	if (b->left_bytes == 0)
		return 0;
	if (b->left_bytes > 0 && (uint64_t)b->left_bytes < size)
		size = (size_t)b->left_bytes;
	if (size > INT32_MAX)
		size = INT32_MAX;
	rc = check_rate(b);
	if (rc == 0)
		rc = wait_for_bytes(b);
	if (rc < 0)
		return rc;
	do
		n = read(b->fd, to, size);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return err_sys("reading the body");
	return n == 0 ? at_end(b) : count(b, n);
}
