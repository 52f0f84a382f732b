/*
 * sweep-places.c -- what lies in incoming, work, lost and among the hand-outs
 *
 * Counted only, but for half-uploads where the file system keeps no locks:
 * upload_sweep() removes those whose lock is free, and where none can be asked
 * for, one that does not grow for as long as the grace lasts is given up.
 */
#include "model/sweep-part.h"
#include "base/err.h"
#include "base/io.h"
#include "base/lock.h"
#include "base/str.h"
#include "model/lost.h"
#include "sql/file.sql.h"

#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEPTH_MAX 8
#define INCOMING  "content/incoming"

static void add(struct ledger_sum *sum, const struct stat *st)
{
	sum->files++;
	sum->bytes += st->st_size;
}

/* --- work, lost, hand-outs ------------------------------------------------
 */

/* Files below a folder; `own` leaves out those with another name elsewhere. */
static int count(int dir, const char *path, bool own, int depth,
		 struct ledger_sum *sum)
{
	_cleanup_(io_dir_done) DIR *d = NULL;
	const struct dirent *e;
	int rc = io_open_dir(dir, path, &d);

	if (rc < 0) /* an attempt may end while one looks */
		return rc == E_ABSENT ? 0 : rc;
	while (rc == 0 && (e = readdir(d))) {
		struct stat st;

		if (io_is_dots(e->d_name) || str_ends(e->d_name, LOST_NOTE) ||
		    fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		if (S_ISDIR(st.st_mode) && depth < DEPTH_MAX)
			rc = count(dirfd(d), e->d_name, own, depth + 1, sum);
		else if (!S_ISDIR(st.st_mode) && (!own || st.st_nlink == 1))
			add(sum, &st);
	}
	return rc;
}

/* --- incoming -------------------------------------------------------------
 */

/* Whether nobody can be asked if it is still written. */
static bool is_lockless(int incoming, const char *name)
{
	_cleanup_(fd_done) int fd = openat(
		incoming, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	int rc = fd < 0 ? 0 : lock_take(fd, LOCK_SH, 0);

	return rc < 0 && rc != E_BUSY;
}

/* ID.done beside it, which stays until it has rows. */
static bool is_parked(int incoming, const char *name)
{
	char record[PATH_MAX];

	snprintf(record, sizeof(record), "%s.done", name);
	return str_ends(name, ".done") ||
	       faccessat(incoming, record, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

static int look_incoming(struct sweep *s, struct db *db, int dir,
			 const char *name, const struct stat *st)
{
	char path[PATH_MAX];
	int64_t media;
	int rc = db_get(db, SQL_FILE_MEDIA_OF_RAW, IN(name), &media);

	if (rc != E_ABSENT)
		return rc; /* an original: its row tells of it */
	add(&s->sums.incoming, st);
	if (is_parked(dir, name) || !S_ISREG(st->st_mode) ||
	    !is_lockless(dir, name))
		return 0;
	snprintf(path, sizeof(path), INCOMING "/%s", name);
	sweep_meet(s, path, st->st_size, STRAY_HALF);
	return 0;
}

static int incoming(struct sweep *s, struct db *db)
{
	_cleanup_(io_dir_done) DIR *d = NULL;
	const struct dirent *e;
	int rc = io_open_dir(db->site->dir, INCOMING, &d);

	while (rc == 0 && (e = readdir(d))) {
		struct stat st;

		if (!io_is_dots(e->d_name) &&
		    fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0)
			rc = look_incoming(s, db, dirfd(d), e->d_name, &st);
	}
	return rc;
}

int sweep_places(struct sweep *s, struct db *db)
{
	int site = db->site->dir, rc = incoming(s, db);

	if (rc == 0)
		rc = count(site, "content/work", true, 0, &s->sums.work);
	if (rc == 0)
		rc = count(site, "content/lost", false, 0, &s->sums.lost);
	if (rc == 0)
		rc = count(site, "content/public/x", false, 0,
			   &s->sums.handouts);
	return rc;
}
