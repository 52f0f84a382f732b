/* media.c -- one picture, video or song that somebody published */
#include "model/media.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/rand.h"
#include "base/str.h"
#include "model/ledger.h"
#include "model/slug.h"
#include "model/user.h"
#include "sql/media.sql.h"
#include "sql/user.sql.h"

#include <string.h>

#define SLUG_COUNTED 20
#define FACTS_MAX    200

#define MEDIA_OUTS(m)                                                          \
	DB_OUTS(&(m)->id, &(m)->key, &(m)->uid, &(m)->slug, &(m)->title,       \
		&(m)->description, &(m)->alt, &(m)->kind, &(m)->state,         \
		&(m)->visibility, &(m)->show_place, &(m)->class, &(m)->note,   \
		&(m)->created_at, &(m)->published_at, &(m)->owner)

int media_by_slug(struct db *db, const char *name, const char *slug,
		  struct media *ret)
{
	struct user owner;
	struct media m;
	int rc = user_by_name(db, name, &owner);

	if (rc < 0)
		return rc;
	rc = db_get_outs(db, SQL_MEDIA_BY_SLUG, IN(owner.name, owner.uid, slug),
			 MEDIA_OUTS(&m));
	if (rc == E_ABSENT)
		return err(E_ABSENT, "%s has no entry '%s'", owner.name, slug);
	if (rc < 0)
		return rc;
	*ret = m;
	return 0;
}

static int by_one(struct db *db, const char *sql, const struct bound *in,
		  struct media *ret)
{
	struct media m;
	int rc = db_get_outs(db, sql, in, MEDIA_OUTS(&m));

	if (rc < 0)
		return rc;
	if (str_empty(m.owner))
		m.owner = SHOWN_NOBODY;
	*ret = m;
	return 0;
}

int media_going(struct db *db, int64_t uid, const char *slug, int64_t *ret)
{
	return db_get(db, SQL_MEDIA_GOING, IN(uid, slug), ret);
}

int media_by_id(struct db *db, int64_t id, struct media *ret)
{
	int rc = by_one(db, SQL_MEDIA_BY_ID, IN(id), ret);

	if (rc == E_ABSENT)
		return err(E_ABSENT, "no entry with number %lld",
			   (long long)id);
	return rc;
}

int media_by_key(struct db *db, const char *key, struct media *ret)
{
	int rc = by_one(db, SQL_MEDIA_BY_KEY, IN(key), ret);

	return rc == E_ABSENT ? err(E_ABSENT, "no entry has this key") : rc;
}

/* --- lists ------------------------------------------------------------------
 */

static int read_tiles(struct db *db, struct stmt *st, int limit,
		      struct tiles *ret)
{
	struct tile *list =
		pool_array(db->mem, (size_t)limit + 1, sizeof(*list));
	int n = 0, rc = 0;

	while (n <= limit) {
		struct tile *t = &list[n];

		rc = stmt_row(st, &t->id, &t->key, &t->uid, &t->slug, &t->title,
			      &t->alt, &t->kind, &t->state, &t->visibility,
			      &t->created_at, &t->published_at, &t->owner);
		if (rc <= 0)
			break;
		n++;
	}
	*ret = (struct tiles){ .at = list, .n = n };
	return err_only(rc);
}

static void reverse(struct tiles *t)
{
	for (int i = 0; i < t->n / 2; i++) {
		struct tile swap = t->at[i];

		t->at[i] = t->at[t->n - 1 - i];
		t->at[t->n - 1 - i] = swap;
	}
}

/* One more than the limit was read: it tells whether the list goes on. */
static void cut_list(struct tiles *t, const struct cursor *c, int limit)
{
	bool more = t->n > limit;

	if (more)
		t->n = limit;
	t->older = c->back ? true : more;
	t->newer = c->back ? more : c->set;
	if (c->back)
		reverse(t);
}

static struct cursor start_of(const struct cursor *c)
{
	if (c->set)
		return *c;
	return (struct cursor){ .at = INT64_MAX, .id = INT64_MAX };
}

static struct tile *same_owner(const struct tiles *t, int before)
{
	for (int i = 0; i < before; i++)
		if (t->at[i].uid == t->at[before].uid)
			return &t->at[i];
	return NULL;
}

/* Each owner is looked up once: most pages show few. */
static int fill_owners(struct db *db, struct tiles *t)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	int rc = t->n ? db_query(db, &st, SQL_USER_SHOWN, 0) : 0;

	for (int i = 0; rc >= 0 && i < t->n; i++) {
		const struct tile *same = same_owner(t, i);

		if (same) {
			t->at[i].owner = same->owner;
			continue;
		}
		rc = stmt_again(&st, t->at[i].uid);
		if (rc >= 0)
			rc = stmt_row(&st, &t->at[i].owner);
		if (rc == 0)
			t->at[i].owner = SHOWN_NOBODY;
	}
	return err_only(rc);
}

int media_newest(struct db *db, const struct cursor *cursor, int limit,
		 struct tiles *ret)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	struct cursor c = start_of(cursor);
	int rc = c.back ? db_query(db, &st, SQL_MEDIA_NEWEST_BACK, c.at, c.id,
				   limit + 1)
			: db_query(db, &st, SQL_MEDIA_NEWEST, c.at, c.id,
				   limit + 1);

	if (rc == 0)
		rc = read_tiles(db, &st, limit, ret);
	if (rc < 0)
		return rc;
	cut_list(ret, &c, limit);
	return fill_owners(db, ret);
}

int media_of_person(struct db *db, int64_t uid, enum visibility least,
		    const struct cursor *cursor, int limit, struct tiles *ret)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	struct cursor c = start_of(cursor);
	int rc = c.back ? db_query(db, &st, SQL_MEDIA_OF_PERSON_BACK, uid,
				   (int)least, c.at, c.id, limit + 1)
			: db_query(db, &st, SQL_MEDIA_OF_PERSON, uid,
				   (int)least, c.at, c.id, limit + 1);

	if (rc == 0)
		rc = read_tiles(db, &st, limit, ret);
	if (rc < 0)
		return rc;
	cut_list(ret, &c, limit);
	return 0;
}

int media_count_of_person(struct db *db, int64_t uid, enum visibility least,
			  int64_t most, int64_t *ret)
{
	return db_get(db, SQL_MEDIA_COUNT_OF_PERSON, IN(uid, (int)least, most),
		      ret);
}

static int query_uploads(struct db *db, struct stmt *st, int64_t uid,
			 enum uploads which, const struct cursor *c, int limit)
{
	enum media_state least = MEDIA_WORKING, most = MEDIA_FAILED;

	switch (which) {
	case UPLOADS_WORKING:
		return db_query(db, st,
				c->back ? SQL_MEDIA_UPLOADS_MAKING_BACK
					: SQL_MEDIA_UPLOADS_MAKING,
				uid, c->id, limit);
	case UPLOADS_TROUBLE:
		return db_query(db, st,
				c->back ? SQL_MEDIA_UPLOADS_TROUBLE_BACK
					: SQL_MEDIA_UPLOADS_TROUBLE,
				uid, c->id, limit);
	case UPLOADS_PUBLISHED: least = most = MEDIA_PUBLISHED; break;
	default: break;
	}
	return db_query(db, st,
			c->back ? SQL_MEDIA_UPLOADS_BACK : SQL_MEDIA_UPLOADS,
			uid, (int)least, (int)most, c->id, limit);
}

int media_uploads(struct db *db, int64_t uid, enum uploads which,
		  const struct cursor *cursor, int limit, struct tiles *ret)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	struct cursor c = start_of(cursor);
	int rc = query_uploads(db, &st, uid, which, &c, limit + 1);

	if (rc == 0)
		rc = read_tiles(db, &st, limit, ret);
	if (rc < 0)
		return rc;
	cut_list(ret, &c, limit);
	return 0;
}

int media_uploads_count(struct db *db, int64_t uid, int64_t most,
			int64_t ret[UPLOADS_N])
{
	int rc = db_get(db, SQL_MEDIA_UPLOADS_COUNT, IN(uid, most),
			&ret[UPLOADS_ALL], &ret[UPLOADS_WORKING],
			&ret[UPLOADS_PUBLISHED]);

	if (rc < 0)
		return rc;
	return db_get(db, SQL_MEDIA_TROUBLE_COUNT, IN(uid, most),
		      &ret[UPLOADS_TROUBLE]);
}

int media_trouble(struct db *db, int64_t uid, int most, int *ret_failed)
{
	int n, rc = db_get(db, SQL_MEDIA_TROUBLE_NEW, IN(uid, most), &n,
			   ret_failed);

	return rc < 0 ? rc : n;
}

int media_trouble_seen(struct db *db, int64_t id)
{
	return db_run(db, SQL_MEDIA_TROUBLE_SEEN, id);
}

int media_trouble_seen_all(struct db *db, int64_t uid)
{
	return db_run(db, SQL_MEDIA_TROUBLE_SEEN_ALL, uid);
}

int media_trouble_look(struct db *db, int64_t id)
{
	return err_only(db_run(db, SQL_MEDIA_TROUBLE_LOOK, id));
}

/* --- changes ---------------------------------------------------------------
 */

static int slug_free(struct db *db, int64_t uid, const char *title,
		     const char **ret)
{
	const char *base = slug_of(db->mem, title), *slug = base;
	char tail[7];
	int taken, rc;

	for (int k = 2; k <= SLUG_COUNTED; k++) {
		rc = db_get(db, SQL_MEDIA_SLUG_TAKEN, IN(uid, slug), &taken);
		if (rc < 0)
			return rc;
		*ret = slug;
		if (!taken)
			return 0;
		slug = pool_fmt(db->mem, "%s-%d", base, k);
	}
	rand_text(tail, sizeof(tail) - 1);
	*ret = pool_fmt(db->mem, "%s-%s", base, tail);
	return 0;
}

/* "holiday/IMG_1.jpeg" gives "IMG_1". */
static const char *title_of_file(struct pool *p, const char *name)
{
	const char *slash = strrchr(name, '/'), *dot;

	if (slash)
		name = slash + 1;
	dot = strrchr(name, '.');
	if (dot && dot != name)
		name = pool_dup_n(p, name, (size_t)(dot - name));
	name = str_tidy(p, name, strlen(name), TITLE_MAX_CHARS, false);
	return *name ? name : "untitled";
}

int media_create(struct db *db, const struct media_new *new, int64_t *ret_id)
{
	const char *title = new->title, *slug;
	char key[RAND_KEY_CHARS + 1];
	int rc;

	if (new->nonce) {
		rc = db_get(db, SQL_MEDIA_BY_NONCE, IN(new->nonce, new->part),
			    ret_id);
		if (rc == 0)
			return err(E_EXISTS, "this file was received before");
		if (rc != E_ABSENT)
			return rc;
	}
	if (str_empty(title))
		title = title_of_file(db->mem, new->file_name);
	rc = slug_free(db, new->uid, title, &slug);
	if (rc < 0)
		return rc;
	rand_key(key);
	rc = db_run(db, SQL_MEDIA_INSERT, key, new->uid, slug, title,
		    new->description, new->alt, new->kind, (int)new->visibility,
		    clock_now(), new->nonce, new->part);
	if (rc < 0)
		return rc;
	*ret_id = db_last_id(db);
	return err_only(
		db_run(db, SQL_MEDIA_FACT_INSERT, *ret_id, "type", new->type));
}

int media_move(struct db *db, int64_t id)
{
	return err_only(db_run(db, SQL_MEDIA_MOVE, id));
}

int media_edit(struct db *db, const struct media *m)
{
	int rc = db_run(db, SQL_MEDIA_EDIT, m->title, m->description, m->alt,
			m->visibility, m->show_place, m->id);

	if (rc < 0)
		return rc;
	return media_move(db, m->id);
}

static int set_state(struct db *db, int64_t id, enum media_state state,
		     int class, const char *note)
{
	return err_only(
		db_run(db, SQL_MEDIA_SET_STATE, (int)state, class, note, id));
}

int media_delete(struct db *db, int64_t id)
{
	int rc = db_run(db, SQL_MEDIA_DELETE, id);

	if (rc < 0)
		return rc;
	return media_move(db, id);
}

int media_set_kind(struct db *db, int64_t id, const char *kind)
{
	int rc = ledger_move_kind(db, id, -1);

	if (rc == 0)
		rc = err_only(db_run(db, SQL_MEDIA_SET_KIND, kind, id));
	return rc < 0 ? rc : ledger_move_kind(db, id, 1);
}

int media_set_failed(struct db *db, int64_t id, int class, const char *why)
{
	return set_state(db, id, MEDIA_FAILED, class, why);
}

int media_set_working(struct db *db, int64_t id)
{
	return set_state(db, id, MEDIA_WORKING, 0, "");
}

int media_set_note(struct db *db, int64_t id, const char *note)
{
	return err_only(db_run(db, SQL_MEDIA_SET_NOTE, note, id));
}

int media_publish(struct db *db, int64_t id)
{
	int rc = db_run(db, SQL_MEDIA_PUBLISH, clock_now(), id);

	if (rc < 0)
		return rc;
	return media_move(db, id);
}

/* --- facts ---------------------------------------------------------------- */

int media_facts(struct db *db, int64_t id, struct media_fact **ret)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	struct media_fact *list = pool_array(db->mem, FACTS_MAX, sizeof(*list));
	int n = 0, rc = db_query(db, &st, SQL_MEDIA_FACTS, id);

	if (rc < 0)
		return rc;
	while (n < FACTS_MAX &&
	       (rc = stmt_row(&st, &list[n].name, &list[n].value)) > 0)
		n++;
	*ret = list;
	return rc < 0 ? rc : n;
}

int media_set_facts(struct db *db, int64_t id, const struct media_fact *facts,
		    int n)
{
	int rc = db_run(db, SQL_MEDIA_FACT_DROP, id);

	for (int i = 0; rc >= 0 && i < n && i < FACTS_MAX; i++)
		rc = db_run(db, SQL_MEDIA_FACT_INSERT, id, facts[i].name,
			    facts[i].value);
	return err_only(rc);
}

const char *media_fact_get(const struct media_fact *facts, int n,
			   const char *name, const char *def)
{
	for (int i = 0; i < n; i++)
		if (str_eq(facts[i].name, name))
			return facts[i].value;
	return def;
}
