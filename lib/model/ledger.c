/* ledger.c -- what each byte of a site is */
#include "model/ledger.h"
#include "base/base.h"
#include "base/err.h"
#include "base/pool.h"
#include "model/room.h"
#include "model/upkeep.h"
#include "sql/ledger.sql.h"
#include "view/format.h"

#define GROWTH_DAYS 30
#define YEAR_DAYS   365
#define FAR_DAYS    (20 * YEAR_DAYS) /* nobody plans further */

/* --- writing -------------------------------------------------------------- */

int ledger_add(struct db *db, int64_t media, const char *name, int files,
	       int64_t bytes)
{
	if (!files && !bytes)
		return 0;
	return err_only(db_run(db, SQL_LEDGER_ADD, media, name, files, bytes));
}

int ledger_move_kind(struct db *db, int64_t media, int way)
{
	return err_only(db_run(db, SQL_LEDGER_ADD_KIND, media, way));
}

int ledger_set_disk(struct db *db, const char *key, struct ledger_sum sum)
{
	return err_only(db_run(db, SQL_LEDGER_SET, key, sum.files, sum.bytes));
}

int ledger_check(struct db *db)
{
	int n = 0, rc = db_get(db, SQL_LEDGER_DIFFERS, IN(), &n);

	return rc < 0 ? rc : n;
}

int ledger_rebuild(struct db *db)
{
	int rc = db_run(db, SQL_LEDGER_FORGET);

	return rc < 0 ? rc : err_only(db_run(db, SQL_LEDGER_REBUILD));
}

/* --- reading -------------------------------------------------------------- */

static int read_disk(struct db *db, struct ledger *l)
{
	const struct {
		const char *key;
		struct ledger_sum *sum;
	} where[] = {
		{ LEDGER_INCOMING, &l->incoming },
		{ LEDGER_WORK, &l->work },
		{ LEDGER_LOST, &l->lost },
		{ LEDGER_HANDOUTS, &l->handouts },
		{ LEDGER_UNKNOWN, &l->unknown },
	};

	for (size_t i = 0; i < ARRAY_LEN(where); i++) {
		int rc = db_get(db, SQL_LEDGER_DISK, IN(where[i].key),
				&where[i].sum->files, &where[i].sum->bytes);

		if (rc < 0 && rc != E_ABSENT)
			return rc;
	}
	return upkeep_number(db, UPKEEP_SEEN_AT, &l->seen_at);
}

/* Over 30 days, or since the first day: today counts as one of them. */
static int read_growth(struct db *db, struct ledger *l)
{
	int64_t bytes, ago;
	int rc = db_get(db, SQL_LEDGER_GROWTH, IN(GROWTH_DAYS), &bytes, &ago);

	if (rc < 0)
		return rc;
	l->days = ago + 1 < GROWTH_DAYS ? (int)ago + 1 : GROWTH_DAYS;
	l->bytes_a_day = bytes / l->days;
	return 0;
}

static int read_room(struct db *db, struct ledger *l)
{
	int64_t left;
	int rc = room_free(db->site, &l->free_bytes);

	if (rc < 0)
		return rc;
	l->floor_bytes = db->site->set.free_bytes;
	left = l->free_bytes - l->floor_bytes;
	l->full_days = -1;
	if (left <= 0)
		l->full_days = 0;
	else if (l->bytes_a_day > 0)
		l->full_days = left / l->bytes_a_day;
	return 0;
}

int ledger_read(struct db *db, struct ledger *ret)
{
	struct ledger l = { 0 };
	int rc = db_get(db, SQL_LEDGER_TOTALS, IN(), &l.originals.files,
			&l.originals.bytes, &l.renditions.files,
			&l.renditions.bytes);

	if (rc == 0)
		rc = read_disk(db, &l);
	if (rc == 0)
		rc = read_growth(db, &l);
	if (rc == 0)
		rc = read_room(db, &l);
	if (rc == 0)
		*ret = l;
	return rc;
}

static int read_row(struct stmt *st, enum ledger_axis axis,
		    struct ledger_row *ret)
{
	if (axis == LEDGER_PERSON)
		return stmt_row(st, &ret->key, &ret->sum.files, &ret->sum.bytes,
				&ret->name);
	ret->name = NULL;
	return stmt_row(st, &ret->key, &ret->sum.files, &ret->sum.bytes);
}

int ledger_rows(struct db *db, enum ledger_axis axis, int most,
		struct ledger_row **ret)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	struct ledger_row *list =
		pool_array(db->mem, (size_t)most, sizeof(*list));
	int n = 0, rc;

	if (axis == LEDGER_PERSON)
		rc = db_query(db, &st, SQL_LEDGER_PEOPLE, most);
	else
		rc = db_query(db, &st, SQL_LEDGER_LIST, (int)axis, most);
	while (rc >= 0 && n < most && (rc = read_row(&st, axis, &list[n])) > 0)
		n++;
	if (rc < 0)
		return rc;
	*ret = list;
	return n;
}

/* --- in words ------------------------------------------------------------- */

/* "about 5 months": what is a guess is not said to the day. */
static const char *about(struct pool *p, int64_t days)
{
	if (days < 14)
		return format_count(p, days, "day");
	if (days < 60)
		return format_count(p, (days + 3) / 7, "week");
	if (days < 2 * YEAR_DAYS)
		return format_count(p, (days + 15) / 30, "month");
	return format_count(p, (days + YEAR_DAYS / 2) / YEAR_DAYS, "year");
}

const char *ledger_forecast(struct pool *p, const struct ledger *l)
{
	if (l->full_days == 0 && l->free_bytes <= l->floor_bytes)
		return "the disk is full: nothing more is taken in";
	if (l->full_days < 0 || l->full_days > FAR_DAYS)
		return "";
	if (l->full_days == 0)
		return "full within a day at this rate";
	return pool_fmt(p, "full in about %s at this rate",
			about(p, l->full_days));
}
