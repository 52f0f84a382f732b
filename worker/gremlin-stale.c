/*
 * gremlin-stale.c -- look for what a change of recipes has left behind
 *
 * It looks by itself and does not show the summary that the worker keeps: that
 * may be of the recipes before, or of a moment ago.
 */
#include "worker/remaking.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "media/maker-part.h"
#include "media/stale.h"
#include "sql/remake.sql.h"
#include "view/format.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	KIND_CELLS = 8,
	OUTPUT_CELLS = 16,
	WHY_CELLS = 6,
	NUMBER_CELLS = 10
};

static int64_t last_id(struct gremlin *g, int *rc)
{
	_cleanup_(pool_done) struct pool mem = { 0 };
	_cleanup_(db_done) struct db db = { .room = -1 };
	int64_t last = 0;

	*rc = db_open(&mem, &g->site, &db);
	if (*rc == 0)
		*rc = db_get(&db, SQL_REMAKE_LAST_ID, IN(), &last);
	return last;
}

/* The room of the database is left again and again: an upgrade may want it. */
static int look_at_all(struct gremlin *g, struct media_shop *shop,
		       struct tally *t)
{
	struct bar bar;
	int64_t at = 0;
	int rc;

	bar_start(&bar, "looking for what is stale", last_id(g, &rc));
	while (rc >= 0) {
		_cleanup_(pool_done) struct pool mem = { 0 };
		_cleanup_(db_done) struct db db = { .room = -1 };
		int64_t before = at;

		rc = db_open(&mem, &g->site, &db);
		if (rc == 0)
			rc = tally_some(&db, shop, &at, t);
		bar_move(&bar, at - before);
		if (rc == 0)
			break;
	}
	bar_clear(&bar);
	return rc;
}

static int look_at_one(struct db *db, struct media_shop *shop, const char *name,
		       struct tally *t)
{
	struct media m;
	struct stale s;
	struct bench b;
	int rc = media_named(db, name, &m);

	if (rc == 0)
		rc = bench_load(db, m.id, &b);
	if (rc == 0)
		rc = stale_look(db, shop, &b, &s);
	for (int i = 0; rc == 0 && i < s.n; i++)
		tally_add(t, &s, &s.at[i]);
	return rc;
}

static int look_at_named(struct gremlin *g, struct media_shop *shop,
			 struct tally *t)
{
	_cleanup_(db_done) struct db db = { .room = -1 };
	int rc = db_open(&g->mem, &g->site, &db);

	for (int i = 0; rc == 0 && i < g->args_n; i++)
		rc = look_at_one(&db, shop, g->args[i], t);
	return rc;
}

static bool is_asked_for(const struct gremlin *g, const struct remake_row *r)
{
	const char *kind = opt_value(g, "kind");
	const char *output = opt_value(g, "output");

	return (!kind || str_eq(kind, r->kind)) &&
	       (!output || str_eq(output, r->output));
}

static bool is_heavy(const struct media_shop *shop, const struct remake_row *r)
{
	const struct recipe *recipe = kinds_find(&shop->kinds, r->kind);
	const struct output *o =
		recipe ? recipe_output(recipe, r->output) : NULL;

	return o && o->heavy;
}

static void add_up(const struct media_shop *shop, const struct remake_row *r,
		   struct found *f)
{
	if (r->why == REMAKE_SPARE) {
		f->spare += r->media;
		f->spare_bytes += r->bytes;
	}
	if (r->why != REMAKE_STALE && r->why != REMAKE_NEW)
		return;
	f->jobs += r->media;
	if (r->made_ms < 0 || f->made_ms < 0) {
		f->made_ms = -1;
		return;
	}
	f->made_ms += r->made_ms;
	if (is_heavy(shop, r))
		f->film_ms += r->made_ms;
}

static void keep_asked_for(const struct gremlin *g,
			   const struct media_shop *shop, struct found *f)
{
	int n = 0;

	for (int i = 0; i < f->n; i++) {
		if (!is_asked_for(g, &f->rows[i]))
			continue;
		add_up(shop, &f->rows[i], f);
		f->rows[n++] = f->rows[i];
	}
	f->n = n;
}

static int by_name(const void *a, const void *b)
{
	const struct remake_row *x = a, *y = b;
	int order = strcmp(x->kind, y->kind);

	if (!order)
		order = strcmp(x->output, y->output);
	return order ? order : (int)x->why - (int)y->why;
}

static int check_kind(const struct gremlin *g, const struct media_shop *shop)
{
	const char *kind = opt_value(g, "kind");

	if (!kind || kinds_find(&shop->kinds, kind))
		return 0;
	return err(E_ABSENT, "there is no media kind '%s'; see gremlin kinds",
		   kind);
}

int find_stale(struct gremlin *g, struct found *ret)
{
	const struct settings *set = &g->site.set;
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	struct tally t = { .mem = &g->mem };
	struct media_shop *shop;
	struct found f = { 0 };
	int rc = media_shop_open(&g->mem, &g->site, MEDIA_PATH, (int)cores,
				 &shop);

	if (rc == 0)
		rc = check_kind(g, shop);
	if (rc == 0)
		rc = g->args_n ? look_at_named(g, shop, &t)
			       : look_at_all(g, shop, &t);
	if (rc < 0)
		return rc;
	for (int i = 0; i < shop->kinds.troubles_n; i++)
		warn("recipe left out: %s", shop->kinds.troubles[i]);
	f.n = tally_rows(&t, &f.rows);
	f.recipes = shop->recipes;
	f.slots = (int)(set->slots ? set->slots : cores > 0 ? cores : 1);
	f.video_slots = set->video_slots > 0 ? (int)set->video_slots : 1;
	if (f.n)
		qsort(f.rows, (size_t)f.n, sizeof(*f.rows), by_name);
	keep_asked_for(g, shop, &f);
	*ret = f;
	return 0;
}

/* --- lines -------------------------------------------------------------------
 */

static const char *right(struct pool *mem, const char *text)
{
	return pool_fmt(mem, "%*s", NUMBER_CELLS, text);
}

static const char *size_cell(struct pool *mem, int64_t bytes)
{
	if (bytes < 0)
		return right(mem, "unknown");
	return right(mem, bytes ? format_bytes(mem, bytes) : "-");
}

static const char *time_cell(struct pool *mem, const struct remake_row *r)
{
	if (r->why != REMAKE_STALE && r->why != REMAKE_NEW)
		return right(mem, "-");
	if (r->made_ms < 0)
		return right(mem, "unknown");
	return right(mem, format_span(mem, (r->made_ms + 999) / 1000));
}

static void print_row(struct pool *mem, const struct remake_row *r)
{
	printf("%s %s %s %s %s %s %s %s\n", column(mem, r->kind, KIND_CELLS),
	       column(mem, r->output, OUTPUT_CELLS),
	       column(mem, remake_why_name(r->why), WHY_CELLS),
	       right(mem, format_number(mem, r->media)),
	       size_cell(mem, r->bytes), size_cell(mem, r->reads),
	       size_cell(mem, r->new_bytes), time_cell(mem, r));
}

static void print_legend(const struct found *f)
{
	static const char *const texts[] = {
		[REMAKE_STALE] = "stale: its recipe would make it otherwise",
		[REMAKE_NEW] = "new: its recipe has never made it",
		[REMAKE_SPARE] = "spare: its recipe wants it no more",
		[REMAKE_GONE] = "gone: the original is gone or damaged, so it "
				"is kept as it is",
		[REMAKE_LACKS] = "lacks: a tool is missing here, so it is kept "
				 "as it is (see gremlin kinds)",
	};

	for (int why = REMAKE_STALE; why < REMAKE_WHYS; why++)
		for (int i = 0; i < f->n; i++)
			if ((int)f->rows[i].why == why) {
				puts(texts[why]);
				break;
			}
}

/* As long as the slots are busy with it, or those for video. */
static int64_t time_of(const struct found *f)
{
	int64_t all = f->made_ms / f->slots, film = f->film_ms / f->video_slots;

	return all > film ? all : film;
}

void print_found(struct gremlin *g, const struct found *f)
{
	struct pool *mem = &g->mem;

	if (!f->n) {
		puts("nothing is stale");
		return;
	}
	printf("%s %s %s %s %s %s %s %s\n", column(mem, "kind", KIND_CELLS),
	       column(mem, "output", OUTPUT_CELLS),
	       column(mem, "why", WHY_CELLS), right(mem, "media"),
	       right(mem, "there now"), right(mem, "to read"),
	       right(mem, "to write"), right(mem, "job time"));
	for (int i = 0; i < f->n; i++)
		print_row(mem, &f->rows[i]);
	print_legend(f);
	if (f->jobs && f->made_ms >= 0)
		printf("%s to be done, %s at %d at a time\n",
		       format_count(mem, f->jobs, "job"),
		       format_about(mem, time_of(f) / 1000), f->slots);
	else if (f->jobs)
		printf("%s to be done; how long that takes is not known\n",
		       format_count(mem, f->jobs, "job"));
}

/* --- JSON ----------------------------------------------------------------- */

static json_t *number_or_null(int64_t n)
{
	return n < 0 ? json_null() : json_integer(n);
}

static json_t *row_json(const struct remake_row *r)
{
	return json_pack(
		"{s:s, s:s, s:s, s:I, s:I, s:I, s:o, s:o}", "kind", r->kind,
		"output", r->output, "why", remake_why_name(r->why), "media",
		(json_int_t)r->media, "bytes", (json_int_t)r->bytes, "reads",
		(json_int_t)r->reads, "new_bytes", number_or_null(r->new_bytes),
		"made_ms", number_or_null(r->made_ms));
}

int print_found_json(struct gremlin *g, const struct found *f)
{
	json_t *rows = json_array();
	json_t *all;
	char *text;

	(void)g;
	for (int i = 0; i < f->n; i++)
		json_array_append_new(rows, row_json(&f->rows[i]));
	all = json_pack("{s:o, s:I, s:I, s:o, s:i}", "stale", rows, "jobs",
			(json_int_t)f->jobs, "spare", (json_int_t)f->spare,
			"made_ms", number_or_null(f->made_ms), "slots",
			f->slots);
	text = all ? json_dumps(all, JSON_COMPACT) : NULL;
	json_decref(all);
	if (!text)
		return err(E_MEMORY, "memory ran out");
	puts(text);
	free(text);
	return 0;
}
