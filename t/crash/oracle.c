/*
 * oracle.c -- what clients were told against what is there
 *
 * It reads tables and folders by itself, and asks no code of the site but
 * `gremlin check`, at the end, whether it agrees.
 */
#include "crash.h"
#include "base/base.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "proc/spawn.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MAX   (16 << 20)
#define BACKLOG_MS 200
#define FILES_KEPT 4 /* the original and what the recipe makes */
#define FILM	   "film.mp4"

static struct pool mem = { .ceiling_bytes = 256 << 20 };
static sqlite3 *db;

/* --- the database ------------------------------------------------------------
 */

static void db_close(void)
{
	sqlite3_close(db);
	db = NULL;
}

static void db_open(void)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/db.sqlite", drive.site);
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) !=
	    SQLITE_OK)
		give_up("%s: %s", path, sqlite3_errmsg(db));
	sqlite3_busy_timeout(db, 60000);
	sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_wal_autocheckpoint(db, 0);
}

static sqlite3_stmt *query(const char *sql)
{
	sqlite3_stmt *st = NULL;

	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK)
		give_up("%s: %s", sql, sqlite3_errmsg(db));
	return st;
}

static const char *text(sqlite3_stmt *st, int column)
{
	const char *t = (const char *)sqlite3_column_text(st, column);

	return pool_dup(&mem, t ? t : "");
}

static int count(const char *sql)
{
	sqlite3_stmt *st = query(sql);
	int n = sqlite3_step(st) == SQLITE_ROW ? sqlite3_column_int(st, 0) : -1;

	sqlite3_finalize(st);
	return n;
}

/* --- folders -----------------------------------------------------------------
 */

typedef void visit(const char *path, const struct stat *st);

/* Each file below SITE/path, by its path beneath the site. */
static void walk(const char *path, visit *each)
{
	DIR *d = opendir(pool_fmt(&mem, "%s/%s", drive.site, path));
	const struct dirent *e;

	if (!d && errno != ENOENT)
		give_up("%s: %s", path, strerror(errno));
	while (d && (e = readdir(d))) {
		const char *name = pool_fmt(&mem, "%s/%s", path, e->d_name);
		struct stat st;

		if (str_eq(e->d_name, ".") || str_eq(e->d_name, "..") ||
		    fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		if (S_ISDIR(st.st_mode))
			walk(name, each);
		else
			each(name, &st);
	}
	if (d)
		closedir(d);
}

static int entries(const char *path, const char **ret_one)
{
	DIR *d = opendir(pool_fmt(&mem, "%s/%s", drive.site, path));
	const struct dirent *e;
	int n = 0;

	if (!d)
		give_up("%s: %s", path, strerror(errno));
	while ((e = readdir(d)))
		if (e->d_name[0] != '.') {
			*ret_one = pool_dup(&mem, e->d_name);
			n++;
		}
	closedir(d);
	return n;
}

static bool file_is(const char *path, const struct buf *want)
{
	int fd = open(pool_fmt(&mem, "%s/%s", drive.site, path),
		      O_RDONLY | O_CLOEXEC);
	char *at = malloc(want->len + 1);
	size_t got = 0;
	ssize_t n = 0;
	bool same;

	while (fd >= 0 && at && got <= want->len &&
	       (n = read(fd, at + got, want->len + 1 - got)) > 0)
		got += (size_t)n;
	same = fd >= 0 && n == 0 && got == want->len &&
	       memcmp(at, want->at, got) == 0;
	free(at);
	if (fd >= 0)
		close(fd);
	return same;
}

/* --- becoming quiet ----------------------------------------------------------
 */

void ring(void)
{
	int fd = open(pool_fmt(&mem, "%s/run/bell", drive.site),
		      O_WRONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd >= 0 && write(fd, "!", 1) < 0)
		note("the bell is full");
	if (fd >= 0)
		close(fd);
}

bool rows_are_quiet(void)
{
	int n;

	db_open();
	n = count("SELECT (SELECT count(*) FROM job WHERE state <> 3)"
		  " + (SELECT count(*) FROM attempt)"
		  " + (SELECT count(*) FROM moving)"
		  " + (SELECT count(*) FROM remake WHERE phase = 1)"
		  " + (SELECT count(*) FROM media WHERE state IN (1, 4))");
	db_close();
	return n == 0;
}

bool is_quiet(void)
{
	const char *one;
	int n = !rows_are_quiet();

	n += entries("content/incoming", &one) + entries("content/work", &one);
	pool_done(&mem);
	return n == 0;
}

/* How many media are not published yet, as of a moment ago. */
int backlog(void)
{
	static int64_t asked_ms;
	static int n;

	if (now_ms() - asked_ms < BACKLOG_MS)
		return n;
	asked_ms = now_ms();
	db_open();
	n = count("SELECT count(*) FROM media WHERE state = 1");
	db_close();
	return n;
}

void run_gremlin(const char *command, const char *option)
{
	_cleanup_(buf_done) struct buf out = { 0 };
	const char *argv[] = { pool_fmt(&mem, "%s/current/bin/gremlin",
					drive.site),
			       "-C",
			       drive.site,
			       command,
			       option,
			       NULL };
	struct spawn sp = { .argv = argv, .err = 2 };
	int rc = spawn_ask(&sp, &out, 120000);

	if (rc != 0)
		trouble("gremlin %s: %d: %s", command, rc, buf_text(&out));
}

/* What was interrupted too often has failed for good: people try again. What
 * failed otherwise is a trouble, for there is nothing wrong with any file. */
void retry_interrupted(void)
{
	sqlite3_stmt *st;
	int n = 0;

	db_open();
	st = query("SELECT deed, class, reason, log FROM job WHERE state = 3");
	while (sqlite3_step(st) == SQLITE_ROW) {
		int class = sqlite3_column_int(st, 1);

		n++;
		if (class != E_LOST && class != E_OOM && class != E_STOPPED)
			trouble("job %s failed, %s: %s: %s", text(st, 0),
				err_name(class), text(st, 2), text(st, 3));
	}
	sqlite3_finalize(st);
	db_close();
	if (n) {
		note("%d jobs were interrupted too often: tried again", n);
		run_gremlin("retry", "--all");
	}
}

/* --- comparing ---------------------------------------------------------------
 */

struct found {
	int64_t id;
	const char *key, *slug, *note;
	int state, visibility;
	int n; /* how many have that title */
};

static struct found find(const struct item *it)
{
	struct found f = { 0 };
	sqlite3_stmt *st = query("SELECT id, key, slug, note, state, visibility"
				 " FROM media WHERE title = ?");

	sqlite3_bind_text(st, 1, item_title(it), -1, SQLITE_TRANSIENT);
	while (sqlite3_step(st) == SQLITE_ROW) {
		f.n++;
		f.id = sqlite3_column_int64(st, 0);
		f.key = text(st, 1);
		f.slug = text(st, 2);
		f.note = text(st, 3);
		f.state = sqlite3_column_int(st, 4);
		f.visibility = sqlite3_column_int(st, 5);
	}
	sqlite3_finalize(st);
	return f;
}

static const char *place_of(const struct found *f, const char *name,
			    const char *path)
{
	if (str_eq(name, "raw"))
		return pool_fmt(&mem, "content/raw/%.2s/%s", path, path);
	return pool_fmt(&mem, "content/%s/%.2s/%s/%s",
			f->visibility ? "public" : "private", f->key, f->key,
			path);
}

const char *file_of(struct pool *p, const struct item *it, const char *name)
{
	sqlite3_stmt *st;
	struct found f;
	const char *path;

	db_open();
	f = find(it);
	st = query("SELECT path FROM file WHERE media = ? AND name = ?");
	sqlite3_bind_int64(st, 1, f.id);
	sqlite3_bind_text(st, 2, name, -1, SQLITE_STATIC);
	if (sqlite3_step(st) != SQLITE_ROW)
		give_up("%s has no %s", item_title(it), name);
	path = pool_dup(p, place_of(&f, name, text(st, 0)));
	sqlite3_finalize(st);
	db_close();
	return path;
}

void spoil(const char *sql)
{
	db_open();
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		give_up("%s: %s", sql, sqlite3_errmsg(db));
	db_close();
}

static void compare_files(const struct item *it, const struct found *f)
{
	sqlite3_stmt *st =
		query("SELECT name, path, bytes FROM file WHERE media = ?");
	int n = 0;

	sqlite3_bind_int64(st, 1, f->id);
	while (sqlite3_step(st) == SQLITE_ROW) {
		const char *name = text(st, 0), *path = text(st, 1);
		struct buf want = { 0 };

		n++;
		if (str_eq(name, "raw"))
			item_bytes(it, &want);
		else
			item_made(it, name, &want);
		path = place_of(f, name, path);
		if (!file_is(path, &want))
			trouble("%s: %s is not what it must be", item_title(it),
				path);
		if (sqlite3_column_int64(st, 2) != (int64_t)want.len)
			trouble("%s: the row of %s has another size",
				item_title(it), path);
		buf_done(&want);
	}
	sqlite3_finalize(st);
	if (n != FILES_KEPT)
		trouble("%s: %d of %d files", item_title(it), n, FILES_KEPT);
}

void compare(struct item *it)
{
	bool opened = !db;
	struct found f;

	if (opened)
		db_open();
	f = find(it);
	if (it->state == ITEM_ACKED && f.n == 0)
		trouble("%s was acknowledged and is not there", item_title(it));
	if (it->state == ITEM_GONE && f.n)
		trouble("%s was deleted and is there", item_title(it));
	if (f.n > 1)
		trouble("%s is there %d times", item_title(it), f.n);
	if (f.n && f.state != 2)
		trouble("%s is in state %d, not published: %s", item_title(it),
			f.state, f.note);
	if (f.n && f.visibility != it->visibility &&
	    f.visibility != it->maybe_visibility)
		trouble("%s has visibility %d, not %d", item_title(it),
			f.visibility, it->visibility);
	if (f.n)
		compare_files(it, &f);
	check_hidden(it);
	if (opened)
		db_close();
}

/* What is handed out is of one that nobody has deleted. */
static void expect_living(const char *path)
{
	char head[64] = "";
	int n = -1;
	FILE *f = fopen(pool_fmt(&mem, "%s/%s", drive.site, path), "re");

	if (f && fgets(head, sizeof(head), f) && fgets(head, sizeof(head), f))
		sscanf(head, MAGIC " k%d", &n);
	if (f)
		fclose(f);
	if (n < 0 || n >= items_n || items[n].state == ITEM_GONE)
		trouble("%s is handed out, and deleted", path);
}

/* Each file that is there must be that of a row. */
static void expect_row(const char *path, const struct stat *st)
{
	sqlite3_stmt *q = query(
		"SELECT count(*) FROM file f JOIN media m ON m.id = f.media"
		" WHERE ?1 = CASE f.name WHEN 'raw' THEN 'content/raw/' ||"
		" substr(f.path, 1, 2) || '/' || f.path ELSE 'content/' ||"
		" CASE WHEN m.state = 2 AND m.visibility > 0 THEN 'public'"
		" ELSE 'private' END || '/' || substr(m.key, 1, 2) || '/' ||"
		" m.key || '/' || f.path END"
		" AND f.path = ?2");
	const char *slash = strrchr(path, '/');

	(void)st;
	if (str_starts(path, "content/public/x/")) {
		expect_living(path);
		sqlite3_finalize(q);
		return;
	}
	sqlite3_bind_text(q, 1, path, -1, SQLITE_TRANSIENT);
	sqlite3_bind_text(q, 2, slash + 1, -1, SQLITE_TRANSIENT);
	if (sqlite3_step(q) != SQLITE_ROW || sqlite3_column_int(q, 0) != 1)
		trouble("%s belongs to no row", path);
	sqlite3_finalize(q);
}

static void expect_nothing(const char *path)
{
	const char *one = "";
	int n = entries(path, &one);

	if (n)
		trouble("%s holds %d entries, such as %s", path, n, one);
}

/* Nothing is left over. */
void compare_rest(void)
{
	bool opened = !db;

	if (opened)
		db_open();
	walk("content/raw", expect_row);
	walk("content/public", expect_row);
	walk("content/private", expect_row);
	expect_nothing("content/incoming");
	expect_nothing("content/work");
	/* content/lost may hold what was received whole and never acknowledged;
	 * what was acknowledged must have been found above */
	if (opened)
		db_close();
	pool_done(&mem);
}

void compare_all(void)
{
	db_open();
	for (int i = 0; i < items_n; i++) {
		compare(&items[i]);
		if (mem.held_bytes > 1 << 20)
			pool_done(&mem);
	}
	compare_rest();
	db_close();
	run_gremlin("check", NULL);
	pool_done(&mem);
}

/* --- what may not be seen ----------------------------------------------------
 */

bool learn(struct item *it)
{
	sqlite3_stmt *st;
	struct found f;

	if (it->slug[0] && it->film[0])
		return true;
	db_open();
	f = find(it);
	if (f.n == 1) {
		snprintf(it->slug, sizeof(it->slug), "%s", f.slug);
		snprintf(it->key, sizeof(it->key), "%s", f.key);
		st = query("SELECT path FROM file WHERE media = ? AND"
			   " name = '" FILM "'");
		sqlite3_bind_int64(st, 1, f.id);
		if (sqlite3_step(st) == SQLITE_ROW)
			snprintf(it->film, sizeof(it->film), "%s", text(st, 0));
		sqlite3_finalize(st);
	}
	db_close();
	return it->slug[0];
}

static bool is_there(const char *path)
{
	struct stat st;

	return lstat(pool_fmt(&mem, "%s/%s", drive.site, path), &st) == 0;
}

void check_hidden(struct item *it)
{
	bool hidden = it->state == ITEM_GONE ||
		      (it->state == ITEM_ACKED && it->visibility == 0 &&
		       it->maybe_visibility <= 0);
	const char *path =
		pool_fmt(&mem, "content/public/%.2s/%s", it->key, it->key);

	if (it->told)
		return;
	it->told = true;
	if (hidden && it->key[0] && is_there(path))
		trouble("%s is %s, and can be had by %s", item_title(it),
			it->state == ITEM_GONE ? "deleted" : "private", path);
	else if (it->state == ITEM_GONE && it->handout[0] &&
		 is_there(it->handout))
		trouble("%s is deleted, and can be had by %s", item_title(it),
			it->handout);
	else
		it->told = false;
}

void check_all_hidden(void)
{
	static int64_t looked_ms;

	if (now_ms() - looked_ms < BACKLOG_MS)
		return;
	looked_ms = now_ms();
	for (int i = 0; i < items_n; i++)
		check_hidden(&items[i]);
}
