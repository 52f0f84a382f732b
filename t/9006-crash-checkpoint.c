/*
 * 9006-crash-checkpoint.c -- a writer between the two halves of a checkpoint
 *
 * SQLite before 3.51.3: a PASSIVE checkpoint reads the header of the log, then
 * how much of it was moved already. If in between a writer begins the log anew,
 * it is marked as moved up to where it ended before, and what is committed
 * until then is not seen any more. Between the two it calls xUnfetch() of the
 * file, if the header has changed; that is where this waits for the writer.
 */
#include "tap.h"
#include "site.h"
#include "base/err.h"

#include <sqlite3.h>

#define PUT    "INSERT INTO tries VALUES(?, ?, ?)"
#define COUNT  "SELECT count(*) FROM tries"
#define MENDED 3051003
#define BEFORE 40
#define AFTER  5

static struct test_site t;
static struct db reader, writer, guard;
static int kept, refused, paused;

static int rows(struct db *db)
{
	int n = -1;

	db_get(db, COUNT, IN(), &n);
	return n;
}

static void put(int n)
{
	while (n--) {
		struct tx tx = { 0 };
		char key[32];

		snprintf(key, sizeof(key), "row %d", kept);
		if (tx_begin(&writer, &tx) == 0 &&
		    db_run(&writer, PUT, key, 1, 1) > 0 && tx_commit(&tx) == 0)
			kept++;
		else
			refused++;
		tx_done(&tx);
	}
}

static int pause_here(sqlite3_file *f, sqlite3_int64 offset, void *page)
{
	(void)f;
	(void)offset;
	(void)page;
	if (paused++ == 0)
		put(1);
	return SQLITE_OK;
}

static void hook(struct db *db)
{
	static struct sqlite3_io_methods hooked;
	sqlite3_file *f = NULL;

	if (sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_FILE_POINTER,
				 &f) != SQLITE_OK)
		abort();
	hooked = *f->pMethods;
	hooked.xUnfetch = pause_here;
	f->pMethods = &hooked;
}

/* A log that is moved whole; the reader does not know yet how far it goes. */
static void start(void)
{
	test_site_start(&t);
	t.site.set.busy_ms = 20;
	kept = refused = paused = 0;
	if (db_open(&t.pool, &t.site, &reader) < 0 ||
	    db_open(&t.pool, &t.site, &writer) < 0 ||
	    db_open(&t.pool, &t.site, &guard) < 0)
		abort();
	put(BEFORE);
	rows(&reader);
	rows(&t.db);
	put(1);
	if (db_checkpoint(&t.db, &guard) < 0)
		abort();
	hook(&reader);
}

static void end(void)
{
	db_done(&reader);
	db_done(&writer);
	db_done(&guard);
	test_site_end(&t);
}

int main(void)
{
	bool mended = sqlite3_libversion_number() >= MENDED;

	start();
	is_int(db_checkpoint(&reader, &guard), 0, "a checkpoint, guarded");
	is_int(paused, 1, "paused between header and backfill");
	is_int(refused, 1, "keeps a writer out");
	put(AFTER);
	is_int(rows(&t.db), kept, "all that was committed is there");
	end();

	start();
	is_int(sqlite3_wal_checkpoint_v2(reader.handle, NULL,
					 SQLITE_CHECKPOINT_PASSIVE, NULL, NULL),
	       SQLITE_OK, "the same, not guarded");
	is_int(paused, 1, "paused there too");
	is_int(refused, 0, "lets a writer in");
	put(AFTER);
	printf("# %d of %d are there\n", rows(&t.db), kept);
	ok(mended || rows(&t.db) < kept, "what was committed is lost");
	end();
	return done_testing();
}
