/* moved.h -- files follow what was committed about their media */
#ifndef WEB_MOVED_H
#define WEB_MOVED_H

struct ctx;

/*
 * After a commit that changed a visibility or deleted a media: move or remove
 * files at once, and tell the worker. What does not work here is not the
 * person's trouble: it is logged, and the worker does it again.
 */
void moved(struct ctx *);

#endif
