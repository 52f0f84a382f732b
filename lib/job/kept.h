/*
 * kept.h -- what an attempt has finished for the next one
 *
 * Some hosts end everything after a minute. A job of such a host is made in
 * parts: a file in out/ whose name begins with KEPT_PREFIX is whole and on the
 * disk (`@keep` of the runner gave it that name), and is no output. When the
 * attempt was interrupted, out/ becomes content/work/JOB.kept, and the next
 * attempt's out/ in its turn.
 */
#ifndef JOB_KEPT_H
#define JOB_KEPT_H

#include "job/attempt.h"

#define KEPT_PREFIX ".part-"

/* Whether a folder has such a file. out: its descriptor. */
bool kept_any(int out);

/* Whether this very attempt has finished one. */
bool kept_gained(const struct site *, const struct attempt *);

/* After an attempt: keep its out/, if it has parts. 0 or E_*. */
int kept_put(const struct site *, const struct attempt *);

/*
 * Before an attempt: make what is kept of its job its out/, which must be
 * empty. dir: descriptor of its folder. 0, also where nothing is, or E_*.
 */
int kept_take(const struct site *, int64_t job, int dir);

/* The job of such a folder of content/work by its name, or 0. */
int64_t kept_job(const char *name);

#endif
