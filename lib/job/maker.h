/*
 * maker.h -- what a subsystem tells the worker about its jobs
 *
 * The worker runs jobs without knowing what they are for: media makes
 * renditions, mail will send letters. One struct for each, in a table.
 */
#ifndef JOB_MAKER_H
#define JOB_MAKER_H

#include "job/job.h"
#include "proc/record.h"

struct maker {
	const char *name; /* as in job.maker */
	void *self;

	/*
	 * Make the spec of one attempt, and whatever else the command needs in
	 * the attempt's folder, `in` for one; not out/ and not the record.
	 *
	 * Returns 0, or a class of failure with its sentence.
	 */
	int (*prepare)(const struct maker *, struct db *, const struct job *,
		       int dir, struct spec *ret);

	/* The alternative after the one that job->way stands for, or -1. */
	int (*next_way)(const struct maker *, struct db *, const struct job *);

	/*
	 * In the transaction that ends the attempt: take what it made.
	 *
	 * out: descriptor of its out/ folder. Returns 0, or a class of
	 * failure: then the job counts as failed for that reason.
	 */
	int (*settle)(const struct maker *, struct db *, const struct job *,
		      const struct exit_record *, int out);

	/*
	 * In a transaction, after a job was settled or has failed for good, or
	 * when a subject is new: put what is missing, say what became of it.
	 */
	int (*plan)(const struct maker *, struct db *, int64_t subject);
};

#endif
