/*
 * damage.h -- files that are not what their row says
 *
 * Found by whoever reads them whole: the scrub, and `gremlin check --fix`. A
 * rendition that is marked stays where it is until the planner has made it
 * again. An original that is marked stays for good: nothing is made from it any
 * more, what was made of it is kept, and its owner reads why in the note of the
 * media. When it is found whole again, the mark goes.
 */
#ifndef MODEL_DAMAGE_H
#define MODEL_DAMAGE_H

#include "db/db.h"

/* Numbers in the database: never renumbered. */
enum damage_what {
	DAMAGE_NONE,
	DAMAGE_CONTENT = 1,    /* its checksum is another one */
	DAMAGE_SIZE = 2,       /* longer, or cut off */
	DAMAGE_MISSING = 3,    /* it is in neither of its places */
	DAMAGE_UNREADABLE = 4, /* the disk does not give it, at each try */
	DAMAGE_NO_FILE = 5,    /* a folder or a link stands in its place */
	DAMAGE_N
};

struct damage {
	int64_t media;
	const char *name; /* of the file; FILE_RAW is the original */
	int what;	  /* enum damage_what */
	int64_t found_at; /* Unix seconds */
	/* filled by damage_list() */
	int64_t uid;
	const char *slug, *title, *owner;
};

/* "changed, by its checksum": what is wrong, behind "is". */
const char *damage_text(enum damage_what);

/* A sentence for the owner of a media whose original is so. */
const char *damage_sentence(enum damage_what);

/*
 * In a transaction, 0 or E_*: a file of a row is so; or it is whole. For an
 * original that changes the note of the media. Nothing is done about it here.
 */
int damage_mark(struct db *, int64_t media, const char *name, enum damage_what);
int damage_clear(struct db *, int64_t media, const char *name);

/* All of one media, in the pool of db; their count or E_*. */
int damage_of_media(struct db *, int64_t media, struct damage **ret);

/* The one of that name among n, or DAMAGE_NONE. */
enum damage_what damage_find(const struct damage *, int n, const char *name);

/* At most so many, originals first; their count or E_*. */
int damage_list(struct db *, int most, struct damage **ret);

/* How many are marked. 0 or E_*. */
int damage_count(struct db *, int64_t *ret_originals, int64_t *ret_renditions);

#endif
