/*
 * jobfilter.h -- which jobs a moderator looks at: read from the address, and
 * as links with the number of jobs behind each
 */
#ifndef WEB_JOBFILTER_H
#define WEB_JOBFILTER_H

#include "http/form.h"
#include "http/url.h"
#include "job/listing.h"

struct ctx;
struct view;

/* The first fields of every form and query that take a filter. */
enum {
	JOBS_STATE,
	JOBS_KIND,
	JOBS_CLASS,
	JOBS_FRESH, /* the page asks for itself again */
	JOBS_FIELDS
};

#define JOBFILTER_FIELDS                                                       \
	[JOBS_STATE] = { "state", "state", field_token, 16, FIELD_OPTIONAL },  \
	[JOBS_KIND] = { "kind", "kind", field_token, 64, FIELD_OPTIONAL },     \
	[JOBS_CLASS] = { "class", "class", field_token, 32, FIELD_OPTIONAL },  \
	[JOBS_FRESH] = { "live", "switch", field_flag, 1, FIELD_OPTIONAL }

struct jobfilter {
	struct job_filter jobs;
	bool fresh;
};

/* 0, or E_FIELD for a state or class that there is not. */
int jobfilter_read(const struct form *, struct jobfilter *ret);

/* An address with the filter behind it. */
const char *jobfilter_link(struct ctx *, enum url, const struct jobfilter *);

/* The hidden fields that carry it through a form: section CARRIED. */
void jobfilter_carry(struct view *, const struct jobfilter *);

/* In words: "failed, video, the disk is full"; "" when it takes all. */
const char *jobfilter_text(struct pool *, const struct jobfilter *);

/* The sections FACET: every state, kind and class, as links. */
void jobfilter_fill(struct ctx *, struct view *page, const struct job_groups *,
		    const struct jobfilter *);

/* "Failed" */
const char *shelf_title(enum job_shelf);

/* Text with its first letter in upper case. */
const char *jobfilter_capital(struct pool *, const char *text);

#endif
