/*
 * classify.h -- why an attempt ended as it did
 *
 * Codes differ between versions of ffmpeg, and it exits 0 on damaged input:
 * the class comes from signals, from the room on the disk, and from what the
 * command that failed wrote into the log.
 */
#ifndef JOB_CLASSIFY_H
#define JOB_CLASSIFY_H

#include "job/job.h"
#include "proc/record.h"

struct outcome {
	int class;	    /* 0: it succeeded; else E_* */
	const char *reason; /* what happened, for the person who sent it */
};

/*
 * log: what the last command wrote, the end of it at least. floor_bytes:
 * limits.free_bytes of the settings.
 */
struct outcome classify(struct pool *, const struct exit_record *,
			enum attempt_state, const char *log,
			int64_t floor_bytes);

/*
 * The reason as a whole sentence, and what to do about it: by the sender, by
 * who runs the site, or by nobody.
 *
 * state: JOB_WAITING when it is tried again, or JOB_FAILED.
 */
const char *outcome_advice(struct pool *, const struct outcome *,
			   enum job_state);

/*
 * The same for the log of the worker: "OOM: ffmpeg ended by signal 9, 2 s,
 * 600 MiB; the kernel ended 1 process for want of memory". e may be NULL.
 */
const char *outcome_detail(struct pool *, const struct outcome *,
			   const struct exit_record *);

#endif
