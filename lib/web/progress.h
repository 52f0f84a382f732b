/*
 * progress.h -- how far a media is: what is made of it, what waits, what
 * failed; and each of that in words, for its owner
 */
#ifndef WEB_PROGRESS_H
#define WEB_PROGRESS_H

#include "job/job.h"

struct ctx;

#define PROGRESS_AHEAD_MAX 1000 /* of those before it so many are counted */

struct progress {
	struct job *jobs; /* in the order of the queue, but for those of
			     TIER_AGAIN */
	int n;
	bool begun;	/* something works on it now */
	int percent;	/* of what must be made before it is shown */
	int pending;	/* jobs that wait or run */
	int failed;	/* jobs that failed for good */
	int64_t now_at; /* Unix seconds: what is told is told of then */
};

/*
 * made: how many files were made of it so far.
 *
 * Returns 0, or what the database says.
 */
int progress_read(struct ctx *, int64_t media, int made, struct progress *ret);

/*
 * What is still made of a media that is shown already, or failed: a sentence
 * to its owner, or NULL where it is all there. 0, or what the database says.
 */
int progress_rest(struct ctx *, int64_t media, const char **ret);

/* --- words -----------------------------------------------------------------
 */

/* "the 720p version": an output of a recipe. */
const char *progress_name(struct ctx *, const char *deed);

/*
 * "Making the 720p version, 43 %, about 3 minutes left": of a job that runs.
 * 0, or what the database says.
 */
int progress_running(struct ctx *, const struct progress *, const struct job *,
		     const char **ret);

/*
 * "7th in line", and "6 go before it", or why it waits: of a job that does.
 *
 * ret_place: NULL where it is not in line now. ret_why: NULL where there is
 * nothing to say. Returns 0, or what the database says.
 */
int progress_waiting(struct ctx *, const struct progress *, const struct job *,
		     const char **ret_place, const char **ret_why);

/* "Next: the 1080p version, and 2 more": jobs that wait behind those that
 * run; NULL where there is none. */
const char *progress_next(struct ctx *, const struct progress *);

/* Why something failed, and what its owner can do: the sentences that were
 * kept, or what there is to say of the class (E_*) where none were. */
const char *progress_reason(struct ctx *, int class, const char *kept,
			    enum job_state);

#endif
