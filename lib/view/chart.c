/*
 * chart.c -- numbers over time as one SVG picture
 *
 * Sums are doubles: series of the largest numbers there are do not overflow,
 * and end in a picture all the same. Coordinates are printed with one digit
 * behind the point, clamped to the picture, so none is ever "nan".
 */
#include "view/chart.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/pool.h"
#include "view/format.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#define WIDTH  360.0
#define HEIGHT 140.0
#define LEFT   48.0
#define RIGHT  6.0
#define TOP    12.0
#define BOTTOM 20.0
#define GAP    1.0 /* between two bars */
#define LEAST  1.5 /* height of what is not nothing */

struct pen {
	struct buf *out;
	const struct chart *c;
	double top;   /* value at the upper end */
	double step;  /* width of one point */
	double floor; /* y of value 0 */
};

/* --- the axis ----------------------------------------------------------------
 */

static double value_of(const struct chart *c, int series, int point)
{
	int64_t v = c->series[series].values[point];

	return v > 0 ? (double)v : 0;
}

static int series_of(const struct chart *c)
{
	return c->series_n < CHART_SERIES ? c->series_n : CHART_SERIES;
}

static double largest(const struct chart *c)
{
	double most = 0;

	for (int i = 0; i < c->points; i++) {
		double sum = 0;

		for (int s = 0; s < series_of(c); s++) {
			double v = value_of(c, s, i);

			sum = c->shape == CHART_BARS ? sum + v : fmax(sum, v);
		}
		most = fmax(most, sum);
	}
	return most;
}

/* 1, 2 or 5 times a power of ten. */
static double round_up(double value)
{
	double power = pow(10, floor(log10(value)));

	if (value <= power)
		return power;
	if (value <= 2 * power)
		return 2 * power;
	return value <= 5 * power ? 5 * power : 10 * power;
}

static double round_up_seconds(double value)
{
	static const int spans[] = { 1,	   2,	 5,	10,    20,   30,
				     60,   120,	 300,	600,   1200, 1800,
				     3600, 7200, 18000, 36000, 86400 };

	for (size_t i = 0; i < ARRAY_LEN(spans); i++)
		if (value <= spans[i])
			return spans[i];
	return 86400 * round_up(value / 86400);
}

double chart_top(const struct chart *c)
{
	double most = largest(c);

	if (most <= 1)
		return 1;
	return c->unit == CHART_SECONDS ? round_up_seconds(most)
					: round_up(most);
}

const char *chart_text(struct pool *mem, enum chart_unit unit, double value)
{
	static const char powers[] = "kMGTPE";
	double v = fmin(fmax(value, 0), 9.2e18);
	size_t i = 0;

	if (unit == CHART_SECONDS)
		return format_span(mem, (int64_t)v);
	if (unit == CHART_BYTES)
		return format_bytes(mem, (int64_t)v);
	if (v < 100000)
		return format_number(mem, (int64_t)v);
	for (v /= 1000; v >= 999.5 && powers[i + 1]; i++)
		v /= 1000;
	return pool_fmt(mem, "%.*f %c", v < 9.95, v, powers[i]);
}

/* --- drawing -----------------------------------------------------------------
 */

static void put_text(struct buf *out, const char *text)
{
	for (; text && *text; text++)
		switch (*text) {
		case '<': buf_str(out, "&lt;"); break;
		case '>': buf_str(out, "&gt;"); break;
		case '&': buf_str(out, "&amp;"); break;
		case '"': buf_str(out, "&quot;"); break;
		default: buf_char(out, *text);
		}
}

static double y_of(const struct pen *p, double value)
{
	double part = fmin(value / p->top, 1);

	return p->floor - part * (p->floor - TOP);
}

static double x_of(const struct pen *p, int point)
{
	return LEFT + point * p->step;
}

static void draw_head(const struct pen *p)
{
	struct buf *out = p->out;

	buf_fmt(out,
		"<svg class=\"chart\" viewBox=\"0 0 %.0f %.0f\" role=\"img\" "
		"aria-labelledby=\"",
		WIDTH, HEIGHT);
	put_text(out, p->c->id);
	buf_str(out, "-title ");
	put_text(out, p->c->id);
	buf_str(out, "-desc\"><title id=\"");
	put_text(out, p->c->id);
	buf_str(out, "-title\">");
	put_text(out, p->c->title);
	buf_str(out, "</title><desc id=\"");
	put_text(out, p->c->id);
	buf_str(out, "-desc\">");
	put_text(out, p->c->desc);
	buf_str(out, "</desc>");
}

static void draw_axis(const struct pen *p, struct pool *mem)
{
	double middle = (p->floor + TOP) / 2;

	buf_fmt(p->out,
		"<path class=\"grid\" d=\"M%.1f %.1fH%.1fM%.1f %.1fH%.1f\"/>"
		"<path class=\"base\" d=\"M%.1f %.1fH%.1f\"/>",
		LEFT, TOP, WIDTH - RIGHT, LEFT, middle, WIDTH - RIGHT, LEFT,
		p->floor, WIDTH - RIGHT);
	buf_fmt(p->out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">",
		LEFT - 6, TOP + 4);
	put_text(p->out, chart_text(mem, p->c->unit, p->top));
	buf_fmt(p->out,
		"</text><text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">0"
		"</text>",
		LEFT - 6, p->floor + 4);
}

static const char *anchor_of(double x)
{
	if (x < LEFT + (WIDTH - LEFT) / 5)
		return "start";
	return x > WIDTH - (WIDTH - LEFT) / 5 ? "end" : "middle";
}

static void draw_labels(const struct pen *p)
{
	for (int i = 0; p->c->labels && i < p->c->points; i++) {
		double x = x_of(p, i) + p->step / 2;

		if (!p->c->labels[i])
			continue;
		buf_fmt(p->out,
			"<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x,
			HEIGHT - 5, anchor_of(x));
		put_text(p->out, p->c->labels[i]);
		buf_str(p->out, "</text>");
	}
}

/* All bars of one series are one path. */
static void draw_bars(const struct pen *p, int series)
{
	double gap = p->step > 3 * GAP ? GAP : 0;

	buf_fmt(p->out, "<path class=\"bar s%d\" d=\"", series);
	for (int i = 0; i < p->c->points; i++) {
		double below = 0, y, high;

		for (int s = 0; s < series; s++)
			below += value_of(p->c, s, i);
		y = y_of(p, below + value_of(p->c, series, i));
		high = y_of(p, below) - y;
		if (value_of(p->c, series, i) <= 0)
			continue;
		buf_fmt(p->out, "M%.1f %.1fh%.1fv%.1fh-%.1fz", x_of(p, i),
			fmin(y, p->floor - LEAST), p->step - gap,
			fmax(high, LEAST), p->step - gap);
	}
	buf_str(p->out, "\"/>");
}

/* Over each bar, for who points at it: "20 Nov 14:00: 12" */
static void draw_names(const struct pen *p, struct pool *mem)
{
	for (int i = 0; p->c->names && i < p->c->points; i++) {
		double sum = 0;

		for (int s = 0; s < series_of(p->c); s++)
			sum += value_of(p->c, s, i);
		if (sum <= 0)
			continue;
		buf_fmt(p->out,
			"<rect class=\"over\" x=\"%.1f\" y=\"%.1f\" "
			"width=\"%.1f\" height=\"%.1f\"><title>",
			x_of(p, i), TOP, p->step, p->floor - TOP);
		put_text(p->out, p->c->names[i]);
		buf_str(p->out, ": ");
		put_text(p->out, chart_text(mem, p->c->unit, sum));
		buf_str(p->out, "</title></rect>");
	}
}

static void draw_line(const struct pen *p, int series)
{
	const int64_t *values = p->c->series[series].values;
	bool down = false;

	buf_fmt(p->out, "<path class=\"line s%d\" d=\"", series);
	for (int i = 0; i < p->c->points; i++) {
		if (values[i] == CHART_NONE) {
			down = false;
			continue;
		}
		if (down)
			buf_fmt(p->out, "V%.1f",
				y_of(p, value_of(p->c, series, i)));
		else
			buf_fmt(p->out, "M%.1f %.1f", x_of(p, i),
				y_of(p, value_of(p->c, series, i)));
		buf_fmt(p->out, "H%.1f", x_of(p, i + 1));
		down = true;
	}
	buf_str(p->out, "\"/>");
}

void chart_svg(struct pool *mem, const struct chart *c, struct buf *out)
{
	struct pen p = { .out = out, .c = c, .floor = HEIGHT - BOTTOM };

	p.top = chart_top(c);
	p.step = (WIDTH - LEFT - RIGHT) / (c->points > 0 ? c->points : 1);
	draw_head(&p);
	draw_axis(&p, mem);
	for (int s = 0; s < series_of(c); s++)
		if (c->shape == CHART_BARS)
			draw_bars(&p, s);
		else
			draw_line(&p, s);
	draw_labels(&p);
	if (c->shape == CHART_BARS)
		draw_names(&p, mem);
	buf_str(out, "</svg>");
}
