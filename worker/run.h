/*
 * run.h -- the parts of gremlin-run, for worker/run-*.c alone
 *
 * One thread; everything is allocated before the first command begins, but for
 * the exit record's text.
 */
#ifndef WORKER_RUN_H
#define WORKER_RUN_H

#include <limits.h>
#include <signal.h>
#include <sys/types.h>

#include "proc/record.h"
#include "proc/sandbox.h"

#define RUN_LOG_BYTES_MAX (4 << 20)

/* For what tools say of themselves and of their input: most do not look whether
 * it could be written, and half an answer would condemn a sound file. */
#define RUN_ROOM_BYTES (64 << 10)

/* Signals are blocked in the runner for its whole life, and waited for. */
struct run {
	struct pool mem;
	char real[PATH_MAX]; /* the attempt's folder, without links */
	const char *site;    /* real path, or NULL: not below content/work */
	int dir, out, lock;
	int told; /* closed once `start` is there: who started us waits */
	struct spec spec;
	struct sandbox sandbox;
	const char *const *env;	  /* of every command */
	const char **programs;	  /* file of each command; NULL: none found */
	sigset_t signals, before; /* what we wait for; the mask we came with */
	int64_t began_ms;
	int64_t looked_ms,
		spent_ms;  /* the last tick; what limits.wall_s counts */
	enum verdict stop; /* why it is to end; VERDICT_OK: it is not */
	struct exit_record exit;
};

/* What a child tells that did not become its command. */
struct run_report {
	int code;	/* E_*: why it could not; 0: it was a check */
	char text[400]; /* what is wrong, or "" */
};

/* The runner's end of a child. */
struct run_child {
	pid_t pid;
	int gate;   /* closed: it may go */
	int report; /* a run_report, or nothing */
};

/* Room for that much in a file that is still empty. 0 or E_SPACE. */
int run_reserve(int fd);

/*
 * Set env and programs: PATH, HOME, TMPDIR, LC_ALL and what the spec adds;
 * argv[0] looked up in that PATH.
 */
void run_resolve(struct run *);

/*
 * Fork the child of a command: in its own group, bound to our life, waiting
 * at the gate.
 *
 * Returns 0, E_BUSY or E_IO.
 */
int run_fork(struct run *, int command, struct run_child *ret);

/*
 * Open the gate.
 */
void run_open(struct run_child *);

/*
 * Wait until no descendant is left, with an eye on limits and signals; ends
 * them when run->stop is set, by others or by itself. Adds to the exit record
 * what was used.
 *
 * ret_status: of the child itself, as from wait(2).
 */
void run_wait(struct run *, pid_t, int *ret_status);

/* Wait at most so long for a TERM. Returns whether one came. */
bool run_pause(struct run *, int ms);

/*
 * List what lies in out/, hashed and on disk.
 *
 * Returns 0, or E_SPACE, E_IO: it cannot be made durable; or E_LARGE: too
 * many files; or E_ACCESS: a file that cannot be read.
 */
int run_outputs(struct run *);

#endif
