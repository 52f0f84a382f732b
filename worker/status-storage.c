/* status-storage.c -- what each byte is, as lines for people or as JSON */
#include "worker/status.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/str.h"
#include "model/file.h"
#include "view/format.h"

#include <inttypes.h>

#define NAME_CELLS   24
#define COUNT_CELLS  10
#define BYTES_CELLS  10
#define PEOPLE_SHOWN 10

struct page {
	struct pool *mem;
	struct buf *out;
	int width;
};

static void line(struct page *pg, const char *text)
{
	status_line(pg->mem, pg->width, pg->out, text);
}

/* --- in short ---------------------------------------------------------------
 */

static const struct {
	const char *name, *text;
	size_t at;
} places[] = {
	{ LEDGER_INCOMING, "on its way", offsetof(struct ledger, incoming) },
	{ LEDGER_WORK, "in work", offsetof(struct ledger, work) },
	{ LEDGER_LOST, "lost (gremlin check tells)",
	  offsetof(struct ledger, lost) },
	{ LEDGER_UNKNOWN, "in no row", offsetof(struct ledger, unknown) },
	{ LEDGER_HANDOUTS, "second names, without room of their own",
	  offsetof(struct ledger, handouts) },
};

static const struct ledger_sum *sum_at(const struct ledger *l, size_t i)
{
	return (const struct ledger_sum *)(const void *)((const char *)l +
							 places[i].at);
}

/* What has no row, where there is any, but for second names. */
static const char *others(struct pool *mem, const struct ledger *l)
{
	const char *text = "";

	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		const struct ledger_sum *sum = sum_at(l, i);

		if (!sum->files || str_eq(places[i].name, LEDGER_HANDOUTS))
			continue;
		text = pool_fmt(mem, "%s%s%s %s", text, *text ? ", " : "",
				format_bytes(mem, sum->bytes), places[i].text);
	}
	return text;
}

static const char *growth(struct pool *mem, const struct ledger *l)
{
	const char *full = ledger_forecast(mem, l);
	bool shrinks = l->bytes_a_day < 0;
	int64_t bytes = shrinks ? -l->bytes_a_day : l->bytes_a_day;
	const char *text = pool_fmt(
		mem, "%s%s a day, over %s", shrinks ? "-" : "",
		format_bytes(mem, bytes), format_count(mem, l->days, "day"));

	return *full ? pool_fmt(mem, "%s: %s", text, full) : text;
}

void status_print_room(struct pool *mem, const struct status *s, int width,
		       struct buf *out)
{
	const struct ledger *l = &s->ledger;
	struct page pg = { mem, out, width };
	const char *rest = others(mem, l);

	line(&pg, pool_fmt(mem, "files    originals %s, made %s, free %s",
			   format_bytes(mem, l->originals.bytes),
			   format_bytes(mem, l->renditions.bytes),
			   format_bytes(mem, l->free_bytes)));
	if (*rest)
		line(&pg, pool_fmt(mem, "         and %s", rest));
	if (l->originals.files || *ledger_forecast(mem, l))
		line(&pg, pool_fmt(mem, "growth   %s", growth(mem, l)));
}

/* --- at length --------------------------------------------------------------
 */

static const char *right(struct pool *mem, const char *text, int cells)
{
	return pool_fmt(mem, "%*s", cells, text);
}

static void row(struct page *pg, const char *name, const struct ledger_sum *sum)
{
	struct pool *mem = pg->mem;

	line(pg,
	     pool_fmt(mem, "  %s %s %s", column(mem, name, NAME_CELLS),
		      right(mem, pool_fmt(mem, "%" PRId64, sum->files),
			    COUNT_CELLS),
		      right(mem, format_bytes(mem, sum->bytes), BYTES_CELLS)));
}

static void rows(struct page *pg, const char *title,
		 const struct status_sums *sums, int most)
{
	if (!sums->n)
		return;
	line(pg, title);
	for (int i = 0; i < sums->n && i < most; i++) {
		const struct ledger_row *r = &sums->at[i];

		row(pg, r->name ? r->name : r->key, &r->sum);
	}
	if (sums->n > most)
		line(pg, "  and others");
}

/* The originals stand above: what is left are renditions. */
static struct status_sums made(struct pool *mem, const struct status_sums *all)
{
	struct status_sums ret = { .at = pool_array(mem, (size_t)all->n + 1,
						    sizeof(*ret.at)) };

	for (int i = 0; i < all->n; i++)
		if (!str_eq(all->at[i].key, FILE_RAW))
			ret.at[ret.n++] = all->at[i];
	return ret;
}

static void print_places(struct page *pg, const struct ledger *l)
{
	line(pg, l->seen_at
			 ? pool_fmt(pg->mem, "without a row, as seen until %s:",
				    format_date_iso(pg->mem, l->seen_at))
			 : "without a row: the worker has not looked yet");
	for (size_t i = 0; l->seen_at && i < ARRAY_LEN(places); i++)
		row(pg, places[i].name, sum_at(l, i));
}

void status_print_storage(struct pool *mem, const struct status *s, int width,
			  struct buf *out)
{
	const struct ledger *l = &s->ledger;
	struct page pg = { mem, out, width };
	struct status_sums renditions = made(mem, &s->names);

	line(&pg, "by rows:");
	row(&pg, "originals", &l->originals);
	row(&pg, "renditions", &l->renditions);
	rows(&pg, "renditions:", &renditions, STATUS_NAMES_MAX);
	rows(&pg, "by kind:", &s->kinds, STATUS_NAMES_MAX);
	rows(&pg, "by person:", &s->people, PEOPLE_SHOWN);
	print_places(&pg, l);
	line(&pg, pool_fmt(mem, "free: %s, and intake stops at %s",
			   format_bytes(mem, l->free_bytes),
			   format_bytes(mem, l->floor_bytes)));
	line(&pg, pool_fmt(mem, "growth: %s", growth(mem, l)));
}

/* --- JSON --------------------------------------------------------------------
 */

static json_t *json_sum(const struct ledger_sum *sum)
{
	return json_pack("{s:I, s:I}", "files", (json_int_t)sum->files, "bytes",
			 (json_int_t)sum->bytes);
}

static json_t *json_rows(const struct status_sums *sums)
{
	json_t *list = json_array();

	for (int i = 0; i < sums->n; i++) {
		const struct ledger_row *r = &sums->at[i];
		json_t *o = json_sum(&r->sum);

		json_object_set_new(o, "key", json_string(r->key));
		if (r->name)
			json_object_set_new(o, "name", json_string(r->name));
		json_array_append_new(list, o);
	}
	return list;
}

json_t *status_json_storage(const struct status *s)
{
	const struct ledger *l = &s->ledger;
	json_t *o = json_pack(
		"{s:o, s:o, s:o, s:I, s:I, s:I, s:I, s:I, s:o}", "names",
		json_rows(&s->names), "kinds", json_rows(&s->kinds), "people",
		json_rows(&s->people), "bytes_a_day",
		(json_int_t)l->bytes_a_day, "free", (json_int_t)l->free_bytes,
		"floor", (json_int_t)l->floor_bytes, "full_days",
		(json_int_t)l->full_days, "seen", (json_int_t)l->seen_at,
		"disk", json_object());

	for (size_t i = 0; o && i < ARRAY_LEN(places); i++)
		json_object_set_new(json_object_get(o, "disk"), places[i].name,
				    json_sum(sum_at(l, i)));
	return o;
}
