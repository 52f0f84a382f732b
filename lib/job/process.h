/*
 * process.h -- the worker as rows and locks tell of it
 *
 * It lives as long as it holds run/worker.lock; its row says since when, and
 * stays when it has ended.
 */
#ifndef JOB_PROCESS_H
#define JOB_PROCESS_H

#include "db/db.h"

struct process {
	bool runs;
	bool known;	     /* it has run before; else the rest is empty */
	int64_t pid;	     /* 0: it runs, and has not said yet who it is */
	int64_t since_at;    /* Unix seconds: when it began */
	const char *version; /* "" where it is not known */
	const char *sandbox; /* level, in the words of gremlin-run(8) */
};

/* From cron it comes and goes: before so long has passed since it began, that
 * it is absent is no alarm. */
#define PROCESS_ABSENT_S 180

bool process_is_absent(const struct process *);

/* Whether a worker of this site runs. */
bool worker_runs(const struct site *);

/* ret: its strings live as long as db->mem. 0 or E_*. */
int process_worker(struct db *, struct process *ret);

/* In a transaction: the calling process is the worker, from now on. */
int process_is_worker(struct db *, int64_t started, const char *boot,
		      const char *sandbox);

#endif
