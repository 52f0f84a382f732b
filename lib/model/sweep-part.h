/* sweep-part.h -- what the parts of the sweep share */
#ifndef MODEL_SWEEP_PART_H
#define MODEL_SWEEP_PART_H

#include "model/sweep.h"

#define SWEEP_TREES 3

/* "raw", "public", "private": beneath content/. */
extern const char *const sweep_trees[SWEEP_TREES];

/* It was met and has no row. path: beneath the site. */
void sweep_meet(struct sweep *, const char *path, int64_t bytes,
		enum stray_sort);

/* The next folder AB of the tree, with all in it. Returns 1, 0 when there is
 * none any more, or E_*. */
int sweep_folder(struct sweep *, struct db *);

/* incoming, work, lost and hand-outs. 0 or E_*. */
int sweep_places(struct sweep *, struct db *);

/* At the end of a pass: to be touched or not, and the sums into rows. */
int sweep_end(struct sweep *, struct db *);

/* What run/sweep tells, or nothing where it tells nothing. */
void sweep_load(struct sweep *, const struct site *);

#endif
