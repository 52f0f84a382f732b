/* moved.c -- files follow what was committed about their media */
#include "web/moved.h"
#include "base/err.h"
#include "job/bell.h"
#include "media/maker.h"
#include "model/handout.h"
#include "model/place.h"
#include "web/ctx.h"

#include <stdio.h>

int moved(struct ctx *cx, int64_t media)
{
	int rc = place_moving(&cx->db, media_is_busy);

	/* what was handed out of it has no other name now, and goes */
	if (handout_sweep(&cx->site) < 0)
		fprintf(stderr, "contentgremlin: end what was handed out: %s\n",
			err_text(E_IO));
	bell_ring(&cx->site);
	if (rc >= 0)
		return 0;
	fprintf(stderr, "contentgremlin: move files: %s\n", err_text(rc));
	/* it may have been the files of another one */
	return place_is_due(&cx->db, media)
		       ? err(E_MOVING, "%s", err_class_text(E_MOVING))
		       : 0;
}
