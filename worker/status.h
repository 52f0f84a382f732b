/* status.h -- what a site is doing, in one snapshot of its rows */
#ifndef WORKER_STATUS_H
#define WORKER_STATUS_H

#include "job/job.h"
#include "media/remake.h"
#include "media/scrub.h"
#include "model/damage.h"
#include "model/ledger.h"
#include "worker/gremlin.h"

#include <jansson.h>

struct buf;

#define STATUS_JOBS_MAX	     64 /* of each state */
#define STATUS_PEOPLE_MAX    100
#define STATUS_NAMES_MAX     100

#define STATUS_ATTENTION_MAX 8
#define STATUS_DAMAGE_MAX    64

struct status_job {
	struct job job;
	const char *owner, *title; /* "" where it is not about a media */
	int attempt;		   /* enum attempt_state, or 0: none runs */
	int64_t told_at; /* Unix seconds: its attempt was told to end; 0 */
};

struct status_list {
	struct status_job *at;
	int n;
};

/* The rows of an axis of the ledger, the most bytes first. */
struct status_sums {
	struct ledger_row *at;
	int n;
};

struct status {
	bool worker; /* it holds its lock */
	int64_t pid, since_at;
	const char *version; /* of the worker that runs or ran last, or NULL */
	int64_t working, published, failed, deleting; /* media */
	struct ledger ledger;
	struct status_sums names, kinds, people;
	struct scrub_state scrub;
	struct damage *damage; /* some of it */
	int damage_n;
	const char
		*attention[STATUS_ATTENTION_MAX]; /* what asks for a person */
	int attention_n;
	struct job_counts jobs;
	struct remake_state remake; /* what is made again */
	int64_t often_lost; /* jobs that were interrupted twice or more */
	struct status_list running, waiting, failing;
};

/* Everything at one moment; texts are in the pool. 0 or E_*. */
int status_read(struct pool *, const struct site *, struct status *ret);

/* For people: lines of at most width cells. */
void status_print(struct pool *, const struct site *, const struct status *,
		  int width, struct buf *out);

/* The same: what each byte is. */
void status_print_storage(struct pool *, const struct status *, int width,
			  struct buf *out);

/* In two lines or three, for status_print(). */
void status_print_room(struct pool *, const struct status *, int width,
		       struct buf *out);

/* The storage alone; the caller drops it. */
json_t *status_json_storage(const struct status *);

/* What is read by itself, and what that has found. */
void status_print_scrub(struct pool *, const struct status *, int width,
			struct buf *out);
json_t *status_json_scrub(const struct status *);

/* One line, cut at so many cells, without blanks at its end. */
void status_line(struct pool *, int width, struct buf *out, const char *text);

/* For programs; the caller drops it. */
json_t *status_json(const struct site *, const struct status *);

#endif
