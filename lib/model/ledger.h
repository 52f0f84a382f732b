/*
 * ledger.h -- what each byte of a site is
 *
 * Sums over the rows of `file`, written in the transaction that writes the row,
 * by file.c and nobody else; so a page reads them at the cost of a few rows,
 * whether there are ten files or a million. What lies on the disk without a row
 * is counted by the worker, a little in each round, and kept beside them.
 */
#ifndef MODEL_LEDGER_H
#define MODEL_LEDGER_H

#include "db/db.h"

struct pool;

/* Numbers in the database: never renumbered. */
enum ledger_axis {
	LEDGER_NAME = 1,   /* raw is the originals, 720.mp4 a rendition */
	LEDGER_KIND = 2,   /* image, video, audio */
	LEDGER_PERSON = 3, /* a uid */
	LEDGER_DAY = 4,	   /* days since 1970: what came less what went */
	LEDGER_DISK = 5,   /* what has no row, by where it lies */
};

/* Keys of LEDGER_DISK. */
#define LEDGER_INCOMING "incoming" /* uploads on their way */
#define LEDGER_WORK	"work"	   /* what running jobs have written */
#define LEDGER_LOST	"lost"	   /* originals that no row claims */
#define LEDGER_HANDOUTS "handouts" /* second names: no room of their own */
#define LEDGER_UNKNOWN	"unknown"  /* on the disk, but in no row */

struct ledger_sum {
	int64_t files, bytes;
};

struct ledger_row {
	const char *key;
	const char *name; /* of a person, as shown, or NULL */
	struct ledger_sum sum;
};

struct ledger {
	struct ledger_sum originals, renditions; /* now */
	/* when the worker looked last; all 0 before it has */
	struct ledger_sum incoming, work, lost, handouts, unknown;
	int64_t seen_at;     /* Unix seconds of that, 0: never */
	int64_t free_bytes;  /* of the disk, now */
	int64_t floor_bytes; /* limits.free_bytes: intake stops below */
	int64_t bytes_a_day; /* growth by rows; may be negative */
	int days;	     /* over which: 1 to 30 */
	int64_t full_days;   /* until the floor, at this rate; -1: never */
};

/* Everything of the site at one moment. 0 or E_*. */
int ledger_read(struct db *, struct ledger *ret);

/*
 * The rows of one axis, the most bytes first.
 *
 * most: so many at most. ret: in the pool of db. Their count or E_*.
 */
int ledger_rows(struct db *, enum ledger_axis, int most,
		struct ledger_row **ret);

/* "full in about 5 months at this rate", "intake has stopped: ...", or "" where
 * nothing grows: for people. */
const char *ledger_forecast(struct pool *, const struct ledger *);

/* In a transaction, for file.c: one more file of a media, or one less, with
 * what that changes in bytes. 0 or E_*. */
int ledger_add(struct db *, int64_t media, const char *name, int files,
	       int64_t bytes);

/* In a transaction: its kind is about to change, or has. way: -1, then 1. */
int ledger_move_kind(struct db *, int64_t media, int way);

/* In a transaction: what the worker found on the disk. 0 or E_*. */
int ledger_set_disk(struct db *, const char *key, struct ledger_sum);

/* How many sums are not those of the rows, all of which are read: 0 is right.
 * For `gremlin check`. */
int ledger_check(struct db *);

/* In a transaction: all sums anew, but for the days. 0 or E_*. */
int ledger_rebuild(struct db *);

#endif
