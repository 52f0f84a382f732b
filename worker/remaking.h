/* remaking.h -- what `gremlin plan --stale` and `gremlin remake` share */
#ifndef WORKER_REMAKING_H
#define WORKER_REMAKING_H

#include "worker/gremlin.h"
#include "media/remake.h"

/* What was found stale, of all media or of those that were named. */
struct found {
	const char *recipes; /* by which, as media_shop has it */
	struct remake_row *rows;
	int n;
	int64_t jobs;		    /* that making it takes */
	int64_t spare, spare_bytes; /* files that would be removed */
	int64_t made_ms; /* one job after the other; -1: not known of all */
	int64_t film_ms; /* of those that count against the video slots */
	int slots, video_slots;
};

/*
 * Look at all media of the site, or at those that g->args name; by --kind and
 * --output.
 *
 * Returns 0, E_ABSENT (a media that is named), or E_*.
 */
int find_stale(struct gremlin *, struct found *ret);

void print_found(struct gremlin *, const struct found *);
int print_found_json(struct gremlin *, const struct found *);

#endif
