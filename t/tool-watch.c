/*
 * tool-watch.c -- for tests: what the watchdog sees of an attempt
 *
 *	tool-watch DIR MS	a sample each MS milliseconds until DIR/exit is
 *				there, one a line: when, busy, ready, out_time,
 *				bytes of out/, read, written, faults, CPU
 */
#include "base/base.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "job/sample.h"
#include "proc/record.h"

#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const char *program_name = "tool-watch";

static struct pool mem = { .ceiling_bytes = 16 << 20 };

static void print(const struct watch_sample *s, int64_t ms)
{
	printf("%" PRId64 " %d %d %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64
	       " %" PRId64 " %" PRId64 "\n",
	       ms, (int)s->busy, (int)s->ready, s->out_time_us, s->out_bytes,
	       s->read_bytes, s->written_bytes, s->faults, s->cpu_ms);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	int dir = argc == 3 ? open(argv[1], O_RDONLY | O_DIRECTORY) : -1;
	int64_t began_ms = clock_mono_ms();
	struct watch_sample s;
	struct start start;
	struct spec spec;
	int64_t every_ms;

	if (dir < 0 || str_int64(argv[2], 1, 60000, &every_ms) < 0 ||
	    spec_read(dir, &mem, &spec) < 0)
		return EXIT_FAILURE;
	while (start_read(dir, &mem, &start) < 0)
		poll(NULL, 0, 1);
	while (faccessat(dir, "exit", F_OK, 0) < 0) {
		int out = openat(dir, "out", O_RDONLY | O_DIRECTORY);

		if (sample_take(out, start.runner_pid,
				spec.watch.progress ? spec.watch.progress : "",
				&s) == 0)
			print(&s, clock_mono_ms() - began_ms);
		close(out);
		poll(NULL, 0, (int)every_ms);
	}
	pool_done(&mem);
	return EXIT_SUCCESS;
}
