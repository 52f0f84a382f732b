/*
 * check-place.c -- does an original tell where it was made?
 *
 * Files tell it in more ways than one can parse: EXIF of a picture or within
 * a film, XMP, boxes of phones, tags of any container, tracks of telemetry. So
 * every byte is looked at for the words and headers that begin such things,
 * and what cannot be looked into (packed XMP in PNG) counts as telling. A
 * false alarm keeps an original from strangers, no more.
 */
#include "proc/check.h"
#include "base/base.h"
#include "base/err.h"
#include "base/io.h"

#include <string.h>
#include <unistd.h>

#define STEP_BYTES    (1 << 20)
#define OVERLAP_BYTES 64
#define GPS_TAG	      0x8825
#define IFDS_MAX      64
#define ENTRIES_MAX   512
#define ENTRY_BYTES   12

struct needle {
	const char *bytes;
	size_t n;
};

#define NEEDLE(text)                                                           \
	{                                                                      \
		text, sizeof(text) - 1                                         \
	}

/* XMP, boxes, tags in 8 and 16 bits, telemetry, packed text in PNG. */
static const struct needle needles[] = {
	NEEDLE("GPSL"),		NEEDLE("GPSC"),
	NEEDLE("GPSD"),		NEEDLE("G\0P\0S\0L"),
	NEEDLE("ISO6709"),	NEEDLE("\251xyz"),
	NEEDLE("loci\0\0\0\0"), NEEDLE("ocation"),
	NEEDLE("OCATION"),	NEEDLE("o\0c\0a\0t\0i\0o\0n"),
	NEEDLE("gpmd"),		NEEDLE("Raw profile type"),
	NEEDLE("zTXtXML"),	NEEDLE("XML:com.adobe.xmp\0\1"),
};

static const struct needle headers[] = {
	NEEDLE("II*\0"),
	NEEDLE("MM\0*"),
	NEEDLE("II+\0"), /* BigTIFF: taken for telling */
	NEEDLE("MM\0+"),
};

static bool stands_at(const struct needle *n, const unsigned char *at,
		      size_t left)
{
	return left >= n->n && memcmp(at, n->bytes, n->n) == 0;
}

static uint32_t number(const unsigned char *at, size_t n, bool big)
{
	uint32_t value = 0;

	for (size_t i = 0; i < n; i++)
		value |= (uint32_t)at[i] << 8 * (big ? n - 1 - i : i);
	return value;
}

static bool read_at(int fd, void *to, size_t n, int64_t from)
{
	return from >= 0 && pread(fd, to, n, from) == (ssize_t)n;
}

/* One folder of a TIFF; ret_next: where the next one is, 0: none. */
static bool ifd_has_gps(int fd, int64_t header, uint32_t offset, bool big,
			uint32_t *ret_next)
{
	unsigned char entry[ENTRY_BYTES], head[4];
	int64_t at = header + offset;
	uint32_t count;

	*ret_next = 0;
	if (!read_at(fd, head, 2, at))
		return false;
	count = number(head, 2, big);
	if (!count || count > ENTRIES_MAX)
		return false;
	for (uint32_t i = 0; i < count; i++) {
		if (!read_at(fd, entry, sizeof(entry),
			     at + 2 + (int64_t)i * ENTRY_BYTES))
			return false;
		if (number(entry, 2, big) == GPS_TAG)
			return true;
	}
	if (read_at(fd, head, 4, at + 2 + (int64_t)count * ENTRY_BYTES))
		*ret_next = number(head, 4, big);
	return false;
}

static bool tiff_has_gps(int fd, int64_t header, bool big)
{
	unsigned char head[4];
	uint32_t next;

	if (!read_at(fd, head, 4, header + 4))
		return false;
	next = number(head, 4, big);
	for (int i = 0; next && i < IFDS_MAX; i++)
		if (ifd_has_gps(fd, header, next, big, &next))
			return true;
	return next != 0; /* more of them than one looks at */
}

static bool header_tells(int fd, const unsigned char *at, size_t left,
			 int64_t offset)
{
	for (size_t i = 0; i < ARRAY_LEN(headers); i++) {
		if (!stands_at(&headers[i], at, left))
			continue;
		if (i < 2)
			return tiff_has_gps(fd, offset, i == 1);
		return offset == 0;
	}
	return false;
}

static bool needle_tells(const unsigned char *at, size_t left)
{
	for (size_t i = 0; i < ARRAY_LEN(needles); i++)
		if (stands_at(&needles[i], at, left))
			return true;
	return false;
}

/* Bytes that begin something: all others are passed over at once. */
static void mark_starts(bool starts[256])
{
	for (size_t i = 0; i < ARRAY_LEN(needles); i++)
		starts[(unsigned char)needles[i].bytes[0]] = true;
	for (size_t i = 0; i < ARRAY_LEN(headers); i++)
		starts[(unsigned char)headers[i].bytes[0]] = true;
}

static bool tells(int fd, const unsigned char *at, size_t left, int64_t offset)
{
	return needle_tells(at, left) || header_tells(fd, at, left, offset);
}

int check_place(int fd)
{
	static unsigned char bytes[STEP_BYTES + OVERLAP_BYTES];
	bool starts[256] = { 0 };
	int64_t offset = 0; /* of bytes[0] in the file */
	size_t kept = 0, got;

	mark_starts(starts);
	for (;;) {
		int rc = io_read(fd, bytes + kept, STEP_BYTES, &got);
		size_t n = kept + got;

		if (rc < 0)
			return rc;
		for (size_t i = 0; i < n; i++)
			if (starts[bytes[i]] &&
			    tells(fd, bytes + i, n - i, offset + (int64_t)i))
				return 1;
		if (got < STEP_BYTES)
			return 0;
		kept = OVERLAP_BYTES;
		memmove(bytes, bytes + n - kept, kept);
		offset += (int64_t)(n - kept);
	}
}
