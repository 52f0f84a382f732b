/*
 * db.c -- opening, transactions, statements
 *
 * The room (run/db.lock) is entered through the turnstile (run/db.turn):
 * with one plain flock an upgrader starved behind readers for seconds.
 */
#include "db/db.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/fault.h"
#include "base/io.h"
#include "base/lock.h"
#include "base/pool.h"

#include <errno.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define LOOKASIDE_BYTES 512
#define LOOKASIDE_N	24
#define ROOM_WAIT_MS	5000 /* or db.busy_ms, where that is less */

/* Who writes first after a checkpoint cuts the WAL to this: its size tells all
 * others whether the next one is due. */
#define WAL_KEPT_BYTES "524288"

static int code_of(int code, struct sqlite3 *h)
{
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_SCHEMA: return E_BUSY;
	case SQLITE_FULL: return E_SPACE;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB: return E_CORRUPT;
	case SQLITE_NOMEM: return E_MEMORY;
	case SQLITE_CANTOPEN: return E_ABSENT;
	case SQLITE_CONSTRAINT:
		return code == SQLITE_CONSTRAINT_UNIQUE ||
				       code == SQLITE_CONSTRAINT_PRIMARYKEY ||
				       code == SQLITE_CONSTRAINT_ROWID
			       ? E_EXISTS
			       : E_BUG; /* a foreign key, NOT NULL, a type */
	case SQLITE_READONLY:
		return code == SQLITE_READONLY_DBMOVED ? E_BUSY : E_ACCESS;
	case SQLITE_PERM:
	case SQLITE_AUTH: return E_ACCESS;
	case SQLITE_IOERR:
		if (h && (sqlite3_system_errno(h) == ENOSPC ||
			  sqlite3_system_errno(h) == EDQUOT))
			return E_SPACE;
		return E_IO;
	default: return E_BUG;
	}
}

static int db_err(struct db *db, int code, const char *doing)
{
	return err(
		code_of(code, db->handle), "database, %s: %s", doing,
		db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(code));
}

/* --- opening ------------------------------------------------------------- */

static int room_enter(const struct site *site, int *ret)
{
	int64_t wait_ms = site->set.busy_ms < ROOM_WAIT_MS ? site->set.busy_ms
							   : ROOM_WAIT_MS;
	_cleanup_(fd_done) int turn = lock_open(site->dir, "run/db.turn");
	_cleanup_(fd_done) int room = -1;
	int rc;

	if (turn < 0)
		return turn;
	room = lock_open(site->dir, "run/db.lock");
	if (room < 0)
		return room;
	rc = lock_take(turn, LOCK_SH, wait_ms);
	if (rc == 0)
		rc = lock_take(room, LOCK_SH, wait_ms);
	if (rc == E_BUSY)
		return err(E_BUSY, "the database is being exchanged; "
				   "try again in a few seconds");
	if (rc < 0)
		return rc;
	*ret = room;
	room = -1;
	return 0;
}

static int configure(struct db *db)
{
	struct sqlite3 *h = db->handle;
	int rc;

	sqlite3_extended_result_codes(h, 1);
	sqlite3_busy_timeout(h, (int)db->site->set.busy_ms);
	sqlite3_db_config(h, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	sqlite3_db_config(h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(h, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_wal_autocheckpoint(h, 0);
	rc = sqlite3_exec(h,
			  "PRAGMA cell_size_check=1;"
			  "PRAGMA journal_size_limit=" WAL_KEPT_BYTES,
			  NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		return db_err(db, rc, "open");
	return 0;
}

/*
 * Our programs have one thread: no mutexes, nothing counted. Small pieces come
 * from a room of their own: Debian's SQLite has none otherwise (measured: a
 * page takes 2 % less). Says MISUSE where SQLite runs already, which is as
 * well.
 */
static void start(void)
{
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite3_config(SQLITE_CONFIG_LOOKASIDE, LOOKASIDE_BYTES, LOOKASIDE_N);
}

int db_open(struct pool *mem, const struct site *site, struct db *ret)
{
	struct db db = { .mem = mem, .site = site, .room = -1 };
	const char *name = pool_fmt(mem, "%s/db.sqlite", site->path);
	int rc;

	rc = room_enter(site, &db.room);
	if (rc < 0)
		return rc;
	start();
	rc = sqlite3_open_v2(name, &db.handle, SQLITE_OPEN_READWRITE, NULL);
	if (rc != SQLITE_OK) {
		rc = db_err(&db, rc, "open");
		db_done(&db);
		return rc == E_ABSENT ? err(E_ABSENT,
					    "%s is not there or cannot be "
					    "opened (gremlin init makes one)",
					    name)
				      : rc;
	}
	rc = configure(&db);
	if (rc < 0) {
		db_done(&db);
		return rc;
	}
	*ret = db;
	return 0;
}

void db_done(struct db *db)
{
	if (db->handle)
		sqlite3_close(db->handle);
	db->handle = NULL;
	if (db->mem)
		fd_done(&db->room);
	db->mem = NULL;
}

int db_snapshot(struct db *db)
{
	return sqlite3_get_autocommit(db->handle) ? db_run(db, "BEGIN") : 0;
}

/* --- transactions ----------------------------------------------------------
 */

static int check_schema(struct db *db)
{
	int version, rc;

	rc = db_get(db, "PRAGMA user_version", IN(), &version);
	if (rc < 0)
		return rc;
	if (version < 0)
		return err(E_FROZEN, "the site is being upgraded; nothing can "
				     "be changed for about a minute");
	if (version > GREMLIN_SCHEMA)
		return err(E_NEWER,
			   "the database (schema %d) is of a newer "
			   "release than this program (schema %d)",
			   version, GREMLIN_SCHEMA);
	if (version < GREMLIN_SCHEMA)
		return err(E_CONFIG,
			   "the database (schema %d) is of an older "
			   "release than this program (schema %d)",
			   version, GREMLIN_SCHEMA);
	return 0;
}

int tx_begin(struct db *db, struct tx *ret)
{
	int rc = db_run(db, WRONG("deferred") ? "BEGIN" : "BEGIN IMMEDIATE");

	if (rc < 0)
		return rc;
	rc = check_schema(db);
	if (rc < 0) {
		struct tx open = { db };

		tx_done(&open);
		return rc;
	}
	ret->db = db;
	return 0;
}

int tx_commit(struct tx *tx)
{
	int rc = FAULT("commit") ? err_sys("commit") : db_run(tx->db, "COMMIT");

	if (rc < 0)
		return rc;
	tx->db = NULL;
	(void)FAULT("committed");
	return 0;
}

void tx_done(struct tx *tx)
{
	/* keeps the sentence of the failure that led here */
	if (tx->db && !sqlite3_get_autocommit(tx->db->handle))
		sqlite3_exec(tx->db->handle, "ROLLBACK", NULL, NULL, NULL);
	tx->db = NULL;
}

int db_seal(struct db *db)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	int rc = tx_begin(db, &tx);

	/* writes its page, though it is this already */
	if (rc == 0)
		rc = db_run(db, pool_fmt(db->mem, "PRAGMA user_version = %d",
					 GREMLIN_SCHEMA));
	return rc < 0 ? rc : tx_commit(&tx);
}

/* --- statements --------------------------------------------------------------
 */

static int bind_one(struct sqlite3_stmt *h, int at, const struct bound *a)
{
	switch (a->type) {
	case ARG_INT: return sqlite3_bind_int64(h, at, a->number);
	case ARG_TEXT: return sqlite3_bind_text(h, at, a->text, -1, NULL);
	case ARG_BLOB:
		return sqlite3_bind_blob64(h, at, a->blob.at, a->blob.n, NULL);
	case ARG_END: break;
	}
	return SQLITE_MISUSE;
}

static int bind_all(struct stmt *st, const struct bound *args)
{
	int n = 0;

	for (; args[n].type != ARG_END; n++) {
		int rc = bind_one(st->handle, n + 1, &args[n]);

		if (rc != SQLITE_OK)
			return db_err(st->db, rc, sqlite3_sql(st->handle));
	}
	if (n != sqlite3_bind_parameter_count(st->handle))
		return err(E_BUG, "%d values for: %s", n,
			   sqlite3_sql(st->handle));
	return 0;
}

int db_query_args(struct db *db, struct stmt *st, const char *sql,
		  const struct bound *args)
{
	int rc;

	stmt_done(st);
	st->db = db;
	rc = sqlite3_prepare_v2(db->handle, sql, -1, &st->handle, NULL);
	if (rc != SQLITE_OK)
		return db_err(db, rc, sql);
	return bind_all(st, args);
}

int stmt_again_args(struct stmt *st, const struct bound *args)
{
	sqlite3_reset(st->handle); /* what failed has been told */
	return bind_all(st, args);
}

static void fetch(struct stmt *st, int column, const struct out *out)
{
	struct sqlite3_stmt *h = st->handle;
	const char *text;

	switch (out->type) {
	case OUT_INT: *(int *)out->at = sqlite3_column_int(h, column); break;
	case OUT_INT64:
		*(int64_t *)out->at = sqlite3_column_int64(h, column);
		break;
	case OUT_BOOL:
		*(bool *)out->at = sqlite3_column_int(h, column) != 0;
		break;
	case OUT_TEXT:
		text = (const char *)sqlite3_column_text(h, column);
		*(const char **)out->at =
			text ? pool_dup_n(
				       st->db->mem, text,
				       (size_t)sqlite3_column_bytes(h, column))
			     : NULL;
		break;
	case OUT_END: break;
	}
}

int stmt_row_outs(struct stmt *st, const struct out *outs)
{
	int rc = sqlite3_step(st->handle);
	int n = 0;

	if (rc == SQLITE_DONE)
		return 0;
	if (rc != SQLITE_ROW)
		return db_err(st->db, rc, sqlite3_sql(st->handle));
	while (outs[n].type != OUT_END)
		n++;
	if (n != sqlite3_column_count(st->handle))
		return err(E_BUG, "%d variables for: %s", n,
			   sqlite3_sql(st->handle));
	for (int i = 0; i < n; i++)
		fetch(st, i, &outs[i]);
	return 1;
}

void stmt_done(struct stmt *st)
{
	sqlite3_finalize(st->handle);
	st->handle = NULL;
}

int db_run_args(struct db *db, const char *sql, const struct bound *args)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	int rc = db_query_args(db, &st, sql, args);

	if (rc < 0)
		return rc;
	do
		rc = sqlite3_step(st.handle);
	while (rc == SQLITE_ROW);
	if (rc != SQLITE_DONE)
		return db_err(db, rc, sql);
	return sqlite3_changes(db->handle);
}

int db_get_outs(struct db *db, const char *sql, const struct bound *args,
		const struct out *outs)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	int rc = db_query_args(db, &st, sql, args);

	if (rc < 0)
		return rc;
	rc = stmt_row_outs(&st, outs);
	if (rc == 0)
		return err(E_ABSENT, "no such entry");
	return rc < 0 ? rc : 0;
}

int64_t db_last_id(struct db *db)
{
	return sqlite3_last_insert_rowid(db->handle);
}
