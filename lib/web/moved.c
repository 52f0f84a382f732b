/* moved.c -- files follow what was committed about their media */
#include "web/moved.h"
#include "base/err.h"
#include "job/bell.h"
#include "media/maker.h"
#include "model/place.h"
#include "web/ctx.h"

#include <stdio.h>

void moved(struct ctx *cx)
{
	int rc = place_moving(&cx->db, media_is_busy);

	if (rc < 0)
		fprintf(stderr, "contentgremlin: move files: %s\n",
			err_text(rc));
	bell_ring(&cx->site);
}
