/*
 * watch.h -- is a command slow, or does it hang?
 *
 * Moved = any of out_time, size of what it writes, bytes read or written has
 * changed. Size alone is wrong (a black video stood at 48 bytes for 100
 * minutes), size and out_time too (both stand still while faststart moves the
 * index). A pure function of samples and a monotonic clock.
 */
#ifndef JOB_WATCH_H
#define JOB_WATCH_H

#include <stdbool.h>
#include <stdint.h>

struct watch_sample {
	bool busy;	     /* the runner has a command now */
	int64_t out_time_us; /* from ffmpeg's progress, 0 without */
	int64_t out_bytes;   /* of all files in out/ */
	int64_t read_bytes, written_bytes;
	int64_t cpu_ticks;
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

#endif
