/* place.c -- which folder the renditions of a media stand in */
#include "model/place.h"
#include "base/err.h"
#include "base/fault.h"
#include "base/io.h"
#include "base/pool.h"
#include "base/str.h"
#include "model/file.h"
#include "sql/media.sql.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOVING_MAX 256

bool place_is_public(const struct media *m)
{
	return m->state == MEDIA_PUBLISHED &&
	       m->visibility != VISIBILITY_PRIVATE;
}

static const char *folder_in(struct pool *p, const char *where,
			     const struct media *m)
{
	return pool_fmt(p, "content/%s/%.2s/%s", where, m->key, m->key);
}

const char *place_folder(struct pool *p, const struct media *m)
{
	return folder_in(p, place_is_public(m) ? "public" : "private", m);
}

int place_open(struct pool *p, const struct site *site, const struct media *m,
	       const char *name)
{
	bool public = place_is_public(m);
	int fd = E_ABSENT;

	/* back to the first: it may move while one looks */
	for (int i = 0; fd == E_ABSENT && i < 3; i++, public = !public)
		fd = io_open_beneath(
			site->dir,
			pool_fmt(p, "%s/%s",
				 folder_in(p, public ? "public" : "private", m),
				 name),
			O_RDONLY, 0);
	return fd;
}

static const char *parent_in(struct pool *p, const char *where,
			     const struct media *m)
{
	return pool_fmt(p, "content/%s/%.2s", where, m->key);
}

/* Both folders exist (a crash in between, no rename of folders): by file. */
static int move_files(int site, const char *from, const char *to)
{
	_cleanup_(io_dir_done) DIR *d = NULL;
	const struct dirent *e;
	int rc = io_open_dir(site, from, &d);

	if (rc < 0)
		return rc == E_ABSENT ? 0 : rc;
	while ((e = readdir(d))) {
		char target[PATH_MAX];

		if (io_is_dots(e->d_name))
			continue;
		snprintf(target, sizeof(target), "%s/%s", to, e->d_name);
		if (FAULT("move_file") ||
		    renameat(dirfd(d), e->d_name, site, target) < 0)
			return err_sys("move %s to %s", e->d_name, to);
	}
	if (FAULT("rmdir") || unlinkat(site, from, AT_REMOVEDIR) < 0)
		return err_sys("remove folder %s", from);
	return io_sync_dir(site, to);
}

static int move_folder(struct pool *p, int site, const struct media *m,
		       const char *from, const char *to)
{
	const char *old = folder_in(p, from, m), *new = folder_in(p, to, m);
	const char *parent = parent_in(p, to, m);
	int rc;

	if (faccessat(site, old, F_OK, AT_SYMLINK_NOFOLLOW) < 0 &&
	    errno == ENOENT)
		return 0;
	rc = io_make_dirs(site, parent);
	if (rc < 0)
		return rc;
	if (!FAULT("move") && renameat(site, old, site, new) == 0)
		rc = io_sync_dir(site, parent);
	else if (errno == ENOTEMPTY || errno == EEXIST)
		rc = move_files(site, old, new);
	else
		return err_sys("move %s to %s", old, new);
	return rc < 0 ? rc : io_sync_dir(site, parent_in(p, from, m));
}

/* Also where it was done before a kill, which may have come before the sync:
 * a row that is gone cannot do it once more. */
static int sync_parent(struct db *db, const char *where, const struct media *m)
{
	int rc = io_sync_dir(db->site->dir, parent_in(db->mem, where, m));

	return rc == E_ABSENT ? 0 : rc;
}

static int remove_folder(struct db *db, const char *where,
			 const struct media *m)
{
	int rc = io_remove_tree(db->site->dir, folder_in(db->mem, where, m));

	return rc < 0 ? rc : sync_parent(db, where, m);
}

static int remove_all(struct db *db, const struct media *m)
{
	int rc = remove_folder(db, "public", m);

	return rc < 0 ? rc : remove_folder(db, "private", m);
}

static int place_row(struct db *db, const struct media *m)
{
	if (m->state == MEDIA_DELETING)
		return remove_all(db, m);
	if (place_is_public(m))
		return move_folder(db->mem, db->site->dir, m, "private",
				   "public");
	return move_folder(db->mem, db->site->dir, m, "public", "private");
}

/*
 * Files that no row names, such as replaced ones. They go in a transaction
 * after the one that took their rows. Returns how many were found, or E_*.
 */
static int nameless(struct db *db, const struct media *m, bool removing)
{
	_cleanup_(io_dir_done) DIR *d = NULL;
	int n = 0,
	    rc = io_open_dir(db->site->dir, place_folder(db->mem, m), &d);
	const struct dirent *e;
	struct file f;

	if (rc < 0)
		return rc == E_ABSENT ? 0 : rc;
	while ((e = readdir(d))) {
		if (io_is_dots(e->d_name))
			continue;
		rc = file_by_path(db, m->id, e->d_name, &f);
		n += rc == E_ABSENT;
		if (rc == E_ABSENT)
			rc = removing ? io_remove_tree(dirfd(d), e->d_name) : 0;
		if (rc < 0)
			return rc;
	}
	return n;
}

int place(struct db *db, int64_t media)
{
	struct media m;
	int rc = media_by_id(db, media, &m);

	if (rc == 0)
		rc = place_row(db, &m);
	if (rc < 0 || m.state == MEDIA_DELETING)
		return rc; /* its row goes with its last file */
	rc = nameless(db, &m, false);
	if (rc != 0)
		return rc < 0 ? rc : 0; /* nor does it while these are there */
	rc = db_run(db, SQL_MEDIA_MOVED, media);
	return rc < 0 ? rc : 0;
}

/*
 * Returns 1, 0 when it is gone, or E_*. It gets the mode that web servers need
 * before it is seen; two names: it was linked before a crash.
 */
static int check_source(int from, const char *name, struct stat *ret)
{
	_cleanup_(fd_done) int fd = openat(
		from, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd < 0 && errno != ELOOP)
		return err_sys("output %s", name);
	if (fd < 0 || fstat(fd, ret) < 0 || !S_ISREG(ret->st_mode) ||
	    ret->st_uid != geteuid() || ret->st_nlink > 2)
		return err(E_REFUSED, "output %s is not a plain file of ours",
			   name);
	if (fchmod(fd, 0644) < 0)
		return err_sys("change mode of output %s", name);
	return 1;
}

/* Something has the name already: the same file, or one whose bytes have
 * suffered since, for a name tells the hash of its bytes. */
static int link_again(int from, const char *name, int site, const char *target,
		      const struct stat *source)
{
	struct stat st = { 0 };

	if (fstatat(site, target, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    st.st_dev == source->st_dev && st.st_ino == source->st_ino)
		return 0;
	if (S_ISDIR(st.st_mode)) { /* what should not be there at all */
		int rc = io_remove_tree(site, target);

		if (rc < 0)
			return rc;
	}
	if (renameat(from, name, site, target) < 0)
		return err_sys("replace %s", target);
	return 0;
}

int place_link(struct db *db, const struct media *m, int from, const char *name,
	       const char *to)
{
	const char *folder = place_folder(db->mem, m);
	const char *target = pool_fmt(db->mem, "%s/%s", folder, to);
	int site = db->site->dir, rc;
	struct stat st;

	rc = check_source(from, name, &st);
	if (rc < 0)
		return rc;
	if (rc == 0) /* renamed before a crash, for want of links? */
		return faccessat(site, target, F_OK, AT_SYMLINK_NOFOLLOW) < 0
			       ? err_sys("output %s", name)
			       : 0;
	rc = io_make_dirs(site, folder);
	if (rc < 0)
		return rc;
	if (!FAULT("link") && linkat(from, name, site, target, 0) == 0)
		return 0;
	if (errno == EEXIST)
		return link_again(from, name, site, target, &st);
	/* no hard links here: FAT, some network file systems */
	if (errno != EPERM && errno != EOPNOTSUPP && errno != EMLINK)
		return err_sys("link %s", target);
	if (renameat(from, name, site, target) < 0)
		return err_sys("move %s", target);
	return 0;
}

int place_sync(struct db *db, const struct media *m)
{
	return io_sync_dir(db->site->dir, place_folder(db->mem, m));
}

int place_unlink(struct db *db, const struct media *m, const char *name)
{
	static const char *const where[] = { "public", "private" };

	for (size_t i = 0; i < ARRAY_LEN(where); i++) {
		const char *path =
			pool_fmt(db->mem, "%s/%s",
				 folder_in(db->mem, where[i], m), name);

		if (unlinkat(db->site->dir, path, 0) < 0 && errno != ENOENT)
			return err_sys("remove %s", path);
	}
	return 0;
}

/* --- moving --------------------------------------------------------------- */

/* The last of a deleted media: its original, then its rows. */
static int drop_media(struct db *db, const struct media *m)
{
	struct file raw;
	int rc = file_by_name(db, m->id, FILE_RAW, &raw);

	if (rc == 0)
		rc = raw_remove(db->mem, db->site, raw.path);
	if (rc < 0 && rc != E_ABSENT)
		return rc;
	rc = file_drop_all(db, m->id);
	return rc < 0 ? rc : err_only(db_run(db, SQL_MEDIA_DROP, m->id));
}

static int sync_parents(struct db *db, const struct media *m)
{
	int rc = sync_parent(db, "public", m);

	return rc < 0 ? rc : sync_parent(db, "private", m);
}

/* Returns 1 when it has to wait. */
static int move_one(struct db *db, int64_t id,
		    bool (*busy)(struct db *, int64_t))
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	struct media m;
	int rc = tx_begin(db, &tx);

	if (rc < 0)
		return rc;
	rc = media_by_id(db, id, &m);
	if (rc < 0 && rc != E_ABSENT)
		return rc;
	if (rc == 0) {
		rc = place_row(db, &m);
		if (rc == 0 && m.state != MEDIA_DELETING)
			rc = sync_parents(db, &m);
		if (rc < 0)
			return rc;
		if (m.state == MEDIA_DELETING && busy && busy(db, id))
			return 1;
		rc = m.state == MEDIA_DELETING ? drop_media(db, &m)
					       : nameless(db, &m, true);
		if (rc < 0)
			return rc;
	}
	rc = db_run(db, SQL_MEDIA_MOVED, id);
	return rc < 0 ? rc : tx_commit(&tx);
}

static int moving_list(struct db *db, int64_t ids[MOVING_MAX])
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	int n = 0, rc = db_query(db, &st, SQL_MEDIA_MOVING);

	while (rc >= 0 && n < MOVING_MAX && (rc = stmt_row(&st, &ids[n])) > 0)
		n++;
	return rc < 0 ? rc : n;
}

int place_moving(struct db *db, bool (*busy)(struct db *, int64_t media))
{
	int64_t ids[MOVING_MAX];
	int left = 0, first = 0, n = moving_list(db, ids);

	for (int i = 0; i < n; i++) {
		int rc = move_one(db, ids[i], busy);

		if (rc < 0 && first == 0)
			first = rc; /* one in trouble holds up no other */
		left += rc > 0;
	}
	if (n < 0)
		return n;
	return first < 0 ? first : left;
}

bool place_is_due(struct db *db, int64_t media)
{
	int n = 0;
	int rc = db_get(db, SQL_MEDIA_IS_MOVING, IN(media), &n);

	return rc < 0 || n > 0;
}
