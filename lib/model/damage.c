/* damage.c -- files that are not what their row says */
#include "model/damage.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "model/file.h"
#include "model/media.h"
#include "sql/damage.sql.h"

#include <string.h>

#define FILES_MAX 128 /* of one media */

#define KEPT                                                                   \
	" What was made of it is still shown, and nothing is made from it "    \
	"any more. If you have the file, upload it again."

static const struct {
	const char *text, *sentence;
} table[] = {
	[DAMAGE_NONE] = { "whole", "" },
	[DAMAGE_CONTENT] = { "changed, by its checksum",
			     "The original is damaged on the disk of this "
			     "site: it has changed by itself." KEPT },
	[DAMAGE_SIZE] = { "of another size",
			  "The original is damaged on the disk of this "
			  "site: a part of it is missing." KEPT },
	[DAMAGE_MISSING] = { "missing",
			     "The original is missing on the disk of this "
			     "site." KEPT },
	[DAMAGE_UNREADABLE] = { "unreadable: the disk gives an error",
				"The disk of this site cannot read the "
				"original." KEPT },
	[DAMAGE_NO_FILE] = { "not a plain file",
			     "Something else is in the place of the "
			     "original." KEPT },
};

static enum damage_what known(int what)
{
	return what > DAMAGE_NONE && what < DAMAGE_N ? (enum damage_what)what
						     : DAMAGE_CONTENT;
}

const char *damage_text(enum damage_what what)
{
	return table[what].text;
}

const char *damage_sentence(enum damage_what what)
{
	return table[what].sentence;
}

/* --- the note of the media ------------------------------------------------ */

/* What it says beside ours. */
static const char *note_without(const char *note)
{
	for (int what = DAMAGE_CONTENT; what < DAMAGE_N; what++)
		if (str_starts(note, table[what].sentence)) {
			note += strlen(table[what].sentence);
			break;
		}
	return note + strspn(note, " ");
}

static int set_note(struct db *db, int64_t media, enum damage_what what)
{
	const char *rest, *note;
	struct media m;
	int rc = media_by_id(db, media, &m);

	if (rc < 0)
		return rc;
	rest = note_without(m.note);
	note = table[what].sentence;
	if (*note && *rest)
		note = pool_fmt(db->mem, "%s %s", note, rest);
	else if (*rest)
		note = rest;
	return str_eq(note, m.note) ? 0 : media_set_note(db, media, note);
}

/* --- rows ----------------------------------------------------------------- */

int damage_mark(struct db *db, int64_t media, const char *name,
		enum damage_what what)
{
	int rc = db_run(db, SQL_DAMAGE_MARK, media, name, (int)what,
			clock_now());

	if (rc < 0 || !str_eq(name, FILE_RAW))
		return err_only(rc);
	return set_note(db, media, what);
}

int damage_clear(struct db *db, int64_t media, const char *name)
{
	int rc = db_run(db, SQL_DAMAGE_CLEAR, media, name);

	if (rc <= 0 || !str_eq(name, FILE_RAW))
		return err_only(rc);
	return set_note(db, media, DAMAGE_NONE);
}

int damage_of_media(struct db *db, int64_t media, struct damage **ret)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	struct damage d = { 0 }, *list = NULL;
	int n = 0, rc = db_query(db, &st, SQL_DAMAGE_OF_MEDIA, media);

	while (rc >= 0 && n < FILES_MAX &&
	       (rc = stmt_row(&st, &d.media, &d.name, &d.what, &d.found_at)) >
		       0) {
		if (!list) /* nearly no media has any */
			list = pool_array(db->mem, FILES_MAX, sizeof(*list));
		list[n++] = d;
	}
	if (rc < 0)
		return rc;
	*ret = list;
	return n;
}

enum damage_what damage_find(const struct damage *list, int n, const char *name)
{
	for (int i = 0; i < n; i++)
		if (str_eq(list[i].name, name))
			return known(list[i].what);
	return DAMAGE_NONE;
}

int damage_list(struct db *db, int most, struct damage **ret)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	struct damage *list = pool_array(db->mem, (size_t)most, sizeof(*list));
	int n = 0, rc = db_query(db, &st, SQL_DAMAGE_LIST, most);

	while (rc >= 0 && n < most) {
		struct damage *d = &list[n];

		rc = stmt_row(&st, &d->media, &d->name, &d->what, &d->found_at,
			      &d->uid, &d->slug, &d->title, &d->owner);
		if (rc <= 0)
			break;
		d->what = known(d->what);
		d->owner = d->owner ? d->owner : "";
		n++;
	}
	if (rc < 0)
		return rc;
	*ret = list;
	return n;
}

int damage_count(struct db *db, int64_t *ret_originals, int64_t *ret_renditions)
{
	return db_get(db, SQL_DAMAGE_COUNTS, IN(), ret_originals,
		      ret_renditions);
}
