/*
 * check.h -- what the parts of `gremlin check` share
 *
 * Nothing is held while files are read: rows are fetched some at a time, and
 * what seems wrong is looked at again by a fresh row, since the site goes on
 * working meanwhile. Files below content/ are opened, never the database's.
 */
#ifndef WORKER_CHECK_H
#define WORKER_CHECK_H

#include "media/maker.h"
#include "model/damage.h"
#include "worker/gremlin.h"

struct check {
	struct gremlin *g;
	bool quick; /* sizes only */
	bool repair;
	struct maker maker; /* where repair is set */
	struct bar bar;
	int64_t files, bytes; /* by the rows */
	int64_t troubles, mended;
};

/* One line about something that is wrong; it counts. */
void trouble(struct check *, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Every row's file: there, in its place, of its size and content. */
int check_rows(struct check *);

/* Every file below content/ that should have a row. */
int check_orphans(struct check *);

/* What lies in content/lost: told, and with --fix asked about, one by one. */
int check_lost(struct check *);

/*
 * In transactions of their own, for they must see no half of the worker's.
 * Each looks again first, and says what it did.
 */

/* A rendition is made again, and shown until then; an original is marked, so
 * that nothing is made from it, and its owner reads of it. */
int repair_damaged(struct check *, int64_t media, const char *name,
		   enum damage_what);

/* It was marked, and is whole. */
int repair_whole(struct check *, int64_t media, const char *name);

/* The worker goes on sweeping, where what had stopped it is mended. */
int repair_sweep(struct check *);

/* All sums anew. */
int repair_ledger(struct check *);

/* To the folder where the row says. */
int repair_place(struct check *, int64_t media);

/* An original goes to content/lost, a rendition for good. path: beneath
 * content/. */
int repair_orphan(struct check *, const char *path);

#endif
