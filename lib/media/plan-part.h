/* plan-part.h -- what the files of the planner share */
#ifndef MEDIA_PLAN_PART_H
#define MEDIA_PLAN_PART_H

#include "media/plan.h"
#include "media/vars.h"
#include "base/buf.h"

/*
 * What conditions and commands of an output may name.
 *
 * host: NULL where the answer must not depend on the machine; then what
 * belongs to it stands for itself.
 */
struct vars plan_vars(struct pool *, const struct output *,
		      const struct facts *, const struct host *, int tries);

/* Fills placeholders in; what comes out lives in the pool. For
 * _cleanup_(filling_done). recipe may be NULL where nothing names a list. */
struct filling {
	struct pool *mem;
	const struct recipe *recipe;
	const struct vars *vars;
	struct buf text;
};

void filling_done(struct filling *);

/* One text; commands, which are appended; `env` of an output and of a way, as
 * a list that ends in NULL. 0, E_FORMAT or E_CONFIG, as plan_spec(). */
int fill_text(struct filling *, const char *text, const char **ret);
int fill_commands(struct filling *, const struct commands *from,
		  struct spec_command **to, int *n);
int fill_env(struct filling *, const struct words *, const struct words *,
	     const char *const **ret);

#endif
