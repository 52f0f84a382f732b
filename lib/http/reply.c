/* reply.c -- status, headers, body, in one write; or a file behind them */
#include "http/reply.h"
#include "base/base.h"
#include "base/err.h"
#include "base/io.h"
#include "base/pool.h"
#include "http/cond.h"
#include "http/req.h"
#include "http/url.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <unistd.h>

#define STEP_BYTES (64 * 1024)
#define SEND_BYTES (1024 * 1024)

/* What every reply carries: OWASP ASVS 5.0, section 3.4. */
static const char policy[] =
	"Content-Security-Policy: default-src 'none'; script-src 'self'; "
	"style-src 'self'; img-src 'self'; media-src 'self'; "
	"connect-src 'self'; form-action 'self'; base-uri 'none'; "
	"frame-ancestors 'none'";
static const char security[] = "\r\n"
			       "X-Content-Type-Options: nosniff\r\n"
			       "Referrer-Policy: same-origin\r\n"
			       "Cross-Origin-Opener-Policy: same-origin\r\n"
			       "Cross-Origin-Resource-Policy: same-origin\r\n";

static const struct {
	int status;
	const char *reason;
} reasons[] = {
	{ 200, "OK" },
	{ 201, "Created" },
	{ 202, "Accepted" },
	{ 204, "No Content" },
	{ 206, "Partial Content" },
	{ 301, "Moved Permanently" },
	{ 302, "Found" },
	{ 303, "See Other" },
	{ 304, "Not Modified" },
	{ 307, "Temporary Redirect" },
	{ 308, "Permanent Redirect" },
	{ 400, "Bad Request" },
	{ 401, "Unauthorized" },
	{ 403, "Forbidden" },
	{ 404, "Not Found" },
	{ 405, "Method Not Allowed" },
	{ 408, "Request Timeout" },
	{ 409, "Conflict" },
	{ 410, "Gone" },
	{ 411, "Length Required" },
	{ 412, "Precondition Failed" },
	{ 413, "Content Too Large" },
	{ 415, "Unsupported Media Type" },
	{ 416, "Range Not Satisfiable" },
	{ 422, "Unprocessable Content" },
	{ 423, "Locked" },
	{ 429, "Too Many Requests" },
	{ 460, "Checksum Mismatch" },
	{ 500, "Internal Server Error" },
	{ 501, "Not Implemented" },
	{ 503, "Service Unavailable" },
	{ 507, "Insufficient Storage" },
};

const char *reply_reason(int status)
{
	for (size_t i = 0; i < ARRAY_LEN(reasons); i++)
		if (reasons[i].status == status)
			return reasons[i].reason;
	return "Unknown";
}

void reply_init(struct reply *rp, struct pool *mem)
{
	*rp = (struct reply){ .mem = mem, .file = -1 };
}

void reply_clear(struct reply *rp)
{
	buf_clear(&rp->head);
	buf_clear(&rp->body);
	fd_done(&rp->file);
	rp->status = 0;
	rp->etag = NULL;
	rp->changed_at = 0;
	rp->cache = NULL;
	rp->sandbox = 0;
	rp->rc = 0;
}

void reply_done(struct reply *rp)
{
	buf_done(&rp->head);
	buf_done(&rp->body);
	fd_done(&rp->file);
}

static int is_header_text(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			return 0;
	return 1;
}

void reply_header(struct reply *rp, const char *name, const char *value)
{
	if (!is_header_text(value)) {
		rp->rc =
			err(E_BUG, "a %s header with a control character in it",
			    name);
		return;
	}
	buf_str(&rp->head, name);
	buf_str(&rp->head, ": ");
	buf_str(&rp->head, value);
	buf_str(&rp->head, "\r\n");
}

int reply_bytes(struct reply *rp, int status, const char *type,
		const void *bytes, size_t n)
{
	rp->status = status;
	reply_header(rp, "Content-Type", type);
	buf_put(&rp->body, bytes, n);
	return rp->body.rc;
}

int reply_text(struct reply *rp, int status, const char *text)
{
	return reply_bytes(rp, status, "text/plain; charset=utf-8", text,
			   strlen(text));
}

int reply_file(struct reply *rp, int status, const char *type, int fd,
	       int64_t first, int64_t bytes)
{
	rp->status = status;
	reply_header(rp, "Content-Type", type);
	rp->file = fd;
	rp->file_first = first;
	rp->file_bytes = bytes;
	return 0;
}

int reply_redirect(struct reply *rp, int status, const char *link)
{
	rp->status = status;
	reply_header(rp, "Location", link);
	return 0;
}

const char *reply_attachment(struct pool *mem, const char *filename)
{
	char *ascii = pool_dup(mem, filename);
	struct buf b = { 0 };
	const char *text;

	for (char *p = ascii; *p; p++)
		if (*p < 0x20 || *p >= 0x7f || *p == '"' || *p == '\\' ||
		    *p == '%')
			*p = '_';
	buf_fmt(&b, "attachment; filename=\"%s\"", ascii);
	if (strcmp(ascii, filename) != 0) {
		buf_str(&b, "; filename*=UTF-8''");
		url_encode(&b, filename);
	}
	text = pool_dup(mem, buf_text(&b));
	buf_done(&b);
	return text;
}

int reply_not_modified(struct reply *rp, const struct req *rq)
{
	if (rp->status != 200 || !cond_is_fresh(rq, rp->etag, rp->changed_at))
		return 0;
	rp->status = 304;
	buf_clear(&rp->body);
	return 1;
}

static int has_body(int status)
{
	return status != 204 && status != 304;
}

static void make_head(struct reply *rp, int64_t length_bytes, struct buf *b)
{
	buf_fmt(b, "Status: %d %s\r\n", rp->status, reply_reason(rp->status));
	buf_put(b, rp->head.at, rp->head.len);
	if (rp->etag)
		buf_fmt(b, "ETag: %s\r\n", rp->etag);
	if (rp->changed_at)
		buf_fmt(b, "Last-Modified: %s\r\n",
			http_date(rp->mem, rp->changed_at));
	buf_fmt(b, "Cache-Control: %s\r\n",
		rp->cache ? rp->cache : "private, no-cache");
	buf_put(b, policy, sizeof(policy) - 1);
	buf_str(b, rp->sandbox ? "; sandbox" : "");
	buf_put(b, security, sizeof(security) - 1);
	if (rp->hsts)
		buf_str(b, "Strict-Transport-Security: max-age=31536000\r\n");
	if (has_body(rp->status))
		buf_fmt(b, "Content-Length: %" PRId64 "\r\n", length_bytes);
	buf_str(b, "\r\n");
}

/* Both pieces in one system call, unless the pipe takes them in more. */
static int write_both(int fd, struct iovec v[2])
{
	while (v[0].iov_len + v[1].iov_len > 0) {
		ssize_t n = writev(fd, v, 2);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_sys("sending the page");
		for (int i = 0; i < 2 && n > 0; i++) {
			size_t part = v[i].iov_len < (size_t)n ? v[i].iov_len
							       : (size_t)n;

			if (!part)
				continue;
			v[i].iov_base = (char *)v[i].iov_base + part;
			v[i].iov_len -= part;
			n -= (ssize_t)part;
		}
	}
	return 0;
}

static int cut_off(void)
{
	return err(E_IO, "the file is shorter than it was");
}

/* The way where the kernel cannot go from this file to that descriptor. */
static int copy_file(int from, int to, off_t at, int64_t left)
{
	char step[STEP_BYTES];

	while (left > 0) {
		size_t want = left < STEP_BYTES ? (size_t)left : STEP_BYTES;
		ssize_t n = pread(from, step, want, at);
		int rc;

		if (n <= 0)
			return n ? err_sys("read the file") : cut_off();
		rc = io_write(to, step, (size_t)n);
		if (rc < 0)
			return rc;
		at += n;
		left -= n;
	}
	return 0;
}

static int send_file(const struct reply *rp, int to)
{
	int64_t left = rp->file_bytes;
	off_t at = rp->file_first;

	while (left > 0) {
		size_t want = left < SEND_BYTES ? (size_t)left : SEND_BYTES;
		ssize_t n = sendfile(to, rp->file, &at, want);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == EINVAL || errno == ENOSYS))
			return copy_file(rp->file, to, at, left);
		if (n <= 0)
			return n ? err_sys("send the file") : cut_off();
		left -= n;
	}
	return 0;
}

int reply_send(struct reply *rp, const struct req *rq, int fd)
{
	bool whole = rq->method != HEAD && has_body(rp->status);
	int64_t bytes = rp->file < 0 ? (int64_t)rp->body.len : rp->file_bytes;
	struct buf head = { 0 };
	int rc;

	make_head(rp, bytes, &head);
	rc = head.rc;
	if (rc == 0)
		rc = write_both(
			fd, (struct iovec[2]){
				    { head.at, head.len },
				    { rp->body.at, whole ? rp->body.len : 0 },
			    });
	buf_done(&head);
	if (rc == 0 && whole && rp->file >= 0)
		rc = send_file(rp, fd);
	return rc;
}
