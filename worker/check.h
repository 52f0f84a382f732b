/*
 * check.h -- what the parts of `gremlin check` share
 *
 * Nothing is held while files are read: rows are fetched some at a time, and
 * what seems wrong is looked at again by a fresh row, since the site goes on
 * working meanwhile. Files below content/ are opened, never the database's.
 */
#ifndef WORKER_CHECK_H
#define WORKER_CHECK_H

#include "worker/gremlin.h"

struct check {
	struct gremlin *g;
	bool quick; /* sizes only */
	struct bar bar;
	int64_t files, bytes; /* by the rows */
	int64_t troubles;
};

/* One line about something that is wrong; it counts. */
void trouble(struct check *, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Every row's file: there, in its place, of its size and content. */
int check_rows(struct check *);

/* Every file below content/ that should have a row. */
int check_orphans(struct check *);

#endif
