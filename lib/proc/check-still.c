/*
 * check-still.c -- no byte of a rendition that is not picture
 *
 * A list of what is allowed, not of what is known to be bad: metadata have
 * more hiding places than one can list.
 */
#include "proc/check.h"
#include "base/base.h"
#include "base/err.h"
#include "proc/check-bytes.h"

#include <ctype.h>

/* What was seen so far. */
struct still {
	uint32_t width, height; /* the largest of all frames */
	bool picture;		/* there was more than its size */
};

static int cut_off(const char *format)
{
	return err(E_DAMAGED, "the %s is cut off", format);
}

/* A name of four characters, as it may be printed. */
static int not_allowed(const char *format, const unsigned char *name)
{
	char text[5] = "";

	for (int i = 0; i < 4; i++)
		text[i] = isprint(name[i]) ? (char)name[i] : '?';
	return err(E_REFUSED, "the %s holds '%s', which is no picture", format,
		   text);
}

static void frame(struct still *st, uint32_t width, uint32_t height)
{
	if (width > st->width)
		st->width = width;
	if (height > st->height)
		st->height = height;
}

/* --- JPEG (ITU T.81, JFIF 1.02) ------------------------------------------- */

enum {
	JPEG_SOF0 = 0xc0,
	JPEG_SOF2 = 0xc2,
	JPEG_DHT = 0xc4,
	JPEG_RST0 = 0xd0,
	JPEG_RST7 = 0xd7,
	JPEG_SOI = 0xd8,
	JPEG_EOI = 0xd9,
	JPEG_SOS = 0xda,
	JPEG_DQT = 0xdb,
	JPEG_DRI = 0xdd,
	JPEG_APP0 = 0xe0,
	JPEG_APP14 = 0xee,
	JPEG_COM = 0xfe,
};

/* ffmpeg's signature, "Lavc59.37.100": the one comment that tells nothing */
static bool encoder_name(struct bytes b)
{
	if (!bytes_begin(&b, "Lavc", 4))
		return false;
	for (size_t i = 4; i < b.left; i++) {
		if (!isdigit(b.at[i]) && b.at[i] != '.' &&
		    !(b.at[i] == '\0' && i + 1 == b.left))
			return false;
	}
	return true;
}

static int jpeg_frame(struct bytes b, struct still *st)
{
	if (b.left < 6)
		return cut_off("JPEG");
	frame(st, be16(b.at + 3), be16(b.at + 1));
	return 0;
}

static int jpeg_segment(unsigned marker, struct bytes b, struct still *st)
{
	bool good = false;

	switch (marker) {
	case JPEG_SOF0:
	case JPEG_SOF0 + 1:
	case JPEG_SOF2: return jpeg_frame(b, st);
	case JPEG_DHT:
	case JPEG_DQT:
	case JPEG_DRI: return 0;
	case JPEG_SOS: st->picture = true; return 0;
	case JPEG_APP0: /* no thumbnail: both its sides are 0 */
		good = b.left == 14 && bytes_begin(&b, "JFIF", 5) &&
		       b.at[12] == 0 && b.at[13] == 0;
		break;
	case JPEG_APP14:
		good = b.left == 12 && bytes_begin(&b, "Adobe", 5);
		break;
	case JPEG_COM: good = encoder_name(b); break;
	default: break;
	}
	if (good)
		return 0;
	return err(E_REFUSED, "the JPEG holds marker %02X, which is no picture",
		   marker);
}

/* The bytes of a scan, up to the next marker that is none of its own. */
static void jpeg_scan(struct bytes *b)
{
	while (b->left >= 2) {
		if (b->at[0] == 0xff && b->at[1] != 0 &&
		    (b->at[1] < JPEG_RST0 || b->at[1] > JPEG_RST7))
			return;
		bytes_take(b, 1);
	}
}

static int jpeg(struct bytes b, struct still *st)
{
	const unsigned char *head;
	struct bytes body;
	int rc;

	bytes_take(&b, 2);
	while ((head = bytes_take(&b, 2))) {
		if (head[0] != 0xff)
			return err(E_DAMAGED, "the JPEG has no marker where "
					      "one must be");
		if (head[1] == JPEG_EOI)
			return b.left ? err(E_REFUSED,
					    "%zu bytes follow the "
					    "end of the JPEG",
					    b.left)
				      : 0;
		if (b.left < 2 || be16(b.at) < 2 || be16(b.at) > b.left)
			return cut_off("JPEG");
		body.left = be16(b.at) - 2;
		body.at = bytes_take(&b, body.left + 2) + 2;
		rc = jpeg_segment(head[1], body, st);
		if (rc < 0)
			return rc;
		if (head[1] == JPEG_SOS)
			jpeg_scan(&b);
	}
	return cut_off("JPEG");
}

/* --- WebP (RFC 9649) ------------------------------------------------------ */

#define WEBP_METADATA 0x2c /* flags of VP8X: profile, EXIF, XMP */

static int webp_lossy(struct bytes b, struct still *st)
{
	if (b.left < 10 || memcmp(b.at + 3, "\x9d\x01\x2a", 3) != 0)
		return err(E_DAMAGED, "the WebP has no frame in VP8");
	frame(st, le16(b.at + 6) & 0x3fff, le16(b.at + 8) & 0x3fff);
	st->picture = true;
	return 0;
}

static int webp_lossless(struct bytes b, struct still *st)
{
	uint32_t bits;

	if (b.left < 5 || b.at[0] != 0x2f)
		return err(E_DAMAGED, "the WebP has no frame in VP8L");
	bits = le32(b.at + 1);
	frame(st, (bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1);
	st->picture = true;
	return 0;
}

static int webp_canvas(struct bytes b, struct still *st)
{
	if (b.left != 10)
		return err(E_DAMAGED, "the WebP has a VP8X of another size");
	if (b.at[0] & WEBP_METADATA)
		return err(E_REFUSED, "the WebP says that it holds metadata");
	frame(st, le24(b.at + 4) + 1, le24(b.at + 7) + 1);
	return 0;
}

static int webp_chunks(struct bytes b, struct still *st, bool inner);

static int webp_animated(struct bytes b, struct still *st)
{
	return bytes_take(&b, 16) ? webp_chunks(b, st, true) : cut_off("WebP");
}

static const struct webp_chunk {
	const char *name;
	bool inner; /* may stand in a frame of an animation */
	int (*look)(struct bytes, struct still *);
} webp_known[] = {
	{ "VP8 ", true, webp_lossy },	  { "VP8L", true, webp_lossless },
	{ "ALPH", true, NULL },		  { "VP8X", false, webp_canvas },
	{ "ANMF", false, webp_animated }, { "ANIM", false, NULL },
};

static int webp_chunk(const unsigned char *name, struct bytes body,
		      struct still *st, bool inner)
{
	for (size_t i = 0; i < ARRAY_LEN(webp_known); i++) {
		const struct webp_chunk *c = &webp_known[i];

		if (memcmp(c->name, name, 4) == 0 && (c->inner || !inner))
			return c->look ? c->look(body, st) : 0;
	}
	return not_allowed("WebP", name);
}

static int webp_chunks(struct bytes b, struct still *st, bool inner)
{
	const unsigned char *head;
	struct bytes body;
	int rc;

	while (b.left) {
		head = bytes_take(&b, 8);
		if (!head)
			return cut_off("WebP");
		body.left = le32(head + 4);
		body.at = bytes_take(&b, body.left);
		if (!body.at || (body.left % 2 && !bytes_take(&b, 1)))
			return cut_off("WebP");
		rc = webp_chunk(head, body, st, inner);
		if (rc < 0)
			return rc;
	}
	return 0;
}

static int webp(struct bytes b, struct still *st)
{
	const unsigned char *head = bytes_take(&b, 12);
	uint64_t size = (uint64_t)le32(head + 4) + 8;

	if (size > b.left + 12)
		return cut_off("WebP");
	if (size < b.left + 12)
		return err(E_REFUSED, "bytes follow the end of the WebP");
	return webp_chunks(b, st, false);
}

/* --- PNG (ISO 15948), APNG -------------------------------------------------
 */

static const char png_known[][5] = {
	"IHDR", "PLTE", "tRNS", "IDAT", "IEND", "sRGB", "gAMA",
	"cHRM", "pHYs", "bKGD", "sBIT", "acTL", "fcTL", "fdAT",
};

static bool png_allowed(const unsigned char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(png_known); i++) {
		if (memcmp(png_known[i], name, 4) == 0)
			return true;
	}
	return false;
}

static int png(struct bytes b, struct still *st)
{
	const unsigned char *head, *body;

	bytes_take(&b, 8);
	while ((head = bytes_take(&b, 8))) {
		size_t n = be32(head);

		body = bytes_take(&b, n);
		if (!body || !bytes_take(&b, 4))
			return cut_off("PNG");
		if (!png_allowed(head + 4))
			return not_allowed("PNG", head + 4);
		if (memcmp(head + 4, "IHDR", 4) == 0 && n == 13)
			frame(st, be32(body), be32(body + 4));
		if (memcmp(head + 4, "IDAT", 4) == 0)
			st->picture = true;
		if (memcmp(head + 4, "IEND", 4) == 0)
			return b.left ? err(E_REFUSED,
					    "bytes follow the end of the PNG")
				      : 0;
	}
	return cut_off("PNG");
}

/* ------------------------------------------------------------------------- */

static int walk(struct bytes b, struct still *st)
{
	if (b.left == 0)
		return err(E_DAMAGED, "the file is empty");
	if (bytes_begin(&b, "\xff\xd8\xff", 3))
		return jpeg(b, st);
	if (bytes_begin(&b, "RIFF", 4) && b.left >= 12 &&
	    memcmp(b.at + 8, "WEBP", 4) == 0)
		return webp(b, st);
	if (bytes_begin(&b, "\x89PNG\r\n\x1a\n", 8))
		return png(b, st);
	return err(E_UNSUPPORTED, "neither a JPEG nor a PNG nor a WebP");
}

int check_still(const unsigned char *bytes, size_t n, int64_t max_width,
		int64_t max_height)
{
	struct still st = { 0 };
	int rc = walk((struct bytes){ bytes, n }, &st);

	if (rc < 0)
		return rc;
	if (!st.picture || st.width == 0 || st.height == 0)
		return err(E_DAMAGED, "there is no picture in it");
	if (st.width > max_width || st.height > max_height)
		return err(E_DAMAGED, "%u by %u pixels, %lld by %lld at most",
			   st.width, st.height, (long long)max_width,
			   (long long)max_height);
	return 0;
}
