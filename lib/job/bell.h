/*
 * bell.h -- a hint to the worker that there is something to do
 *
 * A FIFO in run/. Never needed: the worker's slow timer looks anyway.
 */
#ifndef JOB_BELL_H
#define JOB_BELL_H

#include "base/site.h"

/* Ring; that nobody listens is no failure. */
void bell_ring(const struct site *);

/* Make the FIFO if need be and open it for listening: a descriptor or E_*. */
int bell_listen(const struct site *);

/* Take back all rings so far. */
void bell_quiet(int fd);

#endif
