/* maker-part.h -- what the files of the maker share */
#ifndef MEDIA_MAKER_PART_H
#define MEDIA_MAKER_PART_H

#include "media/maker.h"
#include "model/damage.h"
#include "model/file.h"
#include "model/media.h"

/* Everything about one media that the planner asks for; all of it lives in
 * the pool of the database. */
struct bench {
	struct media media;
	struct facts facts;
	struct file *files;
	int files_n;
	struct damage *damage; /* files that are not what their row says */
	int damage_n;
};

static inline struct media_shop *shop_of(const struct maker *m)
{
	return m->self;
}

/* 0, E_ABSENT, or E_*. */
int bench_load(struct db *, int64_t media, struct bench *ret);

/* What is wrong with the original, which nothing is made from then. */
enum damage_what bench_spoilt(const struct bench *);

/* In a transaction: its facts are these. */
int bench_save_facts(struct db *, const struct bench *);

/*
 * What is to be done for it; see plan_media().
 *
 * from_nothing: as if nothing had been made of it.
 */
int bench_plan(struct db *, struct media_shop *, const struct bench *,
	       bool from_nothing, struct plan *ret);

/* What a job makes, and how. */
struct making {
	const struct recipe *recipe;
	const struct output *output;
	int way; /* -1: nothing on this machine makes it */
};

/* 0, or E_UNSUPPORTED: the recipe has no such output any more. */
int bench_making(struct db *, const struct media_shop *, const struct bench *,
		 const struct job *, struct making *ret);

/* What an attempt makes it by; see maker-mark.c. */
struct mark {
	char recipe[HASH_HEX + 1]; /* plan_hash() */
	int width, height;	   /* of what comes out; 0: it has no size */
};

/*
 * By the recipes and facts of now; into the folder of an attempt; and what
 * stands there, by the descriptor of its out/, or where nothing does what
 * mark_now() says. 0 or E_*.
 */
int mark_now(struct db *, struct media_shop *, const struct bench *,
	     const struct making *, struct mark *ret);
int mark_write(int dir, const struct mark *);
int mark_read(struct db *, struct media_shop *, const struct bench *,
	      const struct making *, int out, struct mark *ret);

/*
 * The way after `after` (-1: the first) that makes an output of it, or -1.
 *
 * again: a rendition is there. Then no way that makes do where a better one
 * failed takes its place, unless the note to the owner says that it was made so
 * before.
 */
int bench_way(struct db *, const struct media_shop *, const struct bench *,
	      const struct output *, int after, bool again);

/* A job that makes it; its tier and whether it blocks are the caller's. */
struct job_new bench_job(const struct bench *, const struct output *);

static inline bool job_is_again(const struct job *j)
{
	return job_tier(j->rank) == TIER_AGAIN;
}

/*
 * In the transaction that settles a job of TIER_AGAIN: count it, and see what
 * follows from it.
 *
 * old: the media as it was before.
 */
int remake_settled(struct media_shop *, struct db *, const struct bench *old,
		   const struct output *, const struct exit_record *);

/* The maker's deeds; see job/maker.h. */
int maker_settle(const struct maker *, struct db *, const struct job *,
		 const struct exit_record *, int out);
int maker_plan(const struct maker *, struct db *, int64_t media);

#endif
