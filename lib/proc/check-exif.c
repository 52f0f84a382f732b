/*
 * check-exif.c -- what EXIF tells of a picture
 *
 * The block is looked for by its first bytes, since it stands in every format
 * in another place. libexif checks that values lie inside the block; that they
 * have the type and number they should have, is checked here.
 */
#include "proc/check.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/pool.h"
#include "base/str.h"
#include "proc/check-bytes.h"

#include <libexif/exif-data.h>
#include <math.h>

#define TEXT_CHARS_MAX 100
#define HEAD_BYTES     6       /* "Exif", two zeros */
#define BLOCK_MAX      0xffffu /* of JPEG; a thumbnail behind it is no fact */

/* --- where it is ---------------------------------------------------------- */

static bool tiff_begins(struct bytes b)
{
	return bytes_begin(&b, "II*\0", 4) || bytes_begin(&b, "MM\0*", 4);
}

/* A block without its head, as PNG and WebP have it: after their name. */
static bool chunk_begins(struct bytes b)
{
	struct bytes rest = b;
	bool webp = bytes_begin(&b, "EXIF", 4);

	if (!webp && !bytes_begin(&b, "eXIf", 4))
		return false;
	return bytes_take(&rest, webp ? 8 : 4) && tiff_begins(rest);
}

/* The block with its head, made up where there was none; or NULL. */
static const unsigned char *find(struct pool *p, struct bytes b, size_t *ret_n)
{
	for (; b.left > HEAD_BYTES + 4; bytes_take(&b, 1)) {
		struct bytes rest = b;

		if (b.at[0] != 'E' && b.at[0] != 'e')
			continue;
		if (bytes_begin(&b, "Exif\0\0", HEAD_BYTES)) {
			bytes_take(&rest, HEAD_BYTES);
			if (!tiff_begins(rest))
				continue;
		} else if (chunk_begins(b)) {
			bytes_take(&rest, b.at[0] == 'E' ? 8 : 4);
		} else {
			continue;
		}
		*ret_n = HEAD_BYTES + (rest.left < BLOCK_MAX - HEAD_BYTES
					       ? rest.left
					       : BLOCK_MAX - HEAD_BYTES);
		char *block = pool_alloc(p, *ret_n);

		memcpy(block, "Exif\0\0", HEAD_BYTES);
		memcpy(block + HEAD_BYTES, rest.at, *ret_n - HEAD_BYTES);
		return (const unsigned char *)block;
	}
	return NULL;
}

/* --- values --------------------------------------------------------------- */

struct facts {
	struct pool *mem;
	ExifData *data;
	ExifByteOrder order;
	struct buf *out;
};

/* An entry that has at least n values of a type, or NULL. */
static const ExifEntry *entry(const struct facts *f, ExifIfd ifd, unsigned tag,
			      ExifFormat format, unsigned long n)
{
	const ExifEntry *e =
		exif_content_get_entry(f->data->ifd[ifd], (ExifTag)tag);

	if (!e || !e->data || e->format != format || e->components < n ||
	    e->size < n * exif_format_get_size(format))
		return NULL;
	return e;
}

static const char *text_of(const struct facts *f, ExifIfd ifd, unsigned tag)
{
	const ExifEntry *e = entry(f, ifd, tag, EXIF_FORMAT_ASCII, 1);
	size_t n = 0;

	if (!e)
		return "";
	while (n < e->size && e->data[n])
		n++;
	return str_tidy(f->mem, (const char *)e->data, n, TEXT_CHARS_MAX,
			false);
}

static void text(const struct facts *f, ExifIfd ifd, unsigned tag,
		 const char *name)
{
	const char *value = text_of(f, ifd, tag);

	if (*value)
		buf_fmt(f->out, "%s=%s\n", name, value);
}

/* A fraction that has a value, or 0 of 0. */
static ExifRational rational(const struct facts *f, ExifIfd ifd, unsigned tag,
			     unsigned i)
{
	const ExifEntry *e = entry(f, ifd, tag, EXIF_FORMAT_RATIONAL, i + 1);
	ExifRational r = { 0, 0 };

	if (e)
		r = exif_get_rational(e->data + 8 * (size_t)i, f->order);
	return r.denominator ? r : (ExifRational){ 0, 0 };
}

/* With one digit behind the point, where that is not a zero. */
static void decimal(const struct facts *f, unsigned tag, const char *name,
		    double max)
{
	ExifRational r = rational(f, EXIF_IFD_EXIF, tag, 0);
	double value = r.denominator ? (double)r.numerator / r.denominator : 0;

	value = round(value * 10) / 10;
	if (value > 0 && value <= max)
		buf_fmt(f->out, "%s=%.*f\n", name, value > floor(value) ? 1 : 0,
			value);
}

static void exposure(const struct facts *f)
{
	ExifRational r = rational(f, EXIF_IFD_EXIF, EXIF_TAG_EXPOSURE_TIME, 0);
	double value;

	if (!r.numerator || !r.denominator)
		return;
	value = (double)r.numerator / r.denominator;
	if (value > 100000 || value < 1e-7)
		return;
	if (value < 0.3)
		buf_fmt(f->out, "exposure=1/%.0f\n", 1 / value);
	else
		buf_fmt(f->out, "exposure=%.3g\n", value);
}

static int64_t whole(const struct facts *f, ExifIfd ifd, unsigned tag)
{
	const ExifEntry *e = entry(f, ifd, tag, EXIF_FORMAT_SHORT, 1);

	if (e)
		return exif_get_short(e->data, f->order);
	e = entry(f, ifd, tag, EXIF_FORMAT_LONG, 1);
	return e ? exif_get_long(e->data, f->order) : 0;
}

static void number(const struct facts *f, ExifIfd ifd, unsigned tag,
		   const char *name, int64_t max)
{
	int64_t value = whole(f, ifd, tag);

	if (value > 0 && value <= max)
		buf_fmt(f->out, "%s=%lld\n", name, (long long)value);
}

/* --- time and place ------------------------------------------------------- */

/* Whether text looks like its pattern, in which 0 is any digit, + any sign. */
static bool looks_like(const char *value, const char *pattern)
{
	if (strlen(value) != strlen(pattern))
		return false;
	for (; *pattern; value++, pattern++) {
		bool digit = *value >= '0' && *value <= '9';
		bool sign = *value == '+' || *value == '-';

		if (*pattern == '0'   ? !digit
		    : *pattern == '+' ? !sign
				      : *value != *pattern)
			return false;
	}
	return true;
}

/* Cameras whose clock was never set write zeros or blanks. */
static bool date_ok(const char *d)
{
	static const struct {
		int at;
		const char *min, *max;
	} parts[] = {
		{ 0, "1800", "2999" }, { 5, "01", "12" },  { 8, "01", "31" },
		{ 11, "00", "24" },    { 14, "00", "59" }, { 17, "00", "60" },
	};

	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		size_t n = strlen(parts[i].min);

		if (strncmp(d + parts[i].at, parts[i].min, n) < 0 ||
		    strncmp(d + parts[i].at, parts[i].max, n) > 0)
			return false;
	}
	return true;
}

static void taken_at(const struct facts *f)
{
	const char *d = text_of(f, EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_ORIGINAL);
	const char *zone =
		text_of(f, EXIF_IFD_EXIF, EXIF_TAG_OFFSET_TIME_ORIGINAL);

	if (!*d)
		d = text_of(f, EXIF_IFD_0, EXIF_TAG_DATE_TIME);
	if (!looks_like(d, "0000:00:00 00:00:00") || !date_ok(d))
		return;
	buf_fmt(f->out, "taken_at=%.4s-%.2s-%.2sT%.8s%s\n", d, d + 5, d + 8,
		d + 11, looks_like(zone, "+00:00") ? zone : "");
}

/* Degrees, minutes, seconds; halves: the letters of plus and of minus. */
static bool degrees(const struct facts *f, unsigned tag, unsigned half,
		    const char *halves, double max, double *ret)
{
	const char *letter = text_of(f, EXIF_IFD_GPS, half);
	double value = 0, unit = 1;

	if (strlen(letter) != 1 || !strchr(halves, *letter) ||
	    !entry(f, EXIF_IFD_GPS, tag, EXIF_FORMAT_RATIONAL, 3))
		return false;
	for (unsigned i = 0; i < 3; i++, unit *= 60) {
		ExifRational r = rational(f, EXIF_IFD_GPS, tag, i);

		if (i == 0 && !r.denominator)
			return false;
		if (r.denominator)
			value += (double)r.numerator / r.denominator / unit;
	}
	*ret = *letter == halves[1] ? -value : value;
	return value <= max;
}

static void place(const struct facts *f)
{
	double lat, lon;

	if (degrees(f, EXIF_TAG_GPS_LATITUDE, EXIF_TAG_GPS_LATITUDE_REF, "NS",
		    90, &lat) &&
	    degrees(f, EXIF_TAG_GPS_LONGITUDE, EXIF_TAG_GPS_LONGITUDE_REF, "EW",
		    180, &lon))
		buf_fmt(f->out, "gps_lat=%.6f\ngps_lon=%.6f\n", lat, lon);
}

void check_exif(struct pool *mem, const unsigned char *bytes, size_t n,
		struct buf *facts)
{
	size_t block_n;
	const unsigned char *block =
		find(mem, (struct bytes){ bytes, n }, &block_n);
	struct facts f = { .mem = mem, .out = facts };

	if (!block)
		return;
	f.data = exif_data_new_from_data(block, (unsigned)block_n);
	if (!f.data)
		return;
	f.order = exif_data_get_byte_order(f.data);
	text(&f, EXIF_IFD_0, EXIF_TAG_MAKE, "camera_make");
	text(&f, EXIF_IFD_0, EXIF_TAG_MODEL, "camera_model");
	text(&f, EXIF_IFD_EXIF, EXIF_TAG_LENS_MODEL, "lens");
	exposure(&f);
	decimal(&f, EXIF_TAG_FNUMBER, "aperture", 1000);
	number(&f, EXIF_IFD_EXIF, EXIF_TAG_ISO_SPEED_RATINGS, "iso", 10000000);
	decimal(&f, EXIF_TAG_FOCAL_LENGTH, "focal_length", 100000);
	taken_at(&f);
	number(&f, EXIF_IFD_0, EXIF_TAG_ORIENTATION, "orientation", 8);
	place(&f);
	exif_data_unref(f.data);
}
