/* gremlin-media.c -- media as an admin names them */
#include "worker/gremlin.h"
#include "base/err.h"
#include "base/str.h"
#include "http/url.h"
#include "model/media.h"
#include "sql/media.sql.h"

#include <string.h>

/* The part between here and the next slash, decoded. */
static const char *segment(struct pool *mem, const char *at)
{
	size_t n = strcspn(at, "/?#");
	char *text = pool_dup_n(mem, at, n);

	text[url_decode(text, n, 0)] = '\0';
	return text;
}

/* NAME/SLUG, or an address with /u/NAME/m/SLUG in it. */
static int by_address(struct db *db, const char *text, struct media *ret)
{
	const char *user = strstr(text, "/u/"), *slug;

	user = user ? user + 3 : text;
	slug = strchr(user, '/');
	if (!slug)
		return err(E_FIELD,
			   "'%s' is no media: give its number, NAME/SLUG or "
			   "its address",
			   text);
	slug += str_starts(slug, "/m/") ? 3 : 1;
	return media_by_slug(db, segment(db->mem, user), segment(db->mem, slug),
			     ret);
}

int media_named(struct db *db, const char *text, struct media *ret)
{
	int64_t id;
	int rc;

	if (str_int64(text, 1, INT64_MAX, &id) < 0)
		rc = by_address(db, text, ret);
	else
		rc = media_by_id(db, id, ret);
	if (rc == E_ABSENT)
		return err(E_ABSENT, "there is no media '%s'", text);
	return rc;
}

int media_ids(struct db *db, int64_t after, int max, int64_t *ids)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	int n = 0, rc = db_query(db, &st, SQL_MEDIA_IDS, after, max);

	while (rc >= 0 && n < max && (rc = stmt_row(&st, &ids[n])) > 0)
		n++;
	return rc < 0 ? rc : n;
}
