/*
 * crew.h -- the attempts that live, and who starts, watches and settles them
 *
 * The worker's whole state about jobs. It is a copy of what rows and folders
 * say, made anew at its start: nothing here is needed to go on.
 */
#ifndef JOB_CREW_H
#define JOB_CREW_H

#include "job/attempt.h"
#include "job/maker.h"

#define CREW_MAX 64

struct crew {
	const struct site *site;
	const struct maker *makers; /* ends with one without a name */
	const char *runner;	    /* path of gremlin-run */
	const char *path;	    /* PATH for it */
	char boot[64], host[256];   /* of this machine, now */
	int slots, video_slots;
	struct attempt at[CREW_MAX];
	int n;
	int64_t watched_ms; /* monotonic: the watchdog's last look */
	bool stuck; /* a job could not be begun: not again in this round */
	/* where a line goes for each attempt that failed; NULL: nowhere */
	void (*say)(void *to, const char *line);
	void *say_to;
	bool keep;	  /* of an attempt that ended: its parts, see kept.h */
	const char *news; /* such a line, until what it tells is committed */
};

/* Find out boot id and host name. 0 or E_IO. */
int crew_open(struct crew *);

/*
 * Whether what began on this host, in this boot, died with an earlier boot of
 * our own host. An empty host is our own: the runner had not yet told it.
 */
bool crew_is_of_old(const struct crew *, const char *host, const char *boot);

/* Bring the copy in step with the rows. 0 or E_*. */
int crew_load(struct crew *, struct db *);

/*
 * Meet, watch and settle. One function, at start and in every round.
 *
 * Settling takes some ten fsyncs. In the place of what has ended, what is at
 * least as urgent as anything that could follow from it is begun before that.
 *
 * Returns how many were settled, or E_*.
 */
int crew_look(struct crew *, struct db *);

/*
 * Begin what is due while there are slots, the most urgent first; one job more
 * than there are where TIER_AGAIN has taken any, and not for that tier.
 *
 * step: what publication waits for and of this step at most, only; JOB_STEPS
 * for all.
 *
 * Returns how many were begun, or E_*.
 */
int crew_begin(struct crew *, struct db *, int step);

/* How soon the next look is due, in ms; -1: only when something happens. */
int64_t crew_patience_ms(const struct crew *);

/*
 * Remove folders below content/work that no row knows. Of the crew only the
 * site is looked at. most: more of them are a wrong database.
 *
 * Returns 0, E_LIMIT (then nothing was removed), or E_*.
 */
int crew_sweep(struct crew *, struct db *, int most);

#endif
