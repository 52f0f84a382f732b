/* 6021-check-mp4.c -- boxes of an MP4: where metadata hide */
#include "tap.h"
#include "base/buf.h"
#include "base/err.h"
#include "proc/check.h"

#include <sys/mman.h>
#include <unistd.h>

/* Boxes are put together inside out: each has the ones before it as body. */
static struct buf b;

static void u32(struct buf *out, uint32_t n)
{
	const unsigned char bytes[4] = { n >> 24, n >> 16 & 0xff, n >> 8 & 0xff,
					 n & 0xff };

	buf_put(out, bytes, 4);
}

/* A box of this type round what was put since `from`. */
static void wrap(size_t from, const char *type)
{
	struct buf body = { 0 };

	buf_put(&body, b.at + from, b.len - from);
	b.len = from;
	u32(&b, (uint32_t)body.len + 8);
	buf_put(&b, type, 4);
	buf_put(&b, body.at, body.len);
	buf_done(&body);
}

static void box(const char *type, const char *body, size_t n)
{
	size_t from = b.len;

	buf_put(&b, body, n);
	wrap(from, type);
}

#define BOX(type, body) box(type, body, sizeof(body) - 1)

static void track(const char *kind, const char *extra)
{
	size_t trak = b.len, mdia;

	BOX("tkhd", "xxxx");
	mdia = b.len;
	BOX("mdhd", "xxxx");
	size_t hdlr = b.len;
	buf_put(&b, "\0\0\0\0\0\0\0\0", 8);
	buf_str(&b, kind);
	wrap(hdlr, "hdlr");
	wrap(mdia, "mdia");
	if (extra)
		box(extra, "x", 1);
	wrap(trak, "trak");
}

static void udta(const char *key, const char *value)
{
	size_t from = b.len, meta, ilst, item, data;

	meta = b.len;
	u32(&b, 0);
	BOX("hdlr", "0123456789ab");
	ilst = b.len;
	item = b.len;
	data = b.len;
	buf_put(&b, "\0\0\0\1\0\0\0\0", 8);
	buf_str(&b, value);
	wrap(data, "data");
	wrap(item, key);
	wrap(ilst, "ilst");
	wrap(meta, "meta");
	wrap(from, "udta");
}

static int mp4(void)
{
	int fd = memfd_create("mp4", MFD_CLOEXEC), rc;

	if (fd < 0 || write(fd, b.at, b.len) != (ssize_t)b.len)
		exit(EXIT_FAILURE);
	rc = check_mp4(fd);
	close(fd);
	return rc;
}

/* ftyp, moov with two tracks and udta, mdat */
static int whole(const char *kind, const char *in_track, const char *key,
		 const char *value)
{
	size_t moov;

	buf_clear(&b);
	BOX("ftyp", "isomxxxx");
	moov = b.len;
	BOX("mvhd", "xxxx");
	track("vide", in_track);
	track(kind, NULL);
	if (key)
		udta(key, value);
	wrap(moov, "moov");
	BOX("free", "\0\0\0");
	BOX("mdat", "picture and sound");
	return mp4();
}

static void metadata(void)
{
	is_int(whole("soun", NULL, NULL, NULL), 0, "a clean file");
	is_int(whole("soun", NULL, "\xa9too", "Lavf59.27.100"), 0,
	       "with the encoder's name");
	is_int(whole("soun", NULL, "\xa9too", "Lavf59 of Anna"), E_REFUSED,
	       "with more than that");
	is_int(whole("soun", NULL, "\xa9too", "HandBrake"), E_REFUSED,
	       "with another one's name");
	is_int(whole("soun", NULL, "\xa9nam", "Lavf59.27.100"), E_REFUSED,
	       "with a title");
	is_int(whole("soun", NULL, "\xa9xyz", "+43.4+11.8/"), E_REFUSED,
	       "with a place");
	is_int(whole("meta", NULL, NULL, NULL), E_REFUSED,
	       "with a track of metadata");
	is_int(whole("tmcd", NULL, NULL, NULL), E_REFUSED,
	       "with a track of time codes");
	is_int(whole("soun", "udta", NULL, NULL), E_REFUSED,
	       "with user data in a track");
	is_int(whole("soun", "meta", NULL, NULL), E_REFUSED,
	       "with metadata in a track");
	is_int(whole("soun", "uuid", NULL, NULL), E_REFUSED,
	       "with a private box");
	is_int(whole("soun", "edts", NULL, NULL), 0, "with an edit list");
}

static void order(void)
{
	buf_clear(&b);
	BOX("ftyp", "isom");
	BOX("mdat", "x");
	BOX("moov", "");
	is_int(mp4(), E_REFUSED, "moov behind mdat");
	buf_clear(&b);
	BOX("moov", "");
	BOX("mdat", "x");
	is_int(mp4(), E_DAMAGED, "no ftyp");
	buf_clear(&b);
	BOX("ftyp", "isom");
	BOX("moov", "");
	is_int(mp4(), E_DAMAGED, "no mdat");
	BOX("mdat", "x");
	is_int(mp4(), 0, "all of them");
	BOX("meta", "x");
	is_int(mp4(), E_REFUSED, "and metadata behind");
	buf_clear(&b);
	BOX("ftyp", "isom");
	BOX("free", "\0\0secret");
	BOX("moov", "");
	BOX("mdat", "x");
	is_int(mp4(), E_REFUSED, "free space that is not empty");
}

static void broken(void)
{
	int good = 0, all = 0;

	whole("soun", NULL, "\xa9too", "Lavf59.27.100");
	/* a cut at the seam behind moov leaves whole boxes, but no mdat */
	for (size_t n = b.len; b.len > 0; all++) {
		b.len = --n;
		good += mp4() < 0;
	}
	is_int(good, all, "cut off anywhere is refused");
	buf_clear(&b);
	BOX("ftyp", "isom");
	u32(&b, 1);
	buf_str(&b, "mdat");
	u32(&b, 0xffffffff);
	u32(&b, 0xffffffff);
	is_int(mp4(), E_DAMAGED, "a size beyond numbers");
	buf_clear(&b);
	BOX("ftyp", "isom");
	for (int i = 0; i < 20; i++) {
		wrap(16, i == 19 ? "moov" : "trak");
	}
	is_int(mp4(), E_DAMAGED, "boxes in boxes in boxes");
	buf_clear(&b);
	is_int(mp4(), E_DAMAGED, "an empty file");
	buf_str(&b, "this is a text, not a film");
	is_int(mp4(), E_DAMAGED, "a text");
}

int main(void)
{
	metadata();
	order();
	broken();
	buf_done(&b);
	return done_testing();
}
