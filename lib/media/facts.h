/*
 * facts.h -- what is known of one media, as name=value
 *
 * Facts come from strangers' files by way of ffprobe, vips and libexif, so
 * every value is made clean and short on its way in, and only names of the
 * table below get in. They are kept as rows, and the planner works on nothing
 * else. A number is kept as its decimal digits; yes is 1, no is absent.
 */
#ifndef MEDIA_FACTS_H
#define MEDIA_FACTS_H

#include "base/buf.h"
#include "base/pool.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	FACT_VALUE_CHARS = 200,	   /* longer ones are cut */
	FACT_TEXT_BYTES = 1 << 20, /* what a parser here reads at most */
};

/* Columns: name, whether strangers wrote the text itself, meaning. */
#define FACT_TABLE(X)                                                          \
	X(type, 0, "format by its first bytes: a [recognise] of a recipe")     \
	X(container, 0, "format as ffprobe calls it")                          \
	X(width, 0, "upright, in square pixels")                               \
	X(height, 0, "upright, in square pixels")                              \
	X(frames, 0, "pictures of an animation or video, where counted")       \
	X(pages, 0, "pages of a picture that has several")                     \
	X(alpha, 0, "1: has transparent parts")                                \
	X(icc, 0, "1: has a colour profile")                                   \
	X(video, 0, "1: has moving pictures")                                  \
	X(audio, 0, "1: has sound")                                            \
	X(cover, 0, "1: has a cover picture")                                  \
	X(video_codec, 0, "such as h264")                                      \
	X(video_profile, 0, "such as High")                                    \
	X(video_level, 0, "ten times the level: 41")                           \
	X(video_bps, 0, "bits a second")                                       \
	X(pix_fmt, 0, "such as yuv420p")                                       \
	X(matrix, 0, "colour matrix, such as bt709")                           \
	X(fps, 0, "frames in 1000 seconds")                                    \
	X(rotation, 0, "degrees by which players turn it")                     \
	X(stretched, 0, "1: its pixels are not square")                        \
	X(interlaced, 0, "1: made of half pictures")                           \
	X(hdr, 0, "1: high dynamic range (PQ or HLG)")                         \
	X(audio_codec, 0, "such as aac")                                       \
	X(audio_profile, 0, "such as LC")                                      \
	X(audio_bps, 0, "bits a second")                                       \
	X(channels, 0, "of sound")                                             \
	X(sample_rate, 0, "samples a second")                                  \
	X(length_ms, 0, "measured by reading it to its end")                   \
	X(header_ms, 0, "length by its header, which may be wrong")            \
	X(cut, 0, "1: ends before its header says")                            \
	X(orientation, 0, "EXIF orientation, 1 to 8")                          \
	X(artist, 1, "who made it, by the file")                               \
	X(album, 1, "where it is from, by the file")                           \
	X(title, 1, "its title, by the file")                                  \
	X(camera_make, 1, "who built the camera")                              \
	X(camera_model, 1, "which one")                                        \
	X(lens, 1, "which lens")                                               \
	X(exposure, 0, "seconds: 1/60")                                        \
	X(aperture, 0, "f-number")                                             \
	X(iso, 0, "sensitivity")                                               \
	X(focal_length, 0, "millimetres")                                      \
	X(taken_at, 0, "2008-10-22T16:28:39, by the camera's clock")           \
	X(placeless, 0, "1: nothing in it tells where it was made")            \
	X(gps_lat, 0, "degrees north")                                         \
	X(gps_lon, 0, "degrees east")                                          \
	X(storyboard_interval_ms, 0, "time between two tiles")                 \
	X(storyboard_columns, 0, "tiles in a row")                             \
	X(storyboard_rows, 0, "")                                              \
	X(storyboard_count, 0, "tiles that are used")                          \
	X(storyboard_width, 0, "of one tile")                                  \
	X(storyboard_height, 0, "of one tile")

struct fact {
	const char *name, *value;
};

struct facts {
	struct pool *mem; /* where names and values live; set before use */
	struct fact *at;
	int n;
};

/* Whether the table has the name. `made.OUTPUT` counts too: the recipe hash
 * of an output that leaves no file behind. */
bool fact_known(const char *name);

/* Whether the text of this fact was written by a stranger: such a value never
 * becomes part of a command. */
bool fact_foreign(const char *name);

/* The value, NULL where it is absent; as a number, 0 where it is none. */
const char *facts_get(const struct facts *, const char *name);
int64_t facts_int(const struct facts *, const char *name);

/*
 * Set a fact, in place of an older value of that name.
 *
 * An unknown name is ignored. The value is made clean UTF-8 of one line and
 * cut at FACT_VALUE_CHARS; an empty one removes the fact.
 */
void facts_set(struct facts *, const char *name, const char *value);
void facts_set_int(struct facts *, const char *name, int64_t value);

/* name=value lines, as facts_print() makes them; others are ignored. */
void facts_parse(struct facts *, const char *text, size_t n);
void facts_print(const struct facts *, struct buf *);

/*
 * Add what a tool found out.
 *
 * parser: flat (ffprobe -of flat), picture (the same, of a still), demux
 * (ffmpeg -progress of a pass that copies to null), header (vipsheader -a),
 * exif (the runner's @exif).
 * text: n bytes, whatever they are.
 *
 * Returns 0, E_LARGE over FACT_TEXT_BYTES, or E_BUG for an unknown parser.
 * What is not understood is skipped: the planner sees what is missing.
 */
int facts_read(struct facts *, const char *parser, const char *text, size_t n);
bool facts_reads(const char *parser);

/* The parsers, for facts_read(). */
void facts_flat(struct facts *, const char *text, size_t n);
void facts_picture(struct facts *, const char *text, size_t n);
void facts_demux(struct facts *, const char *text, size_t n);
void facts_header(struct facts *, const char *text, size_t n);
void facts_exif(struct facts *, const char *text, size_t n);

/* A sentence to the owner on what is wrong with the file, or NULL. */
const char *facts_note(struct pool *, const struct facts *);

#endif
