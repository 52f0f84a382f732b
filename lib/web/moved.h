/* moved.h -- files follow what was committed about their media */
#ifndef WEB_MOVED_H
#define WEB_MOVED_H

#include <stdint.h>

struct ctx;

/*
 * After a commit that changed a visibility or deleted a media: move or remove
 * files at once, and tell the worker, which goes on where it does not work.
 *
 * Returns 0, or E_MOVING: the files of this media are where they were, so that
 * nobody may be told that they are private or gone.
 */
int moved(struct ctx *, int64_t media);

#endif
