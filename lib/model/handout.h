/*
 * handout.h -- a private file under an address that nobody can guess
 *
 * Where the web server keeps the Range header to itself, a film can be played
 * only if the server itself serves it. So the file gets a second name,
 * content/public/x/KEY/NAME, for six hours. KEY is a hash of the file's name
 * and of a secret of who asks: each asker has one for each file, asking again
 * finds it, and nobody else can know it.
 */
#ifndef MODEL_HANDOUT_H
#define MODEL_HANDOUT_H

#include "base/site.h"

#define HANDOUT_AGE_S (6 * 3600)

struct pool;

/*
 * Hand out content/private/.../NAME, or go on handing it out.
 *
 * secret: of who asks, such as the token of the session.
 * folder: of place_folder(). name: of the file row.
 * ret: its path below the document root.
 *
 * Returns 0, E_ABSENT (there is no such file), E_UNSUPPORTED (no hard links
 * here), or another E_*.
 */
int handout_link(struct pool *, const struct site *, const char *secret,
		 const char *folder, const char *name, const char **ret);

/*
 * End what was handed out more than six hours ago, and what has no other name
 * any more, since its media was deleted. 0 or E_*.
 */
int handout_sweep(const struct site *);

#endif
