/*
 * slice.h -- films made in parts, for hosts that end whatever runs long
 *
 * Where the settings say so, a way that can (`slice` in the recipe) makes a
 * film in slices of a fixed length, the sound by itself, and joins them
 * without encoding anew. Each slice is kept as soon as it is whole (job/kept.h)
 * under a name that holds the hash of its commands, so that what other
 * settings made is never joined with it. A slice has the pictures of its own
 * half-open span of time: none is lost or shown twice at a seam, wherever it
 * was interrupted.
 */
#ifndef MEDIA_SLICE_H
#define MEDIA_SLICE_H

#include "media/plan.h"

/* Whether it is to be made in slices. */
bool slice_is_meant(const struct way *, const struct facts *,
		    const struct host *);

/*
 * As plan_spec(), for what is to be made in slices: the slices that are still
 * missing, as many as one spec holds; with the last of them what joins and
 * checks the whole.
 *
 * out: descriptor of the attempt's out/. What is there and is no part of this
 * film by these commands is removed.
 *
 * Returns 0, or plan_spec()'s errors, or E_IO, E_ACCESS.
 */
int slice_spec(struct pool *, const struct recipe *, const struct output *,
	       int way, const struct facts *, const struct host *, int tries,
	       int out, struct spec *ret);

#endif
