/* lock.h -- flock(2): a held lock is the truth about who lives */
#ifndef BASE_LOCK_H
#define BASE_LOCK_H

#include <stdint.h>

/* Open or create a lock file, O_CLOEXEC, mode 0600; a descriptor or E_*. */
int lock_open(int dir, const char *name);

/*
 * Take the lock; it is held until the last descriptor of this open file is
 * closed, also by a child that has inherited it.
 *
 * operation: LOCK_SH or LOCK_EX. wait_ms: for so long; 0 tries once.
 *
 * Returns 0, E_BUSY when another holds it, or E_IO.
 */
int lock_take(int fd, int operation, int64_t wait_ms);

#endif
