/* 2009-body-limits.c -- a body that stalls, trickles, ends early or late */
#include "tap.h"
#include "base/err.h"
#include "http/body.h"
#include "http/req.h"

#include <fcntl.h>
#include <unistd.h>

static int ends[2];

static struct body opened(int64_t length, int64_t limit)
{
	struct req rq = { .length_bytes = length };
	struct body b = { 0 };

	if (pipe2(ends, O_CLOEXEC) < 0 ||
	    body_open(&b, &rq, ends[0], limit) < 0)
		exit(99);
	return b;
}

static void put(const char *text, int last)
{
	if (write(ends[1], text, strlen(text)) < 0)
		exit(99);
	if (last)
		close(ends[1]);
}

static void whole(void)
{
	struct body b = opened(5, 10);
	char text[16];

	put("abcdefgh", 0);
	is_int(body_read(&b, text, 3), 3, "what there is room for");
	is_int(body_read(&b, text, sizeof(text)), 2, "up to the length");
	is_int(body_read(&b, text, sizeof(text)), 0, "no byte behind it");
	b = opened(-1, 10);
	put("abc", 1);
	is_int(body_read(&b, text, sizeof(text)), 3, "without a length");
	is_int(body_read(&b, text, sizeof(text)), 0, "to the end");
}

static void broken(void)
{
	struct body b = opened(5, 10);
	char text[16];

	put("abc", 1);
	is_int(body_read(&b, text, sizeof(text)), 3, "a part");
	is_int(body_read(&b, text, sizeof(text)), E_GONE, "and no more");
	b = opened(-1, 4);
	put("abcdefgh", 1);
	is_int(body_read(&b, text, sizeof(text)), E_LARGE, "over the limit");
	b = opened(5, 10);
	b.idle_ms = 1;
	is_int(body_read(&b, text, sizeof(text)), E_TIMEOUT, "nothing comes");
}

static void trickle(void)
{
	struct body b = opened(100, 100);
	char text[16];

	put("a", 0);
	is_int(body_read(&b, text, sizeof(text)), 1, "one byte");
	put("a", 0);
	b.window_at_ms -= BODY_WINDOW_MS;
	is_int(body_read(&b, text, sizeof(text)), E_TIMEOUT,
	       "one byte a minute is too little");
	b = opened(100, 100);
	b.window_at_ms -= BODY_WINDOW_MS;
	b.window_got_bytes = 2 * 60 * BODY_MIN_RATE;
	put("a", 0);
	is_int(body_read(&b, text, sizeof(text)), 1, "enough in this minute");
	is_int(b.window_got_bytes, 1, "and the next is counted anew");
}

static int chunked(const char *server, int64_t length)
{
	struct req rq = { .length_bytes = length };
	struct body b;

	rq.vars[REQ_TRANSFER_ENCODING] = "chunked";
	rq.vars[REQ_SERVER_SOFTWARE] = server;
	return body_open(&b, &rq, 0, 100);
}

int main(void)
{
	struct req rq = { .length_bytes = 11 };
	struct body b;

	whole();
	broken();
	trickle();
	is_int(body_open(&b, &rq, 0, 10), E_LARGE, "too long beforehand");
	is_int(chunked("Apache/2.4", -1), 0, "Apache decodes chunks");
	is_int(chunked("busybox httpd/1.35", -1), E_LENGTH, "busybox does not");
	is_int(chunked("busybox httpd/1.35", 5), E_LENGTH, "not even so");
	is_int(chunked("lighttpd/1.4", 5), 0, "lighttpd has them decoded");
	is_int(chunked("other", -1), E_LENGTH, "others are not trusted");
	is_int(chunked(NULL, -1), E_LENGTH, "nor is nobody");
	return done_testing();
}
