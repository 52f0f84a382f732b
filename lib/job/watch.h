/*
 * watch.h -- is a command slow, or does it hang?
 *
 * Moved = any of out_time, size of what it writes, bytes read or written, pages
 * read in has changed. Size alone is wrong (a black video stood at 48 bytes for
 * 100 minutes), size and out_time too (both stand still while faststart moves
 * the index). What ffmpeg writes about its own progress is no movement: since
 * version 7 it goes on writing while everything else hangs.
 *
 * Not moving, it computes when it has had a fiftieth of one processor's time or
 * waits for its turn at one: who is starved by others does not hang. A pure
 * function of samples and a monotonic clock.
 */
#ifndef JOB_WATCH_H
#define JOB_WATCH_H

#include <stdbool.h>
#include <stdint.h>

struct watch_sample {
	bool busy;	     /* the runner has a command now */
	bool ready;	     /* a thread of it runs, or could */
	int64_t out_time_us; /* from ffmpeg's progress, 0 without */
	int64_t out_bytes;   /* of all files in out/ but the progress */
	int64_t read_bytes, written_bytes; /* without the progress */
	int64_t faults;			   /* pages that came from a disk */
	int64_t cpu_ms;
};

struct watch_rule {
	int64_t stall_ms; /* nothing moves for so long: hung; 0: never */
	int64_t spin_ms;  /* only CPU moves for so long: hung; 0: never */
};

enum watch_verdict {
	WATCH_FINE,
	WATCH_STALLED,
	WATCH_SPINNING
};

struct watch {
	bool begun;
	struct watch_sample last;
	int64_t looked_ms; /* monotonic: the last look */
	int64_t still_ms;  /* for how long nothing but CPU has moved */
	int64_t idle_ms;   /* for how long nothing has moved */
};

/*
 * One look. now_ms: clock_mono_ms(). Of the time since the look before, 10 s at
 * most count: who was stopped or suspended together with the worker is not
 * condemned by the first look afterwards.
 */
enum watch_verdict watch_step(struct watch *, const struct watch_rule *,
			      const struct watch_sample *, int64_t now_ms);

/*
 * Keep it in the attempt's folder, and take it up again: a worker that lives
 * for less than a minute, as from cron, would else never find what hangs.
 *
 * dir: the attempt's folder; its runner is of this boot, or the times would
 * mean nothing. What is missing or cut short is a watch that begins anew.
 */
void watch_keep(int dir, const struct watch *);
void watch_recall(int dir, struct watch *);

#endif
