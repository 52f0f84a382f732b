/* excerpt.h -- the last lines of a log, for the person who sent the file */
#ifndef JOB_EXCERPT_H
#define JOB_EXCERPT_H

#include <stddef.h>

struct pool;

#define EXCERPT_LINES 20
#define EXCERPT_BYTES 2000 /* of the whole */

/*
 * At most EXCERPT_LINES lines: valid UTF-8 without control characters or what
 * turns the direction of writing; no address in memory; of each absolute path
 * its last part only; equal lines once, with their count. Lines that are very
 * long are cut.
 *
 * log: n bytes, whatever they are. dir: the absolute path of the attempt's
 * folder, which is left out wherever it stands. message: the runner's own
 * sentence, the last line unless the log has it; or NULL.
 *
 * Returns the text in the pool, lines parted by \n, "" when there are none.
 */
const char *excerpt(struct pool *, const char *log, size_t n, const char *dir,
		    const char *message);

#endif
