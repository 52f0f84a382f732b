/*
 * tile.h -- what a list shows of each media besides its row
 *
 * One statement for the whole page: a list of 24 would else be 48 of them.
 */
#ifndef MODEL_TILE_H
#define MODEL_TILE_H

#include "model/media.h"

/* A picture that was made of a media. */
struct picture {
	int64_t media;
	const char *name; /* the output's in its recipe: small.jpg */
	const char *path; /* its name in the folder of the media */
	const char *mime;
	int width, height; /* pixels */
};

#define TILE_MAX_WIDTH 1280 /* of the widest that a list can use */

/* Those up to that width, and storyboards, by media and rising width; their
 * count or E_*. */
int tile_pictures(struct db *, const struct tiles *, struct picture **ret);

struct tile_fact {
	int64_t media;
	const char *name, *value;
};

/* Length and storyboard of what is not a still picture; their count or E_*. */
int tile_facts(struct db *, const struct tiles *, struct tile_fact **ret);

/* The value of one of them, or NULL. */
const char *tile_fact_get(const struct tile_fact *, int n, int64_t media,
			  const char *name);

/* What its owner is told of it in the list of uploads. */
struct tile_sent {
	int64_t media;
	int class; /* E_* when it failed, else 0 */
	const char *note;
	const char *id; /* of its original; NULL: there is none */
	int64_t bytes;	/* of its original */
};

/* One for each tile, in the same order; their count or E_*. */
int tile_sent(struct db *, const struct tiles *, struct tile_sent **ret);

#endif
