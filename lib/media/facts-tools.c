/* facts-tools.c -- read ffmpeg's -progress file and vipsheader -a */
#include "media/facts.h"
#include "media/lines.h"
#include "base/base.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

enum {
	NUMBER_DIGITS = 18
};

/* Digits at the start of n bytes; -1 where there are none, or too many. */
static int64_t digits_of(const char *text, size_t n)
{
	int64_t value = 0;
	size_t i = 0;

	for (; i < n && text[i] >= '0' && text[i] <= '9'; i++)
		value = i < NUMBER_DIGITS ? 10 * value + (text[i] - '0') : -1;
	return i ? value : -1;
}

/* Whether a header of this container can be believed when it says more than
 * there is: those of streams are guesses. */
static bool header_counts(const struct facts *f)
{
	static const char *const sure[] = { "mov", "matroska", "asf", "flv",
					    "flac" };
	const char *container = facts_get(f, "container");

	for (size_t i = 0; container && i < ARRAY_LEN(sure); i++)
		if (str_starts(container, sure[i]))
			return true;
	return false;
}

static void set_length(struct facts *f, int64_t us, int64_t frames)
{
	int64_t fps = facts_int(f, "fps");
	int64_t ms = us / 1000, header_ms, slack_ms;

	/* the pass ends with the last picture's beginning */
	if (frames > 0 && fps > 0 && !facts_int(f, "audio"))
		ms += 1000000 / fps;
	if (ms <= 0)
		return;
	facts_set_int(f, "length_ms", ms);
	header_ms = facts_int(f, "header_ms");
	slack_ms = header_ms / 50 > 1000 ? header_ms / 50 : 1000;
	if (header_counts(f) && header_ms - ms > slack_ms)
		facts_set_int(f, "cut", 1);
}

/* The last value of each key counts: a block is appended each half second. */
void facts_demux(struct facts *f, const char *text, size_t n)
{
	struct lines in = { text, text + n };
	int64_t us = -1, frames = -1;
	struct line l;

	while (lines_next(&in, &l)) {
		size_t k;
		const char *value = line_value(&l, "out_time_us", "=", &k);

		if (value && digits_of(value, k) >= 0)
			us = digits_of(value, k);
		value = line_value(&l, "frame", "=", &k);
		if (value && digits_of(value, k) >= 0)
			frames = digits_of(value, k);
	}
	if (frames > 0 && facts_int(f, "video"))
		facts_set_int(f, "frames", frames);
	if (us >= 0)
		set_length(f, us, frames);
}

struct header {
	int64_t width, height, bands, pages, orientation;
	bool cmyk, animates, icc;
};

static bool value_is(const struct line *l, const char *key, const char *value)
{
	size_t n;
	const char *at = line_value(l, key, ": ", &n);

	return at && n == strlen(value) && memcmp(at, value, n) == 0;
}

/* What is written first counts: text from the file comes after it. */
static void header_line(struct header *h, const struct line *l)
{
	const struct {
		const char *key;
		int64_t *to;
	} numbers[] = {
		{ "width", &h->width },
		{ "height", &h->height },
		{ "bands", &h->bands },
		{ "n-pages", &h->pages },
		{ "orientation", &h->orientation },
	};
	size_t n;

	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		const char *at = line_value(l, numbers[i].key, ": ", &n);

		if (at && !*numbers[i].to)
			*numbers[i].to = digits_of(at, n);
	}
	h->cmyk |= value_is(l, "interpretation", "cmyk");
	h->animates |= value_is(l, "vips-loader", "gifload") ||
		       value_is(l, "vips-loader", "webpload");
	h->icc |= line_value(l, "icc-profile-data", ": ", &n) != NULL;
}

void facts_header(struct facts *f, const char *text, size_t n)
{
	struct header h = { 0 };
	struct lines in = { text, text + n };
	struct line l;
	bool turned;

	while (lines_next(&in, &l))
		header_line(&h, &l);
	if (h.width <= 0 || h.height <= 0)
		return;
	turned = h.orientation >= 5 && h.orientation <= 8;
	facts_set_int(f, "width", turned ? h.height : h.width);
	facts_set_int(f, "height", turned ? h.width : h.height);
	/* vips has the last word: it turns by what it says, or not at all */
	facts_set_int(
		f, "orientation",
		h.orientation >= 1 && h.orientation <= 8 ? h.orientation : 1);
	if (h.pages > 1)
		facts_set_int(f, h.animates ? "frames" : "pages", h.pages);
	if (!h.cmyk && (h.bands == 2 || h.bands == 4))
		facts_set_int(f, "alpha", 1);
	if (h.icc)
		facts_set_int(f, "icc", 1);
}
