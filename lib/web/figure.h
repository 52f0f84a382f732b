/* figure.h -- a chart on a page: picture, legend, and the same as a table */
#ifndef WEB_FIGURE_H
#define WEB_FIGURE_H

#include "view/chart.h"

#include <stdbool.h>

struct pool;
struct view;

#define FIGURE_POINTS 96 /* at most */

/* Numbers that are still being added up: layers stand one on the other. */
struct figure {
	const char *names[CHART_SERIES];
	int64_t values[CHART_SERIES][FIGURE_POINTS];
	int n;	    /* layers so far */
	int points; /* of each, set by the caller */
};

/* The layer of this name, a new one if need be; once all are taken, the last
 * one, which then is called "other". */
int64_t *figure_layer(struct figure *, const char *name);

struct figure_text {
	const char *id, *title, *desc;
	const char *sum;	      /* beside the title */
	const char *row_head;	      /* of the table's first column */
	const char *const *row_names; /* one a point */
	const char *const *labels;    /* as in chart.h */
	bool legend;		      /* also where there is one layer alone */
	enum chart_shape shape;
	enum chart_unit unit;
};

/* Add the section CHART of charts.tpl. */
void figure_fill(struct view *, const struct figure *,
		 const struct figure_text *);

#endif
