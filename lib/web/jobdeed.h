/*
 * jobdeed.h -- what a moderator does with jobs: with some, or with all that a
 * filter leaves
 *
 * Many are done in transactions of some hundred each, so that nobody else
 * waits for long; a kill between two leaves the rest as it was.
 */
#ifndef WEB_JOBDEED_H
#define WEB_JOBDEED_H

#include "job/listing.h"

struct ctx;
struct jobfilter;
struct pool;
struct view;

struct jobdeed {
	const char *word;	      /* in forms and addresses */
	const char *button;	      /* for those that are checked */
	const char *meaning, *answer; /* before all are taken */
	const char *said; /* of so many jobs: "will be tried again" */
	bool bad;	  /* it takes something away */
	unsigned shelves; /* bits of those it is for */
	unsigned asked;	  /* of these, which are taken if named alone */
	/* in a transaction: 1, or 0 where nothing is to be done, or E_* */
	int (*one)(struct db *, const struct job *);
};

struct jobdeed_done {
	int64_t n;    /* jobs it was done with */
	int64_t left; /* that there was no time for */
};

/* By its word, or NULL. */
const struct jobdeed *jobdeed_find(const char *word);

/* "12 jobs will be tried again." */
const char *jobdeed_said(struct pool *, const struct jobdeed *, int64_t n,
			 int64_t left);

/* The buttons of a list, and the links to all of it. */
void jobdeed_fill(struct ctx *, struct view *list, const struct job_groups *,
		  const struct jobfilter *);

/* The page that asks before all are taken. */
void jobdeed_ask(struct ctx *, struct view *page, const struct job_groups *,
		 const struct jobfilter *, const struct jobdeed *);

/* Do it, then ring the bell. ids: as field_numbers() leaves them. 0 or E_*;
 * what was committed before a failure stays. */
int jobdeed_some(struct ctx *, const struct jobdeed *, const char *ids,
		 struct jobdeed_done *ret);
int jobdeed_all(struct ctx *, const struct jobdeed *, const struct job_filter *,
		struct jobdeed_done *ret);

#endif
