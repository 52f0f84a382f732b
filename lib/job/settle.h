/* settle.h -- turn the end of an attempt into rows; for the crew */
#ifndef JOB_SETTLE_H
#define JOB_SETTLE_H

#include "job/crew.h"

/*
 * One transaction: what was made is taken, the job goes, waits or has failed,
 * the attempt's row goes, what is missing now is planned. Then its folder is
 * removed. Constant work, whatever the attempt made.
 */
int settle(struct crew *, struct db *, struct attempt *,
	   const struct exit_record *);

/* The same for one that could not even begin. class: E_*. */
int settle_unbegun(struct crew *, struct db *, struct attempt *, int class,
		   const char *reason);

/* The maker of a job, or E_CONFIG when this release has none of that name. */
int maker_of(const struct crew *, const struct job *, const struct maker **ret);

#endif
