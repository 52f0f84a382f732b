/*
 * file.h -- the original of a media and what was made of it
 *
 * A row holds a file's id or name, never a path below the site: where the
 * bytes are is decided here and in place.c.
 */
#ifndef MODEL_FILE_H
#define MODEL_FILE_H

#include "db/db.h"

#define FILE_RAW "raw" /* the name of the original */

struct file {
	int64_t media;
	const char *name; /* FILE_RAW, or the output's in its recipe: 720.mp4 */
	const char
		*path; /* of raw its id; else the name in the media's folder */
	const char *mime;
	int64_t bytes;
	const char *blake2b; /* of the content, HASH_HEX digits */
	int width, height;   /* pixels, 0 where it has none */
	const char *recipe;  /* by what it was made, "" of raw */
	int64_t made_at;
	int64_t made_ms; /* what making it took, 0: not known; also of others
			    that the same job made */
};

/* All files of a media by name, in the pool of db; their count or E_*. */
int file_list(struct db *, int64_t media, struct file **ret);

/* One of them by name, or by path. 0, E_ABSENT, or E_*. */
int file_by_name(struct db *, int64_t media, const char *name,
		 struct file *ret);
int file_by_path(struct db *, int64_t media, const char *path,
		 struct file *ret);

/* The one of that name among n files, or NULL. */
const struct file *file_find(const struct file *, int n, const char *name);

/*
 * In a transaction, 0 or E_*: put or replace by (media, name), made_at being
 * set here; drop, which is no failure where there is none; drop all, before a
 * media goes. Nobody else writes these rows: the ledger is kept here.
 */
int file_put(struct db *, const struct file *);
int file_drop(struct db *, int64_t media, const char *name);
int file_drop_all(struct db *, int64_t media);

/*
 * Where an original lies, beneath the site: content/raw/AB/ID, or else
 * content/incoming/ID. 0, or E_ABSENT when it is in neither.
 */
int raw_path(struct pool *, const struct site *, const char *id,
	     const char **ret);

/* Open it for reading; a descriptor or E_*. */
int raw_open(struct pool *, const struct site *, const char *id);

/*
 * Move it from incoming to raw, mode 0400, for good. Only when no attempt of
 * its media is alive. That it is there already is success. 0 or E_*.
 */
int raw_settle(struct pool *, const struct site *, const char *id);

/* Remove it from wherever it is, for good; that it is absent is success. */
int raw_remove(struct pool *, const struct site *, const char *id);

#endif
