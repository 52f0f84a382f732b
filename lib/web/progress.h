/* progress.h -- how far a media is that cannot be shown yet */
#ifndef WEB_PROGRESS_H
#define WEB_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct ctx;

struct progress {
	bool begun;    /* something works on it now */
	int percent;   /* of what must be made before it is shown */
	int64_t ahead; /* jobs that go before its first one; 0: none, or not
			* planned yet */
};

/*
 * made: how many files were made of it so far.
 *
 * Returns 0, or what the database says.
 */
int progress_read(struct ctx *, int64_t media, int made, struct progress *ret);

/*
 * What is still made of a media that is shown already: a sentence to its
 * owner, or NULL where it is all there. 0, or what the database says.
 */
int progress_rest(struct ctx *, int64_t media, const char **ret);

#endif
