/*
 * listing.h -- all jobs of a site: on shelves, filtered, page by page
 *
 * A group is what has the same state, kind and class. There are few, whatever
 * the number of jobs, and an index knows each in the order of its failures; so
 * a page costs the same among a hundred thousand jobs as among ten, and what a
 * filter leaves is counted by adding up groups.
 */
#ifndef JOB_LISTING_H
#define JOB_LISTING_H

#include "job/job.h"

/* Where a job stands in a list of trouble, the worst first. */
enum job_shelf {
	SHELF_QUARANTINED, /* failed: took the machine down */
	SHELF_FAILED,	   /* for good, until somebody asks again */
	SHELF_AGAIN,	   /* failed before, waits for its next try */
	SHELF_RUNNING,	   /* has an attempt */
	SHELF_WAITING,	   /* was never tried */
	SHELF_CANCELLED,   /* failed: nobody wants it */
	SHELF_COUNT
};

#define JOB_ANY_CLASS 1 /* no class is positive */

struct job_group {
	enum job_shelf shelf;
	int state; /* enum job_state */
	const char *kind;
	int class; /* E_* of the last failure, or 0 */
	int64_t n;
};

struct job_groups {
	struct job_group *at;
	int n;
};

struct job_filter {
	int shelf;	  /* enum job_shelf; SHELF_COUNT: all */
	const char *kind; /* NULL: all */
	int class;	  /* JOB_ANY_CLASS: all */
};

/* All groups, in the pool of db. 0 or E_*. */
int job_groups(struct db *, struct job_groups *ret);

bool job_filter_takes(const struct job_filter *, const struct job_group *);

/* How many jobs a filter leaves. */
int64_t job_filter_count(const struct job_groups *, const struct job_filter *);

/* Where a job stands on its shelf: the latest failure first. */
struct job_place {
	int64_t failed_at, id;
};

/* Beside which job a page begins. */
struct job_cursor {
	int shelf;
	struct job_place place;
	bool back; /* what stands before it, else what stands behind it */
	bool set;  /* false: from the beginning */
};

struct job_page {
	struct job *at;
	int n;
	bool newer, older; /* whether there is more on either side */
};

/*
 * One page, shelf by shelf, on each the latest failure first, then the newest
 * job.
 *
 * ret: its strings live as long as db->mem. Returns 0 or E_*.
 */
int job_page(struct db *, const struct job_groups *, const struct job_filter *,
	     const struct job_cursor *, int limit, struct job_page *ret);

/* The shelf of a job. */
enum job_shelf job_shelf(int state, int class);

/*
 * Numbers of the jobs of one group, the earliest failure first.
 *
 * behind: which of them were had already; zero at first, and it moves.
 *
 * Returns how many were put into ids, most at most, or E_*.
 */
int job_group_ids(struct db *, const struct job_group *,
		  struct job_place *behind, int most, int64_t *ids);

#endif
