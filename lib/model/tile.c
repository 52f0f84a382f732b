/* tile.c -- pictures and facts of many media at once */
#include "model/tile.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "sql/tile.sql.h"

#include <inttypes.h>

#define ROWS_EACH 16 /* more of one media are left out */

/* "[3,1,2]"; pictures: also those of which a still is all there is. */
static const char *id_list(struct db *db, const struct tiles *t, bool pictures)
{
	struct buf b = { 0 };
	const char *text;

	for (int i = 0; i < t->n; i++)
		if (pictures || !str_eq(t->at[i].kind, "image"))
			buf_fmt(&b, "%c%" PRId64, b.len ? ',' : '[',
				t->at[i].id);
	buf_str(&b, b.len ? "]" : "");
	text = pool_dup(db->mem, buf_text(&b));
	buf_done(&b);
	return text;
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

int tile_pictures(struct db *db, const struct tiles *t, struct picture **ret)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	const char *ids = id_list(db, t, true);
	int room = t->n * ROWS_EACH, n = 0, rc;
	struct picture *list;

	if (!*ids)
		return 0;
	list = pool_array(db->mem, (size_t)room, sizeof(*list));
	rc = db_query(db, &st, SQL_TILE_PICTURES, ids);
	while (rc >= 0 && n < room) {
		struct picture *p = &list[n];

		rc = stmt_row(&st, &p->media, &p->name, &p->path, &p->mime,
			      &p->width, &p->height);
		if (rc <= 0)
			break;
		n++;
	}
	sort_by_width(list, n);
	*ret = list;
	return rc < 0 ? rc : n;
}

int tile_facts(struct db *db, const struct tiles *t, struct tile_fact **ret)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	const char *ids = id_list(db, t, false);
	int room = t->n * ROWS_EACH, n = 0, rc;
	struct tile_fact *list;

	if (!*ids)
		return 0;
	list = pool_array(db->mem, (size_t)room, sizeof(*list));
	rc = db_query(db, &st, SQL_TILE_FACTS, ids);
	while (rc >= 0 && n < room) {
		struct tile_fact *f = &list[n];

		rc = stmt_row(&st, &f->media, &f->name, &f->value);
		if (rc <= 0)
			break;
		n++;
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
	const char *ids = id_list(db, t, true);
	struct tile_sent *list =
		pool_array(db->mem, (size_t)t->n + 1, sizeof(*list));
	int rc = *ids ? db_query(db, &st, SQL_TILE_SENT, ids) : 0;
	struct tile_sent s;

	while (*ids && rc >= 0 &&
	       (rc = stmt_row(&st, &s.media, &s.class, &s.note, &s.id,
			      &s.bytes)) > 0)
		for (int i = 0; i < t->n; i++)
			if (t->at[i].id == s.media)
				list[i] = s;
	*ret = list;
	return rc < 0 ? rc : t->n;
}
