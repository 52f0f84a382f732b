/* clock.h -- stamps are wall clock, deadlines are monotonic */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/* Unix seconds; for stamps that people read, never for deadlines. */
int64_t clock_now(void);

/* For tests: the wall clock is wrong by so many seconds. */
extern int64_t clock_wrong_s;

/* Milliseconds since some moment of this boot, suspended time included. */
int64_t clock_mono_ms(void);

#endif
