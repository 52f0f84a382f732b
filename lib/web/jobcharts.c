/*
 * jobcharts.c -- the last two days: what was done, what failed, how many
 * waited, how long it took
 */
#include "web/jobcharts.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/pool.h"
#include "job/history.h"
#include "job/listing.h"
#include "view/format.h"
#include "view/view.h"
#include "web/ctx.h"
#include "web/figure.h"
#include "web/jobfilter.h"
#include "charts.tpl.h"
#include "jobs.tpl.h"

#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

#define HOURS	   48
#define SLOTS	   FIGURE_POINTS /* of the queue */
#define SLOT_S	   (HOURS * 3600 / SLOTS)
#define CLASSES	   64
#define NAME_BYTES 32

struct days {
	struct view *view;
	int64_t first; /* Unix hours */
	struct history *rows;
	int n;
	struct history_queue *queue, now;
	int queue_n;
};

static int point_of(const struct days *d, const struct history *h)
{
	int64_t at = h->hour - d->first;

	return at >= 0 && at < HOURS ? (int)at : -1;
}

/* --- names of points ---------------------------------------------------------
 */

/* "20 Nov 14:30" */
static const char *name_of(struct pool *mem, int64_t at)
{
	time_t t = (time_t)at;
	char text[NAME_BYTES];
	struct tm tm = { 0 };

	gmtime_r(&t, &tm);
	strftime(text, sizeof(text), "%d %b %H:%M", &tm);
	return pool_dup(mem, text);
}

static const char *const *names_of(struct pool *mem, const struct days *d,
				   int points, int step_s)
{
	const char **names = pool_array(mem, (size_t)points, sizeof(*names));

	for (int i = 0; i < points; i++)
		names[i] = name_of(
			mem, d->first * HISTORY_HOUR_S + (int64_t)i * step_s);
	return names;
}

static const char *const *labels_of(struct pool *mem, int points)
{
	const char **labels = pool_array(mem, (size_t)points, sizeof(*labels));

	labels[0] = "2 days ago";
	labels[points / 2] = "yesterday";
	labels[points - 1] = "now";
	return labels;
}

/* --- the charts --------------------------------------------------------------
 */

static void add_hourly(struct days *d, const struct figure *f,
		       struct figure_text *text)
{
	struct pool *mem = d->view->mem;

	text->row_head = "Hour (UTC)";
	text->row_names = names_of(mem, d, HOURS, HISTORY_HOUR_S);
	text->labels = labels_of(mem, HOURS);
	figure_fill(d->view, f, text);
}

static void add_done(struct days *d)
{
	struct pool *mem = d->view->mem;
	struct figure *f = POOL_NEW(mem, struct figure);
	struct figure_text text = { .id = "done",
				    .title = "Done an hour",
				    .legend = true };
	int64_t sum = 0;

	f->points = HOURS;
	for (int i = 0; i < d->n; i++) {
		const struct history *h = &d->rows[i];
		int at = point_of(d, h);

		if (h->class || at < 0)
			continue;
		figure_layer(f, *h->kind ? h->kind : "other")[at] += h->n;
		sum += h->n;
	}
	text.sum = format_count(mem, sum, "job");
	text.desc = pool_fmt(mem,
			     "Jobs done in each of the last 48 hours, by "
			     "kind: %s in all.",
			     text.sum);
	add_hourly(d, f, &text);
}

struct class_sum {
	int class;
	int64_t n;
};

static int by_falling_sum(const void *a, const void *b)
{
	const struct class_sum *x = a, *y = b;

	return (y->n > x->n) - (y->n < x->n);
}

/* The most frequent class first, so that the rare ones share a layer. */
static int sum_classes(const struct days *d, struct class_sum sums[CLASSES])
{
	int n = 0;

	for (int i = 0; i < d->n; i++) {
		int k = 0;

		if (!d->rows[i].class)
			continue;
		while (k < n && sums[k].class != d->rows[i].class)
			k++;
		if (k == CLASSES)
			continue;
		if (k == n)
			sums[n++] = (struct class_sum){ d->rows[i].class, 0 };
		sums[k].n += d->rows[i].n;
	}
	qsort(sums, (size_t)n, sizeof(sums[0]), by_falling_sum);
	return n;
}

static int64_t add_class(const struct days *d, struct figure *f, int class)
{
	int64_t *layer = figure_layer(
		f, jobfilter_capital(d->view->mem, err_class_text(class)));
	int64_t sum = 0;

	for (int i = 0; i < d->n; i++) {
		int at = point_of(d, &d->rows[i]);

		if (d->rows[i].class != class || at < 0)
			continue;
		layer[at] += d->rows[i].n;
		sum += d->rows[i].n;
	}
	return sum;
}

static void add_failed(struct days *d)
{
	struct pool *mem = d->view->mem;
	struct figure *f = POOL_NEW(mem, struct figure);
	struct figure_text text = { .id = "failed",
				    .title = "Failed tries an hour",
				    .legend = true };
	struct class_sum sums[CLASSES];
	int n = sum_classes(d, sums);
	int64_t sum = 0;

	f->points = HOURS;
	for (int i = 0; i < n; i++)
		sum += add_class(d, f, sums[i].class);
	text.sum = sum == 1
			   ? "1 try"
			   : pool_fmt(mem, "%s tries", format_number(mem, sum));
	text.desc = pool_fmt(mem,
			     "Tries that failed in each of the last 48 hours, "
			     "by reason: %s in all.",
			     text.sum);
	add_hourly(d, f, &text);
}

static int64_t more(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* What was noted last before a slot holds in it, until it is noted anew; of
 * several notes the largest counts. */
static void spread(const struct days *d, int64_t *waiting, int64_t *failed)
{
	int64_t from = d->first * HISTORY_HOUR_S, now = clock_now();
	int64_t held_waiting = CHART_NONE, held_failed = CHART_NONE;
	int k = 0, i;

	for (i = 0; i < SLOTS && from + (int64_t)i * SLOT_S <= now; i++) {
		int64_t end = from + (int64_t)(i + 1) * SLOT_S;

		waiting[i] = held_waiting;
		failed[i] = held_failed;
		for (; k < d->queue_n && d->queue[k].at < end; k++) {
			held_waiting = d->queue[k].waiting;
			held_failed = d->queue[k].failed;
			waiting[i] = more(waiting[i], held_waiting);
			failed[i] = more(failed[i], held_failed);
		}
	}
	waiting[i - 1] = more(waiting[i - 1], d->now.waiting);
	failed[i - 1] = more(failed[i - 1], d->now.failed);
	for (; i < SLOTS; i++)
		waiting[i] = failed[i] = CHART_NONE;
}

static void add_queue(struct days *d)
{
	struct pool *mem = d->view->mem;
	struct figure *f = POOL_NEW(mem, struct figure);
	int64_t *waiting, *failed;
	struct figure_text text = { .id = "queue",
				    .title = "Jobs in the queue",
				    .shape = CHART_LINE,
				    .row_head = "From (UTC)" };

	f->points = SLOTS;
	waiting = figure_layer(f, "waiting");
	failed = figure_layer(f, "failed");
	spread(d, waiting, failed);
	text.sum =
		pool_fmt(mem, "%s waiting", format_number(mem, d->now.waiting));
	text.desc = pool_fmt(mem,
			     "Jobs that waited, and jobs that had failed, in "
			     "the last 48 hours. Now: %s.",
			     text.sum);
	text.row_names = names_of(mem, d, SLOTS, SLOT_S);
	text.labels = labels_of(mem, SLOTS);
	figure_fill(d->view, f, &text);
}

static void add_times(struct days *d)
{
	struct pool *mem = d->view->mem;
	struct figure *f = POOL_NEW(mem, struct figure);
	struct figure_text text = { .id = "times",
				    .title = "Time a job takes",
				    .unit = CHART_SECONDS };
	int64_t *mean = figure_layer(f, "on average");
	int64_t n[HOURS] = { 0 }, all_ms = 0, all = 0;

	f->points = HOURS;
	for (int i = 0; i < d->n; i++) {
		int at = point_of(d, &d->rows[i]);

		if (d->rows[i].class || at < 0)
			continue;
		mean[at] += d->rows[i].work_ms;
		n[at] += d->rows[i].n;
		all_ms += d->rows[i].work_ms;
		all += d->rows[i].n;
	}
	for (int i = 0; i < HOURS; i++)
		mean[i] = n[i] ? (mean[i] / n[i] + 999) / 1000 : 0;
	text.sum = pool_fmt(mem, "%s on average",
			    format_span(mem, all ? all_ms / all / 1000 : 0));
	text.desc = pool_fmt(mem,
			     "How long the jobs done in each of the last 48 "
			     "hours took: %s.",
			     text.sum);
	add_hourly(d, f, &text);
}

static struct history_queue count_now(const struct job_groups *groups)
{
	struct history_queue now = { 0 };

	for (int i = 0; i < groups->n; i++) {
		const struct job_group *g = &groups->at[i];

		now.waiting += g->state == JOB_WAITING ? g->n : 0;
		now.failed += g->state == JOB_FAILED ? g->n : 0;
	}
	return now;
}

int jobcharts_fill(struct ctx *cx, struct view *page,
		   const struct job_groups *groups)
{
	struct days d = {
		.view = view_include(page, T_CHARTS, T_CHARTS),
		.first = clock_now() / HISTORY_HOUR_S - HOURS + 1,
		.now = count_now(groups),
	};
	int rc = d.n = history_since(&cx->db, d.first, &d.rows);

	if (rc >= 0)
		rc = d.queue_n = history_queues(
			&cx->db, d.first * HISTORY_HOUR_S, &d.queue);
	if (rc < 0)
		return rc;
	add_queue(&d);
	add_failed(&d);
	add_done(&d);
	add_times(&d);
	return 0;
}
