/* tile.c -- pictures and facts of many media at once */
#include "model/tile.h"
#include "base/base.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "sql/tile.sql.h"

#include <string.h>

#define ROWS_EACH 16 /* more of one media are left out */
#define ROWS_MOST 5  /* that most have */

/* Room for the rows of one more media behind the first n. */
static void *grown(struct pool *mem, void *list, int n, int *room, size_t size)
{
	void *more;

	if (list && n + ROWS_EACH <= *room)
		return list;
	*room = 2 * *room + ROWS_EACH;
	more = pool_array(mem, (size_t)*room, size);
	return n ? memcpy(more, list, (size_t)n * size) : more;
}

/* Within one media, of which there are few: by insertion. The statement gives
 * them by name, which its index does for nothing. */
static void sort_by_width(struct picture *list, int n)
{
	for (int i = 1; i < n; i++) {
		struct picture p = list[i];
		int at = i;

		while (at > 0 && list[at - 1].media == p.media &&
		       list[at - 1].width > p.width) {
			list[at] = list[at - 1];
			at--;
		}
		list[at] = p;
	}
}

static int pictures_of(struct stmt *st, int64_t media, struct picture *list)
{
	int n = 0, rc = stmt_again(st, media, TILE_MAX_WIDTH);

	while (rc >= 0 && n < ROWS_EACH) {
		struct picture *p = &list[n];

		rc = stmt_row(st, &p->name, &p->path, &p->mime, &p->width,
			      &p->height);
		if (rc <= 0)
			break;
		p->media = media;
		n++;
	}
	sort_by_width(list, n);
	return rc < 0 ? rc : n;
}

int tile_pictures(struct db *db, const struct tiles *t, struct picture **ret)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	struct picture *list = NULL;
	int room = t->n * ROWS_MOST / 2, n = 0;
	int rc = db_query(db, &st, SQL_TILE_PICTURES, 0, 0);

	for (int i = 0; rc >= 0 && i < t->n; i++) {
		list = grown(db->mem, list, n, &room, sizeof(*list));
		rc = pictures_of(&st, t->at[i].id, list + n);
		n += rc > 0 ? rc : 0;
	}
	*ret = list;
	return rc < 0 ? rc : n;
}

/* Where in the index they stand: IN (...) would make a table for each media. */
static const struct {
	const char *first, *last;
} wanted[] = {
	{ "length_ms", "length_ms" },
	{ "storyboard_columns", "storyboard_rows" },
	{ "video", "video" },
};

/* list has room for ROWS_EACH. */
static int facts_of(struct stmt *st, int64_t media, struct tile_fact *list)
{
	int n = 0, rc = 0;

	for (size_t i = 0; rc >= 0 && i < ARRAY_LEN(wanted); i++) {
		rc = stmt_again(st, media, wanted[i].first, wanted[i].last);
		while (rc >= 0 && n < ROWS_EACH) {
			struct tile_fact *f = &list[n];

			rc = stmt_row(st, &f->name, &f->value);
			if (rc <= 0)
				break;
			f->media = media;
			n++;
		}
	}
	return rc < 0 ? rc : n;
}

int tile_facts(struct db *db, const struct tiles *t, struct tile_fact **ret)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	struct tile_fact *list = NULL;
	int room = 0, n = 0, rc = 0;

	for (int i = 0; rc >= 0 && i < t->n; i++) {
		if (str_eq(t->at[i].kind, "image"))
			continue;
		if (!st.handle)
			rc = db_query(db, &st, SQL_TILE_FACTS, 0, "", "");
		list = grown(db->mem, list, n, &room, sizeof(*list));
		if (rc >= 0)
			rc = facts_of(&st, t->at[i].id, list + n);
		n += rc > 0 ? rc : 0;
	}
	*ret = list;
	return rc < 0 ? rc : n;
}

const char *tile_fact_get(const struct tile_fact *list, int n, int64_t media,
			  const char *name)
{
	for (int i = 0; i < n; i++)
		if (list[i].media == media && str_eq(list[i].name, name))
			return list[i].value;
	return NULL;
}

int tile_sent(struct db *db, const struct tiles *t, struct tile_sent **ret)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	struct tile_sent *list =
		pool_array(db->mem, (size_t)t->n + 1, sizeof(*list));
	int rc = db_query(db, &st, SQL_TILE_SENT, 0);

	for (int i = 0; rc >= 0 && i < t->n; i++) {
		struct tile_sent s = { .media = t->at[i].id };

		rc = stmt_again(&st, s.media);
		if (rc >= 0)
			rc = stmt_row(&st, &s.class, &s.note, &s.id, &s.bytes);
		if (rc > 0)
			list[i] = s;
	}
	*ret = list;
	return rc < 0 ? rc : t->n;
}
