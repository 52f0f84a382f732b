/*
 * room.h -- is there room on the disk, and for what?
 *
 * limits.free_bytes is the floor. Above it everything goes on; what would take
 * the disk below is not taken in. The upper half of the floor is for what is
 * made of the files that are there already, the lower half for the database and
 * for whoever has to write to put things in order: nothing is begun that might
 * need it.
 */
#ifndef MODEL_ROOM_H
#define MODEL_ROOM_H

#include "base/site.h"

/* What is free for us. 0 or E_IO. */
int room_free(const struct site *, int64_t *ret);

/* For so many bytes more of an upload; 0: for whatever comes. 0, E_SPACE with a
 * sentence for who sends it, or E_IO. */
int room_to_take(const struct site *, int64_t bytes);

/* For what is made of an original of so many bytes. 0, E_SPACE with a sentence
 * for who sent it, or E_IO. */
int room_to_make(const struct site *, int64_t bytes);

#endif
