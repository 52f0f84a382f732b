/* 6022-check-exif.c -- facts out of EXIF, sane or not there */
#include "tap.h"
#include "base/buf.h"
#include "base/pool.h"
#include "proc/check.h"

#include <math.h>

/* A block is built big-endian: IFD0 at 8, EXIF and GPS at fixed places, the
 * values behind them. */
enum {
	ASCII = 2,
	SHORT = 3,
	LONG = 4,
	RATIONAL = 5,
	IFD_BYTES = 2 + 12 * 12 + 4,
	IFD0 = 8,
	EXIF = IFD0 + IFD_BYTES,
	GPS = EXIF + IFD_BYTES,
	VALUES = GPS + IFD_BYTES,
};

static unsigned char tiff[4096];
static size_t used;
static struct pool mem;

static void put(size_t at, uint32_t n, int bytes)
{
	for (int i = 0; i < bytes; i++)
		tiff[at + (size_t)i] = n >> 8 * (bytes - 1 - i) & 0xff;
}

static void add(size_t ifd, uint32_t tag, uint32_t type, uint32_t n,
		uint32_t value)
{
	uint32_t count = (uint32_t)tiff[ifd + 1] + 1;
	size_t at = ifd + 2 + 12 * (size_t)(count - 1);

	put(ifd, count, 2);
	put(at, tag, 2);
	put(at + 2, type, 2);
	put(at + 4, n, 4);
	put(at + 8, value, type == SHORT && n == 1 ? 2 : 4);
}

static void text(size_t ifd, uint32_t tag, const char *value)
{
	size_t n = strlen(value) + 1;

	memcpy(tiff + used, value, n);
	add(ifd, tag, ASCII, (uint32_t)n, (uint32_t)used);
	used += n < 5 ? 8 : n;
}

static void rational(size_t ifd, uint32_t tag, uint32_t n, const uint32_t *v)
{
	for (uint32_t i = 0; i < 2 * n; i++)
		put(used + 4 * i, v[i], 4);
	add(ifd, tag, RATIONAL, n, (uint32_t)used);
	used += 8 * n;
}

#define RATIONALS(ifd, tag, ...)                                               \
	rational(ifd, tag, sizeof((const uint32_t[]){ __VA_ARGS__ }) / 8,      \
		 (const uint32_t[]){ __VA_ARGS__ })

static void begin(void)
{
	memset(tiff, 0, sizeof(tiff));
	memcpy(tiff, "MM\0*\0\0\0\x08", 8);
	used = VALUES;
	add(IFD0, 0x8769, LONG, 1, EXIF);
	add(IFD0, 0x8825, LONG, 1, GPS);
}

/* The facts of the block, between bytes of something else. */
static const char *facts(const char *before)
{
	static struct buf file, out;

	buf_clear(&file);
	buf_clear(&out);
	buf_str(&file, before);
	buf_put(&file, "Exif\0\0", 6);
	buf_put(&file, tiff, used);
	buf_str(&file, "behind");
	check_exif(&mem, (const unsigned char *)file.at, file.len, &out);
	return buf_text(&out);
}

static void camera(void)
{
	text(IFD0, 0x010f, "  ACME \x01\xff");
	text(IFD0, 0x0110, "Lochkamera 3000");
	add(IFD0, 0x0112, SHORT, 1, 6);
	RATIONALS(EXIF, 0x829a, 10, 600);
	RATIONALS(EXIF, 0x829d, 28, 10);
	add(EXIF, 0x8827, SHORT, 1, 400);
	text(EXIF, 0x9003, "2008:10:22 16:28:39");
	text(EXIF, 0x9011, "+01:00");
	RATIONALS(EXIF, 0x920a, 50, 1);
	text(EXIF, 0xa434, "f=50\nmm");
}

static void all(void)
{
	begin();
	camera();
	add(GPS, 1, ASCII, 2, 'S' << 24);
	RATIONALS(GPS, 2, 43, 1, 30, 1, 36, 1);
	add(GPS, 3, ASCII, 2, 'W' << 24);
	RATIONALS(GPS, 4, 11, 1, 0, 1, 0, 1);
	is_str(facts("\xff\xd8\xff\xe1??"),
	       "camera_make=ACME\n"
	       "camera_model=Lochkamera 3000\n"
	       "lens=f=50 mm\n"
	       "exposure=1/60\n"
	       "aperture=2.8\n"
	       "iso=400\n"
	       "focal_length=50\n"
	       "taken_at=2008-10-22T16:28:39+01:00\n"
	       "orientation=6\n"
	       "gps_lat=-43.510000\n"
	       "gps_lon=-11.000000\n",
	       "all facts, cleaned");
	is_int(strncmp(facts("any Exif E e other bytes"), "camera_make=ACME",
		       16),
	       0, "wherever the block stands");
}

static void nonsense(void)
{
	begin();
	add(IFD0, 0x0112, SHORT, 1, 9);
	RATIONALS(EXIF, 0x829a, 1, 0);
	RATIONALS(EXIF, 0x829d, 0, 0);
	add(EXIF, 0x8827, SHORT, 1, 0);
	text(EXIF, 0x9003, "0000:00:00 00:00:00");
	RATIONALS(EXIF, 0x920a, 4000000000, 1);
	add(GPS, 1, ASCII, 2, 'N' << 24);
	RATIONALS(GPS, 2, 91, 1, 0, 1, 0, 1);
	add(GPS, 3, ASCII, 2, 'E' << 24);
	RATIONALS(GPS, 4, 11, 1, 0, 1, 0, 1);
	is_str(facts(""), "", "what makes no sense has no line");
	begin();
	add(GPS, 1, ASCII, 2, '?' << 24);
	RATIONALS(GPS, 2, 43, 1, 0, 1, 0, 1);
	add(GPS, 3, ASCII, 2, 'E' << 24);
	RATIONALS(GPS, 4, 11, 1, 0, 1, 0, 1);
	text(EXIF, 0x9003, "2008:13:22 16:28:39");
	is_str(facts(""), "", "no half of the world, no month");
	begin();
	add(IFD0, 0x010f, ASCII, 0xffffffff, VALUES);
	add(IFD0, 0x0112, RATIONAL, 1, 0xfffffff0);
	is_str(facts(""), "", "values beyond the end");
	begin();
	RATIONALS(EXIF, 0x829a, 25, 10);
	is_str(facts(""), "exposure=2.5\n", "a long exposure");
	begin();
	put(4, 8, 4);
	put(IFD0, 0xffff, 2);
	facts("");
	ok(1, "a list without end ends");
}

static void chunks(void)
{
	struct buf file = { 0 }, out = { 0 };

	begin();
	add(IFD0, 0x0112, SHORT, 1, 3);
	buf_str(&file, "....eXIf");
	buf_put(&file, tiff, used);
	check_exif(&mem, (const unsigned char *)file.at, file.len, &out);
	is_str(buf_text(&out), "orientation=3\n", "in a PNG");
	buf_clear(&file);
	buf_clear(&out);
	buf_str(&file, "RIFF????WEBPEXIF????");
	buf_put(&file, tiff, used);
	check_exif(&mem, (const unsigned char *)file.at, file.len, &out);
	is_str(buf_text(&out), "orientation=3\n", "in a WebP");
	buf_clear(&out);
	check_exif(&mem, (const unsigned char *)"Exif\0\0MM\0*", 10, &out);
	check_exif(&mem, (const unsigned char *)"", 0, &out);
	check_exif(&mem, (const unsigned char *)"no picture at all", 17, &out);
	is_str(buf_text(&out), "", "nothing in nothing");
	buf_done(&file);
	buf_done(&out);
}

int main(void)
{
	all();
	nonsense();
	chunks();
	pool_done(&mem);
	return done_testing();
}
