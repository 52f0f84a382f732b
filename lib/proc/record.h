/*
 * record.h -- what worker and runner tell each other: spec, start and exit
 *
 * Three small text files in the folder of an attempt, content/work/JOB.N/:
 *
 *	spec	by the worker, before it starts the runner
 *	start	by the runner, before it lets the first command run
 *	exit	by the runner, as its last deed; or by the worker, as the
 *		tombstone of an attempt that never began
 *
 * The first line is `gremlin NAME FORMAT`, the last one `end`, so that a file
 * cut short is seen; between them `name=value`, one a line, in any order but
 * for what belongs to a command. No value holds a byte under 0x20 or 0x7f:
 * what does not fit into a line does not get into a record.
 *
 * A record outlives the release that wrote it: a runner of an old release
 * ends under a new worker. FORMAT grows with each change; readers keep all
 * old ones, and call a higher one E_FORMAT.
 *
 * Each appears whole under its name, by rename. Only the exit record is made
 * durable: after a crash of the machine no spec or start is of any use.
 */
#ifndef PROC_RECORD_H
#define PROC_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/pool.h"

/* Limits that every parser and printer here holds; beyond is E_FORMAT. */
enum {
	RECORD_BYTES_MAX = 256 << 10,
	RECORD_ID_MAX = 64,
	RECORD_TEXT_MAX = 1024,	   /* any other value */
	RECORD_ARG_MAX = 16 << 10, /* one argument of a command */
	SPEC_COMMANDS_MAX = 32,
	SPEC_ARGS_MAX = 256, /* of one command */
	SPEC_LIST_MAX = 64,  /* env, reads, devices */
	RECORD_FILE_NAME_MAX = 96,
	EXIT_OUTPUTS_MAX = 512,
};

/*
 * One command. An argv[0] that begins with `@` is one of the runner's own
 * checks (see gremlin-run(8)) and runs in the same sandbox.
 */
struct spec_command {
	const char *const *argv; /* NULL-terminated, argc of them */
	int argc;
	const char *out; /* its stdout goes to this file in out/; NULL: log */
	bool optional;	 /* when it fails, the attempt goes on */
};

/* 0 stands for "no limit" in each, but for core files: never written. */
struct spec_limits {
	int64_t wall_s; /* of the whole attempt; the runner ends it */
	int64_t cpu_s;	/* of each command */
	int64_t as_bytes;
	int64_t fsize_bytes; /* of each file it writes */
	int64_t nofile;
	int64_t grace_s; /* from TERM to KILL; 0: 10 */
	int nice;	 /* 0 to 19 */
	bool idle_io;	 /* the idle class of ionice */
};

/* What the worker's watchdog goes by; the runner does not look at it. */
struct spec_watch {
	int64_t stall_s;      /* nothing moves for so long: hung; 0: never */
	int64_t spin_s;	      /* only CPU moves for so long: hung; 0: never */
	const char *progress; /* file in out/ that ffmpeg writes, or NULL */
	int64_t total_us;     /* what out_time_us grows to, or 0 */
};

struct spec {
	const char *id; /* "JOB.N", the name of the folder */
	const struct spec_command *commands;
	int commands_n;
	const char *const *env; /* "NAME=value", NULL-terminated */
	struct spec_limits limits;
	struct spec_watch watch;
	const char *const *reads;   /* absolute paths, NULL-terminated */
	const char *const *devices; /* below /dev, NULL-terminated */
	bool forks;		    /* may start processes of its own */
	bool network;		    /* may open sockets: for sending, only */
	bool require_sandbox;	    /* refuse rather than run with less */
};

/* Who runs, written before the first command is let go. */
struct start {
	const char *id;
	const char *host; /* uname -n */
	const char *boot; /* boot id of that host */
	pid_t runner_pid, child_pid;
	int64_t runner_started; /* ticks since boot, as in /proc/PID/stat */
	int64_t child_started;
	const char *sandbox; /* level, "rlimits seccomp landlock-7" */
};

/*
 * How it ended. Columns: name, value, whether it says anything about the job
 * itself (a verdict that does not, counts as no try), and its meaning.
 */
#define VERDICT_TABLE(X)                                                       \
	X(OK, ok, 1, "every command succeeded")                                \
	X(FAILED, failed, 1, "a command failed: status or signal tell how")    \
	X(OVERTIME, overtime, 1, "a limit of time passed, or of CPU time")     \
	X(OVERLOG, overlog, 1, "the log passed its limit")                     \
	X(TOOL, tool, 1, "a program could not be started")                     \
	X(REFUSED, refused, 1, "the sandbox that is required cannot be had")   \
	X(STARVED, starved, 0, "the machine was short of disk or processes")   \
	X(STOPPED, stopped, 0, "a TERM signal from outside ended it")          \
	X(LOST, lost, 0, "tombstone: it never began")

enum verdict {
#define VERDICT_ENUM(upper, lower, counts, text) VERDICT_##upper,
	VERDICT_TABLE(VERDICT_ENUM)
#undef VERDICT_ENUM
	VERDICT_N
};

/* A regular file that was in out/ at the end; listed for verdict ok only. */
struct exit_output {
	const char *name;
	int64_t bytes;
	const char *hash; /* BLAKE2b-256, HASH_HEX digits */
};

struct exit_record {
	const char *id;
	enum verdict verdict;
	int command; /* index of the last one begun; -1: none */
	int status;  /* its exit status; -1: it ended by a signal, or none */
	int signal;  /* the signal that ended it, or 0 */
	bool ours;   /* that signal, or the TERM before it, was the runner's */
	const char *message; /* a sentence for people, or NULL */
	int64_t wall_ms, cpu_ms,
		rss_bytes;  /* of all commands; rss: the largest */
	int64_t free_bytes; /* on the disk when the last command ended */
	int64_t log_from;   /* where in the log the last command begins */
	int64_t oom_kills;  /* by the kernel, of anybody, while it ran */
	const struct exit_output *outputs;
	int outputs_n;
};

/* "ok", "failed", ...; its meaning; whether it counts as a try. */
const char *verdict_name(enum verdict);
const char *verdict_text(enum verdict);
bool verdict_counts(enum verdict);

/*
 * Whether a name may stand for a file in out/: 1 to RECORD_FILE_NAME_MAX of
 * letters, digits, `.`, `_` and `-`, beginning with a letter or a digit.
 */
bool record_name_ok(const char *name);

/*
 * Read a record from its text.
 *
 * text, len: need no NUL at the end. mem: whatever ret points to lives there.
 * ret: filled on success only.
 *
 * Returns 0, or E_FORMAT: not this kind of record, of a newer release, cut
 * short, or anything in it is out of its bounds; the sentence names the line.
 */
int spec_parse(struct pool *mem, const char *text, size_t len,
	       struct spec *ret);
int start_parse(struct pool *mem, const char *text, size_t len,
		struct start *ret);
int exit_parse(struct pool *mem, const char *text, size_t len,
	       struct exit_record *ret);

/*
 * Append the text of a record. What the parser would refuse is E_FORMAT here
 * already; out->rc keeps the errors of the buffer.
 */
int spec_print(const struct spec *, struct buf *out);
int start_print(const struct start *, struct buf *out);
int exit_print(const struct exit_record *, struct buf *out);

/*
 * Read DIR/spec, DIR/start, DIR/exit.
 *
 * dir: a descriptor of the attempt's folder.
 *
 * Returns 0, or
 *   E_ABSENT  no such file
 *   E_FORMAT  see above; also what is not a regular file
 *   E_IO      it cannot be read
 */
int spec_read(int dir, struct pool *mem, struct spec *ret);
int start_read(int dir, struct pool *mem, struct start *ret);
int exit_read(int dir, struct pool *mem, struct exit_record *ret);

/*
 * Write DIR/spec, DIR/start, DIR/exit: a temporary file, then rename. The exit
 * record is synced, and the folder after it.
 *
 * Returns 0, or
 *   E_FORMAT  the record breaks its own rules
 *   E_SPACE   the disk is full: try again
 *   E_IO      it cannot be written
 */
int spec_write(int dir, const struct spec *);
int start_write(int dir, const struct start *);
int exit_write(int dir, const struct exit_record *);

#endif
