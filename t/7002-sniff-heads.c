/* 7002-sniff-heads.c -- the kind by the first bytes, of each format */
#include "tap.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "media/sniff.h"

const char *program_name = "7002-sniff-heads";

static struct pool mem;
static struct kinds kinds;

struct head {
	const char *bytes;
	size_t n;
	const char *kind, *format; /* NULL: refused */
};

/* the rest is filled with what no format begins with */
#define HEAD(text, kind, format)                                               \
	{                                                                      \
		text, sizeof(text) - 1, kind, format                           \
	}

static const struct head heads[] = {
	HEAD("\xff\xd8\xff\xe0", "image", "jpeg"),
	HEAD("\x89PNG\r\n\x1a\n", "image", "png"),
	HEAD("GIF87a", "image", "gif"),
	HEAD("GIF89a", "image", "gif"),
	HEAD("RIFF\1\2\3\4WEBPVP8 ", "image", "webp"),
	HEAD("RIFF\1\2\3\4AVI LIST", "video", "avi"),
	HEAD("RIFF\1\2\3\4WAVEfmt ", "audio", "wav"),
	HEAD("RIFF\1\2\3\4CDXA", NULL, NULL),
	HEAD("\0\0\0\x18"
	     "ftypheic\0\0\0\0mif1heic",
	     "image", "heic"),
	HEAD("\0\0\0\x18"
	     "ftypmif1\0\0\0\0mif1avif",
	     "image", "avif"),
	HEAD("\0\0\0\x1c"
	     "ftypavif\0\0\0\0avifmif1miaf",
	     "image", "avif"),
	HEAD("\0\0\0\x18"
	     "ftypisom\0\0\2\0isommp41",
	     "video", "mp4"),
	HEAD("\0\0\0\x18"
	     "ftypXXXX\0\0\2\0XXXXYYYY",
	     "video", "mp4"),
	HEAD("\0\0\0\x14"
	     "ftypqt  \0\0\2\0qt  ",
	     "video", "mov"),
	HEAD("\0\0\0\x14"
	     "ftypM4A \0\0\2\0mp42",
	     "audio", "m4a"),
	HEAD("\0\0\0\x14"
	     "ftypXXXX\0\0\2\0M4A ",
	     "audio", "m4a"),
	HEAD("\0\0\0\x14"
	     "ftyp3gp4\0\0\2\0"
	     "3gp4",
	     "video", "3gp"),
	HEAD("\0\0\0\x08wide\0\0\0\0mdat", "video", "mp4"),
	HEAD("\0\0\1\0moov\0\0\0\x6cmvhd", "video", "mp4"),
	HEAD("\x1a\x45\xdf\xa3\x9f\x42\x86\x81\1\x42\x82\x84webm", "video",
	     "webm"),
	HEAD("\x1a\x45\xdf\xa3\x9f\x42\x86\x81\1\x42\x82\x88matroska", "video",
	     "mkv"),
	HEAD("\x1a\x45\xdf\xa3\x9f\x42\x86\x81\1\x42\x82\x84none", NULL, NULL),
	HEAD("II*\0\x08\0\0\0", "image", "tiff"),
	HEAD("MM\0*\0\0\0\x08", "image", "tiff"),
	HEAD("BM\x36\x10\x0e\0\0\0\0\0\x36\0\0\0", "image", "bmp"),
	HEAD("OggS\0\2", "audio", "ogg"),
	HEAD("fLaC\0\0\0\x22", "audio", "flac"),
	HEAD("ID3\4\0\0\0\0\0\0", "audio", "mp3"),
	HEAD("FORM\0\0\1\0AIFFCOMM", "audio", "aiff"),
	HEAD("#!AMR\n\x04", "audio", "amr"),
	HEAD("FLV\1\5\0\0\0\x09", "video", "flv"),
	HEAD("\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\0\xaa\0\x62\xce\x6c",
	     "video", "wmv"),
	HEAD("\0\0\1\xba\x44", "video", "mpeg"),
	HEAD("PK\3\4\x14\0", NULL, NULL),
	HEAD("\x7f"
	     "ELF\2\1\1",
	     NULL, NULL),
	HEAD("\0\1\2\3\4\5\6\7", NULL, NULL),
};

static int look(const void *bytes, size_t n, struct sniffed *ret)
{
	unsigned char whole[SNIFF_BYTES];

	memset(whole, 0x11, sizeof(whole));
	memcpy(whole, bytes, n);
	return sniff(&kinds, whole, sizeof(whole), ret);
}

static void formats(void)
{
	for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
		const struct head *h = &heads[i];
		struct sniffed s = { 0 };
		int rc = look(h->bytes, h->n, &s);
		const char *name = pool_fmt(&mem, "head %zu is %s", i,
					    h->format ? h->format : "nothing");

		if (h->format)
			ok(rc == 0 && str_eq(s.kind->name, h->kind) &&
				   str_eq(s.format->name, h->format),
			   name);
		else
			is_int(rc, E_UNSUPPORTED, name);
	}
}

/* Frames that follow each other at the length that each tells. */
static void frames(void)
{
	unsigned char b[SNIFF_BYTES] = { 0 };
	struct sniffed s;

	/* MPEG 1 layer 3, 128 kbit/s, 44100 Hz: 417 bytes */
	for (size_t at = 0; at + 4 < sizeof(b); at += 417)
		memcpy(b + at, "\xff\xfb\x90\x64", 4);
	is_int(sniff(&kinds, b, sizeof(b), &s), 0, "frames of MPEG audio");
	is_str(s.format->name, "mp3", "are an MP3");
	b[417] = 0;
	is_int(sniff(&kinds, b, sizeof(b), &s), E_UNSUPPORTED, "one is not");
	memset(b, 0, sizeof(b));
	for (size_t at = 0; at + 7 < sizeof(b); at += 256)
		memcpy(b + at, "\xff\xf1\x50\x80\x20\x1f\xfc", 7);
	is_int(sniff(&kinds, b, sizeof(b), &s), 0, "frames of ADTS");
	is_str(s.format->name, "aac", "are AAC");
	b[256] = 0;
	is_int(sniff(&kinds, b, sizeof(b), &s), E_UNSUPPORTED, "one is not");
	memset(b, 0, sizeof(b));
	for (size_t at = 0; at < sizeof(b); at += 188)
		b[at] = 0x47;
	is_int(sniff(&kinds, b, sizeof(b), &s), 0, "packets of MPEG-TS");
	is_str(s.format->name, "mpegts", "are a film");
	b[376] = 0;
	is_int(sniff(&kinds, b, sizeof(b), &s), E_UNSUPPORTED, "two are not");
	memset(b, 0, sizeof(b));
	for (size_t at = 4; at < sizeof(b); at += 192)
		b[at] = 0x47;
	is_int(sniff(&kinds, b, sizeof(b), &s), 0, "packets of a disc");
}

static const struct {
	const char *text, *sentence;
} texts[] = {
	{ "#EXTM3U\n#EXT-X-TARGETDURATION:1\nother.ts\n", "playlist" },
	{ "\xef\xbb\xbf\r\n #extm3u\nother.ts\n", "playlist" },
	{ "ffconcat version 1.0\nfile other.mp4\n", "playlist" },
	{ "[playlist]\nFile1=a.mp3\n", "playlist" },
	{ "<?xml version='1.0'?><MPD/>", "XML" },
	{ "<MPD xmlns='urn:mpeg:dash:schema:mpd:2011'/>", "playlist" },
	{ "<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG" },
	{ "<!DOCTYPE html><p>", "web page" },
	{ "%PDF-1.7\n", "PDF" },
	{ "Only words, and \xc3\xa4 few of them.\n", "text" },
	{ "BM is how it begins", "text" },
	{ "ID3 is how it begins", "text" },
	{ "FORM is how it begins", "text" },
};

static void refusals(void)
{
	struct sniffed s = { 0 };
	int rc;

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		rc = sniff(&kinds, texts[i].text, strlen(texts[i].text), &s);
		ok(rc == E_UNSUPPORTED &&
			   strstr(err_text(rc), texts[i].sentence),
		   pool_fmt(&mem, "text %zu is told to be %s", i,
			    texts[i].sentence));
	}
	rc = look(texts[0].text, strlen(texts[0].text) + 1, &s);
	ok(rc == E_UNSUPPORTED && strstr(err_text(rc), "playlist"),
	   "a playlist with a NUL in it is one still");
	is_int(sniff(&kinds, "", 0, &s), E_EMPTY, "no byte at all");
	is_int(sniff(&kinds, "\xff", 1, &s), E_UNSUPPORTED, "one byte");
	ok(!s.kind && !s.format, "what is refused leaves the result alone");
	for (size_t i = 0; i < ARRAY_LEN(heads); i++)
		for (size_t n = 1; n < heads[i].n; n++)
			(void)sniff(&kinds, heads[i].bytes, n, &s);
	ok(1, "every head can be cut anywhere");
}

int main(void)
{
	const char *src = getenv("GREMLIN_SRC");
	int rc = kinds_load(
		&mem, pool_fmt(&mem, "%s/lib/media/recipes", src ? src : "."),
		"/nonexistent", &kinds);

	if (!ok(rc == 0, "the recipes of the release can be read"))
		printf("#   %s\n", err_text(rc));
	is_int(kinds.n, 3, "three of them");
	formats();
	frames();
	refusals();
	pool_done(&mem);
	return done_testing();
}
