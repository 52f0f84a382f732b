/* scrub-part.h -- what the parts of the scrub share */
#ifndef MEDIA_SCRUB_PART_H
#define MEDIA_SCRUB_PART_H

#include "media/scrub.h"
#include "model/damage.h"
#include "model/file.h"
#include "model/media.h"

#define SCRUB_SUBJECT	  1
#define SCRUB_DEED	  "scrub"
#define SCRUB_FILES_MAX	  256
#define SCRUB_BATCH_BYTES (INT64_C(1) << 30)
#define SCRUB_FOUND	  "found" /* in out/: what @scrub prints */

/* A row of file is known by (media, name); this one and all before it. */
struct scrub_place {
	int64_t media;
	char name[RECORD_FILE_NAME_MAX + 1];
};

/* A batch, as its attempt's folder tells it: files of (from, until]. */
struct scrub_batch {
	struct scrub_place from, until;
	int64_t files, bytes;
	const char *troubles; /* lines "LINK WORD" of what was not linked */
};

/* The row and its media, as far as its place and content go. */
struct scrub_row {
	struct file file;
	struct media media;
};

#define SCRUB_ROW_OUTS(r)                                                      \
	DB_OUTS(&(r)->file.media, &(r)->file.name, &(r)->file.path,            \
		&(r)->file.bytes, &(r)->file.blake2b, &(r)->media.key,         \
		&(r)->media.state, &(r)->media.visibility)

/* Where the pass is: 0 or E_*. */
int scrub_where(struct db *, struct scrub_place *ret);

/* In a transaction: it is there now, and so much was read. 0 or E_*. */
int scrub_moved(struct db *, const struct scrub_place *, int64_t files,
		int64_t bytes);

/*
 * Link the files behind the place into dir/in, with a list for @scrub, and
 * leave dir/batch. shift: so many times fewer files than usual, in powers of
 * two.
 *
 * Returns 0, E_UNSUPPORTED (no hard links here), or E_*.
 */
int scrub_link(struct db *, const struct scrub_place *from, int shift, int dir,
	       struct scrub_batch *ret);

/* Read dir/batch, from the attempt's out/. 0 or E_*. */
int scrub_read_batch(struct db *, int out, struct scrub_batch *ret);

/* Where a file is, beneath the site, or NULL. */
const char *scrub_locate(struct db *, const struct scrub_row *);

#endif
