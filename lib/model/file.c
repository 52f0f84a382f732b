/* file.c -- the original of a media and what was made of it */
#include "model/file.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/fault.h"
#include "base/io.h"
#include "base/pool.h"
#include "base/str.h"
#include "model/damage.h"
#include "model/ledger.h"
#include "sql/file.sql.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILES_MAX 128

#define FILE_OUTS(f)                                                           \
	DB_OUTS(&(f)->media, &(f)->name, &(f)->path, &(f)->mime, &(f)->bytes,  \
		&(f)->blake2b, &(f)->width, &(f)->height, &(f)->recipe,        \
		&(f)->made_at, &(f)->made_ms)

int file_list(struct db *db, int64_t media, struct file **ret)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	struct file *list = pool_array(db->mem, FILES_MAX, sizeof(*list));
	int n = 0, rc = db_query(db, &st, SQL_FILE_OF_MEDIA, media);

	if (rc < 0)
		return rc;
	while (n < FILES_MAX &&
	       (rc = stmt_row_outs(&st, FILE_OUTS(&list[n]))) > 0)
		n++;
	*ret = list;
	return rc < 0 ? rc : n;
}

int file_by_name(struct db *db, int64_t media, const char *name,
		 struct file *ret)
{
	struct file f;
	int rc = db_get_outs(db, SQL_FILE_BY_NAME, IN(media, name),
			     FILE_OUTS(&f));

	if (rc == E_ABSENT)
		return err(E_ABSENT, "there is no file '%s'", name);
	if (rc < 0)
		return rc;
	*ret = f;
	return 0;
}

int file_by_path(struct db *db, int64_t media, const char *path,
		 struct file *ret)
{
	struct file f;
	int rc = db_get_outs(db, SQL_FILE_BY_PATH, IN(media, path),
			     FILE_OUTS(&f));

	if (rc == E_ABSENT)
		return err(E_ABSENT, "there is no file '%s'", path);
	if (rc < 0)
		return rc;
	*ret = f;
	return 0;
}

const struct file *file_find(const struct file *list, int n, const char *name)
{
	for (int i = 0; i < n; i++)
		if (str_eq(list[i].name, name))
			return &list[i];
	return NULL;
}

/* How many there are, 0 or 1, and its bytes; or E_*. */
static int known_bytes(struct db *db, int64_t media, const char *name,
		       int64_t *ret)
{
	int rc = db_get(db, SQL_FILE_BYTES, IN(media, name), ret);

	if (rc == E_ABSENT)
		*ret = 0;
	return rc == E_ABSENT ? 0 : rc < 0 ? rc : 1;
}

int file_put(struct db *db, const struct file *f)
{
	int64_t before;
	int known = known_bytes(db, f->media, f->name, &before);
	int rc = known < 0 ? known
			   : db_run(db, SQL_FILE_PUT, f->media, f->name,
				    f->path, f->mime, f->bytes, f->blake2b,
				    f->width, f->height, f->recipe, clock_now(),
				    f->made_ms);

	if (rc < 0)
		return rc;
	/* it has just been made, and checked */
	rc = known ? damage_clear(db, f->media, f->name) : 0;
	if (rc < 0)
		return rc;
	return ledger_add(db, f->media, f->name, 1 - known, f->bytes - before);
}

int file_drop(struct db *db, int64_t media, const char *name)
{
	int64_t before;
	int known = known_bytes(db, media, name, &before);
	int rc = known < 0 ? known : db_run(db, SQL_FILE_DROP, media, name);

	return rc < 0 ? rc : ledger_add(db, media, name, -known, -before);
}

int file_drop_all(struct db *db, int64_t media)
{
	struct file *list;
	int n = file_list(db, media, &list), rc = 0;

	for (int i = 0; rc == 0 && i < n; i++)
		rc = file_drop(db, media, list[i].name);
	return n < 0 ? n : rc;
}

static const char *in_raw(struct pool *p, const char *id)
{
	return pool_fmt(p, "content/raw/%.2s/%s", id, id);
}

static const char *in_incoming(struct pool *p, const char *id)
{
	return pool_fmt(p, "content/incoming/%s", id);
}

static bool is_there(const struct site *site, const char *name)
{
	struct stat st;

	return fstatat(site->dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	       S_ISREG(st.st_mode);
}

int raw_path(struct pool *p, const struct site *site, const char *id,
	     const char **ret)
{
	const char *names[] = { in_raw(p, id), in_incoming(p, id),
				/* moved between the two looks */
				in_raw(p, id) };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (!is_there(site, names[i]))
			continue;
		*ret = names[i];
		return 0;
	}
	return err(E_ABSENT,
		   "the original %s is neither in content/raw nor "
		   "in content/incoming",
		   id);
}

int raw_open(struct pool *p, const struct site *site, const char *id)
{
	const char *name;
	int rc = raw_path(p, site, id, &name);

	return rc < 0 ? rc : io_open_beneath(site->dir, name, O_RDONLY, 0);
}

int raw_settle(struct pool *p, const struct site *site, const char *id)
{
	const char *from = in_incoming(p, id), *to = in_raw(p, id);
	const char *folder = pool_fmt(p, "content/raw/%.2s", id);
	int rc;

	if (!is_there(site, from))
		return 0;
	rc = io_make_dirs(site->dir, folder);
	if (rc < 0)
		return rc;
	if (fchmodat(site->dir, from, 0400, 0) < 0)
		return err_sys("protect %s", from);
	if (FAULT("raw") || renameat(site->dir, from, site->dir, to) < 0)
		return err_sys("move %s to %s", from, to);
	/* rename() leaves both where both are the same file */
	unlinkat(site->dir, from, 0);
	rc = io_sync_dir(site->dir, folder);
	return rc < 0 ? rc : io_sync_dir(site->dir, "content/incoming");
}

int raw_remove(struct pool *p, const struct site *site, const char *id)
{
	const char *names[] = { in_incoming(p, id), in_raw(p, id) };

	const char *folders[] = { "content/incoming",
				  pool_fmt(p, "content/raw/%.2s", id) };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		int rc = FAULT("unraw") ? -1 : unlinkat(site->dir, names[i], 0);

		if (rc < 0 && errno != ENOENT)
			return err_sys("remove %s", names[i]);
		if (rc == 0)
			rc = io_sync_dir(site->dir, folders[i]);
		else
			rc = 0;
		if (rc < 0)
			return rc;
	}
	return 0;
}
