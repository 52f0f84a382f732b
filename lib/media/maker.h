/*
 * maker.h -- media jobs: recipes and planner on one side, rows on the other
 */
#ifndef MEDIA_MAKER_H
#define MEDIA_MAKER_H

#include "job/maker.h"
#include "media/plan.h"

#define MEDIA_MAKER "media" /* job.maker of every media job */

/* PATH of every command: the same whoever starts the worker. */
#define MEDIA_PATH "/usr/local/bin:/usr/bin:/bin"

/* What the maker knows of this site and machine; lives in the pool. */
struct media_shop {
	const struct site *site;
	struct kinds kinds;
	struct tools tools;
	struct host host;
	const char *recipes; /* all that plans depend on, as one hash */
	int64_t planned;     /* media_plan_new() goes on behind this one */
};

/*
 * Load the recipes and look at what the machine has.
 *
 * path: PATH for programs. cores: how many one command may use.
 *
 * Returns 0, E_CONFIG (a recipe of the release), or E_IO. That ffmpeg is
 * missing is no error: its jobs fail with E_TOOL and say so.
 */
int media_shop_open(struct pool *, const struct site *, const char *path,
		    int cores, struct media_shop **ret);

/* The maker, for the worker's table. */
struct maker media_maker(struct media_shop *);

/*
 * Plan the next new uploads, some dozens in one transaction. One that cannot
 * be planned holds up no other: it has its turn again after all of them.
 *
 * Returns 1 when there are more, else 0, or E_*.
 */
int media_plan_new(const struct maker *, struct db *);

/*
 * One slice of the run that makes stale renditions again (media/remake.h): jobs
 * for the next media, while few of them wait.
 *
 * Returns 1 when there is more to do at once, else 0, or E_*.
 */
int media_remake(const struct maker *, struct db *);

/*
 * One slice of counting what is stale, where that is not known for the recipes
 * as they are. The same returns.
 */
int media_count_stale(const struct maker *, struct db *);

/* The plan of one media, without putting a job: for `gremlin plan`. */
int media_plan_look(struct media_shop *, struct db *, int64_t media,
		    struct plan *ret);

/* The media folder's recipes: "SITE/.../recipes" of release and site. */
int media_kinds(struct pool *, const struct site *, struct kinds *ret);

/*
 * In a transaction: what failed may be tried again, by its owner's wish.
 *
 * Returns how many jobs wait again, or E_*.
 */
int media_retry(struct db *, int64_t media);

/* The same for one of its outputs. */
int media_retry_output(struct db *, int64_t media, const char *output);

/* The same for all of a person but what was cancelled. */
int media_retry_person(struct db *, int64_t uid);

/* The same for one job of any maker: 1, or 0 where there is nothing to try
 * again, or E_*. */
int media_retry_job(struct db *, const struct job *);

/*
 * In a transaction: job_cancel(), for a job of this maker. A media that cannot
 * be shown without it has failed with the same class and reason; its original
 * stays, and media_retry() takes it up again.
 */
int media_cancel(struct db *, int64_t job, const char *reason);

/* The same for all that waits or runs of one media, also where nothing is
 * planned yet. Returns 0 where there was nothing to end, more else, or E_*. */
int media_cancel_all(struct db *, int64_t media, const char *reason);

/* Whether an attempt of this media is alive; true also on an error. */
bool media_is_busy(struct db *, int64_t media);

/* In a transaction: delete it, and end what works on it. */
int media_remove(struct db *, int64_t media);

#endif
