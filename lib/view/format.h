/* format.h -- numbers and dates as people read them; all in the pool */
#ifndef VIEW_FORMAT_H
#define VIEW_FORMAT_H

#include <stdint.h>

struct pool;

/* "0 bytes", "812 bytes", "4.1 MB": powers of 1000, three digits at most. */
const char *format_bytes(struct pool *, int64_t bytes);

/* "8 GB", "1.5 GB", "200 MB": a limit of the settings, whose K, M and G are
 * powers of 1024; rounded down, so that what it says is taken. */
const char *format_limit(struct pool *, int64_t bytes);

/* "0:30", "12:05", "1:02:03"; rounded to seconds, at least 0:01 if any. */
const char *format_length(struct pool *, int64_t ms);

/* "40 s", "12 min", "5 h", "3 days": of a time that has passed or is to
 * come; below 0 it counts as none. */
const char *format_span(struct pool *, int64_t s);

/* "less than a minute", "about 3 minutes", "about 2 hours", "about 5 days":
 * a time that was guessed. */
const char *format_about(struct pool *, int64_t s);

/* "1st", "2nd", "1,013th". */
const char *format_nth(struct pool *, int64_t n);

/* "9 March 2025", in UTC. */
const char *format_date(struct pool *, int64_t at);

/* "2025-03-09T14:02:11Z", for <time datetime>. */
const char *format_date_iso(struct pool *, int64_t at);

/* "12,345" */
const char *format_number(struct pool *, int64_t n);

/* "1 upload", "12,345 uploads". noun: in the singular, regular. */
const char *format_count(struct pool *, int64_t n, const char *noun);

#endif
