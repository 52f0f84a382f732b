/*
 * job.h -- what is to be done: rows, and nothing else
 *
 * A job is known by who made it, what it is about and what is to be done:
 * (maker, subject, deed) is unique, so planning twice is planning once. A job
 * that is done has no row any more: what it made is the truth.
 */
#ifndef JOB_JOB_H
#define JOB_JOB_H

#include "db/db.h"

/* Numbers in the database: never renumbered. */
enum job_state {
	JOB_WAITING = 1, /* from due_at on */
	JOB_RUNNING = 2, /* has a row in attempt */
	JOB_FAILED = 3,	 /* for good; class, reason and log say why */
};

enum attempt_state {
	ATTEMPT_SPAWNING = 1,  /* the runner has not told who it is */
	ATTEMPT_RUNNING = 2,   /* it has */
	ATTEMPT_HUNG = 3,      /* the watchdog ends it */
	ATTEMPT_CANCELLED = 4, /* nobody wants it any more: it is ended */
};

enum job_lane {
	LANE_IDLE = -1, /* takes no slot, but begins only when one is free */
	LANE_ANY = 0,
	LANE_VIDEO = 1
};

/*
 * The order of the queue is one number, the rank, given when a job is put; the
 * smallest goes first, then the smallest id. It is made of
 *
 *	tier	what waits for it: nothing of a lower tier begins while there
 *		is something due of a higher one
 *	step	how useful it is: 0 (a probe) before 99
 *	turn	where it stands in the line of its tier
 *
 * The turns are what makes persons equal. In TIER_SHOW a turn is one subject
 * of a person, and turns come before steps: somebody's first is on the turn
 * that is served now, whoever sent five hundred before, and so has no more
 * than one job of each other person before each of its own. In the other tiers
 * steps come before turns, so that the smaller renditions of everything are
 * there before the larger ones of anything; within a step each job of a person
 * takes a turn of its own.
 */
enum job_tier {
	TIER_SHOW,  /* nothing can be shown without it */
	TIER_MORE,  /* better than what is shown already */
	TIER_AGAIN, /* there, but as an older recipe made it */
	TIER_CARE,  /* whether what is there is well */
	TIER_N
};

enum {
	JOB_STEPS = 100,
	JOB_TURNS = 5000000, /* who stands behind so many goes by id */
};

struct job {
	int64_t id;
	const char *maker;
	int64_t subject;
	const char *deed;
	int state;   /* enum job_state */
	int lane;    /* enum job_lane */
	int rank;    /* the smallest goes first; see enum job_tier */
	bool blocks; /* what it is about cannot be shown without it */
	int way;     /* which alternative is tried next */
	int tries;   /* attempts that failed and count */
	int losses;  /* attempts that were lost */
	int crashes; /* of these, with the machine */
	int attempts;
	int64_t due_at; /* Unix seconds: not before */
	int class;	/* E_* of the last failure, or 0 */
	const char *reason, *log;
	int progress; /* permille of the attempt that runs */
	int64_t made_at;
	int64_t failed_at; /* Unix seconds: the last failure, 0 before */
};

/* The attempt of a job that runs. */
struct job_attempt {
	int state; /* enum attempt_state */
	int number;
	int64_t since_at; /* Unix seconds */
	int64_t pid;	  /* of its runner; 0: not known yet */
};

struct job_new {
	const char *maker;
	int64_t subject;
	const char *deed;
	const char *kind; /* the maker's word for the subject, or NULL */
	enum job_lane lane;
	enum job_tier tier;
	int step;      /* 0 to JOB_STEPS - 1; beyond counts as that */
	int64_t party; /* whose turn it takes: a uid, 0 for the site itself */
	int before;    /* TIER_SHOW: subjects of the party that go before */
	bool blocks;
};

/*
 * In a transaction: put it unless (maker, subject, deed) is there.
 *
 * Returns 1 if it is new, 0 if not, or E_*.
 */
int job_put(struct db *, const struct job_new *);

/* Of a rank. */
enum job_tier job_tier(int rank);
int job_step(int rank);

/* ret: its strings live as long as db->mem. Returns 0, E_ABSENT, or E_*. */
int job_by_id(struct db *, int64_t id, struct job *ret);

/* Returns 0, E_ABSENT where none is alive, or E_*. */
int job_attempt(struct db *, int64_t id, struct job_attempt *ret);

/* All jobs about one subject, in the order of the queue; their count or E_*. */
int job_of_subject(struct db *, const char *maker, int64_t subject,
		   struct job **ret);

/* How many jobs about one subject are waiting or running. 0 or E_*. */
int job_pending(struct db *, const char *maker, int64_t subject, int *ret);

/*
 * Jobs whose state lies between the two, of the highest state first, each in
 * the order of the queue; limit at most. Their count or E_*.
 */
int job_list(struct db *, enum job_state least, enum job_state most, int limit,
	     struct job **ret);

struct job_counts {
	int64_t waiting, running, failed;
};
int job_count(struct db *, struct job_counts *ret);

/* How many were interrupted twice or more. 0 or E_*. */
int job_often_lost(struct db *, int64_t *ret);

/* How many waiting jobs go before this one, counted up to `most`: each one
 * costs a look. 0 or E_*. */
int job_ahead(struct db *, const struct job *, int64_t most, int64_t *ret);

/*
 * In a transaction: make failed jobs wait again, as if new; one that was
 * cancelled a moment ago, and is not ended yet, waits once it is.
 *
 * Returns how many, or E_*.
 */
int job_retry(struct db *, const char *maker, int64_t subject);

/* The same for one job, also for one that waits for its next try: 1, or 0
 * where there is nothing to try again, or E_*. */
int job_retry_one(struct db *, int64_t id);

/*
 * In a transaction: end one job, and keep it ended until job_retry(). What
 * waits has failed at once, what runs as soon as the worker has ended it: with
 * class E_CANCELLED and this reason, a sentence for people. Ring the bell
 * after the commit. What it was about is for media_cancel() to say.
 *
 * Returns 1, 0 when it had failed before, E_ABSENT when it is done, or E_*.
 */
int job_cancel(struct db *, int64_t id, const char *reason);

/*
 * In a transaction: there is nothing more to be done about a subject. What
 * runs is ended by the worker; what waits goes at once. 0 or E_*.
 */
int job_forget(struct db *, const char *maker, int64_t subject);

/* How many jobs of a tier are in that state, most at most. 0 or E_*. */
int job_tier_count(struct db *, enum job_tier, enum job_state, int most,
		   int *ret);

/*
 * In a transaction: what waits in a tier goes, most at most.
 *
 * Returns how many went, or E_*.
 */
int job_tier_drop(struct db *, enum job_tier, int most);

/* Whether an attempt about this subject is alive; true also on an error. */
bool job_is_busy(struct db *, const char *maker, int64_t subject);

#endif
