/*
 * place.h -- which folder the renditions of a media stand in
 *
 * The only code that links, renames or removes below content/public and
 * content/private. What everybody may see by its address is in public, all
 * else in private. place() is idempotent and reads its target from the row, in
 * a write transaction: no change of visibility can pass it by.
 *
 * Who changes state or visibility commits that with a row in `moving`; then
 * place_moving() does the rest, and does it again after a crash.
 */
#ifndef MODEL_PLACE_H
#define MODEL_PLACE_H

#include "db/db.h"
#include "model/media.h"

/* Whether the web server itself may serve the files of this media. */
bool place_is_public(const struct media *);

/* "content/public/AB/KEY" or "content/private/AB/KEY". */
const char *place_folder(struct pool *, const struct media *);

/*
 * Open one of its files for reading, by the name in its row, wherever it is:
 * between a move and the commit that tells of it, the row names the folder
 * where it was. Rights are the caller's to check. A descriptor or E_*.
 */
int place_open(struct pool *, const struct site *, const struct media *,
	       const char *name);

/*
 * In a write transaction: all files to where the row says, which takes the
 * media out of `moving`, unless it is being deleted or files without a row are
 * left, as place_moving() removes them. 0 or E_*.
 */
int place(struct db *, int64_t media);

/*
 * In a write transaction, after place(): link one more file in.
 *
 * from, name: an output in the folder of its attempt; opened without following
 * links, a regular file of our own with no other name. to: its name here, which
 * tells the hash of its bytes; that it is there already is success. Its folder
 * is not synced: place_sync(), once, after the last.
 *
 * Returns 0, E_REFUSED (it is no such file), E_ABSENT, or another E_*.
 */
int place_link(struct db *, const struct media *, int from, const char *name,
	       const char *to);

/* In a write transaction, before its commit: what was linked is on the disk. */
int place_sync(struct db *, const struct media *);

/* Make a damaged file go. In a write transaction, which drops its row. */
int place_unlink(struct db *, const struct media *, const char *name);

/*
 * Run place() for each row of `moving`, remove the files in its folder that no
 * row of `file` names, and take the row away; a media that is being deleted
 * goes with all its files and rows, unless busy says that one of its attempts
 * is alive. Begins its own transactions.
 *
 * busy: may be NULL.
 *
 * Returns how many are left to be moved, or the first E_*: one in trouble holds
 * up no other.
 */
int place_moving(struct db *, bool (*busy)(struct db *, int64_t media));

/* Whether its files are still to be moved; true also on an error. */
bool place_is_due(struct db *, int64_t media);

#endif
