/*
 * steady.h -- a clock that does not jump, for what ends by growing old
 *
 * The wall clock may be wrong: a board without a battery begins in 1970 and
 * learns the date minutes later, or somebody sets it to another year. This one
 * goes on from what it was, second by second, when the wall clock jumps, and
 * is the wall clock for as long as that does not. Time that nobody has seen,
 * while the machine was off for more than a day, does not count.
 *
 * Its stamps are compared with itself only; people are shown the wall clock.
 */
#ifndef MODEL_STEADY_H
#define MODEL_STEADY_H

#include "db/db.h"

/*
 * Seconds; Unix seconds where the wall clock has never jumped. Where what was
 * noted cannot be read it is the wall clock.
 */
int64_t steady_now(struct db *);

/* In a transaction, by the worker, at its start and now and then: note it, so
 * that jumps from here on are seen. 0 or E_*. */
int steady_keep(struct db *);

#endif
