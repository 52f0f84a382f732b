/*
 * parked.h -- content/incoming/ID.done: an upload that no row knows yet
 *
 * Written when a whole upload met a database that could not be written;
 * a JSON object with a format number, read by this and any later release.
 */
#ifndef MODEL_PARKED_H
#define MODEL_PARKED_H

#include "model/file.h"
#include "model/upload.h"

/* In a transaction of its own: media and original; see upload_commit(). */
int upload_insert(struct db *, const char *id, const struct media_new *,
		  const struct file *raw, int64_t *ret_id);

/*
 * The text of a record, and back. Strings of ret live in the pool.
 *
 * Returns 0, or E_FORMAT: no such record, a newer format, a field missing or
 * out of its bounds.
 */
int parked_print(struct pool *, const struct media_new *,
		 const struct file *raw, const char **ret);
int parked_parse(struct pool *, const char *text, struct media_new *ret_new,
		 struct file *ret_raw);

#endif
