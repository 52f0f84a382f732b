/* sums.c -- what each byte is, and whose: tables, and growth */
#include "web/sums.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "model/file.h"
#include "model/user.h"
#include "view/format.h"
#include "view/view.h"
#include "web/ctx.h"
#include "web/figure.h"
#include "web/jobfilter.h"
#include "charts.tpl.h"
#include "storage.tpl.h"

#include <stdlib.h>

#define ROWS_MAX  24
#define DAYS	  30
#define DAYS_MAX  4096
#define DAY_S	  86400
#define SHARE_ALL 1000

/* --- tables ------------------------------------------------------------------
 */

struct table {
	struct view *view;
	int64_t all; /* bytes that are the whole of its bars */
};

static struct table add_table(struct view *page, const char *title,
			      const char *head, int64_t all)
{
	struct view *v = view_add(page, T_SUMS);

	view_set(v, T_SUMS_TITLE, title);
	view_set(v, T_SUMS_HEAD, head);
	return (struct table){ v, all };
}

static int64_t share_of(const struct table *t, int64_t bytes)
{
	if (bytes <= 0 || t->all <= 0)
		return 0;
	return (int64_t)((double)bytes / (double)t->all * SHARE_ALL);
}

static struct view *add_sum(const struct table *t, const char *name,
			    const struct ledger_sum *sum)
{
	struct view *v = view_add(t->view, T_SUM);

	view_set(v, T_SUM_NAME, name);
	view_set(v, T_SUM_FILES, format_number(v->mem, sum->files));
	view_set(v, T_SUM_BYTES, format_bytes(v->mem, sum->bytes));
	view_set_number(v, T_SUM_SHARE, share_of(t, sum->bytes));
	return v;
}

static void hint(struct view *sum, const char *text)
{
	view_set(view_add(sum, T_SUM_HINT), T_SUM_HINT_TEXT, text);
}

/* What is not there is not told of, but for what always is. */
static void fill_whole(struct view *page, const struct ledger *l)
{
	const struct {
		const char *name, *hint;
		const struct ledger_sum *sum;
		bool always;
	} rows[] = {
		{ "Originals", NULL, &l->originals, true },
		{ "Renditions", "made of them", &l->renditions, true },
		{ "Uploads", "on their way", &l->incoming, true },
		{ "Work", "of jobs that run", &l->work, true },
		{ "Lost originals", "that no media claims", &l->lost, false },
		{ "Unknown", "in no row of the database", &l->unknown, false },
	};
	int64_t all = 0;
	struct table t;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		all += rows[i].sum->bytes;
	t = add_table(page, "What it is", "What", all);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct view *v;

		if (!rows[i].always && !rows[i].sum->files)
			continue;
		v = add_sum(&t, rows[i].name, rows[i].sum);
		if (rows[i].hint)
			hint(v, rows[i].hint);
	}
}

/* One axis of the ledger; raw is told of above. */
static int fill_axis(struct ctx *cx, struct view *page, enum ledger_axis axis,
		     const char *title, const char *head, int64_t all)
{
	struct ledger_row *rows;
	int n = ledger_rows(&cx->db, axis, ROWS_MAX + 1, &rows);
	struct table t;

	if (n <= 0)
		return n;
	if (n > ROWS_MAX) {
		n = ROWS_MAX;
		title = pool_fmt(cx->mem, "%s, the %d largest", title, n);
	}
	t = add_table(page, title, head, all);
	for (int i = 0; i < n; i++) {
		const char *name = rows[i].name ? rows[i].name : rows[i].key;
		struct view *v;

		if (axis == LEDGER_NAME && str_eq(name, FILE_RAW))
			continue;
		if (axis == LEDGER_KIND)
			name = jobfilter_capital(cx->mem, name);
		if (axis == LEDGER_PERSON && !rows[i].name)
			name = SHOWN_NOBODY;
		v = add_sum(&t, name, &rows[i].sum);
		if (axis == LEDGER_PERSON && rows[i].name)
			view_set(view_add(v, T_SUM_LINK), T_SUM_HREF,
				 LINK(cx, URL_PANEL, name));
	}
	return 0;
}

int sums_fill(struct ctx *cx, struct view *page, const struct ledger *l)
{
	int64_t rows = l->originals.bytes + l->renditions.bytes;
	int rc;

	fill_whole(page, l);
	rc = fill_axis(cx, page, LEDGER_KIND, "By kind", "Kind", rows);
	if (rc == 0)
		rc = fill_axis(cx, page, LEDGER_PERSON, "By person", "Person",
			       rows);
	if (rc == 0)
		rc = fill_axis(cx, page, LEDGER_NAME, "Renditions by name",
			       "Name", l->renditions.bytes);
	return rc;
}

/* --- growth ----------------------------------------------------------------*/

/* Days come by falling bytes, and those of a clock that jumped, too. */
static int64_t spread(const struct ledger_row *rows, int n, int64_t first,
		      int64_t days[DAYS])
{
	int64_t sum = 0;

	for (int i = 0; i < n; i++) {
		int64_t day;

		if (str_int64(rows[i].key, first, first + DAYS - 1, &day) < 0)
			continue;
		days[day - first] = rows[i].sum.bytes;
		sum += rows[i].sum.bytes;
	}
	return sum;
}

int sums_growth(struct ctx *cx, struct view *page, const struct ledger *l)
{
	struct figure *f = POOL_NEW(cx->mem, struct figure);
	int64_t first = clock_now() / DAY_S - DAYS + 1;
	const char *names[DAYS],
		*labels[DAYS] = { [0] = "30 days ago", [DAYS - 1] = "today" };
	struct figure_text text = { .id = "growth",
				    .title = "Growth a day",
				    .row_head = "Day (UTC)",
				    .row_names = names,
				    .labels = labels,
				    .unit = CHART_BYTES };
	struct ledger_row *rows;
	int n = ledger_rows(&cx->db, LEDGER_DAY, DAYS_MAX, &rows);

	if (n < 0)
		return n;
	f->points = DAYS;
	spread(rows, n, first, figure_layer(f, "bytes"));
	for (int i = 0; i < DAYS; i++)
		names[i] = format_date(cx->mem, (first + i) * DAY_S);
	text.sum =
		pool_fmt(cx->mem, "%s%s a day", l->bytes_a_day < 0 ? "-" : "",
			 format_bytes(cx->mem, llabs(l->bytes_a_day)));
	text.desc = pool_fmt(cx->mem,
			     "Bytes that came, less what went, on each of the "
			     "last 30 days: %s on average.",
			     text.sum);
	figure_fill(view_include(page, T_CHARTS, T_CHARTS), f, &text);
	return 0;
}
