/*
 * upload.c -- how fast a large file gets in, and in how much memory, against
 * `cat >FILE` and an fsync of that; both read the same bytes from the same
 * kind of pipe, in turn
 */
#include "bench.h"
#include "auth/token.h"
#include "base/base.h"
#include "base/err.h"
#include "base/io.h"
#include "base/rand.h"
#include "base/str.h"
#include "model/session.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define BLOCK_BYTES (64 * 1024)
#define BOUNDARY    "----bench7d1f0c"
#define CRLF	    "\r\n"

struct body {
	const char *head, *tail; /* around the file; "" for cat */
	int64_t file_bytes;
};

static struct bench_site b;
static char block[BLOCK_BYTES];
static char token[TOKEN_CHARS + 1];

static void sign_in(void)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	char hash[HASH_HEX + 1];

	token_new(token);
	token_hash(token, hash);
	must(tx_begin(&b.db, &tx));
	must(session_put(&b.db, hash, b.uid, "bench"));
	must(tx_commit(&tx));
}

static const char *field(const char *name, const char *value)
{
	return pool_fmt(&b.pool,
			"--" BOUNDARY CRLF
			"Content-Disposition: form-data; name=\"%s\"" CRLF CRLF
			"%s" CRLF,
			name, value);
}

static const char *form_head(void)
{
	char csrf[HASH_HEX + 1], nonce[RAND_KEY_CHARS + 1];

	token_csrf(token, csrf);
	rand_key(nonce);
	return pool_fmt(&b.pool,
			"%s%s%s%s%s%s--" BOUNDARY CRLF
			"Content-Disposition: form-data; name=\"file\"; "
			"filename=\"large.stamp\"" CRLF
			"Content-Type: application/octet-stream" CRLF CRLF,
			field("csrf", csrf), field("nonce", nonce),
			field("title", "A large file"), field("alt", ""),
			field("description", ""),
			field("visibility", "public"));
}

static void feed(int fd, const struct body *body)
{
	static const char magic[] = "gremlin-stamp\n";
	int64_t left = body->file_bytes - (int64_t)strlen(magic);

	must(io_write(fd, body->head, strlen(body->head)));
	must(io_write(fd, magic, strlen(magic)));
	for (; left > 0; left -= BLOCK_BYTES)
		must(io_write(fd, block,
			      left < BLOCK_BYTES ? (size_t)left : BLOCK_BYTES));
	must(io_write(fd, body->tail, strlen(body->tail)));
	close(fd);
}

static void make_pipe(int ends[2])
{
	if (pipe2(ends, O_CLOEXEC) < 0)
		give_up("no pipe");
}

static const char *const *form_env(struct pool *p, int64_t bytes)
{
	static const char *env[16];
	int n = 0;

	env[n++] = "GATEWAY_INTERFACE=CGI/1.1";
	env[n++] = "REQUEST_METHOD=POST";
	env[n++] = "SERVER_PROTOCOL=HTTP/1.1";
	env[n++] = "SERVER_SOFTWARE=bench";
	env[n++] = "HTTP_HOST=localhost";
	env[n++] = "HTTP_SEC_FETCH_SITE=same-origin";
	env[n++] = "SCRIPT_NAME=/cgi-bin/submit";
	env[n++] = "PATH_INFO=/submit";
	env[n++] = "QUERY_STRING=";
	env[n++] = "GREMLIN_PRETTY=1";
	env[n++] = "CONTENT_TYPE=multipart/form-data; boundary=" BOUNDARY;
	env[n++] = pool_fmt(p, "CONTENT_LENGTH=%lld", (long long)bytes);
	env[n++] = pool_fmt(p, "HTTP_COOKIE=%s=%s", token_cookie(0), token);
	env[n] = NULL;
	return env;
}

static struct cost submit(const char *program, int64_t bytes)
{
	const char *argv[] = { program, NULL };
	struct body body = { .head = form_head(),
			     .tail = CRLF "--" BOUNDARY "--" CRLF,
			     .file_bytes = bytes };
	int64_t whole =
		bytes + (int64_t)strlen(body.head) + (int64_t)strlen(body.tail);
	char reply[512] = "";
	struct cost cost;
	int in[2], out[2];
	double from_us;
	size_t n;
	pid_t pid;

	make_pipe(in);
	make_pipe(out);
	from_us = clock_us();
	pid = start(argv, form_env(&b.pool, whole), in[0], out[1]);
	close(in[0]);
	close(out[1]);
	feed(in[1], &body);
	must(io_read(out[0], reply, sizeof(reply) - 1, &n));
	close(out[0]);
	cost = finish(pid, from_us, program);
	if (!str_starts(reply, "Status: 303 "))
		give_up("%s answers: %s", program, reply);
	return cost;
}

static struct cost cat(const char *file, int64_t bytes, bool sync)
{
	static const char *const argv[] = { "cat", NULL };
	struct body body = { "", "", bytes };
	_cleanup_(fd_done) int out =
		openat(b.site.dir, file,
		       O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	double from_us = clock_us();
	struct cost cost;
	int in[2];
	pid_t pid;

	if (out < 0)
		must(err_sys("create %s", file));
	make_pipe(in);
	pid = start(argv, NULL, in[0], out);
	close(in[0]);
	feed(in[1], &body);
	cost = finish(pid, from_us, "cat");
	if (sync)
		must(io_sync(out));
	cost.wall_us = clock_us() - from_us;
	return cost;
}

static void clean(void)
{
	must(io_remove_tree(b.site.dir, "content/incoming"));
	must(io_make_dirs(b.site.dir, "content/incoming"));
}

int bench_upload(int argc, char **argv)
{
	int64_t bytes = number(argv[1], 1, 1 << 20) << 20;
	int64_t rounds = number(argv[2], 1, 1000);
	struct series ours = { 0 }, synced = { 0 }, plain = { 0 };

	(void)argc;
	signal(SIGPIPE, SIG_IGN);
	bench_site_open(&b, argv[0]);
	rand_bytes(block, sizeof(block));
	sign_in();
	for (int64_t r = 0; r < rounds; r++) {
		progress("uploads: %lld of %lld", (long long)r,
			 (long long)rounds);
		series_add(&ours, submit(argv[3], bytes));
		clean();
		series_add(&synced, cat("content/incoming/c", bytes, true));
		clean();
		series_add(&plain, cat("content/incoming/c", bytes, false));
		clean();
	}
	figure((double)bytes / series_wall_us(&ours), "upload.mb_s");
	figure((double)bytes / series_wall_us(&synced), "cat_fsync.mb_s");
	figure((double)bytes / series_wall_us(&plain), "cat.mb_s");
	figure(series_cpu_us(&ours) / 1e6, "upload.cpu_s");
	figure((double)series_rss_bytes(&ours) / 1048576, "upload.rss_mib");
	return 0;
}
