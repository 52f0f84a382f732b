/* facts.c -- keep facts, and hand texts to the parser that knows them */
#include "media/facts.h"
#include "media/lines.h"
#include "base/err.h"
#include "base/base.h"
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MADE		"made."
#define FACT_NUMBER_MAX ((int64_t)1 << 50) /* so that sums fit */

struct fact_row {
	const char *name;
	bool foreign;
};

static const struct fact_row rows[] = {
#define FACT_ROW(name, foreign, meaning) { #name, foreign },
	FACT_TABLE(FACT_ROW)
#undef FACT_ROW
};

static const struct fact_row *row_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	return NULL;
}

bool fact_known(const char *name)
{
	return row_of(name) || str_starts(name, MADE);
}

bool fact_foreign(const char *name)
{
	const struct fact_row *row = row_of(name);

	return row && row->foreign;
}

static struct fact *find(const struct facts *f, const char *name)
{
	for (int i = 0; i < f->n; i++)
		if (strcmp(f->at[i].name, name) == 0)
			return &f->at[i];
	return NULL;
}

const char *facts_get(const struct facts *f, const char *name)
{
	const struct fact *fact = find(f, name);

	return fact ? fact->value : NULL;
}

int64_t facts_int(const struct facts *f, const char *name)
{
	const char *value = facts_get(f, name);
	int64_t n = value ? strtoll(value, NULL, 10) : 0;

	if (n > FACT_NUMBER_MAX)
		return FACT_NUMBER_MAX;
	return n < -FACT_NUMBER_MAX ? -FACT_NUMBER_MAX : n;
}

static void drop(struct facts *f, struct fact *fact)
{
	if (fact)
		*fact = f->at[--f->n];
}

static void add(struct facts *f, const char *name, const char *value)
{
	enum {
		STEP = 16
	};

	if (f->n % STEP == 0) {
		struct fact *more =
			pool_array(f->mem, (size_t)f->n + STEP, sizeof(*more));

		if (f->n)
			memcpy(more, f->at, (size_t)f->n * sizeof(*more));
		f->at = more;
	}
	f->at[f->n++] = (struct fact){ pool_dup(f->mem, name), value };
}

static void set_n(struct facts *f, const char *name, const char *value,
		  size_t n)
{
	struct fact *old = find(f, name);
	const char *clean;

	if (!fact_known(name))
		return;
	clean = str_tidy(f->mem, value, n, FACT_VALUE_CHARS, false);
	if (!*clean)
		drop(f, old);
	else if (old)
		old->value = clean;
	else
		add(f, name, clean);
}

void facts_set(struct facts *f, const char *name, const char *value)
{
	set_n(f, name, value ? value : "", value ? strlen(value) : 0);
}

void facts_set_int(struct facts *f, const char *name, int64_t value)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%lld", (long long)value);
	facts_set(f, name, digits);
}

void facts_parse(struct facts *f, const char *text, size_t n)
{
	struct lines in = { text, text + n };
	struct line l;

	while (lines_next(&in, &l)) {
		const char *eq = memchr(l.at, '=', l.n);
		size_t k = eq ? (size_t)(eq - l.at) : 0;

		if (k)
			set_n(f, pool_dup_n(f->mem, l.at, k), eq + 1,
			      l.n - k - 1);
	}
}

void facts_print(const struct facts *f, struct buf *out)
{
	for (int i = 0; i < f->n; i++)
		buf_fmt(out, "%s=%s\n", f->at[i].name, f->at[i].value);
}

/*
 * Without vips nobody has looked yet how the picture lies: ffmpeg turns a JPEG
 * by itself, PNG and WebP are turned by {turn}. In HEIC and AVIF it is a relic:
 * decoders have turned the picture by its boxes, and heif-convert still keeps
 * the EXIF as it was.
 */
static void set_orientation(struct facts *f, const char *value, size_t n)
{
	const char *type = facts_get(f, "type");
	int64_t width = facts_int(f, "width"), height = facts_int(f, "height");

	if (facts_get(f, "orientation") || n != 1 || value[0] < '1' ||
	    value[0] > '8')
		return;
	if (!str_eq(type, "jpeg") && !str_eq(type, "png") &&
	    !str_eq(type, "webp"))
		return;
	set_n(f, "orientation", value, n);
	if (value[0] < '5' || !width || !height)
		return;
	facts_set_int(f, "width", height);
	facts_set_int(f, "height", width);
}

/* Only these may come from the EXIF of a picture. */
void facts_exif(struct facts *f, const char *text, size_t n)
{
	static const char *const names[] = {
		"camera_make", "camera_model", "lens",	       "exposure",
		"aperture",    "iso",	       "focal_length", "taken_at",
		"gps_lat",     "gps_lon",      "placeless"
	};
	struct lines in = { text, text + n };
	struct line l;

	while (lines_next(&in, &l)) {
		size_t k;
		const char *value = line_value(&l, "orientation", "=", &k);

		if (value)
			set_orientation(f, value, k);
		for (size_t i = 0; i < ARRAY_LEN(names); i++) {
			value = line_value(&l, names[i], "=", &k);
			if (value)
				set_n(f, names[i], value, k);
		}
	}
}

static const struct parser {
	const char *name;
	void (*read)(struct facts *, const char *, size_t);
} parsers[] = {
	{ "flat", facts_flat },	  { "picture", facts_picture },
	{ "demux", facts_demux }, { "header", facts_header },
	{ "exif", facts_exif },
};

static const struct parser *parser_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(parsers); i++)
		if (strcmp(parsers[i].name, name) == 0)
			return &parsers[i];
	return NULL;
}

bool facts_reads(const char *parser)
{
	return parser_of(parser) != NULL;
}

int facts_read(struct facts *f, const char *parser, const char *text, size_t n)
{
	const struct parser *p = parser_of(parser);

	if (!p)
		return err(E_BUG, "no parser '%s' for facts", parser);
	if (n > FACT_TEXT_BYTES)
		return err(E_LARGE, "%s wrote %zu bytes of facts", parser, n);
	p->read(f, text, n);
	return 0;
}

const char *facts_note(struct pool *mem, const struct facts *f)
{
	long long s = facts_int(f, "length_ms") / 1000;

	if (!facts_int(f, "cut"))
		return NULL;
	return pool_fmt(mem, "The file is cut off at %lld:%02lld.", s / 60,
			s % 60);
}
