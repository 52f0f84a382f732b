/*
 * plan.h -- what is missing of a media, and the commands that make it
 *
 * Facts, recipes and the files that exist go in, the outputs that are missing
 * come out: a new upload, recovery, a changed recipe and a damaged rendition
 * are all the same question. Nothing here looks at a database or a file, but
 * for plan_learn(), which reads what a command left in out/.
 */
#ifndef MEDIA_PLAN_H
#define MEDIA_PLAN_H

#include "media/kind.h"
#include "proc/record.h"

/* The machine and its settings. */
struct host {
	const struct tools *tools;
	int threads;	      /* for one command; 1 at least */
	int64_t max_pixels;   /* of one picture or frame */
	int64_t max_length_s; /* of a film or sound */
	int64_t memory_bytes; /* address space of a command; 0: no limit */
	int64_t stall_s, spin_s;
	int64_t slice_s; /* films are made in slices so long; 0: whole */
	bool require_sandbox;
};

/* One file of the media that exists. */
struct have {
	const char *name;   /* "small.webp" */
	const char *recipe; /* plan_hash() of what made it */
	bool damaged;	    /* it is there but not good */
};

enum plan_why {
	WHY_MISSING,
	WHY_DAMAGED,
	WHY_OUTDATED
};

struct step {
	const struct output *output;
	int way; /* index of the alternative to use; -1: none can be used */
	int rank;
	bool blocks; /* publication waits for it */
	bool heavy;
	enum plan_why why;
	int width, height; /* of what comes out; 0: it has no size */
};

struct plan {
	const struct recipe *kind; /* as the facts say; may be another now */
	struct step *steps;	   /* by rank */
	int n;
	bool publishable;	   /* nothing that blocks is missing */
	bool whole;		   /* nothing is missing or damaged at all */
	const struct have **spare; /* files that the recipe wants no more */
	int spare_n;
};

/*
 * Say what is to be done for one media.
 *
 * kind: name of the recipe, by sniff() or by an earlier plan.
 * facts: all that is known; `type` at least. Before the probe has been made
 *   the plan is that one step.
 *
 * An outdated output has the rank of its output and 1000 more, and never
 * blocks: what an older recipe made serves until somebody asks for better. A
 * step whose way is -1 lacks a tool on this machine.
 *
 * Returns 0, or
 *   E_UNSUPPORTED  no such kind, or nothing in the file that one could show
 *   E_LARGE        more pixels than the site takes, or it lasts longer
 */
int plan_media(struct pool *, const struct kinds *, const char *kind,
	       const struct facts *, const struct have *have, int have_n,
	       const struct host *, struct plan *ret);

/*
 * The way to try after `after` (-1: the first one): its needs are met and its
 * condition holds.
 *
 * Returns its index, or -1 where there is none.
 */
int plan_way(struct pool *, const struct output *, const struct facts *,
	     const struct host *, int after);

/* The need for want of which plan_way() finds nothing, for messages; NULL
 * where it finds something, or no way is meant for such a media. */
const char *plan_lacks(struct pool *, const struct output *,
		       const struct facts *, const struct host *);

/*
 * What an output of such a media is made by, as one hash: see plan-hash.c for
 * what is in it.
 *
 * way: the one that makes it; -1: any, for want of better knowledge.
 *
 * Returns 0, E_FORMAT or E_CONFIG, as plan_spec(); then nothing can be made.
 */
int plan_hash(struct pool *, const struct recipe *, const struct output *,
	      const struct facts *, int way, char ret[HASH_HEX + 1]);

/* Whether what was made by this would be made by the same today; true also
 * where it cannot be made today. hash: may be NULL, which does not hold. */
bool plan_hash_holds(struct pool *, const struct recipe *,
		     const struct output *, const struct facts *,
		     const char *hash);

/*
 * Fill in a spec: commands, environment, limits, watch rule; not its id.
 *
 * tries: failed tries that count; after the first one the commands use one
 * thread and faster settings.
 *
 * Returns 0, E_FORMAT (a fact that cannot be part of a command) or E_CONFIG
 * (the recipe makes more than a record holds).
 */
int plan_spec(struct pool *, const struct recipe *, const struct output *,
	      int way, const struct facts *, const struct host *, int tries,
	      struct spec *ret);

/*
 * Add to facts what an output has found out: its texts in out/, its `tell`
 * lines, and `made.OUTPUT` where it leaves no file. `probe` begins anew: but
 * for the type and what other outputs have told of their files nothing stays.
 *
 * hash: plan_hash() of what it was made by.
 *
 * out: descriptor of the folder. A text that is not there is skipped.
 *
 * Returns 0, E_ACCESS, E_IO, or what plan_spec() returns of a text.
 */
int plan_learn(const struct recipe *, const struct output *, const char *hash,
	       const struct host *, int out, struct facts *);

#endif
