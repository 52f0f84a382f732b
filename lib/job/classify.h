/*
 * classify.h -- why an attempt ended as it did, and what to do about it
 *
 * Codes differ between versions of ffmpeg, and it exits 0 on damaged input:
 * the class comes from signals, from the room on the disk, and from what the
 * tools wrote into the log.
 */
#ifndef JOB_CLASSIFY_H
#define JOB_CLASSIFY_H

#include "job/job.h"
#include "proc/record.h"

struct outcome {
	int class;	    /* 0: it succeeded; else E_* */
	const char *reason; /* a sentence for the person who sent it */
};

/* log: the end of DIR/log. floor_bytes: limits.free_bytes of the settings. */
struct outcome classify(struct pool *, const struct exit_record *,
			enum attempt_state, const char *log,
			int64_t floor_bytes);

/* What to do with the job after a failure; a pure function. */
struct verdict_plan {
	enum job_state state; /* JOB_WAITING or JOB_FAILED */
	int way, tries, losses;
	int64_t pause_s; /* before it is due again */
};

/* The machine's trouble, not the file's: such a failure counts as no try. */
bool class_is_machines(int class);

struct retry_rule {
	int next_way;	   /* the alternative after this one, -1: none */
	int tries;	   /* settings: worker.tries */
	int64_t backoff_s; /* settings: worker.backoff_s */
	double jitter;	   /* 0 to 1, random */
};

struct verdict_plan retry_plan(const struct job *, int class,
			       const struct retry_rule *);

#endif
