/*
 * 6103-watch-traces.c -- the watchdog over what real commands did
 *
 * t/traces holds samples taken by tool-watch. Each line is one look of the
 * worker, two seconds after the one before: what was quick when it was recorded
 * is slow here, and no machine decides what comes out.
 */
#include "tap.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/io.h"
#include "base/pool.h"
#include "job/watch.h"

#include <fcntl.h>
#include <inttypes.h>
#include <unistd.h>

#define LOOK_MS	 2000
#define ROWS_MAX 1000

struct row {
	int64_t ms;
	struct watch_sample s;
};

static const struct watch_rule rule = { .stall_ms = 60000, .spin_ms = 600000 };
static struct pool pool;
static struct row rows[ROWS_MAX];
static int rows_n;

static void read_row(const char *line)
{
	struct row *r = &rows[rows_n];
	struct watch_sample *s = &r->s;
	int busy, ready;

	if (sscanf(line,
		   "%" SCNd64 " %d %d %" SCNd64 " %" SCNd64 " %" SCNd64
		   " %" SCNd64 " %" SCNd64 " %" SCNd64,
		   &r->ms, &busy, &ready, &s->out_time_us, &s->out_bytes,
		   &s->read_bytes, &s->written_bytes, &s->faults,
		   &s->cpu_ms) != 9)
		return;
	s->busy = busy;
	s->ready = ready;
	rows_n++;
}

/* CPU time grows with the time between two looks. */
static void stretch(void)
{
	int64_t cpu_ms = 0, before = 0;

	for (int i = 1; i < rows_n; i++) {
		int64_t step_ms = rows[i].ms - rows[i - 1].ms;
		int64_t used_ms = rows[i].s.cpu_ms - before;

		before = rows[i].s.cpu_ms;
		cpu_ms += step_ms ? used_ms * LOOK_MS / step_ms : 0;
		rows[i].s.cpu_ms = cpu_ms;
	}
}

static void load(const char *name)
{
	const char *src = getenv("GREMLIN_SRC");
	const char *path =
		pool_fmt(&pool, "%s/t/traces/%s.trace", src ? src : ".", name);
	char *text = NULL, *line;

	memset(rows, 0, sizeof(rows));
	rows_n = 0;
	if (io_read_file(&pool, AT_FDCWD, path, 1 << 20, &text, NULL) < 0)
		printf("# cannot read %s\n", path);
	while (text && (line = strsep(&text, "\n")) && rows_n < ROWS_MAX)
		read_row(line);
	stretch();
}

/* Look at all rows; ret_ms: how long after the last movement it was found. */
static enum watch_verdict replay(int64_t *ret_ms)
{
	enum watch_verdict v = WATCH_FINE;
	struct watch w = { 0 };
	int64_t now = 0, moved = 0;

	for (int i = 0; i < rows_n && v == WATCH_FINE; i++) {
		now += LOOK_MS;
		v = watch_step(&w, &rule, &rows[i].s, now);
		if (!w.still_ms)
			moved = now;
	}
	*ret_ms = now - moved;
	return v;
}

static enum watch_verdict verdict(void)
{
	int64_t ms;

	return replay(&ms);
}

static void healthy(const char *name)
{
	load(name);
	ok(rows_n > 30, pool_fmt(&pool, "%s: there are looks enough", name));
	is_int(verdict(), WATCH_FINE, pool_fmt(&pool, "%s: goes on", name));
}

static void hung(const char *name, enum watch_verdict want, int64_t within_ms)
{
	int64_t ms;

	load(name);
	is_int(replay(&ms), want, pool_fmt(&pool, "%s: is found", name));
	ok(ms <= within_ms, pool_fmt(&pool, "%s: in time", name));
	printf("# %s: found after %" PRId64 " s\n", name, ms / 1000);
}

/* Watchdogs that see less would kill what is well: each figure is needed. */
static void blinder(void)
{
	load("black");
	for (int i = 0; i < rows_n; i++)
		rows[i].s = (struct watch_sample){
			.busy = true, .out_bytes = rows[i].s.out_bytes
		};
	is_int(verdict(), WATCH_STALLED, "size alone kills a black film");
	load("faststart");
	for (int i = 0; i < rows_n; i++)
		rows[i].s =
			(struct watch_sample){ .busy = true,
					       .out_bytes = rows[i].s.out_bytes,
					       .out_time_us =
						       rows[i].s.out_time_us };
	is_int(verdict(), WATCH_STALLED, "with out_time, the faststart pass");
	load("starved");
	for (int i = 0; i < rows_n; i++) {
		rows[i].s.ready = false;
		rows[i].s.cpu_ms = i * LOOK_MS / 500;
	}
	is_int(verdict(), WATCH_STALLED, "without the run queue, who starves");
	load("still");
	for (int i = 0; i < rows_n; i++)
		rows[i].s.cpu_ms = rows[i].s.ready = 0;
	is_int(verdict(), WATCH_STALLED, "without CPU, a picture");
}

/* ffmpeg 7 goes on telling, for which it needs a little CPU. */
static void tells_on(void)
{
	int64_t ms;

	load("fifo");
	for (int i = 0; i < rows_n; i++)
		rows[i].s.cpu_ms = i * (LOOK_MS / 100);
	is_int(replay(&ms), WATCH_STALLED,
	       "a hundredth of CPU is no computing");
}

/* A worker from cron: another one at every tenth look. */
static enum watch_verdict replay_in_parts(int dir, int64_t away_ms)
{
	enum watch_verdict v = WATCH_FINE;
	struct watch w = { 0 };
	int64_t now = 0;

	for (int i = 0; i < rows_n && v == WATCH_FINE; i++) {
		now += LOOK_MS;
		if (i % 10 == 9) {
			now += away_ms;
			w = (struct watch){ 0 };
			watch_recall(dir, &w);
		}
		v = watch_step(&w, &rule, &rows[i].s, now);
		watch_keep(dir, &w);
	}
	return v;
}

static void in_parts(void)
{
	char path[] = "/tmp/gremlin-test-XXXXXX";
	int dir = open(mkdtemp(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct watch w = { 0 };

	load("fifo");
	is_int(replay_in_parts(dir, 0), WATCH_STALLED, "many short workers");
	load("faststart");
	is_int(replay_in_parts(dir, 3600000), WATCH_FINE, "hours apart");
	io_write_file(dir, "watch", "watch 1 5 5 5 1 1 1", 19, 0600);
	watch_recall(dir, &w);
	ok(!w.begun, "a file cut short is none");
	close(dir);
	io_remove_tree(AT_FDCWD, path);
}

int main(void)
{
	static const char *const names[] = { "black", "faststart", "twopass",
					     "still", "song",	   "starved" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		healthy(names[i]);
	hung("stopped", WATCH_STALLED, 66000);
	hung("fifo", WATCH_STALLED, 66000);
	hung("spin", WATCH_SPINNING, 606000);
	blinder();
	tells_on();
	in_parts();
	pool_done(&pool);
	return done_testing();
}
