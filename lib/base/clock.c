/* clock.c -- stamps are wall clock, deadlines are monotonic */
#include "base/clock.h"
#include "base/fault.h"

#include <time.h>

int64_t clock_wrong_s;

int64_t clock_now(void)
{
	struct timespec ts;

	(void)WRONG("clock"); /* sets clock_wrong_s, in crash tests */
	clock_gettime(CLOCK_REALTIME, &ts);
	return ts.tv_sec + clock_wrong_s;
}

int64_t clock_mono_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}
