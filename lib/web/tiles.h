/* tiles.h -- tiles.tpl: a page of pictures, and the way to the next one */
#ifndef WEB_TILES_H
#define WEB_TILES_H

#include "http/form.h"
#include "model/media.h"

struct ctx;
struct view;

/*
 * Where in the list a page stands, as fields of its address: after or before
 * a tile, "SECONDS-NUMBER" each.
 */
enum {
	TILES_OLDER,
	TILES_NEWER
};
extern const struct field tiles_query[];

/* The place that the address names; a damaged one is the beginning. */
struct cursor tiles_cursor(const struct ctx *);

struct tiles_look {
	const char *base; /* address of the first page of this list */
	bool owners;	  /* whose each one is */
	bool states;	  /* what is unlisted or private */
};

/*
 * Fill tiles.tpl, into the marker TILES of a page.
 *
 * Returns 0, or what the database says.
 */
int tiles_fill(struct ctx *, struct view *page, const struct tiles *,
	       const struct tiles_look *);

#endif
