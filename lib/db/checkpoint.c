/*
 * checkpoint.c -- move the WAL into the database, while writers are kept out
 *
 * A bare PASSIVE checkpoint beside a writer can lose acknowledged commits in
 * SQLite before 3.51.3 (measured); behind BEGIN IMMEDIATE of a second
 * connection it cannot.
 */
#include "db/db.h"
#include "base/err.h"
#include "base/io.h"
#include "base/lock.h"
#include "base/pool.h"

#include <sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>

#define WAL_DUE_BYTES (4 * 1024 * 1024)

int db_checkpoint(struct db *reader, struct db *guard)
{
	int rc = db_run(guard, "BEGIN IMMEDIATE");
	int code;

	if (rc < 0)
		return rc;
	code = sqlite3_wal_checkpoint_v2(reader->handle, NULL,
					 SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	rc = db_run(guard, "ROLLBACK");
	if (code != SQLITE_OK)
		return err(E_IO, "checkpoint: %s",
			   sqlite3_errmsg(reader->handle));
	return rc < 0 ? rc : 0;
}

static bool wal_is_due(const struct site *site)
{
	struct stat st;

	return fstatat(site->dir, "db.sqlite-wal", &st, 0) == 0 &&
	       st.st_size > WAL_DUE_BYTES;
}

static bool worker_is_there(const struct site *site)
{
	_cleanup_(fd_done) int fd = lock_open(site->dir, "run/worker.lock");

	return fd < 0 || lock_take(fd, LOCK_SH, 0) < 0;
}

void db_checkpoint_if_due(struct pool *mem, const struct site *site)
{
	_cleanup_(db_done) struct db reader = { .room = -1 };
	_cleanup_(db_done) struct db guard = { .room = -1 };
	_cleanup_(fd_done) int lock = -1;
	int version;

	if (!wal_is_due(site) || worker_is_there(site))
		return;
	lock = lock_open(site->dir, "run/checkpoint.lock");
	if (lock < 0 || lock_take(lock, LOCK_EX, 0) < 0)
		return;
	/* who has read nothing knows of no WAL, and would move nothing */
	if (db_open(mem, site, &reader) == 0 &&
	    db_open(mem, site, &guard) == 0 &&
	    db_get(&reader, "PRAGMA user_version", IN(), &version) == 0)
		db_checkpoint(&reader, &guard);
}
