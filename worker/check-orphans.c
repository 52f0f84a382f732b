/*
 * check-orphans.c -- files below content/ that no row knows
 *
 * All names by the rows are kept as 64-bit hashes, so that a site of a million
 * files fits into 8 MiB; that two names have the same one would hide an orphan,
 * never make one. What is not found is looked for again in names read after
 * the folders: it may have got its row meanwhile.
 */
#include "worker/check.h"
#include "base/base.h"
#include "base/err.h"
#include "base/io.h"
#include "base/str.h"
#include "db/db.h"
#include "model/sweep.h"
#include "sql/check.sql.h"
#include "view/format.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define ORPHANS_MAX 10000
#define SHOWN_MAX   100

struct names {
	uint64_t *at;
	size_t n, room;
};

struct orphans {
	struct check *ck;
	struct names names;
	struct pool mem;
	const char **at; /* of ORPHANS_MAX */
	int64_t n;	 /* may be more */
	int64_t kept;	 /* of these, after another look */
};

static void names_done(struct names *s)
{
	free(s->at);
	*s = (struct names){ 0 };
}

static void orphans_done(struct orphans *o)
{
	names_done(&o->names);
	pool_done(&o->mem);
}

/* FNV-1a; the names are the site's own, not a stranger's. */
static uint64_t hash_of(const char *text)
{
	uint64_t h = 0xcbf29ce484222325;

	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * 0x100000001b3;
	return h;
}

static int names_add(struct names *s, uint64_t hash)
{
	if (s->n == s->room) {
		size_t room = s->room ? s->room * 2 : 4096;
		uint64_t *at = reallocarray(s->at, room, sizeof(*at));

		if (!at)
			return err(E_MEMORY, "memory ran out at %zu names",
				   s->n);
		s->at = at;
		s->room = room;
	}
	s->at[s->n++] = hash;
	return 0;
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static bool names_have(const struct names *s, const char *name)
{
	uint64_t hash = hash_of(name);

	return s->n && bsearch(&hash, s->at, s->n, sizeof(hash), by_value);
}

/* --- names by the rows -------------------------------------------------------
 */

static int add_name(struct names *s, bool raw, const char *path,
		    const char *key)
{
	_cleanup_(pool_done) struct pool mem = { 0 };
	const char *name = raw ? pool_fmt(&mem, "raw/%.2s/%s", path, path)
			       : pool_fmt(&mem, "%.2s/%s/%s", key, key, path);

	return names_add(s, hash_of(name));
}

static int read_names(struct check *ck, struct names *ret)
{
	_cleanup_(pool_done) struct pool mem = { 0 }, text = { 0 };
	_cleanup_(db_done) struct db db = { .room = -1 };
	_cleanup_(stmt_done) struct stmt st = { 0 };
	const char *path, *key;
	bool raw;
	int rc = db_open(&mem, &ck->g->site, &db);

	if (rc == 0)
		rc = db_query(&db, &st, SQL_CHECK_NAMES);
	if (rc < 0)
		return rc;
	ret->n = 0;
	db.mem = &text; /* of one row */
	while ((rc = stmt_row(&st, &raw, &path, &key)) > 0) {
		rc = add_name(ret, raw, path, key);
		pool_done(&text);
		if (rc < 0)
			return rc;
	}
	if (ret->n)
		qsort(ret->at, ret->n, sizeof(*ret->at), by_value);
	return rc;
}

/* --- names on the disk -------------------------------------------------------
 */

static void dir_done(DIR **d)
{
	if (*d)
		closedir(*d);
	*d = NULL;
}

/* path: beneath content/. What is public or private has one name. */
static void meet(struct orphans *o, const char *path)
{
	const char *name = path;

	if (str_starts(path, "public/") || str_starts(path, "private/"))
		name = strchr(path, '/') + 1;
	if (names_have(&o->names, name))
		return;
	if (o->n < ORPHANS_MAX)
		o->at[o->n] = pool_dup(&o->mem, path);
	o->n++;
}

static bool is_folder(int dir, const struct dirent *e)
{
	struct stat st;

	if (e->d_type != DT_UNKNOWN)
		return e->d_type == DT_DIR;
	return fstatat(dir, e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	       S_ISDIR(st.st_mode);
}

static int walk(struct orphans *o, const char *path)
{
	_cleanup_(dir_done) DIR *d = NULL;
	_cleanup_(pool_done) struct pool mem = { 0 };
	const struct dirent *e;
	int fd = io_open_beneath(o->ck->g->site.dir,
				 pool_fmt(&mem, "content/%s", path),
				 O_RDONLY | O_DIRECTORY, 0);

	if (fd < 0)
		return fd == E_ABSENT ? 0 : fd;
	d = fdopendir(fd);
	if (!d) {
		fd_done(&fd);
		return err_sys("read content/%s", path);
	}
	while ((e = readdir(d))) {
		const char *name = pool_fmt(&mem, "%s/%s", path, e->d_name);
		int rc = 0;

		if (str_eq(e->d_name, ".") || str_eq(e->d_name, ".."))
			continue;
		/* short-lived links to private files, by cgi-bin/file */
		if (str_eq(name, "public/x"))
			continue;
		if (is_folder(fd, e))
			rc = walk(o, name);
		else
			meet(o, name);
		bar_move(&o->ck->bar, !is_folder(fd, e));
		if (rc < 0)
			return rc;
	}
	return 0;
}

static bool is_still_there(const struct orphans *o, const char *path)
{
	char name[PATH_MAX];
	struct stat st;

	snprintf(name, sizeof(name), "content/%s", path);
	return fstatat(o->ck->g->site.dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

/* --- which are left ----------------------------------------------------------
 */

static void keep_real(struct orphans *o)
{
	int64_t seen = o->n < ORPHANS_MAX ? o->n : ORPHANS_MAX;

	for (int64_t i = 0; i < seen; i++) {
		const char *name = o->at[i];

		if (!str_starts(name, "raw/"))
			name = strchr(name, '/') + 1;
		if (!names_have(&o->names, name) && is_still_there(o, o->at[i]))
			o->at[o->kept++] = o->at[i];
	}
	o->n += o->kept - seen;
}

/* After a restore of an older database everything newer looks like this. */
static bool may_touch(struct orphans *o)
{
	int64_t rows = (int64_t)o->names.n;
	const char *question;

	if (o->n <= sweep_limit(rows))
		return true;
	warn("%s belong to no media, of %s by the database: is this the right "
	     "database?",
	     format_count(&o->mem, o->n, "file"),
	     format_count(&o->mem, rows, "file"));
	question = "  move these originals to content/lost, and remove what "
		   "was made? [y/n] ";
	return o->ck->repair && ask_letter(question, "yn") == 'y';
}

static int report(struct orphans *o)
{
	bool touch = may_touch(o);
	int rc = 0;

	for (int64_t i = 0; rc == 0 && i < o->kept; i++) {
		if (i < SHOWN_MAX)
			trouble(o->ck, "content/%s belongs to no media",
				one_line(&o->mem, o->at[i], PATH_MAX));
		else
			o->ck->troubles++;
		if (o->ck->repair && touch)
			rc = repair_orphan(o->ck, o->at[i]);
	}
	if (o->n > SHOWN_MAX)
		printf("and %" PRId64 " more like it\n", o->n - SHOWN_MAX);
	o->ck->troubles += o->n - o->kept;
	return rc;
}

/*
 * Outputs are linked inside the transaction that names them: whoever had
 * linked what was met has committed, or has not, once we could have written.
 */
static int wait_for_writers(struct check *ck)
{
	_cleanup_(db_done) struct db db = { .room = -1 };
	_cleanup_(tx_done) struct tx tx = { 0 };
	struct pool mem = { 0 };
	int rc = db_open(&mem, &ck->g->site, &db);

	if (rc == 0)
		rc = tx_begin(&db, &tx);
	tx_done(&tx);
	db_done(&db);
	pool_done(&mem);
	return rc == E_FROZEN ? 0 : rc; /* then nobody writes */
}

int check_orphans(struct check *ck)
{
	static const char *const folders[] = { "raw", "public", "private" };
	_cleanup_(orphans_done) struct orphans o = { .ck = ck };
	int rc = read_names(ck, &o.names);

	o.at = pool_array(&o.mem, ORPHANS_MAX, sizeof(*o.at));
	for (size_t i = 0; rc >= 0 && i < ARRAY_LEN(folders); i++)
		rc = walk(&o, folders[i]);
	if (rc < 0 || !o.n)
		return rc;
	rc = wait_for_writers(ck);
	if (rc == 0)
		rc = read_names(ck, &o.names);
	if (rc < 0)
		return rc;
	keep_real(&o);
	return report(&o);
}
