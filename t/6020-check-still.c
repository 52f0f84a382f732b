/* 6020-check-still.c -- pictures, whole and clean, and all that they are not */
#include "tap.h"
#include "base/buf.h"
#include "base/err.h"
#include "proc/check.h"

static struct buf b;

static int still(void)
{
	return check_still((const unsigned char *)b.at, b.len, 640, 480);
}

#define PUT(bytes) buf_put(&b, bytes, sizeof(bytes) - 1)

/* --- JPEG */

#define SOI  "\xff\xd8"
#define JFIF "\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
#define SOF  "\xff\xc0\x00\x08\x08\x01\xe0\x02\x80\x00"
#define DHT  "\xff\xc4\x00\x04zz"
#define SCAN "\xff\xda\x00\x04zz picture \xff\x00 more \xff\xd0 end"
#define EOI  "\xff\xd9"

#define JPEG(name, want, bytes)                                                \
	do {                                                                   \
		buf_clear(&b);                                                 \
		PUT(SOI bytes);                                                \
		is_int(still(), want, "JPEG: " name);                          \
	} while (0)

static void jpegs(void)
{
	JPEG("plain", 0, JFIF DHT SOF SCAN EOI);
	JPEG("without JFIF", 0, SOF SCAN EOI);
	JPEG("two scans", 0, JFIF SOF SCAN DHT SCAN EOI);
	JPEG("Adobe's colours", 0,
	     "\xff\xee\x00\x0e"
	     "Adobe\0dddddd" SOF SCAN EOI);
	JPEG("the encoder's name", 0,
	     "\xff\xfe\x00\x10Lavc59.37.100\0" SOF SCAN EOI);
	JPEG("EXIF", E_REFUSED,
	     "\xff\xe1\x00\x08"
	     "Exif\0\0" SOF SCAN EOI);
	JPEG("IPTC", E_REFUSED, "\xff\xed\x00\x04xx" SOF SCAN EOI);
	JPEG("a profile", E_REFUSED, "\xff\xe2\x00\x04xx" SOF SCAN EOI);
	JPEG("a comment", E_REFUSED, "\xff\xfe\x00\x05mum" SOF SCAN EOI);
	JPEG("a comment like the encoder's", E_REFUSED,
	     "\xff\xfe\x00\x09Lavc5 a" SOF SCAN EOI);
	JPEG("a thumbnail in JFIF", E_REFUSED,
	     "\xff\xe0\x00\x13JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01"
	     "abc" SOF SCAN EOI);
	JPEG("one that JFIF promises", E_REFUSED,
	     "\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01" SOF SCAN
		     EOI);
	JPEG("JFXX", E_REFUSED, "\xff\xe0\x00\x08JFXX\0\x10" SOF SCAN EOI);
	JPEG("EXIF between scans", E_REFUSED,
	     SOF SCAN "\xff\xe1\x00\x08"
		      "Exif\0\0" SCAN EOI);
	JPEG("bytes after the end", E_REFUSED, JFIF SOF SCAN EOI "x");
	JPEG("no end", E_DAMAGED, JFIF SOF SCAN);
	JPEG("no picture", E_DAMAGED, JFIF SOF EOI);
	JPEG("no size", E_DAMAGED, JFIF SCAN EOI);
	JPEG("a size of nothing", E_DAMAGED,
	     "\xff\xc0\x00\x08\x08\x00\x00\x02\x80\x00" SCAN EOI);
	JPEG("one pixel too wide", E_DAMAGED,
	     "\xff\xc0\x00\x08\x08\x01\xe0\x02\x81\x00" SCAN EOI);
	JPEG("a segment beyond the end", E_DAMAGED, "\xff\xdb\xff\xff" SOF);
	JPEG("a segment of length 1", E_DAMAGED, "\xff\xdb\x00\x01" SOF);
	JPEG("no marker", E_DAMAGED, JFIF "abc" SOF SCAN EOI);
}

/* --- WebP */

static void chunk(const char *name, const void *bytes, uint32_t n)
{
	unsigned char size[4] = { n & 0xff, n >> 8 & 0xff, n >> 16 & 0xff, 0 };

	buf_put(&b, name, 4);
	buf_put(&b, size, 4);
	buf_put(&b, bytes, n);
	if (n % 2)
		buf_put(&b, "", 1);
}

#define CHUNK(name, bytes) chunk(name, bytes, sizeof(bytes) - 1)
#define VP8		   "\0\0\0\x9d\x01\x2a\x80\x02\xe0\x01"
#define VP8L		   "\x2f\x0f\xc0\x03\x00"
#define CANVAS(flags)	   flags "\0\0\0\x7f\x02\0\xdf\x01\0"

static void begin(void)
{
	buf_clear(&b);
	PUT("RIFF????WEBP");
}

static int end(size_t more)
{
	size_t n = b.len - 8 + more;

	for (int i = 0; i < 4; i++)
		b.at[4 + i] = (char)(n >> 8 * i & 0xff);
	return still();
}

static void webps(void)
{
	begin();
	CHUNK("VP8 ", VP8);
	is_int(end(0), 0, "WebP: lossy");
	is_int(end(2), E_DAMAGED, "WebP: cut off");
	PUT("x");
	is_int(end((size_t)-1), E_REFUSED, "WebP: a byte after the end");
	begin();
	CHUNK("VP8L", VP8L);
	is_int(end(0), 0, "WebP: lossless, of an odd length");
	begin();
	CHUNK("VP8X", CANVAS("\x12"));
	CHUNK("ANIM", "\0\0\0\0\0\0");
	CHUNK("ANMF", "0123456789abcdef"
		      "ALPH\1\0\0\0a\0VP8L\5\0\0\0" VP8L "\0");
	is_int(end(0), 0, "WebP: animated");
	CHUNK("EXIF", "MM\0*");
	is_int(end(0), E_REFUSED, "WebP: EXIF at the end");
	begin();
	CHUNK("VP8X", CANVAS("\x02"));
	CHUNK("ANMF", "0123456789abcdef"
		      "EXIF\4\0\0\0MM\0*");
	is_int(end(0), E_REFUSED, "WebP: EXIF in a frame");
	begin();
	CHUNK("VP8X", CANVAS("\x04"));
	CHUNK("VP8 ", VP8);
	is_int(end(0), E_REFUSED, "WebP: XMP is promised");
	begin();
	CHUNK("VP8X", CANVAS("\0"));
	is_int(end(0), E_DAMAGED, "WebP: a canvas without a picture");
	begin();
	CHUNK("VP8 ", VP8);
	CHUNK("XMP ", "<x/>");
	is_int(end(0), E_REFUSED, "WebP: XMP");
	begin();
	CHUNK("ICCP", "x");
	CHUNK("VP8 ", VP8);
	is_int(end(0), E_REFUSED, "WebP: a profile");
	begin();
	CHUNK("mum ", "x");
	is_int(end(0), E_REFUSED, "WebP: an unknown chunk");
	begin();
	is_int(end(0), E_DAMAGED, "WebP: nothing");
}

/* --- PNG */

#define IHDR "\0\0\0\rIHDR\0\0\2\x80\0\0\1\xe0\x08\2\0\0\0CRC!"
#define IDAT "\0\0\0\4IDAT1234CRC!"
#define IEND "\0\0\0\0IENDCRC!"

#define PNG(name, want, bytes)                                                 \
	do {                                                                   \
		buf_clear(&b);                                                 \
		PUT("\x89PNG\r\n\x1a\n" bytes);                                \
		is_int(still(), want, "PNG: " name);                           \
	} while (0)

static void pngs(void)
{
	PNG("plain", 0, IHDR IDAT IEND);
	PNG("text", E_REFUSED, IHDR "\0\0\0\3tEXta\0bCRC!" IDAT IEND);
	PNG("EXIF", E_REFUSED, IHDR IDAT "\0\0\0\4eXIfMM\0*CRC!" IEND);
	PNG("a profile", E_REFUSED, IHDR "\0\0\0\1iCCPxCRC!" IDAT IEND);
	PNG("a time", E_REFUSED, IHDR "\0\0\0\1tIMExCRC!" IDAT IEND);
	PNG("bytes after the end", E_REFUSED, IHDR IDAT IEND "x");
	PNG("no end", E_DAMAGED, IHDR IDAT);
	PNG("no picture", E_DAMAGED, IHDR IEND);
	PNG("half a chunk", E_DAMAGED, IHDR "\xff\0\0\4IDAT1234CRC!");
}

static void others(void)
{
	buf_clear(&b);
	PUT("");
	is_int(still(), E_DAMAGED, "an empty file");
	PUT("GIF89a");
	is_int(still(), E_UNSUPPORTED, "a GIF");
	buf_clear(&b);
	PUT("RIFF\0\0\0\0WAVE");
	is_int(still(), E_UNSUPPORTED, "another RIFF");
}

static void lengths(void)
{
	static const char probe[] = "format.filename=\"x\"\n"
				    "format.duration=\"30.0235\"\n"
				    "format.size=\"1\"\n";

	is_int(check_length(probe, 30023), 0, "a length");
	is_int(check_length(probe, 31023), 0, "a second less is near enough");
	is_int(check_length(probe, 31024), E_DAMAGED, "more is not");
	is_int(check_length(probe, 29023), 0, "a second more, too");
	is_int(check_length(probe, 29022), E_DAMAGED, "but no more");
	is_int(check_length("format.duration=\"98.1\"\n", 100000), 0,
	       "2 % of what is long");
	is_int(check_length("format.duration=\"97.9\"\n", 100000), E_DAMAGED,
	       "but no more");
	is_int(check_length("format.duration=\"N/A\"\n", 10), E_DAMAGED,
	       "no length");
	is_int(check_length("x=1\n", 10), E_DAMAGED, "no line");
	is_int(check_length("", 10), E_DAMAGED, "nothing");
	is_int(check_length("xformat.duration=1\n", 10), E_DAMAGED,
	       "another line");
	is_int(check_length("format.duration=99999999999999999999", 10),
	       E_DAMAGED, "a length beyond numbers");
}

int main(void)
{
	jpegs();
	webps();
	pngs();
	others();
	lengths();
	buf_done(&b);
	return done_testing();
}
