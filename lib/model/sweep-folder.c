/*
 * sweep-folder.c -- one folder AB of a tree: what in it has no row?
 *
 * raw/AB/ID is known by its row; public/AB/KEY/NAME and private/AB/KEY/NAME by
 * the rows of the media of that key, which are asked for once a folder KEY. A
 * file that is linked and not committed yet has no row: that is why nobody is
 * touched at first sight.
 */
#include "model/sweep-part.h"
#include "base/err.h"
#include "base/io.h"
#include "base/rand.h"
#include "base/str.h"
#include "sql/file.sql.h"
#include "sql/sweep.sql.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define NAMES_MAX 256 /* of one media */
#define PATH_ROOM 512

/* One folder of ours, being read. */
struct look {
	struct sweep *s;
	struct db *db;
	const char *path; /* beneath the site */
	DIR *d;
};

static bool is_folder(int dir, const struct dirent *e)
{
	struct stat st;

	if (e->d_type != DT_UNKNOWN)
		return e->d_type == DT_DIR;
	return fstatat(dir, e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	       S_ISDIR(st.st_mode);
}

static void meet(struct look *lk, const char *name, enum stray_sort sort)
{
	char path[PATH_ROOM];
	struct stat st;

	if (snprintf(path, sizeof(path), "%s/%s", lk->path, name) >=
		    (int)sizeof(path) ||
	    fstatat(dirfd(lk->d), name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return;
	sweep_meet(lk->s, path, S_ISDIR(st.st_mode) ? 0 : st.st_size, sort);
}

/* --- raw/AB ---------------------------------------------------------------
 */

static int look_raw(struct look *lk)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	const struct dirent *e;
	int64_t media;
	int rc = 0;

	while (rc >= 0 && (e = readdir(lk->d))) {
		if (io_is_dots(e->d_name))
			continue;
		if (is_folder(dirfd(lk->d), e)) {
			meet(lk, e->d_name, STRAY_FOREIGN);
			continue;
		}
		rc = st.handle ? stmt_again(&st, e->d_name)
			       : db_query(lk->db, &st, SQL_FILE_MEDIA_OF_RAW,
					  e->d_name);
		if (rc >= 0)
			rc = stmt_row(&st, &media);
		if (rc == 0)
			meet(lk, e->d_name, STRAY_ORIGINAL);
	}
	return rc < 0 ? rc : 0;
}

/* --- public/AB, private/AB ------------------------------------------------
 */

static int read_names(struct stmt *st, struct db *db, const char *key,
		      const char *names[NAMES_MAX])
{
	int n = 0, rc = st->handle ? stmt_again(st, key)
				   : db_query(db, st, SQL_SWEEP_NAMES, key);

	while (rc >= 0 && n < NAMES_MAX && (rc = stmt_row(st, &names[n])) > 0)
		n++;
	return rc < 0 ? rc : n;
}

static bool has(const char *const names[NAMES_MAX], int n, const char *name)
{
	for (int i = 0; i < n; i++)
		if (str_eq(names[i], name))
			return true;
	return false;
}

static void look_key(struct look *lk, const char *const names[NAMES_MAX], int n)
{
	const struct dirent *e;

	while ((e = readdir(lk->d))) {
		if (io_is_dots(e->d_name))
			continue;
		if (is_folder(dirfd(lk->d), e))
			meet(lk, e->d_name, STRAY_FOREIGN);
		else if (!has(names, n, e->d_name))
			meet(lk, e->d_name, STRAY_RENDITION);
	}
}

static int look_folder_of_key(struct look *ab, struct stmt *st, const char *key)
{
	_cleanup_(io_dir_done) DIR *d = NULL;
	_cleanup_(pool_done) struct pool mem = { 0 };
	struct look lk = *ab;
	const char *names[NAMES_MAX];
	int n, rc = io_open_dir(dirfd(ab->d), key, &d);

	if (rc < 0)
		return rc == E_ABSENT ? 0 : rc; /* moved or removed just now */
	lk.path = pool_fmt(&mem, "%s/%s", ab->path, key);
	lk.d = d;
	lk.db->mem = &mem;
	n = read_names(st, lk.db, key, names);
	if (n >= 0)
		look_key(&lk, names, n);
	return err_only(n);
}

static int look_keys(struct look *lk)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	struct pool *mem = lk->db->mem;
	const struct dirent *e;
	int rc = 0;

	while (rc == 0 && (e = readdir(lk->d))) {
		if (io_is_dots(e->d_name))
			continue;
		if (is_folder(dirfd(lk->d), e) &&
		    strlen(e->d_name) == RAND_KEY_CHARS)
			rc = look_folder_of_key(lk, &st, e->d_name);
		else
			meet(lk, e->d_name, STRAY_FOREIGN);
	}
	lk->db->mem = mem;
	return rc;
}

/* --- the next one ---------------------------------------------------------
 */

static bool is_hand_outs(const struct sweep *s, const char *name)
{
	return str_eq(sweep_trees[s->tree], "public") && str_eq(name, "x");
}

static int by_name(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* The folders AB of the tree, sorted; what else lies beside them is met, where
 * the pass begins here. */
static void list_folders(struct look *lk)
{
	struct sweep *s = lk->s;
	const struct dirent *e;

	s->folders_n = 0;
	s->listed = s->tree + 1;
	while ((e = readdir(lk->d))) {
		if (io_is_dots(e->d_name) || is_hand_outs(s, e->d_name))
			continue;
		if (strlen(e->d_name) == 2 && is_folder(dirfd(lk->d), e) &&
		    s->folders_n < SWEEP_FOLDERS_MAX)
			memcpy(s->folders[s->folders_n++], e->d_name, 3);
		else if (!s->after[0])
			meet(lk, e->d_name, STRAY_FOREIGN);
	}
	qsort(s->folders, (size_t)s->folders_n, sizeof(s->folders[0]), by_name);
}

/* The first one behind the last, or NULL. */
static const char *next_of(const struct sweep *s)
{
	int low = 0, high = s->folders_n;

	while (low < high) {
		int middle = (low + high) / 2;

		if (strcmp(s->folders[middle], s->after) > 0)
			high = middle;
		else
			low = middle + 1;
	}
	return low < s->folders_n ? s->folders[low] : NULL;
}

static int look_ab(struct look *tree, const char *ab)
{
	_cleanup_(io_dir_done) DIR *d = NULL;
	_cleanup_(pool_done) struct pool mem = { 0 };
	struct look lk = *tree;
	int rc = io_open_dir(dirfd(tree->d), ab, &d);

	if (rc < 0)
		return rc == E_ABSENT ? 0 : rc;
	lk.path = pool_fmt(&mem, "%s/%s", tree->path, ab);
	lk.d = d;
	return tree->s->tree == 0 ? look_raw(&lk) : look_keys(&lk);
}

int sweep_folder(struct sweep *s, struct db *db)
{
	_cleanup_(io_dir_done) DIR *d = NULL;
	_cleanup_(pool_done) struct pool mem = { 0 };
	struct look lk = { .s = s, .db = db };
	const char *ab;
	int rc;

	lk.path = pool_fmt(&mem, "content/%s", sweep_trees[s->tree]);
	rc = io_open_dir(db->site->dir, lk.path, &d);
	if (rc < 0)
		return rc == E_ABSENT ? 0 : rc;
	lk.d = d;
	if (s->listed != s->tree + 1)
		list_folders(&lk);
	ab = next_of(s);
	if (!ab)
		return 0;
	rc = look_ab(&lk, ab);
	memcpy(s->after, ab, sizeof(s->after));
	return rc < 0 ? rc : 1;
}
