/*
 * 4005-chart-svg.c -- charts of whatever numbers come: well-formed, inside
 * their picture, and true
 */
#include "tap.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/pool.h"
#include "base/rand.h"
#include "view/chart.h"

#include <ctype.h>
#include <math.h>

static struct pool pool;
static struct buf out;

static const char *draw(const struct chart *c)
{
	buf_clear(&out);
	chart_svg(&pool, c, &out);
	return buf_text(&out);
}

/* Tags that open and close one another, and attributes in quotes. */
static int is_well_formed(const char *at)
{
	int depth = 0;

	while ((at = strchr(at, '<'))) {
		const char *end = strchr(at, '>');
		int quotes = 0;

		if (!end)
			return 0;
		for (const char *p = at; p < end; p++) {
			quotes += *p == '"';
			if (p > at && *p == '<')
				return 0;
		}
		if (quotes % 2)
			return 0;
		if (at[1] == '/')
			depth--;
		else if (end[-1] != '/')
			depth++;
		if (depth < 0)
			return 0;
		at = end;
	}
	return depth == 0;
}

/* Whether every number of the paths lies inside the picture. */
static int is_inside(const char *svg)
{
	const char *at = svg;

	while ((at = strstr(at, " d=\""))) {
		for (at += 4; *at && *at != '"';) {
			char *end;
			double n = strtod(at, &end);

			if (end == at) {
				if (!strchr("MHVhvz ", *at))
					return 0;
				at++;
				continue;
			}
			if (!(n >= -360 && n <= 360))
				return 0;
			at = end;
		}
	}
	return !strstr(svg, "nan") && !strstr(svg, "inf");
}

static void sound(const struct chart *c, const char *what)
{
	const char *svg = draw(c);

	ok(is_well_formed(svg) && is_inside(svg), what);
}

static struct chart of(const struct chart_series *series, int n, int points)
{
	return (struct chart){ .id = "a",
			       .title = "Title",
			       .desc = "Desc",
			       .series = series,
			       .series_n = n,
			       .points = points };
}

static void bars(void)
{
	static const int64_t a[] = { 1, 0, 5 }, b[] = { 1, 0, 5 };
	static const char *const labels[] = { "then", NULL, "now" };
	static const char *const names[] = { "<1>", "two", "three" };
	const struct chart_series two[] = { { "a", a }, { "b", b } };
	struct chart c = of(two, 2, 3);
	const char *svg;

	c.labels = labels;
	is_int(chart_top(&c), 10, "what stands on what is added up");
	svg = draw(&c);
	ok(is_well_formed(svg), "a picture");
	ok(strstr(svg, "<title id=\"a-title\">Title</title>"), "its title");
	ok(strstr(svg, "<desc id=\"a-desc\">Desc</desc>"), "what it shows");
	ok(strstr(svg, "aria-labelledby=\"a-title a-desc\""), "is its name");
	ok(strstr(svg, ">10</text>"), "the end of the axis");
	ok(strstr(svg, ">then</text>") && strstr(svg, ">now</text>"), "labels");
	ok(strstr(svg, "class=\"bar s0\" d=\"M48.0 109.2h101.0v10.8h-101.0z"
		       "M252.0 66.0h101.0v54.0h-101.0z\""),
	   "one of ten is a tenth of the height, nothing is not drawn");
	ok(strstr(svg, "class=\"bar s1\" d=\"M48.0 98.4h101.0v10.8h-101.0z"
		       "M252.0 12.0h101.0v54.0h-101.0z\""),
	   "the second stands on the first");
	ok(!strstr(svg, "over"), "no names");
	c.names = names;
	svg = draw(&c);
	ok(strstr(svg, "height=\"108.0\"><title>&lt;1&gt;: 2</title></rect>"),
	   "a name, with the sum, where one points at a bar");
	ok(!strstr(svg, "two:"), "and none where there is nothing");
	ok(is_well_formed(svg), "well-formed");
	ok(!strstr(svg, "style"), "nothing has a style of its own");
}

static void lines(void)
{
	static const int64_t a[] = { 2, CHART_NONE, 5, 0 };
	const struct chart_series one[] = { { "a", a } };
	struct chart c = of(one, 1, 4);
	const char *svg;

	c.shape = CHART_LINE;
	is_int(chart_top(&c), 5, "the largest");
	svg = draw(&c);
	ok(strstr(svg, "class=\"line s0\" d=\"M48.0 76.8H124.5"
		       "M201.0 12.0H277.5V120.0H354.0\""),
	   "a value holds until the next one, and not where none is known");
	sound(&c, "a line");
}

static void axes(void)
{
	static const struct {
		int64_t value;
		enum chart_unit unit;
		double top;
		const char *text;
	} rows[] = {
		{ 0, CHART_COUNT, 1, "1" },
		{ 1, CHART_COUNT, 1, "1" },
		{ 3, CHART_COUNT, 5, "5" },
		{ 10, CHART_COUNT, 10, "10" },
		{ 11, CHART_COUNT, 20, "20" },
		{ 51000, CHART_COUNT, 100000, "100 k" },
		{ 1500000, CHART_COUNT, 2000000, "2.0 M" },
		{ INT64_MAX, CHART_COUNT, 1e19, "9.2 E" },
		{ 50, CHART_SECONDS, 60, "1 min" },
		{ 3601, CHART_SECONDS, 7200, "2 h" },
		{ 90000, CHART_SECONDS, 172800, "2 days" },
		{ 700000000, CHART_BYTES, 1e9, "1.0 GB" },
		{ -5, CHART_COUNT, 1, "1" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct chart_series one[] = { { "a", &rows[i].value } };
		struct chart c = of(one, 1, 1);

		c.unit = rows[i].unit;
		ok(fabs(chart_top(&c) / rows[i].top - 1) < 1e-9, rows[i].text);
		is_str(chart_text(&pool, c.unit, chart_top(&c)), rows[i].text,
		       "in words");
		sound(&c, "drawn");
	}
}

static void odd(void)
{
	static const int64_t most[] = { INT64_MAX, INT64_MAX, INT64_MIN, 0 };
	static const int64_t same[] = { 7, 7, 7, 7 };
	struct chart_series many[9];
	struct chart c = of(NULL, 0, 0);

	sound(&c, "no numbers at all");
	for (size_t i = 0; i < ARRAY_LEN(many); i++)
		many[i] = (struct chart_series){ "x", i % 2 ? same : most };
	c = of(many, 9, 4);
	sound(&c, "the largest numbers, and more series than there are");
	ok(!strstr(draw(&c), "s6"), "which are left out");
	c.shape = CHART_LINE;
	sound(&c, "as lines");
	c = of(&many[1], 1, 4);
	sound(&c, "all the same");
	c.points = 1;
	sound(&c, "one");
	c.id = c.title = "<a b=\"c\">&'";
	c.desc = NULL;
	sound(&c, "a title that is none");
	ok(strstr(draw(&c), ">&lt;a b=&quot;c&quot;&gt;&amp;'</title>"),
	   "is escaped");
}

/* Whatever the numbers: well-formed and inside. */
static void at_random(void)
{
	int bad = 0;

	for (int round = 0; round < 2000; round++) {
		int64_t values[3][200];
		struct chart_series series[3];
		unsigned char dice[4];
		struct chart c;

		rand_bytes(dice, sizeof(dice));
		rand_bytes(values, sizeof(values));
		for (int s = 0; s < 3; s++) {
			series[s] = (struct chart_series){ "a", values[s] };
			for (int i = 0; i < 200; i++)
				values[s][i] >>= dice[0] % 64;
		}
		c = of(series, dice[1] % 4, dice[2] % 201);
		c.shape = (enum chart_shape)(dice[3] & 1);
		c.unit = (enum chart_unit)(dice[3] % 3);
		bad += !is_well_formed(draw(&c)) || !is_inside(draw(&c));
	}
	is_int(bad, 0, "numbers at random");
}

int main(void)
{
	bars();
	lines();
	axes();
	odd();
	at_random();
	buf_done(&out);
	pool_done(&pool);
	return done_testing();
}
