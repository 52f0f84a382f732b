/*
 * stale.h -- what is stale of one media, and the sums over many
 *
 * The common ground of `gremlin plan --stale`, of the worker's count and of the
 * run that makes it again.
 */
#ifndef MEDIA_STALE_H
#define MEDIA_STALE_H

#include "media/remake.h"

struct bench;
struct media_shop;
struct output;

/* Names in upkeep: the recipes that the worker goes by, those that the summary
 * is of, those that the draft is of, the media up to which that has come, and
 * when the summary was whole. */
#define STALE_KNOWN	 "stale.known"
#define STALE_RECIPES	 "stale.recipes"
#define STALE_DRAFT	 "stale.draft"
#define STALE_AT	 "stale.at"
#define STALE_COUNTED_AT "stale.counted_at"

/* One output of one media, or one spare file. */
struct stale_item {
	enum remake_why why;
	const char *name; /* of the output; of a spare file its own */
	const struct output *output; /* NULL of a spare file */
	int64_t bytes, made_ms;	     /* of the files there are */
};

struct stale {
	const char *kind; /* as the facts say */
	int64_t length_ms;
	int64_t reads; /* bytes of the original */
	struct stale_item *at;
	int n;
	bool whole; /* nothing that the recipe wants is missing */
};

/*
 * Look at one media that is published; of others nothing is stale.
 *
 * Returns 0 or E_*. Of what has no recipe any more, or is larger than is taken
 * today, nothing is stale either.
 */
int stale_look(struct db *, struct media_shop *, const struct bench *,
	       struct stale *ret);

/* Whether a run makes or removes it. kind, output: as in a run. */
bool stale_wanted(const struct stale *, const struct stale_item *,
		  const char *kind, const char *output);

/* --- sums ----------------------------------------------------------------- */

struct tally_sum {
	const char *kind, *output;
	int why; /* enum remake_why */
	int64_t media, length_ms, bytes, reads;
	int64_t timed, timed_length_ms, made_ms; /* where that is known */
};

struct tally {
	struct pool *mem;
	struct tally_sum *at;
	int n;
};

void tally_add(struct tally *, const struct stale *, const struct stale_item *);

/*
 * Add the media after *at, as many as one slice has time for; at moves.
 *
 * Returns 1 when there are more, else 0, or E_*.
 */
int tally_some(struct db *, struct media_shop *, int64_t *at, struct tally *);

/* Lines for people, with what may be concluded from current renditions. Their
 * number. */
int tally_rows(const struct tally *, struct remake_row **ret);

/* From the rows of the draft or of the whole count; to the draft, in a
 * transaction. 0 or E_*. */
int tally_load(struct db *, bool draft, struct tally *);
int tally_save(struct db *, const struct tally *);

/* The row of the last run; of phase REMAKE_NEVER where there is none. */
int remake_run(struct db *, struct remake_run *ret);

#endif
