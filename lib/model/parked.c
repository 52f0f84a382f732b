/* parked.c -- content/incoming/ID.done: an upload that no row knows yet */
#include "model/parked.h"
#include "base/err.h"
#include "base/fault.h"
#include "base/io.h"
#include "base/pool.h"
#include "base/str.h"
#include "sql/file.sql.h"
#include "sql/file.sql.h"

#include <jansson.h>
#include <string.h>
#include <unistd.h>

#define PARKED_FORMAT	 1
#define PARKED_BYTES_MAX (256 * 1024)
#define INCOMING	 "content/incoming"
#define SUFFIX		 ".done"

static void json_done(json_t **j)
{
	json_decref(*j);
	*j = NULL;
}

static void text_done(char **text)
{
	free(*text);
	*text = NULL;
}

int parked_print(struct pool *p, const struct media_new *new,
		 const struct file *raw, const char **ret)
{
	_cleanup_(json_done) json_t *j = json_pack(
		"{s:i,s:I,s:s,s:s,s:s,s:i,s:s,s:s,s:s,s:s*,s:i,s:s,s:I,s:s}",
		"format", PARKED_FORMAT, "uid", (json_int_t) new->uid, "title",
		new->title, "description", new->description, "alt", new->alt,
		"visibility", (int)new->visibility, "file_name", new->file_name,
		"kind", new->kind, "type", new->type, "nonce", new->nonce,
		"part", new->part, "mime", raw->mime, "bytes",
		(json_int_t)raw->bytes, "blake2b", raw->blake2b);
	_cleanup_(text_done) char *text =
		j ? json_dumps(j, JSON_INDENT(1)) : NULL;

	if (!text)
		return err(E_FORMAT, "an upload that cannot be written down");
	*ret = pool_dup(p, text);
	return 0;
}

static bool in_bounds(int format, int visibility, json_int_t bytes,
		      const char *blake2b)
{
	return format == PARKED_FORMAT && visibility >= VISIBILITY_PRIVATE &&
	       visibility <= VISIBILITY_PUBLIC && bytes > 0 &&
	       strlen(blake2b) == HASH_HEX;
}

int parked_parse(struct pool *p, const char *text, struct media_new *ret_new,
		 struct file *ret_raw)
{
	_cleanup_(json_done) json_t *j = NULL;
	const char *title, *description, *alt, *file_name, *kind, *type, *mime,
		*hash;
	const char *nonce = NULL;
	int format, visibility, part;
	json_int_t uid, bytes;
	json_error_t e;

	j = json_loads(text, JSON_REJECT_DUPLICATES, &e);
	if (!j ||
	    json_unpack_ex(j, &e, 0,
			   "{s:i,s:I,s:s,s:s,s:s,s:i,s:s,s:s,s:s,s?s,s:i,s:s,"
			   "s:I,s:s}",
			   "format", &format, "uid", &uid, "title", &title,
			   "description", &description, "alt", &alt,
			   "visibility", &visibility, "file_name", &file_name,
			   "kind", &kind, "type", &type, "nonce", &nonce,
			   "part", &part, "mime", &mime, "bytes", &bytes,
			   "blake2b", &hash) < 0)
		return err(E_FORMAT, "not the record of an upload: %s", e.text);
	if (!in_bounds(format, visibility, bytes, hash))
		return err(E_FORMAT, "a value of the record is out of bounds");
	*ret_new = (struct media_new){
		.uid = uid,
		.title = pool_dup(p, title),
		.description = pool_dup(p, description),
		.alt = pool_dup(p, alt),
		.visibility = (enum visibility)visibility,
		.file_name = pool_dup(p, file_name),
		.kind = pool_dup(p, kind),
		.type = pool_dup(p, type),
		.nonce = pool_dup(p, nonce),
		.part = part,
	};
	*ret_raw = (struct file){ .mime = pool_dup(p, mime),
				  .bytes = bytes,
				  .blake2b = pool_dup(p, hash) };
	return 0;
}

int upload_park(struct upload *u, const struct media_new *new, const char *mime)
{
	struct file raw = { .mime = mime,
			    .bytes = u->bytes,
			    .blake2b = u->blake2b };
	struct pool p = { 0 };
	const char *text;
	int rc = parked_print(&p, new, &raw, &text);

	if (rc == 0)
		rc = io_write_file(u->site->dir,
				   pool_fmt(&p, INCOMING "/%s" SUFFIX, u->id),
				   text, strlen(text), 0600);
	if (rc == 0)
		fd_done(&u->fd);
	pool_done(&p);
	return rc;
}

/* --- taking in ------------------------------------------------------------ */

/* Rows for what the record tells; that they are there already is success. */
static int take_rows(struct db *db, const char *path, const char *id)
{
	struct media_new new;
	struct file raw, known;
	const char *bytes;
	int64_t media = 0;
	char *text;
	int rc = io_read_file(db->mem, db->site->dir, path, PARKED_BYTES_MAX,
			      &text, NULL);

	if (rc == 0)
		rc = parked_parse(db->mem, text, &new, &raw);
	if (rc < 0)
		return err_add(rc, "%s", path);
	if (raw_path(db->mem, db->site, id, &bytes) == E_ABSENT)
		return 0;
	rc = upload_insert(db, id, &new, &raw, &media);
	if (rc != E_EXISTS || media <= 0)
		return rc;
	/* the form was sent again: those bytes have a row already */
	rc = file_by_name(db, media, FILE_RAW, &known);
	if (rc == 0 && !str_eq(known.path, id))
		rc = raw_remove(db->mem, db->site, id);
	return rc;
}

/*
 * A record outlives its rows' commit when we are killed just then: it is known
 * by the row of its bytes, or, once that media was deleted, by their absence.
 */
static int take_one(struct db *db, const char *record)
{
	const char *path = pool_fmt(db->mem, INCOMING "/%s", record);
	const char *id =
		pool_dup_n(db->mem, record, strlen(record) - strlen(SUFFIX));
	int64_t media;
	int rc = db_get(db, SQL_FILE_MEDIA_OF_RAW, IN(id), &media);

	if (rc == E_ABSENT)
		rc = take_rows(db, path, id);
	if (rc < 0)
		return rc;
	if (FAULT("parked") || unlinkat(db->site->dir, path, 0) < 0)
		return err_sys("remove %s", path);
	return 0;
}

int upload_take_parked(struct db *db, int most)
{
	_cleanup_(io_dir_done) DIR *d = NULL;
	const struct dirent *e;
	int taken = 0, first = 0, rc;

	rc = io_open_dir(db->site->dir, INCOMING, &d);
	if (rc < 0)
		return rc;
	while (taken < most && (e = readdir(d))) {
		if (!str_ends(e->d_name, SUFFIX))
			continue;
		rc = take_one(db, e->d_name);
		if (rc == 0)
			taken++;
		else if (first == 0)
			first = rc; /* one bad record holds up no other */
	}
	return first < 0 ? first : taken;
}

/* --- what its owner sees of it -------------------------------------------- */

static void mark_parked(struct db *db, struct receiving *r)
{
	const char *path = pool_fmt(db->mem, INCOMING "/%s" SUFFIX, r->id);
	struct media_new new;
	struct file raw;
	char *text;

	if (io_read_file(db->mem, db->site->dir, path, PARKED_BYTES_MAX, &text,
			 NULL) < 0 ||
	    parked_parse(db->mem, text, &new, &raw) < 0)
		return;
	r->parked = true;
	r->title = *new.title ? new.title : new.file_name;
}

int upload_pending(struct db *db, int64_t uid, struct receiving **ret)
{
	struct receiving *list;
	int n = upload_receiving(db->mem, db->site, uid, &list), kept = 0;

	for (int i = 0; i < n; i++) {
		int64_t media;
		int rc = db_get(db, SQL_FILE_MEDIA_OF_RAW, IN(list[i].id),
				&media);

		if (rc < 0 && rc != E_ABSENT)
			return rc;
		if (rc == 0)
			continue;
		mark_parked(db, &list[i]);
		list[kept++] = list[i];
	}
	if (n < 0)
		return n;
	*ret = list;
	return kept;
}
