/*
 * sweep.h -- look through content/ for what no row knows, a little at a time
 *
 * A pass goes through raw, public and private, one folder AB after the other,
 * and through incoming, work, lost and the hand-outs. What it meets that no row
 * knows is only remembered: at the end of a pass that is either so much that
 * this may be the wrong database, and then nothing at all is touched; or what
 * was seen in every pass for as long as the grace lasts is taken away,
 * originals to content/lost and renditions for good, each after another look at
 * its row in a write transaction.
 *
 * The grace is counted in time that somebody has looked, not by dates of files
 * or the wall clock: a clock that jumps deletes nothing. What was seen, and how
 * far the pass is, stands in run/sweep, which may be lost at any time.
 */
#ifndef MODEL_SWEEP_H
#define MODEL_SWEEP_H

#include "base/pool.h"
#include "db/db.h"
#include "model/ledger.h"

#define SWEEP_BOOT_BYTES   64
#define SWEEP_FOLDER_BYTES 3
#define SWEEP_FOLDERS_MAX  4096 /* AB: two of the URL alphabet */
#define SWEEP_STRAYS_MAX   1000 /* remembered; more are counted */

enum stray_sort {
	STRAY_ORIGINAL,	 /* goes to content/lost */
	STRAY_RENDITION, /* is removed */
	STRAY_HALF,	 /* of an upload, where no lock tells: is removed */
	STRAY_FOREIGN,	 /* nothing of ours: only told */
};

struct stray {
	const char *path; /* beneath the site */
	int64_t bytes;
	enum stray_sort sort;
	int64_t first_s; /* of the sweep's clock */
	int64_t pass;	 /* in which it was seen last */
};

/* The sums of one pass. */
struct sweep_sums {
	struct ledger_sum incoming, work, lost, handouts, unknown;
	int64_t strays[STRAY_FOREIGN + 1];
};

struct sweep {
	int64_t grace_s, every_s; /* from the start of a pass to the next */
	int64_t budget_ms;	  /* of one step, but one folder AB at least */
	char boot[SWEEP_BOOT_BYTES];
	bool loaded;

	/* what stands in run/sweep */
	int64_t clock_s; /* time in which somebody has looked */
	int64_t mono_ms; /* monotonic, of that boot: clock_s was so then */
	int64_t began_s; /* the pass; 0: none has begun */
	int64_t pass;	 /* its number */
	bool under_way;
	int tree; /* index; behind the last: all is seen */
	char after[SWEEP_FOLDER_BYTES]; /* the last folder AB of that tree */
	struct sweep_sums sums;
	struct pool mem; /* of the paths */
	struct stray strays[SWEEP_STRAYS_MAX];
	int strays_n;

	char folders[SWEEP_FOLDERS_MAX][SWEEP_FOLDER_BYTES];
	int folders_n, listed; /* 1 + the tree they are of; 0: none */
	bool changed;	       /* since it was written */
	int64_t saved_ms;      /* monotonic */

	/* for the log: what the last pass did, taken away by the caller */
	int64_t removed, kept;
};

/*
 * A step: it begins a pass when one is due, goes on with it, and ends it.
 *
 * boot: of sweep->boot and the settings the caller sets before the first call;
 * all else is zero then. busy: as of upload_sweep().
 *
 * Returns 1 while a pass is under way, 0 when none is, or E_*. E_LIMIT: so many
 * files have no row that nothing was touched; it is said at the end of each
 * such pass, and stands in upkeep until one ends well.
 */
int sweep_step(struct sweep *, struct db *);

/* Write run/sweep now, as far as anything has changed. */
void sweep_save(struct sweep *, const struct site *);

/* Frees what it holds; nothing is written. */
void sweep_done(struct sweep *);

/* More files without a row than this, among so many rows, are too many. */
int64_t sweep_limit(int64_t rows);

#endif
