/*
 * client.c -- people who send files, by real pages and by `gremlin add`
 *
 * Who was cut off before an answer mostly sends the same form again, with the
 * same nonce: it must be in once. Who does not, must find it there whole or
 * not at all.
 */
#include "crash.h"
#include "base/base.h"
#include "base/err.h"
#include "base/io.h"
#include "base/pool.h"
#include "base/str.h"
#include "proc/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define BOUNDARY    "------------------------crash"
#define TRIES_MAX   20
#define SLOW_STEP   30000
#define BACKLOG_MAX 24

enum deed {
	DEED_SUBMIT,
	DEED_ADD
};

struct client clients[CLIENTS];

static const char *const words[] = { "private", "unlisted", "public" };

static int stderr_fd(void)
{
	static int fd = -1;

	if (fd < 0)
		fd = openat(AT_FDCWD, "client.log",
			    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	return fd;
}

/* --- forms -------------------------------------------------------------------
 */

static void put_field(struct buf *b, const char *name, const char *value)
{
	buf_fmt(b,
		"--" BOUNDARY "\r\nContent-Disposition: form-data; "
		"name=\"%s\"\r\n\r\n%s\r\n",
		name, value);
}

static void put_file(struct buf *b, const struct item *it)
{
	_cleanup_(buf_done) struct buf bytes = { 0 };

	item_bytes(it, &bytes);
	buf_fmt(b,
		"--" BOUNDARY "\r\nContent-Disposition: form-data; "
		"name=\"file\"; filename=\"%s.bin\"\r\nContent-Type: "
		"application/octet-stream\r\n\r\n",
		item_title(it));
	buf_put(b, bytes.at, bytes.len);
	buf_str(b, "\r\n");
}

static void fill_form(struct client *c)
{
	buf_clear(&c->body);
	c->body.max_bytes = 64 << 20;
	put_field(&c->body, "csrf", drive.csrf);
	put_field(&c->body, "nonce", c->nonce);
	put_field(&c->body, "visibility", words[c->items[0]->visibility]);
	for (int i = 0; i < c->items_n; i++)
		put_file(&c->body, c->items[i]);
	buf_str(&c->body, "--" BOUNDARY "--\r\n");
}

/* --- starting ----------------------------------------------------------------
 */

static void make_pipe(int ends[2])
{
	if (pipe2(ends, O_CLOEXEC) < 0)
		give_up("pipe: %s", strerror(errno));
}

static int whole_body(const struct client *c)
{
	int fd = memfd_create("body", MFD_CLOEXEC);

	if (fd < 0 || io_write(fd, c->body.at, c->body.len) < 0 ||
	    lseek(fd, 0, SEEK_SET) < 0)
		give_up("no body: %s", strerror(errno));
	return fd;
}

static void start(struct client *c, struct spawn *sp)
{
	int ends[2], rc;

	make_pipe(ends);
	sp->out = ends[1];
	sp->err = stderr_fd();
	rc = spawn_start(sp, &c->pid);
	if (rc < 0)
		give_up("%s", err_text(rc));
	close(ends[1]);
	c->out = ends[0];
	fcntl(c->out, F_SETFL, O_NONBLOCK);
	buf_clear(&c->answer);
	c->hit = false;
	c->sent = 0;
	c->since_ms = now_ms();
	c->die_ms = dice_percent(12) && !drive.quiet
			    ? c->since_ms + dice_below(40)
			    : 0;
}

static void start_page(struct client *c, struct pool *p, const char *program,
		       const char *path)
{
	const char *argv[] = {
		pool_fmt(p, "%s/current/cgi-bin/%s", drive.site, program), NULL
	};
	const char *env[] = {
		"GATEWAY_INTERFACE=CGI/1.1",
		"REQUEST_METHOD=POST",
		"SERVER_SOFTWARE=test",
		"GREMLIN_PRETTY=1",
		"HTTP_HOST=example.org",
		"QUERY_STRING=",
		"CONTENT_TYPE=multipart/form-data; boundary=" BOUNDARY,
		pool_fmt(p, "SCRIPT_NAME=/cgi-bin/%s", program),
		pool_fmt(p, "PATH_INFO=%s", path),
		pool_fmt(p, "HTTP_COOKIE=%s", drive.cookie),
		pool_fmt(p, "GREMLIN_SITE=%s", drive.site),
		pool_fmt(p, "CONTENT_LENGTH=%zu", c->body.len),
		NULL,
	};
	struct spawn sp = { .argv = argv, .env = env };
	int ends[2];

	if (dice_percent(30)) {
		make_pipe(ends);
		sp.in = ends[0];
		c->in = ends[1];
		fcntl(c->in, F_SETFL, O_NONBLOCK);
	} else {
		sp.in = whole_body(c);
		c->in = -1;
	}
	start(c, &sp);
	close(sp.in);
}

static void start_add(struct client *c, struct pool *p)
{
	const struct item *it = c->items[0];
	const char *file =
		pool_fmt(p, "%s/%s.bin", drive.outside, item_title(it));
	const char *argv[] = {
		pool_fmt(p, "%s/current/bin/gremlin", drive.site),
		"-C",
		drive.site,
		"add",
		"--user",
		"ann",
		"--visibility",
		words[it->visibility],
		file,
		NULL,
	};
	struct spawn sp = { .argv = argv };
	_cleanup_(buf_done) struct buf bytes = { 0 };
	_cleanup_(fd_done) int fd =
		open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	item_bytes(it, &bytes);
	if (fd < 0 || io_write(fd, bytes.at, bytes.len) < 0)
		give_up("%s: %s", file, strerror(errno));
	c->in = -1;
	start(c, &sp);
}

static void send_it(struct client *c)
{
	struct pool p = { 0 };

	c->tries++;
	for (int i = 0; drive.rash && i < c->items_n; i++)
		c->items[i]->state = ITEM_ACKED;
	if (c->deed == DEED_ADD)
		start_add(c, &p);
	else
		start_page(c, &p, "submit", "/submit/");
	pool_done(&p);
}

static void begin(struct client *c)
{
	int visibility = dice_below(3);

	c->tries = 0;
	c->deed = dice_percent(85) ? DEED_SUBMIT : DEED_ADD;
	c->items_n = c->deed == DEED_ADD || dice_percent(80)
			     ? 1
			     : 1 + dice_below(FORM_FILES_MAX);
	for (int i = 0; i < c->items_n; i++)
		c->items[i] = item_new(visibility);
	snprintf(c->nonce, sizeof(c->nonce), "n%016llx",
		 (unsigned long long)dice());
	if (c->deed == DEED_SUBMIT)
		fill_form(c);
	send_it(c);
}

/* --- answers -----------------------------------------------------------------
 */

static int status_of(const struct client *c)
{
	const char *text = buf_text(&c->answer);
	int status;

	if (!strstr(text, "\r\n\r\n"))
		return 0;
	return sscanf(text, "Status: %d ", &status) == 1 ? status : -1;
}

static void all_acked(struct client *c)
{
	for (int i = 0; i < c->items_n; i++)
		c->items[i]->state = ITEM_ACKED;
}

static void rest(struct client *c)
{
	c->pid = 0;
	c->tries = 0;
	c->next_ms = now_ms() + dice_below(20);
}

/* Whether the same is to be sent once more. */
static bool again(struct client *c)
{
	if (drive.rash || c->tries >= TRIES_MAX)
		return false;
	return drive.quiet || dice_percent(75);
}

static void try_again(struct client *c)
{
	if (!again(c)) {
		rest(c);
		return;
	}
	c->pid = 0;
	c->next_ms = now_ms() + dice_below(10);
}

static void page_answered(struct client *c)
{
	int status = status_of(c);

	if (status == 303 || status == 202) {
		all_acked(c);
		rest(c);
		return;
	}
	if (!c->hit && status != 503)
		trouble("%s: answer %d: %.300s", item_title(c->items[0]),
			status, buf_text(&c->answer));
	try_again(c);
}

static void add_answered(struct client *c, int status)
{
	struct item *it = c->items[0];
	const char *url = strstr(buf_text(&c->answer), "/m/");

	if (url && strchr(url, '\n')) {
		sscanf(url, "/m/%47[^/]", it->slug);
		it->state = ITEM_ACKED;
	} else if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
		it->state = ITEM_ACKED; /* it waits for the worker */
	} else if (!c->hit && WEXITSTATUS(status) != err_exit(E_BUSY)) {
		trouble("gremlin add %s: status %x", item_title(it), status);
	}
	rest(c); /* sent again, it might be in twice */
}

static void read_answer(struct client *c)
{
	char step[4096];
	ssize_t n;

	while ((n = read(c->out, step, sizeof(step))) > 0)
		buf_put(&c->answer, step, (size_t)n);
}

static void close_in(struct client *c)
{
	if (c->in >= 0)
		close(c->in);
	c->in = -1;
}

void client_ended(pid_t pid, int status)
{
	for (int i = 0; i < CLIENTS; i++) {
		struct client *c = &clients[i];

		if (c->pid != pid)
			continue;
		read_answer(c);
		close(c->out);
		close_in(c);
		if (WIFSIGNALED(status) && !c->hit)
			trouble("a client's program ended by signal %d",
				WTERMSIG(status));
		if (c->deed == DEED_ADD)
			add_answered(c, status);
		else
			page_answered(c);
	}
}

/* --- the loop's part ---------------------------------------------------------
 */

static void feed(struct client *c)
{
	size_t n = c->body.len - c->sent;
	ssize_t k;

	if (c->in < 0 || now_ms() < c->next_ms)
		return;
	if (n > SLOW_STEP)
		n = 1 + (size_t)dice_below(SLOW_STEP);
	k = write(c->in, c->body.at + c->sent, n);
	if (k < 0 && errno == EAGAIN)
		return;
	if (k < 0) {
		close_in(c);
		return;
	}
	c->sent += (size_t)k;
	c->next_ms = now_ms() + (dice_percent(10) ? dice_below(10) : 0);
	/* one who goes away in the middle */
	if (c->sent == c->body.len)
		close_in(c);
	else if (!drive.quiet && dice_percent(1)) {
		c->hit = true;
		close_in(c);
	}
}

void clients_step(void)
{
	int64_t now = now_ms();

	for (int i = 0; i < CLIENTS; i++) {
		struct client *c = &clients[i];

		if (c->pid) {
			read_answer(c);
			feed(c);
		} else if (now >= c->next_ms && c->tries) {
			send_it(c);
		} else if (now >= c->next_ms && !drive.quiet &&
			   backlog() < BACKLOG_MAX) {
			begin(c);
		}
	}
}

int clients_poll(void *fds)
{
	struct pollfd *at = fds;
	int n = 0;

	for (int i = 0; i < CLIENTS; i++) {
		if (!clients[i].pid)
			continue;
		at[n++] = (struct pollfd){ .fd = clients[i].out,
					   .events = POLLIN };
		if (clients[i].in >= 0)
			at[n++] = (struct pollfd){ .fd = clients[i].in,
						   .events = POLLOUT };
	}
	return n;
}

bool clients_idle(void)
{
	for (int i = 0; i < CLIENTS; i++)
		if (clients[i].pid || clients[i].tries)
			return false;
	return true;
}
