/* 2008-reply-bytes.c -- what goes out, byte by byte */
#include "tap.h"
#include "base/err.h"
#include "base/pool.h"
#include "http/reply.h"
#include "http/req.h"

#include <fcntl.h>
#include <unistd.h>

static struct pool pool;

/* What a reply writes, as text. */
static const char *sent(struct reply *rp, enum method method)
{
	struct req rq = { .method = method };
	char *text = pool_alloc(&pool, 65536);
	int ends[2];
	ssize_t n;

	if (pipe2(ends, O_CLOEXEC) < 0 || reply_send(rp, &rq, ends[1]) < 0)
		return "failed";
	close(ends[1]);
	n = read(ends[0], text, 65535);
	close(ends[0]);
	text[n < 0 ? 0 : n] = '\0';
	return text;
}

static int has(const char *text, const char *part)
{
	return strstr(text, part) != NULL;
}

static const char *body_of(const char *text)
{
	const char *end = strstr(text, "\r\n\r\n");

	return end ? end + 4 : "no end of the head";
}

static void page(void)
{
	struct reply rp;
	const char *out;

	reply_init(&rp, &pool);
	reply_text(&rp, 404, "nothing here");
	out = sent(&rp, GET);
	ok(!strncmp(out, "Status: 404 Not Found\r\n", 23), "a reason phrase");
	ok(has(out, "\r\nContent-Length: 12\r\n"), "a length");
	ok(has(out, "\r\nContent-Security-Policy: default-src 'none'; "),
	   "a policy");
	ok(has(out, "\r\nX-Content-Type-Options: nosniff\r\n"), "nosniff");
	ok(has(out, "\r\nReferrer-Policy: "), "a referrer policy");
	ok(has(out, "\r\nCross-Origin-Opener-Policy: "), "an opener policy");
	ok(has(out, "\r\nCache-Control: private, no-cache\r\n"), "no caching");
	ok(!has(out, "Strict-Transport-Security"), "nothing about https");
	is_str(body_of(out), "nothing here", "the body");
	rp.hsts = 1;
	out = sent(&rp, HEAD);
	ok(has(out, "\r\nContent-Length: 12\r\n"), "HEAD knows the length");
	ok(has(out, "\r\nStrict-Transport-Security: "), "https is remembered");
	is_str(body_of(out), "", "and has no body");
	reply_done(&rp);
}

static void refused(void)
{
	struct reply rp;

	reply_init(&rp, &pool);
	reply_redirect(&rp, 303, "/a\r\nSet-Cookie: x=y");
	is_int(rp.rc, E_BUG, "a line end in a header is kept as an error");
	ok(!has(sent(&rp, GET), "Set-Cookie"), "and is not sent");
	reply_clear(&rp);
	reply_header(&rp, "X-A", "b\x7f");
	is_int(rp.rc, E_BUG, "delete too");
	reply_clear(&rp);
	is_int(rp.rc, 0, "a cleared reply begins anew");
	reply_redirect(&rp, 303, "/a");
	ok(has(sent(&rp, GET), "\r\nLocation: /a\r\n"), "a redirection");
	reply_done(&rp);
}

static void unchanged(void)
{
	struct req rq = { .method = GET };
	struct reply rp;
	const char *out;

	reply_init(&rp, &pool);
	rp.etag = "\"v1\"";
	reply_text(&rp, 200, "body");
	ok(!reply_not_modified(&rp, &rq), "the client has nothing");
	rq.vars[REQ_IF_NONE_MATCH] = "\"v1\"";
	ok(reply_not_modified(&rp, &rq), "the client has it");
	out = sent(&rp, GET);
	ok(!strncmp(out, "Status: 304 Not Modified\r\n", 26), "304");
	ok(has(out, "\r\nETag: \"v1\"\r\n"), "with its tag");
	ok(!has(out, "Content-Length"), "without a length");
	is_str(body_of(out), "", "without a body");
	reply_clear(&rp);
	rp.etag = "\"v1\"";
	reply_text(&rp, 404, "body");
	ok(!reply_not_modified(&rp, &rq), "an error page is never 304");
	reply_done(&rp);
}

static void attachments(void)
{
	is_str(reply_attachment(&pool, "a b.jpg"),
	       "attachment; filename=\"a b.jpg\"", "a plain name");
	is_str(reply_attachment(&pool, "\xc3\xa9\"\n%.jpg"),
	       "attachment; filename=\"_____.jpg\"; "
	       "filename*=UTF-8''%C3%A9%22%0A%25.jpg",
	       "a name with everything");
}

/* A reply with bytes 2 to 4 of a file that holds 0123456789. */
static void file_reply(struct reply *rp)
{
	char name[] = "/tmp/gremlin-reply-XXXXXX";
	int fd = mkostemp(name, O_CLOEXEC);

	unlink(name);
	if (write(fd, "0123456789", 10) != 10)
		abort();
	reply_init(rp, &pool);
	reply_file(rp, 206, "video/mp4", fd, 2, 3);
}

static void files(void)
{
	char name[] = "/tmp/gremlin-reply-XXXXXX", got[4096] = "";
	struct req rq = { .method = GET };
	struct reply rp;
	const char *out;
	int fd;

	file_reply(&rp);
	out = sent(&rp, GET);
	ok(has(out, "\r\nContent-Length: 3\r\n"), "the length of the part");
	is_str(body_of(out), "234", "the part");
	is_str(body_of(sent(&rp, HEAD)), "", "HEAD does not send it");
	fd = mkostemp(name, O_CLOEXEC | O_APPEND);
	unlink(name);
	is_int(reply_send(&rp, &rq, fd), 0, "where the kernel cannot");
	ok(pread(fd, got, sizeof(got) - 1, 0) > 0, "it is copied");
	is_str(body_of(got), "234", "all the same");
	close(fd);
	rp.file_bytes = 100;
	is_str(sent(&rp, GET), "failed", "a file that was cut off");
	reply_clear(&rp);
	is_int(rp.file, -1, "a cleared reply has none");
	reply_done(&rp);
}

int main(void)
{
	page();
	files();
	refused();
	unchanged();
	attachments();
	is_str(reply_reason(422), "Unprocessable Content", "a reason");
	pool_done(&pool);
	return done_testing();
}
