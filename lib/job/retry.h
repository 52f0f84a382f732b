/* retry.h -- what to do with a job that failed */
#ifndef JOB_RETRY_H
#define JOB_RETRY_H

#include "job/job.h"

struct verdict_plan {
	enum job_state state; /* JOB_WAITING or JOB_FAILED */
	int way, tries, losses;
	int64_t pause_s; /* before it is due again */
};

struct retry_rule {
	int next_way;	   /* the alternative after this one, -1: none */
	int tries;	   /* settings: worker.tries */
	int64_t backoff_s; /* settings: worker.backoff_s */
	double jitter;	   /* 0 to 1, random */
};

/* The machine's trouble, not the file's: such a failure counts as no try. */
bool class_is_machines(int class);

/*
 * A pure function. What counts doubles its pause with each try, up to a day;
 * what does not, up to a quarter of an hour, so that it goes on soon after the
 * trouble is over. What hung or took too much memory goes on with one thread
 * and faster settings (those follow from tries), then by the next way.
 */
struct verdict_plan retry_plan(const struct job *, int class,
			       const struct retry_rule *);

#endif
