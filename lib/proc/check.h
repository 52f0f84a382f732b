/*
 * check.h -- the commands that gremlin-run has built in, argv[0] begins with @
 *
 * They look at files that programs made of strangers' bytes, inside the same
 * sandbox as those programs. See gremlin-run(8), BUILT-IN COMMANDS.
 *
 * The functions below them know nothing of commands. What is broken is
 * E_DAMAGED; what is whole, but holds what a rendition must not, E_REFUSED.
 */
#ifndef PROC_CHECK_H
#define PROC_CHECK_H

#include <stddef.h>
#include <stdint.h>

struct buf;
struct pool;

#define CHECK_STILL_BYTES_MAX (64u << 20)
#define CHECK_SCRUB_LIST_MAX  (256u << 10)

/*
 * Run one; what is wrong is printed to stderr.
 *
 * Returns 0, or the E_* that it came to; E_USAGE: no such check, or not with
 * such arguments.
 */
int check_run(const char *const *argv);

/*
 * Walk a JPEG, PNG or WebP to its last byte: no EXIF, XMP, IPTC, profile,
 * thumbnail or comment (but the encoder's own name), no marker or chunk that
 * is not known to be harmless, nothing cut off, nothing after the end.
 *
 * max_width, max_height: in pixels; at least 1 is asked for.
 *
 * Returns 0, E_DAMAGED, E_REFUSED, or E_UNSUPPORTED: another format.
 */
int check_still(const unsigned char *bytes, size_t n, int64_t max_width,
		int64_t max_height);

/*
 * Append what EXIF tells of a picture, `name=value` lines of clean UTF-8:
 * camera_make, camera_model, lens, exposure (seconds, "1/60"), aperture
 * ("2.8"), iso, focal_length (mm), taken_at ("2008-10-22T16:28:39", with
 * "+01:00" where known), orientation (1 to 8), gps_lat, gps_lon (degrees).
 * What is absent or makes no sense has no line.
 *
 * bytes: any format, HEIC for one; the first EXIF in it counts.
 */
void check_exif(struct pool *, const unsigned char *bytes, size_t n,
		struct buf *facts);

/*
 * Read a file to its end for whatever tells where it was made, or may.
 *
 * fd: at the start of the file. Returns 1 when there is such a thing, 0 when
 * there is none, or E_IO.
 */
int check_place(int fd);

/*
 * Compare format.duration in ffprobe's flat output with what was expected:
 * within 1 s or 2 %.
 *
 * Returns 0, or E_DAMAGED.
 */
int check_length(const char *text, int64_t expected_ms);

/*
 * Walk the boxes of an MP4: ftyp first, moov before mdat, tracks of pictures,
 * sound and subtitles alone, no metadata but the encoder's name, no box of a
 * private type.
 *
 * Returns 0, E_DAMAGED, E_REFUSED or E_IO.
 */
int check_mp4(int fd);

/*
 * Read the files of a list from the disk, and print which are not as the list
 * says; see the head of check-scrub.c for both. What cannot be read, or
 * differs, is read again before it is told.
 *
 * list: its path; the files stand beside it. percent: of the time reading takes
 * part of, 1 to 100: it sleeps for the rest.
 *
 * Returns 0, also when files are damaged, E_FORMAT, or E_IO.
 */
int check_scrub(struct pool *, const char *list, int64_t percent);

#endif
