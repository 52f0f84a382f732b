/*
 * attempt.h -- one attempt of a job, from its folder to its end
 *
 * Folder content/work/JOB.NUMBER: spec, lock, start, exit, log, in, out/.
 * Alive = the lock is held. Identity = boot id + pid + start time. Death = the
 * pidfd becomes readable. All of it is on the disk, so a worker that comes
 * later finds it just as the one that began it.
 */
#ifndef JOB_ATTEMPT_H
#define JOB_ATTEMPT_H

#include "job/job.h"
#include "job/watch.h"
#include "proc/record.h"

#define ATTEMPT_DIR_BYTES 64
#define ATTEMPT_SPAWN_WAIT_MS                                                  \
	5000 /* its runner comes in that time, or late                         \
	      */

struct attempt {
	int64_t job;
	int number;
	int lane, rank; /* of its job */
	enum attempt_state state;
	char dir[ATTEMPT_DIR_BYTES]; /* beneath the site */
	int pidfd;		     /* of its runner; -1: not held */
	pid_t pid;		     /* of its runner; 0: not known */
	int64_t since_ms;	     /* monotonic: when we saw it first */
	int64_t told_ms;       /* monotonic: when it was told to end last; 0 */
	int64_t since_told_ms; /* monotonic: when it was first; 0 */
	bool ended;	       /* seen just now: it holds no slot any more */
	bool unsettled; /* that could not be written: it keeps its slot */
	bool known;	/* rule, progress and total are from its spec */
	struct watch_rule rule;
	char progress[RECORD_FILE_NAME_MAX + 1];
	int64_t total_us;
	struct watch watch;
	int permille; /* progress told last */
};

/* For a row of the table; nothing is opened. lane: enum job_lane. */
void attempt_init(struct attempt *, int64_t job, int number, int lane,
		  enum attempt_state);

/* Lets go of the runner, which goes on. */
void attempt_done(struct attempt *);

/* Open its folder: a descriptor or E_*. */
int attempt_open(const struct site *, const struct attempt *);

/*
 * Make folder and out/, both empty, and content/work where that went.
 *
 * Returns a descriptor of the folder, E_SPACE, E_ACCESS, or E_IO.
 */
int attempt_make(const struct site *, const struct attempt *);

/*
 * What is known of its end.
 *
 * ret: its strings live as long as the pool.
 *
 * Returns 1 with the exit record, 0 while it lives, or E_*. A lock that is
 * free although the runner was never seen to end is taken, what it left behind
 * is ended (E_BUSY: it does not end), and a tombstone left, so that a runner
 * that comes late does not begin.
 */
int attempt_ended(struct pool *, const struct site *, struct attempt *,
		  struct exit_record *ret);

/*
 * Read its start record and hold its runner, where that is new.
 *
 * Returns 1 with the record when it was read now, else 0, or E_*.
 */
int attempt_meet(struct pool *, const struct site *, const char *boot,
		 struct attempt *, struct start *ret);

/* Its row could not be written: it is met again. */
void attempt_unmeet(struct attempt *);

/*
 * Tell the runner to end: once, then every half minute; without a pidfd
 * nobody is told anything.
 *
 * Returns whether this was the first time.
 */
bool attempt_stop(struct attempt *);

/*
 * Whether it has not ended long after its processes were killed: they wait in
 * the kernel, for a disk or a network folder that does not answer.
 */
bool attempt_is_stuck(const struct attempt *);

/* One look of the watchdog, by rule and progress of its spec. */
enum watch_verdict attempt_watch(struct pool *, const struct site *,
				 struct attempt *);

/*
 * The end of its log as it is, but for a line cut in two and NULs, which become
 * blanks; "" where there is none.
 *
 * from: nothing before this byte. ret_n: bytes, without the NUL behind them.
 */
const char *attempt_log(struct pool *, const struct site *,
			const struct attempt *, int64_t from, size_t *ret_n);

/* Remove the folder. */
int attempt_remove(const struct site *, const struct attempt *);

#endif
