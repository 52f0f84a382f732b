/*
 * upkeep.h -- what the worker has to know of its last rounds
 *
 * Names are `sweep.NOUN` and `scrub.NOUN`; numbers are kept as digits. What is
 * lost with the database is found out anew.
 */
#ifndef MODEL_UPKEEP_H
#define MODEL_UPKEEP_H

#include "db/db.h"

#define UPKEEP_SEEN_AT	    "sweep.seen_at" /* content/ was looked through */
#define UPKEEP_STOPPED	    "sweep.stopped" /* why nothing was removed, or "" */
#define UPKEEP_WORK_STOPPED "sweep.work"    /* the same of content/work */

#define UPKEEP_SCRUB_AT	    "scrub.at" /* "MEDIA NAME": read until there */
#define UPKEEP_SCRUB_BEGAN  "scrub.began_at" /* the pass; Unix seconds */
#define UPKEEP_SCRUB_DONE   "scrub.done_at"  /* the last whole one; the same */
#define UPKEEP_SCRUB_DUE    "scrub.due_at"   /* the next batch; the same */
#define UPKEEP_SCRUB_BYTES  "scrub.bytes"    /* read in this pass */
#define UPKEEP_SCRUB_FILES  "scrub.files"    /* the same */

/* The text, "" where there is none, in the pool of db. 0 or E_*. */
int upkeep_text(struct db *, const char *name, const char **ret);

/* The same as a number, 0 where there is none. 0 or E_*. */
int upkeep_number(struct db *, const char *name, int64_t *ret);

/* In a transaction; what is there already is not written. 0 or E_*. */
int upkeep_set_text(struct db *, const char *name, const char *value);
int upkeep_set_number(struct db *, const char *name, int64_t value);

#endif
