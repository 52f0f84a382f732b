/*
 * vars.h -- what a condition or a command of a recipe may name
 *
 * The facts of the media, what follows from them (below), and what belongs to
 * the one output that is planned. The computed ones are here rather than in
 * the recipes so that those hold no arithmetic.
 */
#ifndef MEDIA_VARS_H
#define MEDIA_VARS_H

#include "media/facts.h"

/*
 * Columns: name, type, meaning.
 *
 * step: the p of the smallest 16:9 frame, lying or standing, that holds the
 * picture: 1920x800 and 1080x1920 are both 1080.
 */
#define DERIVED_TABLE(X)                                                       \
	X(step, number,                                                        \
	  "240, 480, 1080, ...: the p by which films are called")              \
	X(fits, number, "1: H.264 and AAC that browsers play as it is")        \
	X(fast, number, "1: more than 61 frames a second")                     \
	X(long, number, "1: longer than ten minutes")                          \
	X(endless, number, "1: longer than two hours")                         \
	X(hd, number, "1: taken for BT.709, since it does not say")            \
	X(mono, number, "1: has one channel")                                  \
	X(stereo, number, "channels, 2 at most")                               \
	X(rate, number, "sample rate that AAC and MP3 know, 48000 at most")    \
	X(poster_s, text, "a second that is likely to show what it is about")  \
	X(turn, text, "filter that turns a still which ffmpeg leaves lying")   \
	X(tile_interval_ms, number, "storyboard: time between two tiles")      \
	X(tile_columns, number, "storyboard: tiles in a row")                  \
	X(tile_rows, number, "storyboard: rows")                               \
	X(tile_count, number, "storyboard: tiles that are used")               \
	X(tile_width, number, "storyboard: pixels of a tile")                  \
	X(tile_height, number, "storyboard: pixels of a tile")                 \
	X(sheet_width, number, "storyboard: pixels of the whole")              \
	X(sheet_height, number, "storyboard: pixels of the whole")

/* Of the output that is planned; see struct vars. */
#define VAR_TABLE(X)                                                           \
	X(name, "of the output")                                               \
	X(w, "width of the output")                                            \
	X(h, "height of the output")                                           \
	X(max_kbps, "bit rate that is enough for its size")                    \
	X(buffer_kbit, "twice as much")                                        \
	X(threads, "how many the command may use; 1 after trouble")            \
	X(preset, "of x264: slower at first, faster after trouble")            \
	X(max_pixels, "the most that a decoder may allocate a frame for")      \
	X(max_alloc, "the most bytes it may allocate at once")                 \
	X(slice_from_s, "of a slice: where it begins in the film")             \
	X(slice_length_s, "how long it is")                                    \
	X(slice_read_s, "how much of the film to read for it")                 \
	X(slice_at_s, "its first time stamp")                                  \
	X(slice_lead_s, "that of the first slice")                             \
	X(sound, "file of the sound")

struct vars {
	struct pool *mem;
	const struct facts *facts;
	struct fact *own; /* of VAR_TABLE, own_n of them */
	int own_n;
};

/* Whether any of the tables has it. */
bool var_known(const char *name);

/* Its value, perhaps in vars->mem; NULL where it is absent. */
const char *var_get(const struct vars *, const char *name);

/* Whether it is there, and not 0. */
bool var_true(const struct vars *, const char *name);

/* Add one of VAR_TABLE; name and value are kept as pointers. */
void var_set(struct vars *, const char *name, const char *value);
void var_set_int(struct vars *, const char *name, int64_t value);

/* What follows from facts; NULL where nothing does. */
const char *derive(struct pool *, const struct facts *, const char *name);
bool derive_known(const char *name);

#endif
