/*
 * history.h -- what became of attempts, hour by hour, and how long the queue
 * was
 *
 * Figures for people who look after a site; nothing else goes by them. They
 * are written where something is written anyway: settling adds to its hour in
 * its own transaction, and the length of the queue is noted at most each ten
 * minutes, when it has changed. Who only waits writes nothing.
 */
#ifndef JOB_HISTORY_H
#define JOB_HISTORY_H

#include "db/db.h"

struct exit_record;

#define HISTORY_HOUR_S 3600

/* What has ended within one hour: attempts of one maker, kind and class. */
struct history {
	int64_t hour;	  /* Unix hours, UTC */
	const char *kind; /* as in job.kind */
	int class;	  /* 0: it succeeded; else E_* */
	int64_t n;
	int64_t work_ms; /* wall clock of their commands together */
	int64_t bytes;	 /* of what they made */
};

/* How many jobs there were at one moment. */
struct history_queue {
	int64_t at; /* Unix seconds */
	int64_t waiting, running, failed;
};

/*
 * In the transaction that ends an attempt, while its job has a row.
 *
 * class: 0 or E_*. exit: NULL where it never began. 0 or E_*.
 */
int history_note(struct db *, int64_t job, int class,
		 const struct exit_record *exit);

/* Note how long the queue is, if it is time for that and it has changed since
 * the last note: 1 if it was noted, 0 if not, or E_*. */
int history_sample(struct db *);

/* Forget what is older. 0 or E_*. */
int history_sweep(struct db *, int64_t days);

/* From an hour on, by time, in the pool of db: their count or E_*. */
int history_since(struct db *, int64_t hour, struct history **ret);

/* The last before a moment, if there is one, and all from then on, by time:
 * their count or E_*. */
int history_queues(struct db *, int64_t since_at, struct history_queue **ret);

#endif
