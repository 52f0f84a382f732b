/*
 * procfs.h -- what /proc tells of a process
 *
 * A pid alone names nothing: it is used again, and a zombie still answers to
 * it. Boot id + pid + start time is an identity; whether it lives is asked of
 * its lock or its pidfd (pidfd.h), never of /proc.
 */
#ifndef PROC_PROCFS_H
#define PROC_PROCFS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define PROCFS_BOOT_BYTES 40

struct procfs_stat {
	char state; /* R, S, D, T, Z, ... as in proc(5) */
	pid_t parent, session;
	int64_t started;   /* ticks since boot; not wall clock, never jumps */
	int64_t cpu_ticks; /* its own and its reaped children's */
	int64_t faults;	   /* of both: pages that came from a disk */
};

/* What all descendants of a process used; any change means "it moves". */
struct procfs_usage {
	int processes;
	bool ready;  /* a thread of them runs, or waits for a processor */
	bool has_io; /* false where the kernel does not let us see it */
	int64_t read_bytes, written_bytes; /* rchar, wchar of /proc/PID/io */
	int64_t cpu_ticks, faults;
};

/* Returns 0, E_ABSENT: no such process, or E_IO. */
int procfs_stat(pid_t, struct procfs_stat *ret);

/* The boot id as text, NUL-terminated. Returns 0 or E_IO. */
int procfs_boot_id(char out[PROCFS_BOOT_BYTES]);

/*
 * How many processes the kernel has ended for want of memory since it booted,
 * of anybody and within any limit; 0 where it does not say.
 */
int64_t procfs_oom_kills(void);

/*
 * The children of all threads of a process, zombies included, at most max.
 *
 * Returns their count, also where it is more than max, or E_ABSENT or E_IO.
 */
int procfs_children(pid_t, pid_t *list, int max);

/*
 * Sum up over the descendants of a process, itself excluded: for a runner,
 * over the command that it runs now. ret->processes is 0 while it has none
 * (it hashes, or waits for room on the disk): nothing to be watched.
 *
 * Returns 0, E_ABSENT when the process itself is gone, or E_IO.
 */
int procfs_usage(pid_t, struct procfs_usage *ret);

#endif
