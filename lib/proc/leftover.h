/*
 * leftover.h -- what an attempt has left behind whose runner is dead
 *
 * A runner takes its command along when it dies, but not what that has started.
 * Such a process still writes into out/ of its own attempt, and takes time and
 * memory from the next one.
 */
#ifndef PROC_LEFTOVER_H
#define PROC_LEFTOVER_H

#include "proc/record.h"

/*
 * End whoever is left of it, and look again until nobody is.
 *
 * It is known by its session, which nobody else can have while one of them
 * lives; or by HOME in the environment that it began with, its working folder
 * or a file that it has open. In any case it is of our uid, not older than its
 * runner, and gets no new privileges, as all that is begun in a sandbox. Who
 * hides from all of that is not found, but may write in no other folder.
 *
 * start: of a runner of this boot, which is dead. dir: the attempt's folder.
 *
 * Returns how many were ended, or E_BUSY: one does not end, since it waits in
 * the kernel for a disk, or starts others faster than they are ended.
 */
int leftover_end(const struct start *, int dir);

#endif
