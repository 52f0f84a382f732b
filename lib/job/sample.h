/* sample.h -- what can be seen of a command from outside */
#ifndef JOB_SAMPLE_H
#define JOB_SAMPLE_H

#include "job/watch.h"

#include <sys/types.h>

/*
 * out: descriptor of its out/ folder. runner: of this boot and PID namespace.
 * progress: the file in out/ that ffmpeg writes, or "".
 *
 * Returns 0, E_ABSENT when the runner is gone, or E_IO.
 */
int sample_take(int out, pid_t runner, const char *progress,
		struct watch_sample *ret);

#endif
