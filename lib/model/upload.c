/* upload.c -- bytes of a stranger, kept before we say so */
#include "model/upload.h"
#include "base/err.h"
#include "base/fault.h"
#include "base/io.h"
#include "base/lock.h"
#include "base/pool.h"
#include "base/rand.h"
#include "base/str.h"
#include "model/file.h"
#include "model/lost.h"
#include "model/parked.h"
#include "model/room.h"
#include "sql/file.sql.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define INCOMING     "content/incoming"
#define LOCK_WAIT_MS 1000
#define WHOLE_MODE   0400
#define WINDOW_BYTES ((int64_t)8 << 20)

static const char *path_of(const struct upload *u, char path[PATH_MAX])
{
	snprintf(path, PATH_MAX, INCOMING "/%s", u->id);
	return path;
}

static int too_large(int64_t max_bytes)
{
	bool whole = max_bytes >> 30 << 30 == max_bytes;

	return err(E_LARGE,
		   "the file is larger than the %" PRId64
		   " %s that this site takes",
		   max_bytes >> (whole ? 30 : 20), whole ? "GB" : "MB");
}

/*
 * Returns 1 with a file whose lock we hold: who holds it lives, and a file
 * without it and without a row is what a kill left behind. 0: the sweep came
 * between its making and its locking, and has removed it.
 */
static int create(struct upload *u)
{
	char path[PATH_MAX];
	struct stat st;
	int rc;

	u->fd = openat(u->site->dir, path_of(u, path),
		       O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
		       0600);
	if (u->fd < 0)
		return err_sys("create %s", path);
	rc = FAULT("lock") ? err_sys("lock %s", path)
			   : lock_take(u->fd, LOCK_EX, LOCK_WAIT_MS);
	if (rc < 0)
		return rc;
	if (fstat(u->fd, &st) < 0)
		return err_sys("look at %s", path);
	if (st.st_nlink > 0)
		return 1;
	fd_done(&u->fd);
	return 0;
}

int upload_start(const struct site *site, int64_t uid, int64_t announced,
		 struct upload *ret)
{
	char key[RAND_KEY_CHARS + 1];
	int rc;

	if (announced > site->set.upload_bytes)
		return too_large(site->set.upload_bytes);
	rc = room_to_take(site, announced);
	if (rc < 0)
		return rc;
	*ret = (struct upload){ .site = site,
				.fd = -1,
				.max_bytes = site->set.upload_bytes };
	hash_start(&ret->hash);
	do {
		rand_key(key);
		snprintf(ret->id, sizeof(ret->id), "%s.%" PRId64 ".%" PRId64,
			 key, uid, announced);
		rc = create(ret);
	} while (rc == 0);
	return rc < 0 ? rc : 0;
}

/*
 * Once a window of it is complete. Its length may not have been announced, and
 * others may have come since: is there still room? And the disk writes that
 * window while more arrives: the fsync at the end, for which a person waits,
 * finds little left to do.
 */
static int end_window(const struct upload *u, size_t n)
{
	int64_t window = u->bytes / WINDOW_BYTES;

	if ((u->bytes - (int64_t)n) / WINDOW_BYTES == window)
		return 0;
	sync_file_range(u->fd, (window - 1) * WINDOW_BYTES, WINDOW_BYTES,
			SYNC_FILE_RANGE_WRITE);
	return room_to_take(u->site, 0);
}

int upload_append(struct upload *u, const void *bytes, size_t n)
{
	size_t head = sizeof(u->head) - u->head_n;
	int rc;

	if ((int64_t)n > u->max_bytes - u->bytes)
		return too_large(u->max_bytes);
	rc = io_write(u->fd, bytes, n);
	if (rc < 0)
		return rc;
	if (head > n)
		head = n;
	if (head)
		memcpy(u->head + u->head_n, bytes, head);
	u->head_n += head;
	u->bytes += (int64_t)n;
	hash_add(&u->hash, bytes, n);
	return end_window(u, n);
}

int upload_finish(struct upload *u)
{
	int rc;

	if (!u->bytes)
		return err(E_EMPTY, "the file is empty");
	hash_end(&u->hash, u->blake2b);
	/* so the sweep can tell it from a half; where modes are not kept, it
	 * cannot */
	(void)fchmod(u->fd, WHOLE_MODE);
	rc = io_sync(u->fd);
	return rc < 0 ? rc : io_sync_dir(u->site->dir, INCOMING);
}

int upload_insert(struct db *db, const char *id, const struct media_new *new,
		  const struct file *raw, int64_t *ret_id)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	struct file f = *raw;
	int64_t media = 0;
	int rc = tx_begin(db, &tx);

	if (rc < 0)
		return rc;
	rc = media_create(db, new, &media);
	if (rc == E_EXISTS)
		*ret_id = media;
	if (rc < 0)
		return rc;
	f.media = media;
	f.name = FILE_RAW;
	f.path = id;
	f.recipe = "";
	rc = file_put(db, &f);
	if (rc == 0)
		rc = tx_commit(&tx);
	if (rc == 0)
		*ret_id = media;
	return rc;
}

int upload_commit(struct db *db, struct upload *u, const struct media_new *new,
		  const char *mime, int64_t *ret_id)
{
	struct file raw = { .mime = mime,
			    .bytes = u->bytes,
			    .blake2b = u->blake2b };
	int rc;

	*ret_id = 0;
	rc = upload_insert(db, u->id, new, &raw, ret_id);
	if (rc == E_EXISTS && *ret_id > 0)
		return 0; /* upload_done() removes this second copy */
	/* the row may come yet, see tx_commit(): the sweep, which makes sure,
	 * decides what becomes of the file */
	if (rc == 0 || rc == E_IO || rc == E_SPACE)
		fd_done(&u->fd);
	return rc;
}

void upload_done(struct upload *u)
{
	char path[PATH_MAX];

	if (u->site && u->fd >= 0) {
		fd_done(&u->fd);
		unlinkat(u->site->dir, path_of(u, path), 0);
	}
	u->site = NULL;
}

/* --- what is being received -------------------------------------------------
 */

/* Whose upload a name in incoming is; announced length too. */
static bool parse_id(const char *name, int64_t *uid, int64_t *announced)
{
	int end = 0;

	return strlen(name) > RAND_KEY_CHARS &&
	       sscanf(name + RAND_KEY_CHARS, ".%" SCNd64 ".%" SCNd64 "%n", uid,
		      announced, &end) == 2 &&
	       end > 0 && !name[RAND_KEY_CHARS + end];
}

int upload_receiving(struct pool *p, const struct site *site, int64_t uid,
		     struct receiving **ret)
{
	enum {
		RECEIVING_MAX = 100
	};
	_cleanup_(io_dir_done) DIR *d = NULL;
	struct receiving *list = pool_array(p, RECEIVING_MAX, sizeof(*list));
	const struct dirent *e;
	int64_t whose, announced;
	struct stat st;
	int n = 0, rc;

	rc = io_open_dir(site->dir, INCOMING, &d);
	if (rc < 0)
		return rc;
	while (n < RECEIVING_MAX && (e = readdir(d))) {
		if (!parse_id(e->d_name, &whose, &announced) || whose != uid ||
		    fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		list[n++] = (struct receiving){ .id = pool_dup(p, e->d_name),
						.bytes = st.st_size,
						.announced = announced,
						.since_at = st.st_ctime,
						.title = "" };
	}
	*ret = list;
	return n;
}

/* --- sweeping ------------------------------------------------------------- */

static bool has_record(const struct site *site, const char *id)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), INCOMING "/%s.done", id);
	return faccessat(site->dir, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* upload_finish() has seen its last byte. */
static bool is_whole(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && (st.st_mode & 0777) == WHOLE_MODE;
}

/*
 * Nobody writes it, nobody knows it, nor ever will: a kill or an error left it,
 * and a half is removed. One that was received whole may have had a row, in the
 * database that was here before an older one was restored.
 *
 * Returns 1 when it is gone.
 */
static int sweep_lost(struct db *db, int incoming, const char *id)
{
	_cleanup_(fd_done) int fd = openat(
		incoming, id, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	int64_t media;
	int rc;

	if (fd < 0 || lock_take(fd, LOCK_EX, 0) < 0)
		return 0;
	if (has_record(db->site, id))
		return 0;
	rc = db_seal(db);
	if (rc < 0)
		return rc;
	/* asked again under its lock: its row may have come meanwhile */
	rc = db_get(db, SQL_FILE_MEDIA_OF_RAW, IN(id), &media);
	if (rc != E_ABSENT)
		return rc;
	/* of a kill while it was being parked */
	unlinkat(incoming, pool_fmt(db->mem, "%s.done.tmp", id), 0);
	if (is_whole(fd)) {
		rc = lost_keep(db->mem, db->site,
			       pool_fmt(db->mem, INCOMING "/%s", id),
			       "received whole, but no media of the database "
			       "claims it");
		return rc < 0 ? rc : 1;
	}
	if (FAULT("sweep") || unlinkat(incoming, id, 0) < 0)
		return err_sys("remove " INCOMING "/%s", id);
	return 1;
}

/* Returns 1 when something was done. */
static int sweep_one(struct db *db, int incoming, const char *id,
		     bool (*busy)(struct db *, int64_t))
{
	int64_t media;
	int rc = db_get(db, SQL_FILE_MEDIA_OF_RAW, IN(id), &media);

	if (rc == E_ABSENT)
		return sweep_lost(db, incoming, id);
	if (rc < 0)
		return rc;
	if (busy(db, media))
		return 0;
	rc = raw_settle(db->mem, db->site, id);
	return rc < 0 ? rc : 1;
}

int upload_sweep(struct db *db, bool (*busy)(struct db *, int64_t media),
		 int most)
{
	_cleanup_(io_dir_done) DIR *d = NULL;
	int64_t whose, announced;
	const struct dirent *e;
	int first = 0, n = 0, rc;

	rc = io_open_dir(db->site->dir, INCOMING, &d);
	if (rc < 0)
		return rc;
	while (n < most && (e = readdir(d))) {
		rc = 0;
		if (parse_id(e->d_name, &whose, &announced))
			rc = sweep_one(db, dirfd(d), e->d_name, busy);
		if (rc < 0 && first == 0)
			first = rc;
		n += rc > 0;
	}
	return first < 0 ? first : n;
}
