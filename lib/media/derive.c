/*
 * derive.c -- what follows from facts, by arithmetic
 *
 * Everything here must bear any facts: they come from strangers' files.
 */
#include "media/vars.h"
#include "base/base.h"
#include "base/str.h"

#include <string.h>

enum {
	SIDE_MAX = 1 << 20,	    /* a longer side counts as this */
	LENGTH_MAX_MS = 1000000000, /* eleven days, so that sums fit */
	LONG_MS = 10 * 60 * 1000,   /* scrubbing by key frames is fine */
	ENDLESS_MS = 2 * 3600 * 1000,
	TILES_MAX = 100,
	TILE_COLUMNS = 10,
	TILE_SIDE = 160,
	FPS_MAX = 61000, /* in 1000 seconds */
};

static int64_t at_most(int64_t n, int64_t max)
{
	return n < max ? n : max;
}

static int64_t within(int64_t n, int64_t max)
{
	return n < 0 ? 0 : at_most(n, max);
}

static int64_t side(const struct facts *f, const char *name)
{
	return within(facts_int(f, name), SIDE_MAX);
}

static int64_t length_ms(const struct facts *f)
{
	return within(facts_int(f, "length_ms"), LENGTH_MAX_MS);
}

static int64_t derive_step(const struct facts *f)
{
	int64_t w = side(f, "width"), h = side(f, "height");
	int64_t across = w > h ? w : h, along = w > h ? h : w;

	return along > across * 9 / 16 ? along : across * 9 / 16;
}

static bool among(const char *word, const char *const *words)
{
	for (; word && *words; words++)
		if (strcmp(word, *words) == 0)
			return true;
	return false;
}

static bool sound_fits(const struct facts *f)
{
	static const char *const fine[] = { "LC", "HE-AAC", NULL };

	if (!facts_int(f, "audio"))
		return true;
	return str_eq(facts_get(f, "audio_codec"), "aac") &&
	       among(facts_get(f, "audio_profile"), fine) &&
	       facts_int(f, "channels") <= 6 &&
	       facts_int(f, "sample_rate") <= 48000;
}

/* 2.6 Mbit/s at 360p, 4.5 at 720p, 7.6 at 1080p: what a phone can stream. */
static bool rate_fits(const struct facts *f)
{
	int64_t bps = facts_int(f, "video_bps");
	int64_t pixels = side(f, "width") * side(f, "height");

	return bps > 0 && bps <= 2000000 + pixels * 27 / 10;
}

static int64_t derive_fits(const struct facts *f)
{
	static const char *const profiles[] = { "Constrained Baseline",
						"Baseline", "Main", "High",
						NULL };
	static const char *const blockers[] = { "interlaced", "hdr",
						"stretched", NULL };

	for (int i = 0; blockers[i]; i++)
		if (facts_int(f, blockers[i]))
			return 0;
	return str_eq(facts_get(f, "video_codec"), "h264") &&
	       str_eq(facts_get(f, "pix_fmt"), "yuv420p") &&
	       among(facts_get(f, "video_profile"), profiles) &&
	       facts_int(f, "video_level") <= 42 &&
	       facts_int(f, "fps") <= FPS_MAX && derive_step(f) <= 1080 &&
	       rate_fits(f) && sound_fits(f);
}

static int64_t derive_fast(const struct facts *f)
{
	return facts_int(f, "fps") > FPS_MAX;
}

static int64_t derive_long(const struct facts *f)
{
	return length_ms(f) > LONG_MS;
}

static int64_t derive_endless(const struct facts *f)
{
	return length_ms(f) > ENDLESS_MS;
}

static int64_t derive_hd(const struct facts *f)
{
	return !facts_get(f, "matrix") && derive_step(f) >= 720;
}

static int64_t derive_mono(const struct facts *f)
{
	return facts_int(f, "channels") == 1;
}

static int64_t derive_stereo(const struct facts *f)
{
	return derive_mono(f) ? 1 : 2;
}

static int64_t derive_rate(const struct facts *f)
{
	static const int64_t known[] = { 44100, 32000, 24000, 22050,
					 16000, 12000, 11025, 8000 };
	int64_t hertz = facts_int(f, "sample_rate");

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (hertz == known[i])
			return hertz;
	return hertz > 0 && hertz % 44100 == 0 ? 44100 : 48000;
}

/* Storyboards: a tile a second, or 100 of them over a longer film. */
static int64_t derive_tile_interval_ms(const struct facts *f)
{
	int64_t ms = (length_ms(f) + TILES_MAX - 1) / TILES_MAX;

	return ms < 1000 ? 1000 : ms;
}

static int64_t derive_tile_count(const struct facts *f)
{
	int64_t each = derive_tile_interval_ms(f);
	int64_t n = (length_ms(f) + each - 1) / each;

	return n < 1 ? 1 : n;
}

static int64_t derive_tile_columns(const struct facts *f)
{
	return at_most(derive_tile_count(f), TILE_COLUMNS);
}

static int64_t derive_tile_rows(const struct facts *f)
{
	return (derive_tile_count(f) + TILE_COLUMNS - 1) / TILE_COLUMNS;
}

/* The side of a tile, even and 2 at least, in the proportions of the film. */
static int64_t tile_side(int64_t own, int64_t other)
{
	int64_t n = TILE_SIDE;

	if (own < other)
		n = (TILE_SIDE * own + other / 2) / other;
	return n < 2 ? 2 : (n + 1) / 2 * 2;
}

static int64_t derive_tile_width(const struct facts *f)
{
	return tile_side(side(f, "width"), side(f, "height"));
}

static int64_t derive_tile_height(const struct facts *f)
{
	return tile_side(side(f, "height"), side(f, "width"));
}

static int64_t derive_sheet_width(const struct facts *f)
{
	return derive_tile_width(f) * derive_tile_columns(f);
}

static int64_t derive_sheet_height(const struct facts *f)
{
	return derive_tile_height(f) * derive_tile_rows(f);
}

static const char *derive_poster_s(struct pool *mem, const struct facts *f)
{
	int64_t ms = at_most(length_ms(f) / 10, 60000);

	if (ms < 200) /* there may be nothing behind the first picture */
		ms = 0;
	return pool_fmt(mem, "%lld.%03lld", (long long)ms / 1000,
			(long long)ms % 1000);
}

/* ffmpeg turns a JPEG by itself, vips turns everything. */
static const char *derive_turn(struct pool *mem, const struct facts *f)
{
	static const char *const filters[] = {
		[2] = "hflip,",	      [3] = "hflip,vflip,",
		[4] = "vflip,",	      [5] = "transpose=0,",
		[6] = "transpose=1,", [7] = "transpose=3,",
		[8] = "transpose=2,",
	};
	static const char *const lying[] = { "png", "webp", "tiff", NULL };
	int64_t o = facts_int(f, "orientation");

	(void)mem;
	if (!among(facts_get(f, "type"), lying) || o < 2 || o > 8)
		return NULL;
	return filters[o];
}

static const struct rule {
	const char *name;
	int64_t (*number)(const struct facts *);
	const char *(*text)(struct pool *, const struct facts *);
} rules[] = {
#define RULE(name, type, meaning) { #name, .type = derive_##name },
	DERIVED_TABLE(RULE)
#undef RULE
};

static const struct rule *rule_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(rules); i++)
		if (strcmp(rules[i].name, name) == 0)
			return &rules[i];
	return NULL;
}

bool derive_known(const char *name)
{
	return rule_of(name) != NULL;
}

const char *derive(struct pool *mem, const struct facts *f, const char *name)
{
	const struct rule *rule = rule_of(name);

	if (!rule)
		return NULL;
	if (rule->text)
		return rule->text(mem, f);
	return pool_fmt(mem, "%lld", (long long)rule->number(f));
}
