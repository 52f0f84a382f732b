/* plan-part.h -- what plan.c and plan-spec.c share */
#ifndef MEDIA_PLAN_PART_H
#define MEDIA_PLAN_PART_H

#include "media/plan.h"
#include "media/vars.h"

/* What conditions and commands of an output may name. */
struct vars plan_vars(struct pool *, const struct output *,
		      const struct facts *, const struct host *, int tries);

#endif
