/*
 * shown.h -- everything about one media that its page needs, read at once
 */
#ifndef WEB_SHOWN_H
#define WEB_SHOWN_H

#include "model/file.h"
#include "model/media.h"
#include "web/stills.h"

struct ctx;

struct shown {
	struct ctx *cx;
	struct media media;
	struct file *files; /* by name */
	int file_count;
	struct media_fact *facts; /* by name */
	int fact_count;
	struct stills stills; /* its pictures */
	bool has_place;	      /* it is known where it was taken */
	bool may_tell;	      /* the original tells that, for all we know */
};

/* Read files and facts of a media that may be seen. 0, or E_*. */
int shown_read(struct ctx *, const struct media *, struct shown *ret);

/* A fact, or NULL; as a number, 0 where it is none. */
const char *shown_fact(const struct shown *, const char *name);
int64_t shown_number(const struct shown *, const char *name);

/* Whether one of its files has this name without extension. */
bool shown_is(const struct file *, const char *stem);

/* "MP4" for video/mp4; the type itself where it has no name here. */
const char *shown_format(const char *mime);

#endif
