/*
 * spawn.h -- start a program, by posix_spawn alone
 *
 * Nothing is inherited by accident: every descriptor of ours is O_CLOEXEC, and
 * folder, environment and the three standard descriptors are given here. The
 * program starts with no signal blocked and each at its default.
 */
#ifndef PROC_SPAWN_H
#define PROC_SPAWN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct buf;

struct spawn {
	const char *const *argv; /* NULL-terminated; argv[0] is looked up in
				    our PATH when it holds no slash */
	const char *const *env;	 /* NULL-terminated; NULL: empty */
	const char *folder;	 /* to start in; NULL: ours */
	int in, out, err;	 /* 0: /dev/null; else a descriptor >= 3, or 1
				    or 2 for our own */
	bool own_group;		 /* a process group of its own */
};

/*
 * Start it and go on. The child must be waited for by its pid.
 *
 * Returns 0, or
 *   E_TOOL  there is no such program, or it may not be executed
 *   E_BUSY  no process can be had now; try again
 *   E_IO    anything else, a missing folder for one
 */
int spawn_start(const struct spawn *, pid_t *ret);

/*
 * Wait for its end.
 *
 * Returns its exit status, or 128 + the signal that ended it, or E_IO.
 */
int spawn_wait(pid_t);

/*
 * Start it, collect what it prints and wait for its end. For short questions
 * to tools ("which encoders?"), not for work.
 *
 * sp->out is ignored. out: appended to; at its limit the program is ended.
 * wait_ms: after that it is ended.
 *
 * Returns its exit status as spawn_wait() does, or spawn_start()'s errors, or
 *   E_TIMEOUT  it took too long
 *   E_LARGE    it printed more than out may hold
 */
int spawn_ask(const struct spawn *, struct buf *out, int wait_ms);

#endif
