/* moved.c -- files follow what was committed about their media */
#include "web/moved.h"
#include "base/err.h"
#include "job/bell.h"
#include "job/job.h"
#include "media/maker.h"
#include "model/place.h"
#include "web/ctx.h"

#include <stdio.h>

static bool is_busy(struct db *db, int64_t media)
{
	return job_is_busy(db, MEDIA_MAKER, media);
}

void moved(struct ctx *cx)
{
	int rc = place_moving(&cx->db, is_busy);

	if (rc < 0)
		fprintf(stderr, "contentgremlin: move files: %s\n",
			err_text(rc));
	bell_ring(&cx->site);
}
