/* watch.c -- is a command slow, or does it hang? */
#include "job/watch.h"
#include "base/base.h"
#include "base/io.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#define STEP_MAX_MS 10000
#define CPU_SHARE   50 /* less than this part of a processor is no computing */
#define KEPT	    "watch"
#define KEPT_TMP    "watch.tmp"
#define KEPT_BYTES  512
#define KEPT_FIELDS 10

static bool moved(const struct watch_sample *a, const struct watch_sample *b)
{
	return a->busy != b->busy || a->out_time_us != b->out_time_us ||
	       a->out_bytes != b->out_bytes || a->read_bytes != b->read_bytes ||
	       a->written_bytes != b->written_bytes || a->faults != b->faults;
}

/* cpu_ms falls when a process of it has ended. */
static bool computes(const struct watch_sample *now,
		     const struct watch_sample *last, int64_t step_ms)
{
	int64_t cpu_ms = now->cpu_ms - last->cpu_ms;

	return now->ready || cpu_ms < 0 || cpu_ms * CPU_SHARE > step_ms;
}

enum watch_verdict watch_step(struct watch *w, const struct watch_rule *rule,
			      const struct watch_sample *now, int64_t now_ms)
{
	/* a runner without a command hashes or waits for room: never hung */
	bool fresh = !w->begun || !now->busy || moved(now, &w->last);
	int64_t step_ms = now_ms - w->looked_ms;
	bool ran = fresh || computes(now, &w->last, step_ms);

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

/* --- for the next worker ---------------------------------------------------
 */

void watch_keep(int dir, const struct watch *w)
{
	const struct watch_sample *s = &w->last;
	char text[KEPT_BYTES];
	int n = snprintf(text, sizeof(text),
			 "watch 1 %" PRId64 " %" PRId64 " %" PRId64
			 " %d %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64
			 " %" PRId64 " %" PRId64 " end\n",
			 w->looked_ms, w->still_ms, w->idle_ms, (int)s->busy,
			 s->out_time_us, s->out_bytes, s->read_bytes,
			 s->written_bytes, s->faults, s->cpu_ms);
	_cleanup_(fd_done) int fd = openat(
		dir, KEPT_TMP, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	/* without it, who comes next looks for a minute itself */
	if (fd >= 0 && io_write(fd, text, (size_t)n) == 0)
		(void)renameat(dir, KEPT_TMP, dir, KEPT);
}

void watch_recall(int dir, struct watch *ret)
{
	struct watch w = { .begun = true };
	struct watch_sample *s = &w.last;
	_cleanup_(fd_done) int fd =
		openat(dir, KEPT, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	char text[KEPT_BYTES];
	int busy, end = 0;
	size_t n;

	if (fd < 0 || io_read(fd, text, sizeof(text) - 1, &n) < 0)
		return;
	text[n] = '\0';
	if (sscanf(text,
		   "watch 1 %18" SCNd64 " %18" SCNd64 " %18" SCNd64
		   " %1d %18" SCNd64 " %18" SCNd64 " %18" SCNd64 " %18" SCNd64
		   " %18" SCNd64 " %18" SCNd64 " end%n",
		   &w.looked_ms, &w.still_ms, &w.idle_ms, &busy,
		   &s->out_time_us, &s->out_bytes, &s->read_bytes,
		   &s->written_bytes, &s->faults, &s->cpu_ms,
		   &end) == KEPT_FIELDS &&
	    end > 0) {
		s->busy = busy;
		*ret = w;
	}
}
