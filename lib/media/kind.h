/*
 * kind.h -- the media kinds of a site, and the tools that they need
 *
 * The recipes of the release come first; those in the site's own `recipes/`
 * add kinds, or stand in for the one of the same name.
 */
#ifndef MEDIA_KIND_H
#define MEDIA_KIND_H

#include "media/recipe.h"

struct kinds {
	struct recipe *at; /* by name; the site's own come first */
	int n;
	const char **troubles; /* of the site's own recipes: a sentence each */
	int troubles_n;
};

/* What a machine has of all that recipes need, by the words they use. */
struct tools {
	const char **at;
	int n;
	bool ffmpeg; /* the program itself is there */
};

/*
 * Read every *.ini of a folder.
 *
 * dir: its descriptor. own: it is the site's; a recipe there that cannot be
 * read is left out and told in `troubles`, so that the site goes on with what
 * the release brought.
 *
 * Returns 0, E_CONFIG (a recipe of the release), E_IO or E_LARGE.
 */
int kinds_add(struct pool *, struct kinds *, int dir, bool own);

/* The same for both folders by path; an absent one of the site is none. */
int kinds_load(struct pool *, const char *release, const char *site,
	       struct kinds *ret);

const struct recipe *kinds_find(const struct kinds *, const char *name);

/*
 * Look which needs of all recipes are met.
 *
 * path: as in the environment. listing: what `ffmpeg -encoders` and
 * `ffmpeg -filters` print, one after the other; "" where there is no ffmpeg.
 */
void tools_look(struct pool *, const struct kinds *, const char *path,
		const char *listing, struct tools *ret);

/* `needs`: a program in PATH, ffmpeg:ENCODER or filter:NAME. */
bool tools_have(const struct tools *, const char *need);

/* The first need that is not met, NULL where all are: the program itself where
 * it is missing, else what it lacks. */
const char *way_lacks(const struct way *, const struct tools *);

#endif
