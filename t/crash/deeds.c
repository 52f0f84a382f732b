/*
 * deeds.c -- what people do: send, change, delete, look
 *
 * Who was cut off before an answer mostly asks the same again, with the same
 * nonce: it must be done once. Who does not, must find it done wholly or not
 * at all.
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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define BOUNDARY     "------------------------crash"
#define PICKS	     20
#define URLENCODED   "application/x-www-form-urlencoded"
#define MULTIPART    "multipart/form-data; boundary=" BOUNDARY
#define TITLES_LEAST 5

static const char *const words[] = { "private", "unlisted", "public" };

/* --- pages ------------------------------------------------------------------
 */

struct page {
	const char *method, *program, *path, *type, *server;
};

static int whole_body(const struct client *c)
{
	int fd = memfd_create("body", MFD_CLOEXEC);

	if (fd < 0 || io_write(fd, c->body.at, c->body.len) < 0 ||
	    lseek(fd, 0, SEEK_SET) < 0)
		give_up("no body: %s", strerror(errno));
	return fd;
}

/* A body that comes slowly is written by the loop. */
static int slow_body(struct client *c)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		give_up("pipe: %s", strerror(errno));
	c->in = ends[1];
	fcntl(c->in, F_SETFL, O_NONBLOCK);
	return ends[0];
}

static void ask(struct client *c, const struct page *pg)
{
	struct pool p = { 0 };
	const char *argv[] = { pool_fmt(&p, "%s/current/cgi-bin/%s", drive.site,
					pg->program),
			       NULL };
	const char *env[] = {
		"GATEWAY_INTERFACE=CGI/1.1",
		"GREMLIN_PRETTY=1",
		"HTTP_HOST=example.org",
		"QUERY_STRING=",
		pool_fmt(&p, "REQUEST_METHOD=%s", pg->method),
		pool_fmt(&p, "SERVER_SOFTWARE=%s", pg->server),
		pool_fmt(&p, "CONTENT_TYPE=%s", pg->type),
		pool_fmt(&p, "SCRIPT_NAME=/cgi-bin/%s", pg->program),
		pool_fmt(&p, "PATH_INFO=%s", pg->path),
		pool_fmt(&p, "HTTP_COOKIE=%s", drive.cookie),
		pool_fmt(&p, "GREMLIN_SITE=%s", drive.site),
		pool_fmt(&p, "CONTENT_LENGTH=%zu", c->body.len),
		pool_fmt(&p, "GREMLIN_FAULT_TICKET=%s/ticket", drive.outside),
		pool_fmt(&p, "%s", c->blow ? c->blow : "X=Y"),
		drive.wrong,
		drive.clock,
		NULL,
	};
	struct spawn sp = { .argv = blow_start(&p, argv, c->blow), .env = env };

	c->in = -1;
	sp.in = c->deed == DEED_SUBMIT && !c->blow && dice_percent(30)
			? slow_body(c)
			: whole_body(c);
	client_start(c, &sp);
	close(sp.in);
	pool_done(&p);
}

static int status_of(const struct client *c)
{
	const char *text = buf_text(&c->answer);
	int status;

	if (!strstr(text, "\r\n\r\n"))
		return 0;
	return sscanf(text, "Status: %d ", &status) == 1 ? status : -1;
}

/* Whoever is not cut off is told something sensible: to come back, if nothing
 * is wrong, else at least that something is. */
static void unanswered(struct client *c, int status)
{
	bool told = c->blow ? status >= 400 || blow_silences(c->blow)
			    : status == 503;

	if (!c->hit && !told)
		trouble("%s: answer %d: %.300s", item_title(c->items[0]),
			status, buf_text(&c->answer));
	client_again(c);
}

static void done_with(struct client *c)
{
	for (int i = 0; i < c->items_n; i++)
		c->items[i]->busy = false;
	client_rest(c);
}

/* --- forms with files --------------------------------------------------------
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
	snprintf(c->nonce, sizeof(c->nonce), "n%016llx",
		 (unsigned long long)dice());
	c->body.max_bytes = 64 << 20;
	put_field(&c->body, "csrf", drive.csrf);
	put_field(&c->body, "nonce", c->nonce);
	put_field(&c->body, "visibility", words[c->visibility]);
	for (int i = 0; i < c->items_n; i++)
		put_file(&c->body, c->items[i]);
	buf_str(&c->body, "--" BOUNDARY "--\r\n");
}

static void submit_start(struct client *c)
{
	ask(c,
	    &(struct page){ "POST", "submit", "/submit/", MULTIPART, "test" });
}

static void all_in(struct client *c)
{
	for (int i = 0; i < c->items_n; i++)
		c->items[i]->state = ITEM_ACKED;
}

static void submit_answered(struct client *c, int status)
{
	(void)status;
	status = status_of(c);
	if (status != 303 && status != 202) {
		unanswered(c, status);
		return;
	}
	if (status == 202 && drive.crowd)
		trouble("%s was put off", item_title(c->items[0]));
	all_in(c);
	done_with(c);
}

/* --- gremlin add -------------------------------------------------------------
 */

static void add_start(struct client *c)
{
	struct pool p = { 0 };
	const struct item *it = c->items[0];
	const char *file =
		pool_fmt(&p, "%s/%s.bin", drive.outside, item_title(it));
	const char *argv[] = {
		pool_fmt(&p, "%s/current/bin/gremlin", drive.site),
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
	const char *env[] = {
		pool_fmt(&p, "GREMLIN_FAULT_TICKET=%s/ticket", drive.outside),
		pool_fmt(&p, "%s", c->blow ? c->blow : "X=Y"),
		drive.wrong,
		drive.clock,
		NULL,
	};
	struct spawn sp = { .argv = blow_start(&p, argv, c->blow), .env = env };
	_cleanup_(buf_done) struct buf bytes = { 0 };
	_cleanup_(fd_done) int fd =
		open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	item_bytes(it, &bytes);
	if (fd < 0 || io_write(fd, bytes.at, bytes.len) < 0)
		give_up("%s: %s", file, strerror(errno));
	c->in = -1;
	client_start(c, &sp);
	pool_done(&p);
}

static void add_answered(struct client *c, int status)
{
	struct item *it = c->items[0];
	const char *url = strstr(buf_text(&c->answer), "/m/");

	if (url && strchr(url, '\n'))
		it->state = ITEM_ACKED;
	else if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		it->state = ITEM_ACKED; /* it waits for the worker */
	else if (!c->hit && !c->blow && WEXITSTATUS(status) != err_exit(E_BUSY))
		trouble("gremlin add %s: status %x", item_title(it), status);
	done_with(c); /* sent again, it might be in twice */
}

/* --- change and delete -------------------------------------------------------
 */

static void fill_edit(struct client *c)
{
	buf_fmt(&c->body, "csrf=%s&title=%s&alt=&description=&visibility=%s",
		drive.csrf, item_title(c->items[0]), words[c->visibility]);
	c->items[0]->maybe_visibility = c->visibility;
}

static void edit_start(struct client *c)
{
	struct pool p = { 0 };

	ask(c,
	    &(struct page){ "POST", "edit",
			    pool_fmt(&p, "/u/ann/m/%s/edit", c->items[0]->slug),
			    URLENCODED, "test" });
	pool_done(&p);
}

static void edit_answered(struct client *c, int status)
{
	struct item *it = c->items[0];

	(void)status;
	status = status_of(c);
	if (status == 404 && it->state >= ITEM_GOING) {
		done_with(c); /* another one was faster */
		return;
	}
	if (status != 303) {
		unanswered(c, status);
		return;
	}
	it->visibility = c->visibility;
	it->maybe_visibility = -1;
	check_hidden(it);
	done_with(c);
}

static void fill_delete(struct client *c)
{
	buf_fmt(&c->body, "csrf=%s", drive.csrf);
	c->items[0]->state = ITEM_GOING;
}

static void delete_start(struct client *c)
{
	struct pool p = { 0 };

	ask(c, &(struct page){ "POST", "delete",
			       pool_fmt(&p, "/u/ann/m/%s/confirm-delete",
					c->items[0]->slug),
			       URLENCODED, "test" });
	pool_done(&p);
}

static void delete_answered(struct client *c, int status)
{
	(void)status;
	status = status_of(c);
	/* cut off behind its commit, it is not there any more */
	if (status != 303 && !(status == 404 && c->tries > 1)) {
		unanswered(c, status);
		return;
	}
	c->items[0]->state = ITEM_GONE;
	if (status == 303)
		check_hidden(c->items[0]);
	done_with(c);
}

/* --- look --------------------------------------------------------------------
 */

static void look_start(struct client *c)
{
	struct pool p = { 0 };
	const struct item *it = c->items[0];

	ask(c, &(struct page){ "GET", "file",
			       pool_fmt(&p, "/file/%s/%s", it->key, it->film),
			       "", "busybox" });
	pool_done(&p);
}

static void look_answered(struct client *c, int status)
{
	const char *at = strstr(buf_text(&c->answer), "/content/public/x/");
	struct item *it = c->items[0];

	(void)status;
	status = status_of(c);
	if (status != 302 && status != 404) {
		unanswered(c, status);
		return;
	}
	if (at)
		sscanf(at, "/%159[^\r]", it->handout);
	done_with(c);
}

/* --- the table ---------------------------------------------------------------
 */

static const struct {
	int percent;
	bool fresh; /* of something new */
	void (*fill)(struct client *);
	void (*start)(struct client *);
	void (*answered)(struct client *, int status);
} deeds[DEEDS] = {
	[DEED_SUBMIT] = { 50, true, fill_form, submit_start, submit_answered },
	[DEED_ADD] = { 10, true, NULL, add_start, add_answered },
	[DEED_EDIT] = { 22, false, fill_edit, edit_start, edit_answered },
	[DEED_DELETE] = { 8, false, fill_delete, delete_start,
			  delete_answered },
	[DEED_LOOK] = { 10, false, NULL, look_start, look_answered },
};

static bool suits(struct item *it, enum deed deed)
{
	if (it->state != ITEM_ACKED || it->busy || !learn(it))
		return false;
	return deed != DEED_LOOK || (it->visibility == 0 && it->film[0]);
}

static struct item *pick(enum deed deed)
{
	for (int i = 0; items_n > TITLES_LEAST && i < PICKS; i++) {
		struct item *it = &items[dice_below(items_n)];

		if (suits(it, deed))
			return it;
	}
	return NULL;
}

static enum deed dice_deed(void)
{
	bool sends = drive.rash || drive.crowd || drive.harm;
	int d = sends ? 0 : dice_below(100), deed = 0;

	while (d >= deeds[deed].percent)
		d -= deeds[deed++].percent;
	return (enum deed)deed;
}

void deed_for(struct client *c, enum deed deed, struct item *it, int visibility)
{
	c->deed = deed;
	c->tries = 0;
	c->blow = NULL;
	c->visibility = visibility;
	c->items_n = 1;
	c->items[0] = it;
	it->busy = true;
	if (deed == DEED_SUBMIT && !drive.quiet && dice_percent(20))
		while (c->items_n < FORM_FILES_MAX)
			c->items[c->items_n++] = item_new(visibility);
	buf_clear(&c->body);
	if (deeds[deed].fill)
		deeds[deed].fill(c);
}

bool deed_begin(struct client *c)
{
	enum deed deed = dice_deed();
	int visibility = dice_below(3);
	struct item *it = deeds[deed].fresh ? item_new(visibility) : pick(deed);

	if (it)
		deed_for(c, deed, it, visibility);
	return it;
}

void deed_start(struct client *c)
{
	c->tries++;
	for (int i = 0; drive.rash && i < c->items_n; i++)
		c->items[i]->state = ITEM_ACKED;
	deeds[c->deed].start(c);
}

void deed_answered(struct client *c, int status)
{
	blow_over(c->blow);
	deeds[c->deed].answered(c, status);
	c->blow = NULL;
}
