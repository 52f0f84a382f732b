/* 1001-db-open.c -- making, opening, binding, transactions, checkpoints */
#include "tap.h"
#include "base/err.h"
#include "base/io.h"
#include "base/lock.h"
#include "base/pool.h"
#include "db/db.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define PUT	 "INSERT INTO tries VALUES(?, ?, ?)"
#define GET	 "SELECT key, count FROM tries WHERE key = ?"
#define COUNT	 "SELECT count(*) FROM tries"
#define NO_COLON "SELECT 1 WHERE ? = ?"

static struct pool pool;
static struct site site;

static int count(struct db *db)
{
	int n = -1;

	db_get(db, COUNT, IN(), &n);
	return n;
}

static void rows(struct db *db)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	const char *key = NULL;
	int n = 0;

	is_int(db_run(db, PUT, "a:'b", 3, 4LL), 1, "a row is put");
	is_int(db_get(db, GET, IN("a:'b"), &key, &n), 0, "and found");
	is_str(key, "a:'b", "its text");
	is_int(n, 3, "its number");
	is_int(db_get(db, GET, IN("b"), &key, &n), E_ABSENT, "none");
	is_int(db_run(db, PUT, "a:'b", 3, 4LL), E_EXISTS, "unique");
	is_int(db_query(db, &st, NO_COLON, 1), E_BUG, "a value is missing");
	is_int(db_query(db, &st, NO_COLON, 1, 1), 0, "none is missing");
	is_int(stmt_row(&st), E_BUG, "a variable is missing");
}

static void transactions(struct db *db, struct db *other)
{
	struct tx tx = { 0 };

	is_int(tx_begin(db, &tx), 0, "begun");
	db_run(db, PUT, "x", 1, 1);
	is_int(count(other), 1, "not seen before the end");
	tx_done(&tx);
	is_int(count(db), 1, "rolled back");
	is_int(tx_begin(db, &tx), 0, "begun again");
	is_int(tx_begin(other, &(struct tx){ 0 }), E_BUSY, "one writer");
	db_run(db, PUT, "x", 1, 1);
	is_int(tx_commit(&tx), 0, "committed");
	tx_done(&tx);
	is_int(count(other), 2, "seen");
	db_run(db, "PRAGMA user_version = -1");
	is_int(tx_begin(db, &tx), E_FROZEN, "frozen for an upgrade");
	is_int(count(db), 2, "and still read");
	db_run(db, "PRAGMA user_version = 99");
	is_int(tx_begin(db, &tx), E_NEWER, "of a newer release");
	db_run(db, "PRAGMA user_version = 1");
}

static void checkpoints(struct db *db, struct db *other)
{
	struct tx tx = { 0 };

	is_int(db_checkpoint(db, other), 0, "checkpoint");
	tx_begin(db, &tx);
	is_int(db_checkpoint(db, other), E_BUSY, "never beside a writer");
	tx_done(&tx);
}

static off_t wal_bytes(void)
{
	struct stat st = { 0 };

	fstatat(site.dir, "db.sqlite-wal", &st, 0);
	return st.st_size;
}

static void put_long(struct db *db, const char *name, int n)
{
	static char text[64 * 1024];
	struct tx tx = { 0 };

	memset(text, 'x', sizeof(text) - 1);
	for (int i = 0; i < n; i++) {
		tx_begin(db, &tx);
		db_run(db, PUT, pool_fmt(&pool, "%s-%d-%s", name, i, text), 1,
		       1);
		tx_commit(&tx);
	}
}

/* Its size tells everybody whether a checkpoint is due. */
static void cuts_wal(struct db *db, struct db *other)
{
	put_long(db, "a", 32);
	ok(wal_bytes() > 2 << 20, "a long WAL");
	is_int(db_checkpoint(db, other), 0, "is moved");
	put_long(db, "b", 1);
	ok(wal_bytes() < 1 << 20, "and cut by who writes next");
}

static void without_worker(struct db *db)
{
	put_long(db, "c", 64);
	ok(wal_bytes() > 4 << 20, "a longer one");
	db_checkpoint_if_due(&pool, &site);
	put_long(db, "d", 1);
	ok(wal_bytes() < 1 << 20, "is moved by anybody where no worker is");
}

static void room(void)
{
	int turn = lock_open(site.dir, "run/db.turn");
	struct db db = { .room = -1 };

	lock_take(turn, LOCK_EX, 0);
	is_int(db_open(&pool, &site, &db), E_BUSY, "the room is closed");
	close(turn);
}

int main(void)
{
	char name[] = "/tmp/gremlin-db-XXXXXX";
	struct db db = { .room = -1 }, other = { .room = -1 };

	if (!mkdtemp(name))
		return 1;
	site.dir = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	site.path = name;
	site.set.busy_ms = 50;
	mkdirat(site.dir, "run", 0700);
	is_int(db_open(&pool, &site, &db), E_ABSENT, "never created by open");
	is_int(db_create(&pool, &site), 0, "made");
	is_int(db_create(&pool, &site), E_EXISTS, "made once");
	is_int(db_open(&pool, &site, &db), 0, "opened");
	is_int(db_open(&pool, &site, &other), 0, "twice");
	rows(&db);
	transactions(&db, &other);
	checkpoints(&db, &other);
	cuts_wal(&db, &other);
	without_worker(&db);
	db_done(&db);
	db_done(&other);
	room();
	close(site.dir);
	io_remove_tree(AT_FDCWD, name);
	pool_done(&pool);
	return done_testing();
}
