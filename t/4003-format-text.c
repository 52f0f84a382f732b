/* 4003-format-text.c -- numbers as people read them */
#include "tap.h"
#include "base/pool.h"
#include "view/format.h"

static struct pool pool;

static void bytes(void)
{
	is_str(format_bytes(&pool, 0), "0 bytes", "nothing");
	is_str(format_bytes(&pool, 1), "1 byte", "one");
	is_str(format_bytes(&pool, 999), "999 bytes", "the last of its unit");
	is_str(format_bytes(&pool, 1000), "1.0 kB", "the first of the next");
	is_str(format_bytes(&pool, 4139823), "4.1 MB", "a video");
	is_str(format_bytes(&pool, 9949999), "9.9 MB", "one digit behind");
	is_str(format_bytes(&pool, 9950001), "10 MB", "and none above ten");
	is_str(format_bytes(&pool, 999499), "999 kB", "rounded down");
	is_str(format_bytes(&pool, 999500), "1.0 MB", "rounded up a unit");
	is_str(format_bytes(&pool, INT64_MAX), "9.2 EB", "the largest");
}

static void lengths(void)
{
	is_str(format_length(&pool, 0), "0:00", "none");
	is_str(format_length(&pool, 1), "0:01", "some is not none");
	is_str(format_length(&pool, 29500), "0:30", "rounded");
	is_str(format_length(&pool, 725000), "12:05", "minutes");
	is_str(format_length(&pool, 3599600), "1:00:00", "up to an hour");
	is_str(format_length(&pool, 3723000), "1:02:03", "hours");
	is_str(format_length(&pool, 360000000), "100:00:00", "days");
}

static void spans(void)
{
	is_str(format_span(&pool, -5), "0 s", "a clock that jumped");
	is_str(format_span(&pool, 59), "59 s", "seconds");
	is_str(format_span(&pool, 60), "1 min", "a minute");
	is_str(format_span(&pool, 3599), "59 min", "minutes");
	is_str(format_span(&pool, 3600), "1 h", "an hour");
	is_str(format_span(&pool, 172799), "47 h", "hours");
	is_str(format_span(&pool, 172800), "2 days", "days");
}

static void dates(void)
{
	is_str(format_date(&pool, 1741528931), "9 March 2025", "a date");
	is_str(format_date_iso(&pool, 1741528931), "2025-03-09T14:02:11Z",
	       "for machines");
	is_str(format_date(&pool, 0), "1 January 1970", "the first");
}

static void limits(void)
{
	is_str(format_limit(&pool, 1023), "1,023 bytes", "a small limit");
	is_str(format_limit(&pool, 1024), "1 kB", "1K");
	is_str(format_limit(&pool, (int64_t)8 << 30), "8 GB", "8G");
	is_str(format_limit(&pool, (int64_t)1536 << 20), "1.5 GB", "1536M");
	is_str(format_limit(&pool, 2000000000), "1.8 GB", "rounded down");
	is_str(format_limit(&pool, (int64_t)200 << 20), "200 MB", "200M");
	is_str(format_limit(&pool, INT64_MAX), "7.9 EB", "the largest");
}

static void guesses(void)
{
	is_str(format_about(&pool, 0), "less than a minute", "at once");
	is_str(format_about(&pool, 49), "less than a minute", "soon");
	is_str(format_about(&pool, 50), "about a minute", "a minute");
	is_str(format_about(&pool, 89), "about a minute", "rounded down");
	is_str(format_about(&pool, 90), "about 2 minutes", "rounded up");
	is_str(format_about(&pool, 5399), "about 90 minutes", "many minutes");
	is_str(format_about(&pool, 5400), "about 2 hours", "hours");
	is_str(format_about(&pool, 129599), "about 36 hours", "many hours");
	is_str(format_about(&pool, 129600), "about 2 days", "days");
	is_str(format_about(&pool, INT64_MAX), "about 106751991167301 days",
	       "the largest");
}

static void places(void)
{
	is_str(format_nth(&pool, 1), "1st", "first");
	is_str(format_nth(&pool, 2), "2nd", "second");
	is_str(format_nth(&pool, 3), "3rd", "third");
	is_str(format_nth(&pool, 4), "4th", "fourth");
	is_str(format_nth(&pool, 11), "11th", "eleventh");
	is_str(format_nth(&pool, 113), "113th", "hundred and thirteenth");
	is_str(format_nth(&pool, 1021), "1,021st", "thousand and more");
}

int main(void)
{
	bytes();
	lengths();
	spans();
	dates();
	limits();
	guesses();
	places();
	is_str(format_count(&pool, 1, "upload"), "1 upload", "one");
	is_str(format_count(&pool, 0, "upload"), "0 uploads", "none");
	is_str(format_count(&pool, 999, "file"), "999 files", "three digits");
	is_str(format_count(&pool, 12345, "file"), "12,345 files", "five");
	is_str(format_count(&pool, 1234567, "file"), "1,234,567 files",
	       "seven");
	pool_done(&pool);
	return done_testing();
}
