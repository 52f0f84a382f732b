/*
 * scrub.h -- every file is read once in so many days, and compared
 *
 * A job of its own maker, of the last tier, one at a time: a batch of files is
 * linked into the attempt's folder and read there by @scrub of gremlin-run, in
 * the sandbox, at a share of the disk's time. It takes no slot: what people
 * wait for begins beside it. Where the pass is, and when the next batch is due,
 * stands in upkeep; batches are spread evenly over the days.
 *
 * A damaged rendition is made again by the planner. A damaged original is
 * marked and told of, and nothing is made from it (model/damage.h).
 */
#ifndef MEDIA_SCRUB_H
#define MEDIA_SCRUB_H

#include "media/maker.h"

#define SCRUB_MAKER "scrub" /* job.maker */

/* The maker, for the worker's table. */
struct maker scrub_maker(struct media_shop *);

/*
 * Put the job of the next batch, when it is due; end the pass, and begin the
 * next one. Begins its own transactions, and costs three small reads where
 * nothing is due. Returns 1 when a job was put, 0, or E_*.
 */
int scrub_put(struct db *);

struct scrub_state {
	int64_t began_at;     /* this pass; Unix seconds, 0: none yet */
	int64_t done_at;      /* the end of the last whole one, 0: none */
	int64_t due_at;	      /* the next batch */
	int64_t files, bytes; /* read in this pass */
	int permille;	      /* of the bytes that there are */
	int64_t originals, renditions; /* marked as damaged */
};

/* 0 or E_*. */
int scrub_state(struct db *, struct scrub_state *ret);

#endif
