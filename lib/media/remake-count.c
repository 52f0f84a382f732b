/*
 * remake-count.c -- count what is stale, slice by slice
 *
 * The draft and how far it has come are rows, so that a worker that lives for
 * 50 seconds gets to the end as well. The summary before it stays until it is
 * whole.
 */
#include "base/clock.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "media/maker-part.h"
#include "media/stale.h"
#include "model/upkeep.h"
#include "sql/remake.sql.h"

#define SLICE_MS 30

static int look_at(struct db *db, struct media_shop *shop, int64_t id,
		   struct tally *t)
{
	struct stale s;
	struct bench b;
	int rc = bench_load(db, id, &b);

	if (rc == 0)
		rc = stale_look(db, shop, &b, &s);
	for (int i = 0; rc == 0 && i < s.n; i++)
		tally_add(t, &s, &s.at[i]);
	return rc == E_ABSENT ? 0 : rc;
}

int tally_some(struct db *db, struct media_shop *shop, int64_t *at,
	       struct tally *t)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	int64_t id, until_ms = clock_mono_ms() + SLICE_MS;
	struct pool *mem = db->mem;
	int rc = db_query(db, &st, SQL_REMAKE_IDS, *at, INT64_MAX);

	while (rc >= 0 && (rc = stmt_row(&st, &id)) > 0) {
		_cleanup_(pool_done) struct pool one = { 0 };

		db->mem = &one;
		rc = look_at(db, shop, id, t);
		db->mem = mem;
		if (rc < 0)
			return rc;
		*at = id;
		if (clock_mono_ms() >= until_ms)
			return 1;
		rc = 1;
	}
	return rc;
}

static int begin(struct db *db, const char *recipes)
{
	int rc = err_only(db_run(db, SQL_REMAKE_SUMS_DROP, 1));

	if (rc == 0)
		rc = upkeep_set_text(db, STALE_DRAFT, recipes);
	return rc < 0 ? rc : upkeep_set_number(db, STALE_AT, 0);
}

static int finish(struct db *db, const char *recipes)
{
	int rc = err_only(db_run(db, SQL_REMAKE_SUMS_DROP, 0));

	if (rc == 0)
		rc = err_only(db_run(db, SQL_REMAKE_SUMS_TRUE));
	if (rc == 0)
		rc = upkeep_set_text(db, STALE_RECIPES, recipes);
	if (rc == 0)
		rc = upkeep_set_text(db, STALE_DRAFT, "");
	return rc < 0 ? rc
		      : upkeep_set_number(db, STALE_COUNTED_AT, clock_now());
}

/* Begun anew meanwhile? Then this slice counts for nothing. */
static int keep_slice(struct db *db, const char *recipes, int64_t at,
		      const struct tally *t, bool more)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	const char *draft;
	int rc = tx_begin(db, &tx);

	if (rc == 0)
		rc = upkeep_text(db, STALE_DRAFT, &draft);
	if (rc < 0 || !str_eq(draft, recipes))
		return rc;
	rc = tally_save(db, t);
	if (rc == 0)
		rc = upkeep_set_number(db, STALE_AT, at);
	if (rc == 0 && !more)
		rc = finish(db, recipes);
	return rc < 0 ? rc : tx_commit(&tx);
}

static int begin_in_tx(struct db *db, const char *recipes)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	int rc = tx_begin(db, &tx);

	if (rc == 0)
		rc = begin(db, recipes);
	return rc < 0 ? rc : tx_commit(&tx);
}

/* So that who asks for a run knows by which recipes it would be. */
static int say_known(struct db *db, const char *recipes)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	const char *known;
	int rc = upkeep_text(db, STALE_KNOWN, &known);

	if (rc < 0 || str_eq(known, recipes))
		return rc;
	rc = tx_begin(db, &tx);
	if (rc == 0)
		rc = upkeep_set_text(db, STALE_KNOWN, recipes);
	return rc < 0 ? rc : tx_commit(&tx);
}

int media_count_stale(const struct maker *m, struct db *db)
{
	struct media_shop *shop = shop_of(m);
	struct tally t = { .mem = db->mem };
	const char *whole, *draft;
	int64_t at = 0;
	int more, rc = say_known(db, shop->recipes);

	if (rc == 0)
		rc = upkeep_text(db, STALE_RECIPES, &whole);
	if (rc < 0 || str_eq(whole, shop->recipes))
		return rc;
	rc = upkeep_text(db, STALE_DRAFT, &draft);
	if (rc == 0 && !str_eq(draft, shop->recipes))
		rc = begin_in_tx(db, shop->recipes);
	if (rc == 0)
		rc = upkeep_number(db, STALE_AT, &at);
	if (rc == 0)
		rc = tally_load(db, true, &t);
	if (rc < 0)
		return rc;
	more = tally_some(db, shop, &at, &t);
	rc = more < 0 ? more : keep_slice(db, shop->recipes, at, &t, more > 0);
	return rc < 0 ? rc : more;
}
