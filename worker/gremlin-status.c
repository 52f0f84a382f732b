/*
 * gremlin-status.c -- what the site is doing, once or all the time
 *
 * While it watches, the database is open for each look only.
 */
#include "worker/status.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/io.h"
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH	      100 /* where it is no terminal */
#define ROWS	      24
#define LOOK_AGAIN_US 1000000

struct watching {
	struct buf text, last;
	int drawn; /* lines that stand on the terminal */
};

static int print_json(const struct site *site, const struct status *s,
		      struct buf *out)
{
	json_t *json = status_json(site, s);
	char *text = json ? json_dumps(json, JSON_COMPACT) : NULL;

	json_decref(json);
	if (!text)
		return err(E_MEMORY, "a text in the database is no UTF-8, or "
				     "memory ran out");
	buf_str(out, text);
	buf_char(out, '\n');
	free(text);
	return out->rc;
}

/* One look at the site, as text. */
static int look(struct gremlin *g, int width, struct buf *out)
{
	_cleanup_(pool_done) struct pool mem = { 0 };
	struct status s;
	int rc = status_read(&mem, &g->site, &s);

	if (rc < 0)
		return rc;
	if (opt_given(g, "json"))
		return print_json(&g->site, &s, out);
	if (opt_given(g, "storage"))
		status_print_storage(&mem, &s, width, out);
	else
		status_print(&mem, &g->site, &s, width, out);
	return out->rc;
}

static int rows_of_terminal(void)
{
	struct winsize ws;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) < 0 || ws.ws_row < 2)
		return ROWS;
	return ws.ws_row;
}

/* Over what was drawn before, each line cleared to its end. */
static int draw(struct watching *w)
{
	_cleanup_(buf_done) struct buf out = { 0 };
	int rows = rows_of_terminal() - 1, n = 0;
	const char *at = buf_text(&w->text);

	if (w->drawn)
		buf_fmt(&out, "\033[%dA", w->drawn);
	for (; *at && n < rows; n++) {
		size_t len = strcspn(at, "\n");

		buf_put(&out, at, len);
		buf_str(&out, "\033[K\n");
		at += at[len] ? len + 1 : len;
	}
	buf_str(&out, "\033[J");
	w->drawn = n;
	return out.rc < 0 ? out.rc : io_write(STDOUT_FILENO, out.at, out.len);
}

/* On a terminal in place; else only what is new. */
static int show(struct watching *w, bool terminal)
{
	struct buf swap = w->last;

	if (str_eq(buf_text(&w->text), buf_text(&w->last)))
		return 0;
	if (terminal) {
		int rc = draw(w);

		if (rc < 0)
			return rc;
	} else {
		int rc = io_write(STDOUT_FILENO, w->text.at, w->text.len);

		if (rc < 0)
			return rc;
	}
	w->last = w->text;
	w->text = swap;
	return 0;
}

static int watch(struct gremlin *g)
{
	struct watching w = { 0 };
	int width, rc = 0;

	for (;;) {
		width = tty_width(STDOUT_FILENO);
		buf_clear(&w.text);
		rc = look(g, width ? width : WIDTH, &w.text);
		if (rc < 0 && !err_can_retry(rc))
			break;
		if (rc < 0)
			buf_fmt(&w.text, "%s\n", err_text(rc));
		rc = show(&w, width && !opt_given(g, "json"));
		if (rc < 0)
			break;
		usleep(LOOK_AGAIN_US);
	}
	buf_done(&w.text);
	buf_done(&w.last);
	return rc;
}

static int run_status(struct gremlin *g)
{
	_cleanup_(buf_done) struct buf out = { 0 };
	int width = tty_width(STDOUT_FILENO), rc;

	if (opt_given(g, "watch"))
		return watch(g);
	rc = look(g, width ? width : WIDTH, &out);
	if (rc == 0)
		fputs(buf_text(&out), stdout);
	return rc;
}

const struct subcommand command_status = {
	.name = "status",
	.help = "show the worker, the media, the files and the jobs",
	.opts = { { "json", NULL, "as one JSON object, see gremlin(8)" },
		  { "storage", NULL, "what each byte on the disk is" },
		  { "watch", NULL, "again each second, until Ctrl-C" } },
	.run = run_status,
};
