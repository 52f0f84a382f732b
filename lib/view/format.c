/* format.c -- sizes, lengths, dates, counts */
#include "view/format.h"
#include "base/base.h"
#include "base/pool.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

const char *format_bytes(struct pool *mem, int64_t bytes)
{
	static const char units[][3] = { "kB", "MB", "GB", "TB", "PB", "EB" };
	double value = (double)bytes / 1000;
	size_t unit = 0;

	if (bytes < 1000)
		return format_count(mem, bytes, "byte");
	while (value >= 999.5 && unit + 1 < ARRAY_LEN(units)) {
		value /= 1000;
		unit++;
	}
	return pool_fmt(mem, "%.*f %s", value < 9.95, value, units[unit]);
}

const char *format_limit(struct pool *mem, int64_t bytes)
{
	static const char units[][3] = { "kB", "MB", "GB", "TB", "PB", "EB" };
	size_t unit = 0;
	int64_t tenths;

	if (bytes < 1024)
		return format_count(mem, bytes, "byte");
	while (bytes >> 10 >= 1024 && unit + 1 < ARRAY_LEN(units)) {
		bytes >>= 10;
		unit++;
	}
	tenths = bytes * 10 >> 10;
	if (tenths % 10 == 0 || tenths >= 100)
		return pool_fmt(mem, "%" PRId64 " %s", tenths / 10,
				units[unit]);
	return pool_fmt(mem, "%" PRId64 ".%d %s", tenths / 10,
			(int)(tenths % 10), units[unit]);
}

const char *format_length(struct pool *mem, int64_t ms)
{
	int64_t s = (ms + 500) / 1000;

	if (s == 0 && ms > 0)
		s = 1;
	if (s < 3600)
		return pool_fmt(mem, "%" PRId64 ":%02" PRId64, s / 60, s % 60);
	return pool_fmt(mem, "%" PRId64 ":%02" PRId64 ":%02" PRId64, s / 3600,
			s / 60 % 60, s % 60);
}

const char *format_span(struct pool *mem, int64_t s)
{
	if (s < 60)
		return pool_fmt(mem, "%" PRId64 " s", s < 0 ? 0 : s);
	if (s < 3600)
		return pool_fmt(mem, "%" PRId64 " min", s / 60);
	if (s < 2 * 86400)
		return pool_fmt(mem, "%" PRId64 " h", s / 3600);
	return format_count(mem, s / 86400, "day");
}

const char *format_about(struct pool *mem, int64_t s)
{
	static const struct {
		int64_t s, below_s; /* one of it; where the next one begins */
		const char *one, *many;
	} units[] = {
		{ 60, 90 * 60, "a minute", "minutes" },
		{ 3600, 36 * 3600, "an hour", "hours" },
		{ 24 * 3600, INT64_MAX, "a day", "days" },
	};
	size_t i = 0;
	int64_t n;

	if (s < 50)
		return "less than a minute";
	while (s >= units[i].below_s)
		i++;
	n = s / units[i].s + (s % units[i].s * 2 >= units[i].s);
	if (n <= 1)
		return pool_fmt(mem, "about %s", units[i].one);
	return pool_fmt(mem, "about %" PRId64 " %s", n, units[i].many);
}

static struct tm utc(int64_t at)
{
	time_t t = (time_t)at;
	struct tm tm = { 0 };

	gmtime_r(&t, &tm);
	return tm;
}

const char *format_date(struct pool *mem, int64_t at)
{
	static const char *const months[] = {
		"January",   "February", "March",    "April",
		"May",	     "June",	 "July",     "August",
		"September", "October",	 "November", "December",
	};
	struct tm tm = utc(at);

	return pool_fmt(mem, "%d %s %d", tm.tm_mday, months[tm.tm_mon],
			tm.tm_year + 1900);
}

const char *format_date_iso(struct pool *mem, int64_t at)
{
	struct tm tm = utc(at);

	return pool_fmt(mem, "%04d-%02d-%02dT%02d:%02d:%02dZ",
			tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
			tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* A comma before each group of three digits. */
const char *format_number(struct pool *mem, int64_t n)
{
	char *digits = pool_fmt(mem, "%" PRId64, n);
	size_t len = strlen(digits);
	char *out = pool_alloc(mem, 2 * len + 1), *to = out;

	for (size_t i = 0; i < len; i++) {
		*to++ = digits[i];
		if (digits[i] != '-' && i + 1 < len && (len - i - 1) % 3 == 0)
			*to++ = ',';
	}
	return out;
}

const char *format_nth(struct pool *mem, int64_t n)
{
	static const char *const ends[] = { "th", "st", "nd", "rd" };
	int64_t last = n % 10;

	if (last > 3 || n % 100 / 10 == 1)
		last = 0;
	return pool_fmt(mem, "%s%s", format_number(mem, n), ends[last]);
}

const char *format_count(struct pool *mem, int64_t n, const char *noun)
{
	return pool_fmt(mem, "%s %s%s", format_number(mem, n), noun,
			n == 1 ? "" : "s");
}
