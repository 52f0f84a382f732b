/* cond.c -- entity tags and dates compared */
#include "http/cond.h"
#include "base/base.h"
#include "base/pool.h"
#include "http/req.h"

#include <stddef.h>
#include <string.h>
#include <time.h>

static const char days[] = "SunMonTueWedThuFriSat";
static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

const char *http_date(struct pool *mem, int64_t at)
{
	time_t t = (time_t)at;
	struct tm tm = { 0 };

	gmtime_r(&t, &tm);
	return pool_fmt(mem, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT",
			days + 3 * tm.tm_wday, tm.tm_mday,
			months + 3 * tm.tm_mon, tm.tm_year + 1900, tm.tm_hour,
			tm.tm_min, tm.tm_sec);
}

/* n digits at text, or -1. */
static int digits(const char *text, int n)
{
	int value = 0;

	for (int i = 0; i < n; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}

/* A shape in which each "0" stands for a digit and "a" for any letter. */
static int has_shape(const char *text, const char *shape)
{
	for (; *shape; shape++, text++) {
		int letter = (*text | 32) >= 'a' && (*text | 32) <= 'z';
		int digit = *text >= '0' && *text <= '9';

		if (*shape == '0'   ? !digit
		    : *shape == 'a' ? !letter
				    : *text != *shape)
			return 0;
	}
	return !*text;
}

static int month_of(const char *text)
{
	for (int i = 0; i < 12; i++)
		if (!memcmp(months + (ptrdiff_t)3 * i, text, 3))
			return i;
	return -1;
}

int64_t http_date_parse(const char *text)
{
	struct tm tm = { 0 };

	if (!has_shape(text, "aaa, 00 aaa 0000 00:00:00 GMT"))
		return -1;
	tm.tm_mday = digits(text + 5, 2);
	tm.tm_mon = month_of(text + 8);
	tm.tm_year = digits(text + 12, 4) - 1900;
	tm.tm_hour = digits(text + 17, 2);
	tm.tm_min = digits(text + 20, 2);
	tm.tm_sec = digits(text + 23, 2);
	if (tm.tm_mon < 0)
		return -1;
	return timegm(&tm);
}

static const char *opaque(const char *etag)
{
	return strncmp(etag, "W/", 2) ? etag : etag + 2;
}

/* Whether a list of entity tags holds this one; weak comparison. */
static int lists(const char *list, const char *etag)
{
	const char *mine = opaque(etag);
	size_t len = strlen(mine);

	while (*list) {
		list += strspn(list, ", \t");
		if (*list == '*')
			return 1;
		list = opaque(list);
		if (!strncmp(list, mine, len))
			return 1;
		if (*list == '"')
			list += 1 + strcspn(list + 1, "\"");
		if (*list)
			list++;
	}
	return 0;
}

int cond_is_fresh(const struct req *rq, const char *etag, int64_t changed_at)
{
	const char *list = req_var(rq, REQ_IF_NONE_MATCH);
	const char *since = req_var(rq, REQ_IF_MODIFIED_SINCE);

	if (!(rq->method & (GET | HEAD)))
		return 0;
	if (list)
		return etag && lists(list, etag);
	return since && changed_at && http_date_parse(since) >= changed_at;
}

int cond_range_counts(const struct req *rq, const char *etag,
		      int64_t changed_at)
{
	const char *text = req_var(rq, REQ_IF_RANGE);

	if (!text)
		return 1;
	if (*text == '"')
		return etag && !strcmp(text, etag);
	return changed_at && http_date_parse(text) == changed_at;
}
