/* check-length.c -- is a rendition as long as its original */
#include "proc/check.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define SLACK_MS      1000
#define SLACK_PERCENT 2
#define MS_MAX	      (1LL << 50)

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Seconds with a decimal point, in quotes or not; -1: no such thing */
static int64_t duration_ms(const char *at)
{
	int64_t ms = 0;

	at += *at == '"';
	if (!digit(*at))
		return -1;
	for (; digit(*at); at++) {
		ms = ms * 10 + (*at - '0') * 1000;
		if (ms > MS_MAX)
			return -1;
	}
	if (*at != '.')
		return ms;
	for (int64_t weight = 100; digit(*++at) && weight; weight /= 10)
		ms += (*at - '0') * weight;
	return ms;
}

int check_length(const char *text, int64_t expected_ms)
{
	static const char name[] = "format.duration=";
	const char *at = text;
	int64_t ms, slack;

	while (at && strncmp(at, name, strlen(name)) != 0) {
		at = strchr(at, '\n');
		at = at ? at + 1 : NULL;
	}
	ms = at ? duration_ms(at + strlen(name)) : -1;
	if (ms < 0)
		return err(E_DAMAGED, "its length cannot be told");
	slack = expected_ms / 100 * SLACK_PERCENT;
	if (slack < SLACK_MS)
		slack = SLACK_MS;
	if (llabs(ms - expected_ms) > slack)
		return err(E_DAMAGED, "%lld ms long, not %lld", (long long)ms,
			   (long long)expected_ms);
	return 0;
}
