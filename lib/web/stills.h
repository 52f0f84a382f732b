/*
 * stills.h -- the pictures that pages show of a media, and where they are
 *
 * A recipe's outputs small, medium and large are one picture in rising width,
 * each as JPEG and WebP; for a video its poster, for sound its cover. An output
 * storyboard or wave is something else, and is asked for by its name.
 */
#ifndef WEB_STILLS_H
#define WEB_STILLS_H

#include "model/tile.h"

struct ctx;

struct stills {
	struct ctx *cx;
	const char *key;	    /* of the media: folder of its files */
	const char *base;	    /* address of the folder; NULL: private */
	const struct picture *list; /* those of one media, by rising width */
	int n;
};

/*
 * Where the files of a media are: state and visibility decide whether the web
 * server itself serves them, or our program `file`, which checks the right.
 */
struct stills stills_start(struct ctx *, const char *key, int state,
			   int visibility);

/* The address of one of its files. path: as in file rows. */
const char *stills_href(const struct stills *, const char *path);

/* The JPEG (or PNG) of the smallest or largest width, or NULL. */
const struct picture *stills_smallest(const struct stills *);
const struct picture *stills_largest(const struct stills *);

/* The JPEG nearest to a width from below, or the smallest; or NULL. */
const struct picture *stills_near(const struct stills *, int width);

/* "URL 320w, URL 1280w" of one type up to a width; "" where there is none. */
const char *stills_srcset(const struct stills *, const char *mime,
			  int max_width);

/* An output by its name without extension, or NULL. */
const struct picture *stills_named(const struct stills *, const char *stem);

#endif
