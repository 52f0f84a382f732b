/* worker.h -- what the parts of gremlin-worker share */
#ifndef WORKER_WORKER_H
#define WORKER_WORKER_H

#include "base/pool.h"
#include "base/site.h"
#include "db/db.h"
#include "job/bell.h"
#include "job/crew.h"
#include "job/maker.h"
#include "model/sweep.h"

#include <time.h>

struct worker {
	struct pool pool; /* lives as long as the worker: settings, recipes */
	struct site site;
	int lock, bell, signals;
	int ready;	  /* pipe to who waits until we work, or -1 */
	struct db keeper; /* stays open: keeps the WAL's index alive */
	struct pool keeper_pool;
	struct maker makers[4]; /* ends with one without a name */
	struct crew crew;
	bool ending;
	bool anew;    /* ending, to begin again as the same process */
	bool trouble; /* the last round failed somewhere */
	char last_trouble[256];
	bool soon;	     /* another slice is to be done, at leisure */
	int64_t handouts_ms; /* monotonic: the last look at them */
	bool untidy;	     /* more is to be put in order: no waiting */
	int64_t due_ms;	     /* until the next job is due; -1: none waits */
	struct sweep sweep;
	bool sweeping;		     /* a pass through content/ is under way */
	int64_t scrub_ms;	     /* monotonic: whether a batch was due */
	int64_t stepped_ms;	     /* monotonic: the last step of it */
	int64_t swept_ms;	     /* monotonic: content/work and sessions */
	int64_t wal_looked_ms;	     /* monotonic: the last checkpoint */
	struct timespec wal_written; /* what it was made of */
};

/* Keeper, makers, who we are: process(). */
int worker_open(struct worker *);
void worker_done(struct worker *);

/*
 * Keep the pipe of --ready; none where it is closed already (begun anew). To
 * be asked before anything else is opened. Returns 0 or E_USAGE.
 */
int worker_ready_pipe(struct worker *, int fd);

/* Tell systemd (NOTIFY_SOCKET) and that pipe that the worker works. */
void worker_ready(struct worker *);

/* One round: take in, move, plan, settle, begin, checkpoint. Troubles are
 * said once and met again in the next round. */
void worker_round(struct worker *);

/* What is looked through now and then, a little in each round. */
void worker_sweep(struct worker *, struct db *);

/* A trouble that lasts is said once. */
void worker_trouble(struct worker *, const char *doing, int rc);

/* One line with date to stderr, which is the log. */
void worker_say(const struct worker *, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif
