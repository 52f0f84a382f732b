/* jobrows.h -- the rows of jobs.tpl: one job each, in words */
#ifndef WEB_JOBROWS_H
#define WEB_JOBROWS_H

#include "job/listing.h"

struct ctx;
struct view;

/* Add the section JOB for each. 0, or what the database says. */
int jobrows_fill(struct ctx *, struct view *page, const struct job_page *);

#endif
