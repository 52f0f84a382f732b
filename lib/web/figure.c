/* figure.c -- a chart on a page, and the same as a table */
#include "web/figure.h"
#include "base/buf.h"
#include "base/base.h"
#include "base/pool.h"
#include "base/str.h"
#include "view/view.h"
#include "charts.tpl.h"

int64_t *figure_layer(struct figure *f, const char *name)
{
	for (int i = 0; i < f->n; i++)
		if (str_eq(f->names[i], name))
			return f->values[i];
	if (f->n == CHART_SERIES) {
		f->names[f->n - 1] = "other";
		return f->values[f->n - 1];
	}
	f->names[f->n] = name;
	return f->values[f->n++];
}

static void fill_picture(struct view *v, const struct figure *f,
			 const struct figure_text *text)
{
	_cleanup_(buf_done) struct buf svg = { 0 };
	struct chart_series series[CHART_SERIES];
	struct chart c = { .id = text->id,
			   .title = text->title,
			   .desc = text->desc,
			   .shape = text->shape,
			   .unit = text->unit,
			   .points = f->points,
			   .labels = text->labels,
			   .series = series,
			   .series_n = f->n };

	for (int i = 0; i < f->n; i++)
		series[i] = (struct chart_series){ f->names[i], f->values[i] };
	c.names = text->row_names;
	chart_svg(v->mem, &c, &svg);
	view_set(v, T_CHART_HTML, pool_dup(v->mem, buf_text(&svg)));
}

static void fill_legend(struct view *v, const struct figure *f, bool always)
{
	struct view *legend;

	if (!f->n || (f->n == 1 && !always))
		return;
	legend = view_add(v, T_LEGEND);
	for (int i = 0; i < f->n; i++) {
		struct view *key = view_add(legend, T_KEY);

		view_set(key, T_KEY_NAME, f->names[i]);
		view_set(key, T_KEY_CLASS, pool_fmt(v->mem, "key s%d", i));
	}
}

static bool is_empty(const struct figure *f, int point)
{
	for (int i = 0; i < f->n; i++)
		if (f->values[i][point] > 0)
			return false;
	return true;
}

static void fill_row(struct view *v, const struct figure *f,
		     const struct figure_text *text, int point)
{
	v = view_add(v, T_ROW);
	view_set(v, T_ROW_NAME, text->row_names[point]);
	for (int i = 0; i < f->n; i++)
		view_set(view_add(v, T_CELL), T_CELL_TEXT,
			 chart_text(v->mem, text->unit,
				    (double)f->values[i][point]));
}

/* The newest first; where there was nothing, nothing stands. */
static void fill_table(struct view *v, const struct figure *f,
		       const struct figure_text *text)
{
	view_set(v, T_ROW_HEAD, text->row_head);
	for (int i = 0; i < f->n; i++)
		view_set(view_add(v, T_COLUMN), T_COLUMN_NAME, f->names[i]);
	for (int i = f->points - 1; i >= 0; i--)
		if (!is_empty(f, i))
			fill_row(v, f, text, i);
}

void figure_fill(struct view *page, const struct figure *f,
		 const struct figure_text *text)
{
	struct view *v = view_add(page, T_CHART);

	view_set(v, T_CHART_TITLE, text->title);
	view_set(v, T_CHART_SUM, text->sum);
	fill_picture(v, f, text);
	fill_legend(v, f, text->legend);
	fill_table(v, f, text);
}
