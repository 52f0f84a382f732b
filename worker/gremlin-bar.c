/* gremlin-bar.c -- how far it is, on a terminal */
#include "worker/gremlin.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/str.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

#define DRAW_MS	    100
#define LABEL_CELLS 30
#define BAR_CHARS   30
#define WIDTH_LEAST 60 /* narrower terminals get the label alone */

int tty_width(int fd)
{
	struct winsize ws;

	if (!isatty(fd))
		return 0;
	if (ioctl(fd, TIOCGWINSZ, &ws) < 0 || !ws.ws_col)
		return 80;
	return ws.ws_col;
}

/* Cut so that it takes at most max cells; ret_cells: how many it takes. */
static const char *cut_cells(struct pool *mem, const char *text, size_t max,
			     size_t *ret_cells)
{
	const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)text;
	size_t cells = 0;

	while (*at) {
		utf8proc_int32_t c;
		utf8proc_ssize_t n = utf8proc_iterate(at, -1, &c);
		size_t wide;

		if (n <= 0)
			break;
		wide = (size_t)utf8proc_charwidth(c);
		if (cells + wide > max)
			break;
		cells += wide;
		at += n;
	}
	*ret_cells = cells;
	return pool_dup_n(mem, text, (size_t)((const char *)at - text));
}

const char *one_line(struct pool *mem, const char *text, size_t max)
{
	size_t n = strlen(text), cells;

	/* blanks at the ends are part of a layout */
	if (!str_utf8_clean(text, n, false))
		text = str_tidy(mem, text, n, n, false);
	return cut_cells(mem, text, max, &cells);
}

const char *column(struct pool *mem, const char *text, size_t max)
{
	const char *whole = one_line(mem, text, strlen(text));
	size_t cells;
	const char *cut = cut_cells(mem, whole, max, &cells);

	if (strlen(cut) < strlen(whole) && max > 3) {
		cut = cut_cells(mem, whole, max - 3, &cells);
		cut = pool_fmt(mem, "%s...", cut);
		cells += 3;
	}
	return pool_fmt(mem, "%s%*s", cut, (int)(max - cells), "");
}

const char *bar_text(struct pool *mem, int permille, int width)
{
	int full = width * permille / 1000;
	char *inside = pool_alloc(mem, (size_t)width + 1);

	memset(inside, ' ', (size_t)width);
	memset(inside, '=', (size_t)full);
	if (full < width)
		inside[full] = '>';
	return pool_fmt(mem, "[%s] %3d %%", inside, permille / 10);
}

static int permille_of(const struct bar *bar)
{
	if (bar->total <= 0 || bar->done >= bar->total)
		return 1000;
	return (int)((double)bar->done * 1000 / (double)bar->total);
}

static void draw(struct bar *bar)
{
	_cleanup_(pool_done) struct pool mem = { 0 };
	const char *label = column(&mem, bar->label, LABEL_CELLS);

	if (bar->width < WIDTH_LEAST || bar->total <= 0)
		fprintf(stderr, "\r%s\033[K", label);
	else
		fprintf(stderr, "\r%s %s\033[K", label,
			bar_text(&mem, permille_of(bar), BAR_CHARS));
	fflush(stderr);
	bar->drawn_ms = clock_mono_ms();
}

void bar_start(struct bar *bar, const char *label, int64_t total)
{
	*bar = (struct bar){ .label = label,
			     .total = total,
			     .width = tty_width(STDERR_FILENO) };
	if (bar->width)
		draw(bar);
}

void bar_move(struct bar *bar, int64_t by)
{
	bar->done += by;
	if (bar->width && clock_mono_ms() - bar->drawn_ms >= DRAW_MS)
		draw(bar);
}

void bar_clear(struct bar *bar)
{
	if (bar->width && bar->drawn_ms) {
		fputs("\r\033[K", stderr);
		fflush(stderr);
	}
	bar->drawn_ms = 0;
}
