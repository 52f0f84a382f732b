/*
 * sniff.c -- the kind of a file by its first bytes
 *
 * The recipes say by which bytes a format is known; what is not a matter of
 * bytes at a place (frames that follow each other, boxes, elements) is here.
 * The surest sign wins: a brand that is the major one before one that is
 * merely compatible, anything before `ftyp *`.
 */
#include "media/sniff.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

#include <string.h>

struct head {
	const unsigned char *at;
	size_t n;
};

enum score {
	SCORE_NONE,
	SCORE_ANY,
	SCORE_ALSO,
	SCORE_SURE
};

static bool has(const struct head *h, size_t offset, const void *bytes,
		size_t n)
{
	return offset <= h->n && n <= h->n - offset &&
	       memcmp(h->at + offset, bytes, n) == 0;
}

static bool magic_fits(const struct head *h, const struct detect *d)
{
	for (int i = 0; i < d->magic_n; i++)
		if (!has(h, d->magic[i].offset, d->magic[i].bytes,
			 d->magic[i].n))
			return false;
	return d->magic_n > 0;
}

static size_t big32(const unsigned char *at)
{
	return (size_t)at[0] << 24 | (size_t)at[1] << 16 | (size_t)at[2] << 8 |
	       at[3];
}

/* ISO 14496-12: size, "ftyp", major brand, version, compatible brands */
static enum score ftyp_score(const struct head *h, const char *brand)
{
	size_t n = strlen(brand), size;
	char padded[4] = { ' ', ' ', ' ', ' ' };

	if (h->n < 12 || !has(h, 4, "ftyp", 4))
		return SCORE_NONE;
	if (str_eq(brand, "*"))
		return SCORE_ANY;
	if (n > sizeof(padded))
		return SCORE_NONE;
	memcpy(padded, brand, n);
	if (has(h, 8, padded, 4))
		return SCORE_SURE;
	size = big32(h->at);
	for (size_t i = 16; i + 4 <= size && i + 4 <= h->n; i += 4)
		if (has(h, i, padded, 4))
			return SCORE_ALSO;
	return SCORE_NONE;
}

/* RFC 8794: the EBML header, in which element 4282 is the document type */
static enum score ebml_score(const struct head *h, const char *doctype)
{
	static const unsigned char header[] = { 0x1a, 0x45, 0xdf, 0xa3 };
	size_t n = strlen(doctype);

	if (!has(h, 0, header, sizeof(header)))
		return SCORE_NONE;
	for (size_t i = 4; i < 64 && i + 3 + n <= h->n; i++)
		if (h->at[i] == 0x42 && h->at[i + 1] == 0x82 &&
		    h->at[i + 2] == (0x80 | n) && has(h, i + 3, doctype, n))
			return SCORE_SURE;
	return SCORE_NONE;
}

/* Bytes of the MPEG audio frame that begins here; 0: none does. */
static size_t mpeg_frame_bytes(const struct head *h, size_t at)
{
	static const int kbits[2][3][15] = {
		{ { 0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384,
		    416, 448 },
		  { 0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256,
		    320, 384 },
		  { 0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256,
		    320 } },
		{ { 0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192,
		    224, 256 },
		  { 0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144,
		    160 },
		  { 0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144,
		    160 } },
	};
	static const int hertz[] = { 44100, 48000, 32000 };
	unsigned version, layer, rate, kbit, padding;
	size_t bits;

	if (at > h->n || h->n - at < 4 || h->at[at] != 0xff ||
	    (h->at[at + 1] & 0xe0) != 0xe0)
		return 0;
	version = h->at[at + 1] >> 3 & 3; /* 3: 1, 2: 2, 0: 2.5 */
	layer = 4 - (h->at[at + 1] >> 1 & 3);
	kbit = h->at[at + 2] >> 4;
	rate = h->at[at + 2] >> 2 & 3;
	padding = h->at[at + 2] >> 1 & 1;
	if (version == 1 || layer == 4 || kbit == 0 || kbit == 15 || rate == 3)
		return 0;
	bits = (size_t)kbits[version != 3][layer - 1][kbit] * 1000;
	rate = (unsigned)hertz[rate] >> (version == 3	? 0
					 : version == 2 ? 1
							: 2);
	if (layer == 1)
		return (12 * bits / rate + padding) * 4;
	if (layer == 3 && version != 3)
		return 72 * bits / rate + padding;
	return 144 * bits / rate + padding;
}

static bool is_mpegaudio(const struct head *h)
{
	size_t at = 0;

	for (int frames = 0; frames < 2; frames++) {
		size_t n = mpeg_frame_bytes(h, at);

		if (!n)
			return false;
		at += n;
	}
	return mpeg_frame_bytes(h, at) || at >= h->n;
}

/* ISO 13818-7: twelve ones, layer 0, then the length of the frame */
static size_t adts_frame_bytes(const struct head *h, size_t at)
{
	if (at > h->n || h->n - at < 7 || h->at[at] != 0xff ||
	    (h->at[at + 1] & 0xf6) != 0xf0)
		return 0;
	return (size_t)(h->at[at + 3] & 3) << 11 | (size_t)h->at[at + 4] << 3 |
	       h->at[at + 5] >> 5;
}

static bool is_adts(const struct head *h)
{
	size_t n = adts_frame_bytes(h, 0);

	return n > 7 && (n >= h->n || adts_frame_bytes(h, n) > 7);
}

/* ISO 13818-1: 47 at each packet of 188 bytes, or 4 + 188 on discs */
static bool is_mpegts(const struct head *h)
{
	static const struct {
		size_t first, each;
	} shapes[] = { { 0, 188 }, { 4, 192 }, { 0, 204 } };

	for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
		size_t at = shapes[i].first;
		int packets = 0;

		for (; at < h->n && h->at[at] == 0x47; at += shapes[i].each)
			packets++;
		if (packets >= 3 && at >= h->n)
			return true;
	}
	return false;
}

static const struct code {
	const char *name;
	bool (*is)(const struct head *);
} codes[] = {
	{ "mpegaudio", is_mpegaudio },
	{ "adts", is_adts },
	{ "mpegts", is_mpegts },
};

static const struct code *code_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(codes); i++)
		if (str_eq(codes[i].name, name))
			return &codes[i];
	return NULL;
}

bool sniff_code_known(const char *name)
{
	return code_of(name) != NULL;
}

static enum score word_score(const struct head *h, const struct detect *d,
			     const char *word)
{
	const struct code *code;

	if (d->how == DETECT_FTYP)
		return ftyp_score(h, word);
	if (d->how == DETECT_EBML)
		return ebml_score(h, word);
	code = code_of(word);
	return code && code->is(h) ? SCORE_ALSO : SCORE_NONE;
}

static enum score detect_score(const struct head *h, const struct detect *d)
{
	enum score best = SCORE_NONE;

	if (d->how == DETECT_MAGIC)
		return magic_fits(h, d) ? SCORE_SURE : SCORE_NONE;
	for (int i = 0; i < d->words.n; i++) {
		enum score s = word_score(h, d, d->words.at[i]);

		if (s > best)
			best = s;
	}
	return best;
}

static enum score format_score(const struct head *h, const struct format *f)
{
	enum score best = SCORE_NONE;

	for (int i = 0; i < f->detects_n; i++) {
		enum score s = detect_score(h, &f->detects[i]);

		if (s > best)
			best = s;
	}
	return best;
}

static const struct refusal {
	const char *start, *sentence;
} refusals[] = {
	{ "#EXTM3U", "This is a playlist. Upload the film itself." },
	{ "ffconcat", "This is a playlist. Upload the film itself." },
	{ "[playlist]", "This is a playlist. Upload the music itself." },
	{ "<mpd", "This is a playlist. Upload the film itself." },
	{ "<smil", "This is a playlist. Upload the film itself." },
	{ "<svg", "This is an SVG drawing. Upload it as PNG or WebP." },
	{ "<html", "This is a web page, not a picture, film or sound." },
	{ "<!doctype", "This is a web page, not a picture, film or sound." },
	{ "<?xml", "This is an XML text. Upload a drawing as PNG or WebP." },
	{ "%PDF", "This is a PDF document, not a picture, film or sound." },
	{ "PK\x03\x04", "This is an archive. Upload the files in it." },
	{ "Rar!", "This is an archive. Upload the files in it." },
	{ "7z\xbc\xaf", "This is an archive. Upload the files in it." },
	{ "\x1f\x8b", "This is an archive. Upload the files in it." },
	{ "\x7f"
	  "ELF",
	  "This is a program, not a picture, film or sound." },
	{ "MZ", "This is a program, not a picture, film or sound." },
};

static bool starts_with(const struct head *h, const char *start)
{
	size_t n = strlen(start);

	return h->n >= n && strncasecmp((const char *)h->at, start, n) == 0;
}

/* Without a byte order mark and white space, as forgiving programs read. */
static struct head trimmed(struct head h)
{
	if (has(&h, 0, "\xef\xbb\xbf", 3))
		h = (struct head){ h.at + 3, h.n - 3 };
	while (h.n && memchr(" \t\r\n", *h.at, 4))
		h = (struct head){ h.at + 1, h.n - 1 };
	return h;
}

static const char *seems(struct head whole)
{
	struct head h = trimmed(whole);

	for (size_t i = 0; i < ARRAY_LEN(refusals); i++)
		if (starts_with(&h, refusals[i].start))
			return refusals[i].sentence;
	return NULL;
}

/* No control byte but white space: none of the formats begins like that. */
static bool is_text(const struct head *h)
{
	for (size_t i = 0; i < h->n; i++)
		if ((h->at[i] < ' ' && !memchr("\t\n\r\f\x1b", h->at[i], 5)) ||
		    h->at[i] == 0x7f)
			return false;
	return true;
}

static int refuse(const char *sentence, const char *otherwise)
{
	return err(E_UNSUPPORTED, "%s", sentence ? sentence : otherwise);
}

int sniff(const struct kinds *kinds, const void *head, size_t n,
	  struct sniffed *ret)
{
	struct head h = { head, n };
	enum score best = SCORE_NONE;
	const char *sentence = seems(h);

	if (!n)
		return err(E_EMPTY, "The file is empty.");
	if (is_text(&h))
		return refuse(sentence, "This is a text, not a picture, film "
					"or sound.");
	for (int k = 0; k < kinds->n; k++)
		for (int f = 0; f < kinds->at[k].formats_n; f++) {
			const struct recipe *r = &kinds->at[k];
			enum score s = format_score(&h, &r->formats[f]);

			if (s > best) {
				best = s;
				*ret = (struct sniffed){ r, &r->formats[f] };
			}
		}
	if (best == SCORE_NONE)
		return refuse(sentence, "This is not a format that the site "
					"knows.");
	return 0;
}
