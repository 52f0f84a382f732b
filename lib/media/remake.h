/*
 * remake.h -- making again what a change of recipes has left behind
 *
 * A rendition is stale when its recipe would make it otherwise today (see
 * plan-hash.c), or has never made it; a file is spare when the recipe wants it
 * no more. All of it is shown as it is until somebody asks for a run, which
 * goes over all media once, makes jobs of the last tier of the queue a few
 * ahead, and keeps the place where it is: so a million media are no million
 * jobs, and it goes on after any crash. The old file is shown until the new one
 * has passed its checks and is committed; when making it fails, it stays.
 *
 * Nothing here reads recipes, so pages may call it. What is stale can only be
 * told by looking at each media, some 3,000 a second: the worker does that in
 * short slices, once after each change of recipes and after each run, and
 * keeps the sums. Every function here reads some hundred rows at most,
 * whatever the number of media.
 */
#ifndef MEDIA_REMAKE_H
#define MEDIA_REMAKE_H

#include "db/db.h"

enum remake_why {
	REMAKE_CURRENT, /* nothing to do; only for what others take */
	REMAKE_STALE,	/* it would be made otherwise */
	REMAKE_NEW,	/* the recipe has never made it */
	REMAKE_SPARE,	/* the recipe wants it no more: it would be removed */
	REMAKE_GONE,	/* stale, and kept: the original is gone or damaged */
	REMAKE_LACKS,	/* stale, and kept: a tool is missing here */
	REMAKE_WHYS
};

/* "stale", "new", ...: for tables and JSON. */
const char *remake_why_name(enum remake_why);

/* One line of the summary. */
struct remake_row {
	const char *kind, *output; /* of REMAKE_SPARE the name of the file */
	enum remake_why why;	   /* never REMAKE_CURRENT */
	int64_t media;
	int64_t bytes;	   /* of the files there are now */
	int64_t reads;	   /* of the originals that would be read */
	int64_t new_bytes; /* of the new files, about; -1: not known */
	int64_t made_ms;   /* of one job after the other, about; -1: not
			      known */
};

/*
 * The last count that came to its end, by kind, output and why.
 *
 * Returns the number of rows, in the pool of db, or E_*.
 */
int remake_summary(struct db *, struct remake_row **ret);

enum remake_phase {
	REMAKE_NEVER,
	REMAKE_ON,
	REMAKE_DONE,
	REMAKE_STOPPED
};

/* The last run. */
struct remake_run {
	enum remake_phase phase;
	const char *kind, *output;    /* "": all of them */
	int64_t at, last;	      /* ids: jobs are made up to at, of last */
	int64_t uid;		      /* who asked; 0: gremlin */
	int64_t begun_at, ended_at;   /* Unix seconds */
	int64_t expected;	      /* jobs it may take; -1: not known */
	int64_t made;		      /* jobs that ended well */
	int64_t removed;	      /* spare files */
	int64_t old_bytes, new_bytes; /* of what was replaced or removed, and
					 what replaced it */
	int64_t made_ms;	      /* what that took */
};

/* What else there is to say, for a page. */
struct remake_state {
	struct remake_run run;
	int64_t waiting, running; /* jobs of the run: put, and begun */
	int64_t failed;		  /* of this run or an earlier one; old files
				     are shown */
	int64_t counted_at; /* Unix seconds of the summary; 0: there is none */
	int counting;	    /* permille of the count that replaces it; -1: it
			       is true */
};

/* 0 or E_*. */
int remake_state(struct db *, struct remake_state *ret);

/* What is to be made again. */
struct remake_wish {
	const char *kind, *output; /* NULL or "": all of them; of a spare file
				      its name */
	int64_t media;		   /* 0: all of them */
	int64_t uid;		   /* who asks; 0: gremlin */
	int64_t expected;	   /* jobs; -1: as the summary says */
};

/*
 * In a transaction: begin a run. Then ring the bell.
 *
 * Returns 0, E_EXISTS (one is going on), or E_*.
 */
int remake_start(struct db *, const struct remake_wish *);

/*
 * In a transaction: what has not begun does not begin, what runs may end.
 *
 * Returns 0, E_ABSENT (none is going on), or E_*.
 */
int remake_stop(struct db *);

/* In a transaction: count anew. Then ring the bell. 0 or E_*. */
int remake_count_anew(struct db *);

#endif
