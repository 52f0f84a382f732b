/*
 * pidfd.h -- a process held by a descriptor: no signal ever hits another one
 *
 * Linux 5.3 and later. The descriptor becomes readable (POLLIN) when the
 * process ends, zombie or not, whoever its parent is.
 */
#ifndef PROC_PIDFD_H
#define PROC_PIDFD_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Hold the process that has this pid and this start time (see procfs.h; take
 * care that the boot id is the same). The pid is pinned before the start time
 * is compared, so that it cannot be used again in between.
 *
 * Returns a descriptor, O_CLOEXEC, or
 *   E_ABSENT       it is gone; perhaps the pid is another's now
 *   E_UNSUPPORTED  the kernel has no pidfds
 *   E_IO           anything else
 */
int pidfd_hold(pid_t, int64_t started);

/*
 * Returns 0, or
 *   E_ABSENT  it has ended
 *   E_ACCESS  it belongs to another user
 */
int pidfd_signal(int fd, int signal);

/*
 * Wait for its end, at most so long; 0 only looks.
 *
 * Returns 1 when it has ended, 0 when it lives, or E_IO.
 */
int pidfd_ended(int fd, int wait_ms);

#endif
