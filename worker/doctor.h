/* doctor.h -- what the parts of `gremlin doctor` share */
#ifndef WORKER_DOCTOR_H
#define WORKER_DOCTOR_H

#include "worker/gremlin.h"

enum level {
	LEVEL_OK,
	LEVEL_WARN, /* it works, but could be better or safer */
	LEVEL_BAD,  /* something does not work */
};

struct status;

struct doctor {
	struct gremlin *g;
	int warns, bads;
};

/* One line: what was looked at, how it is, and what to do. */
void tell(struct doctor *, enum level, const char *what, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* Each looks at some of it, and tells. */
void doctor_folder(struct doctor *);   /* owner, modes, links, release */
void doctor_disk(struct doctor *);     /* file system, room, speed */
void doctor_database(struct doctor *); /* version, journal, rows */
void doctor_host(struct doctor *);     /* kernel, sandbox, limits, clock */
void doctor_tools(struct doctor *);    /* what recipes need */

/* whether a worker runs, and what starts it again */
void doctor_worker(struct doctor *, const struct status *);

#endif
