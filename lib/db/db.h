/*
 * db.h -- the database of a site, opened for as short as possible
 *
 * Invariants (ARCHITECTURE.md says why):
 * - every connection holds run/db.lock shared for its life, and nobody holds
 *   a connection while waiting for a client, a child or a timer;
 * - every write transaction begins IMMEDIATE and checks user_version;
 * - nobody but the worker checkpoints, and only while writers are kept out;
 * - nobody opens db.sqlite by open(2) while it is open here.
 *
 * Statements come from sql/NOUN.sql as constants. Values are bound by type:
 *
 *	db_query(db, &st, SQL_MEDIA_NEWEST, before, limit);
 *	while ((rc = stmt_row(&st, &id, &title)) > 0)
 *		...
 */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/base.h"
#include "base/site.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;
struct sqlite3;
struct sqlite3_stmt;

struct db {
	struct sqlite3 *handle;
	struct pool *mem; /* where the text of rows goes */
	const struct site *site;
	int room; /* descriptor that holds run/db.lock */
};

/*
 * Open the database of the site, never create it.
 *
 * Returns 0, or E_BUSY (the room stayed closed for 5 s), E_ABSENT, E_ACCESS,
 * E_CORRUPT, E_IO.
 */
int db_open(struct pool *, const struct site *, struct db *ret);
void db_done(struct db *);

/*
 * Make the database of a new site: whole or not at all.
 *
 * Returns 0, E_EXISTS when there is one, or what the disk said.
 */
int db_create(struct pool *, const struct site *);

/* One snapshot for all that is read until the connection ends. */
int db_snapshot(struct db *);

/* --- write transactions ------------------------------------------------ */

struct tx {
	struct db *db; /* NULL: none is open */
};

/*
 * BEGIN IMMEDIATE. For _cleanup_(tx_done) struct tx tx = { 0 }.
 *
 * Returns 0, or E_BUSY (longer than db.busy_ms), E_FROZEN (an upgrade is
 * running), E_NEWER (the database is of a newer release), E_IO, E_SPACE.
 */
int tx_begin(struct db *, struct tx *ret);

/*
 * After an error of the disk (E_IO, E_SPACE) it may come to be committed yet,
 * by a recovery that finds it whole in the log: what it names must stay until
 * db_seal() was there.
 */
int tx_commit(struct tx *);
void tx_done(struct tx *); /* rolls back what was not committed */

/*
 * Commit a transaction that changes nothing: it takes the place of any in the
 * log whose COMMIT had failed. From here on, what is not there never comes. To
 * be called before something is removed because no row knows it.
 *
 * Returns 0, or tx_begin()'s and tx_commit()'s errors.
 */
int db_seal(struct db *);

/* --- statements ---------------------------------------------------------- */

struct stmt {
	struct db *db;
	struct sqlite3_stmt *handle;
};

enum bound_type {
	ARG_END,
	ARG_INT,
	ARG_TEXT,
	ARG_BLOB
};

struct blob {
	const void *at;
	size_t n;
};

struct bound {
	enum bound_type type;
	int64_t number;
	const char *text; /* NULL binds NULL */
	struct blob blob;
};

enum out_type {
	OUT_END,
	OUT_INT,
	OUT_INT64,
	OUT_BOOL,
	OUT_TEXT
};

struct out {
	enum out_type type;
	void *at;
};

/* helpers of the macros below */
static inline struct bound arg_int(int64_t n)
{
	return (struct bound){ .type = ARG_INT, .number = n };
}

static inline struct bound arg_text(const char *t)
{
	return (struct bound){ .type = ARG_TEXT, .text = t };
}

static inline struct bound arg_blob(struct blob b)
{
	return (struct bound){ .type = ARG_BLOB, .blob = b };
}

#define DB_ARG(x)                                                              \
	_Generic((x), int                                                      \
		 : arg_int, unsigned                                           \
		 : arg_int, long                                               \
		 : arg_int, unsigned long                                      \
		 : arg_int, long long                                          \
		 : arg_int, _Bool                                              \
		 : arg_int, char *                                             \
		 : arg_text, const char *                                      \
		 : arg_text, struct blob                                       \
		 : arg_blob)(x)

/* int *, int64_t *, bool *, const char **: other types do not compile */
#define DB_OUT_TYPE(x)                                                         \
	_Generic((x), int *                                                    \
		 : OUT_INT, int64_t *                                          \
		 : OUT_INT64, bool *                                           \
		 : OUT_BOOL, const char **                                     \
		 : OUT_TEXT)
#define DB_OUT(x)	((struct out){ DB_OUT_TYPE(x), (x) })

#define DB_PARENS	()
#define DB_EXPAND(...)	DB_EXPAND3(DB_EXPAND3(DB_EXPAND3(__VA_ARGS__)))
#define DB_EXPAND3(...) DB_EXPAND2(DB_EXPAND2(DB_EXPAND2(__VA_ARGS__)))
#define DB_EXPAND2(...) DB_EXPAND1(DB_EXPAND1(DB_EXPAND1(__VA_ARGS__)))
#define DB_EXPAND1(...) __VA_ARGS__
#define DB_EACH(m, ...) __VA_OPT__(DB_EXPAND(DB_EACH_ONE(m, __VA_ARGS__)))
#define DB_EACH_ONE(m, a, ...)                                                 \
	m(a), __VA_OPT__(DB_EACH_MORE DB_PARENS(m, __VA_ARGS__))
#define DB_EACH_MORE() DB_EACH_ONE

#define DB_ARGS(...)                                                           \
	((const struct bound[]){ DB_EACH(DB_ARG, __VA_ARGS__){ ARG_END } })
#define DB_OUTS(...)                                                           \
	((const struct out[]){ DB_EACH(DB_OUT, __VA_ARGS__){ OUT_END } })

/*
 * Prepare and bind; the number of values must be that of the statement, or
 * it is E_BUG. For _cleanup_(stmt_done) struct stmt st = { 0 }.
 */
#define db_query(db, st, sql, ...)                                             \
	db_query_args((db), (st), (sql), DB_ARGS(__VA_ARGS__))
int db_query_args(struct db *, struct stmt *, const char *sql,
		  const struct bound *);

/* The same statement from its beginning with other values: a fifth of what
 * preparing it costs. */
#define stmt_again(st, ...) stmt_again_args((st), DB_ARGS(__VA_ARGS__))
int stmt_again_args(struct stmt *, const struct bound *);

/*
 * The next row into the variables; text goes to db->mem, NULL becomes 0 or
 * NULL. Fewer variables than columns is E_BUG.
 *
 * Returns 1 with a row, 0 at the end, or E_*.
 */
#define stmt_row(st, ...) stmt_row_outs((st), DB_OUTS(__VA_ARGS__))
int stmt_row_outs(struct stmt *, const struct out *);

void stmt_done(struct stmt *);

/* Run to the end. Returns the number of rows changed, or E_*. */
#define db_run(db, sql, ...) db_run_args((db), (sql), DB_ARGS(__VA_ARGS__))
int db_run_args(struct db *, const char *sql, const struct bound *);

/*
 * One row: db_get(db, SQL, IN(a, b), &x, &y).
 *
 * Returns 0, E_ABSENT when there is none, or another E_*.
 */
#define IN(...) DB_ARGS(__VA_ARGS__)
#define db_get(db, sql, in, ...)                                               \
	db_get_outs((db), (sql), (in), DB_OUTS(__VA_ARGS__))
int db_get_outs(struct db *, const char *sql, const struct bound *,
		const struct out *);

int64_t db_last_id(struct db *);

/* --- the worker, and who stands in for it ----------------------------------
 */

/*
 * Move the WAL into the database while writers are kept out, through the two
 * connections given; neither may be in a transaction, and the reader must have
 * read before: else it knows of no WAL, and nothing is moved.
 *
 * Returns 0, E_BUSY when a writer would not end, or E_*.
 */
int db_checkpoint(struct db *reader, struct db *guard);

/*
 * After a reply, with no connection open: if no worker is there and the WAL
 * has grown over 4 MiB, move it. Never fails; it is nobody's answer.
 */
void db_checkpoint_if_due(struct pool *, const struct site *);

#endif
