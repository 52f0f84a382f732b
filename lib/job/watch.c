/* watch.c -- is a command slow, or does it hang? */
#include "job/watch.h"

#define STEP_MAX_MS 10000

static bool moved(const struct watch_sample *a, const struct watch_sample *b)
{
	return a->busy != b->busy || a->out_time_us != b->out_time_us ||
	       a->out_bytes != b->out_bytes || a->read_bytes != b->read_bytes ||
	       a->written_bytes != b->written_bytes;
}

enum watch_verdict watch_step(struct watch *w, const struct watch_rule *rule,
			      const struct watch_sample *now, int64_t now_ms)
{
	/* a runner without a command hashes or waits for room: never hung */
	bool fresh = !w->begun || !now->busy || moved(now, &w->last);

	bool ran = fresh || now->cpu_ticks != w->last.cpu_ticks;
	int64_t step_ms = now_ms - w->looked_ms;

	if (step_ms > STEP_MAX_MS)
		step_ms = STEP_MAX_MS;
	w->still_ms = fresh ? 0 : w->still_ms + step_ms;
	w->idle_ms = ran ? 0 : w->idle_ms + step_ms;
	w->looked_ms = now_ms;
	w->begun = true;
	w->last = *now;
	if (rule->stall_ms && w->idle_ms >= rule->stall_ms)
		return WATCH_STALLED;
	if (rule->spin_ms && w->still_ms >= rule->spin_ms)
		return WATCH_SPINNING;
	return WATCH_FINE;
}
