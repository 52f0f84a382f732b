/*
 * chart.h -- numbers over time as one SVG picture, made by the server
 *
 * A pure function: the same numbers give the same bytes. Colours are classes
 * of the style sheet (s0, s1, ...: one for each series), so that dark and
 * light need one picture, and a policy without inline style is kept. What it
 * shows stands in its title and description; the page has the numbers, too.
 */
#ifndef VIEW_CHART_H
#define VIEW_CHART_H

#include <stdint.h>

struct buf;
struct pool;

#define CHART_SERIES 6	    /* at most, the sixth for all that is left */
#define CHART_NONE   (-1LL) /* of a line: nothing is known here */

enum chart_shape {
	CHART_BARS, /* series stand one on the other */
	CHART_LINE, /* each keeps its value until the next one */
};

enum chart_unit {
	CHART_COUNT,
	CHART_SECONDS,
	CHART_BYTES
};

struct chart_series {
	const char *name;
	const int64_t *values; /* as many as the chart has points */
};

struct chart {
	const char *id;		  /* unique on its page: a name of HTML */
	const char *title, *desc; /* plain text */
	enum chart_shape shape;
	enum chart_unit unit;
	int points;		   /* 0: an empty picture */
	const char *const *labels; /* one a point, NULL where there is none */
	const char *const *names;  /* one a point, for who points at its bar;
				    * NULL: none */
	const struct chart_series *series;
	int series_n; /* CHART_SERIES at most; what is beyond is left out */
};

/* Append the picture. Values below 0 count as 0; the buffer keeps errors. */
void chart_svg(struct pool *, const struct chart *, struct buf *out);

/* The end of its axis: the first round number that nothing is above. */
double chart_top(const struct chart *);

/* A value as the axis and the page name it: "1,200", "10 min", "2.0 GB". */
const char *chart_text(struct pool *, enum chart_unit, double value);

#endif
