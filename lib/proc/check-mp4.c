/*
 * check-mp4.c -- the boxes of an MP4 (ISO/IEC 14496-12), and none too many
 *
 * Outside of moov a list of what is allowed; inside, where codecs bring boxes
 * of their own, the places where metadata live are closed: udta (but for the
 * encoder's name), meta, uuid, and tracks that are neither picture nor sound.
 */
#include "proc/check.h"
#include "base/base.h"
#include "base/err.h"
#include "proc/check-bytes.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEPTH_MAX	 8
#define BOXES_MAX	 100000
#define FREE_MAX	 (64 << 10) /* of bytes that are left empty */
#define PIECE		 4096
#define TOO_BYTES_MAX	 64

#define TYPE(a, b, c, d) ((uint32_t)(a) << 24 | (b) << 16 | (c) << 8 | (d))
#define COPYRIGHT_TOO	 TYPE(0xa9, 't', 'o', 'o')

struct walk {
	int fd;
	int boxes;
	bool ftyp, moov, mdat;
};

/* What lies between two places of the file; body is behind the head. */
struct box {
	uint32_t type;
	int64_t body, end;
	int depth;
};

static int read_at(int fd, void *out, size_t n, int64_t at)
{
	ssize_t got;

	do {
		got = pread(fd, out, n, at);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		return err_sys("read the MP4");
	if ((size_t)got < n)
		return err(E_DAMAGED, "the MP4 is cut off");
	return 0;
}

static int not_allowed(const struct box *b)
{
	char text[5] = "";

	for (int i = 0; i < 4; i++) {
		unsigned char c = b->type >> (24 - 8 * i) & 0xff;

		text[i] = isprint(c) ? (char)c : '?';
	}
	return err(E_REFUSED,
		   "the MP4 holds a box '%s', which a rendition "
		   "must not",
		   text);
}

/* The box that begins at a place, within the one that it lies in. */
static int box_at(struct walk *w, int64_t at, const struct box *in,
		  struct box *ret)
{
	unsigned char head[16];
	int64_t size, head_n = 8;
	int rc;

	if (++w->boxes > BOXES_MAX || in->depth == DEPTH_MAX)
		return err(E_DAMAGED, "the MP4 has too many boxes");
	if (in->end - at < head_n)
		return err(E_DAMAGED, "the MP4 has half a box");
	rc = read_at(w->fd, head, 8, at);
	if (rc < 0)
		return rc;
	size = be32(head);
	if (size == 1) {
		head_n = 16;
		rc = read_at(w->fd, head + 8, 8, at + 8);
		if (rc < 0)
			return rc;
		size = (int64_t)(be64(head + 8) & INT64_MAX);
	}
	if (size < head_n || size > in->end - at)
		return err(E_DAMAGED, "the MP4 has a box beyond its end");
	*ret = (struct box){ be32(head + 4), at + head_n, at + size,
			     in->depth + 1 };
	return 0;
}

typedef int box_look(struct walk *, const struct box *);

static int each(struct walk *w, const struct box *in, int64_t skip,
		box_look *look)
{
	int64_t at = in->body + skip;
	struct box b;
	int rc = 0;

	while (rc == 0 && at < in->end) {
		rc = box_at(w, at, in, &b);
		if (rc == 0)
			rc = look(w, &b);
		at = b.end;
	}
	return rc;
}

/* --- udta/meta/ilst: the encoder's name and nothing else ------------------ */

/* "Lavf59.27.100" in a box `data`, behind type and locale */
static int name_data(struct walk *w, const struct box *b)
{
	unsigned char text[8 + TOO_BYTES_MAX];
	int64_t n = b->end - b->body;
	int rc;

	if (b->type != TYPE('d', 'a', 't', 'a') || n < 12 ||
	    n > (int64_t)sizeof(text))
		return not_allowed(b);
	rc = read_at(w->fd, text, (size_t)n, b->body);
	if (rc == 0 && memcmp(text + 8, "Lav", 3) != 0)
		rc = not_allowed(b);
	for (int64_t i = 12; rc == 0 && i < n; i++) {
		if (!isdigit(text[i]) && text[i] != '.')
			rc = not_allowed(b);
	}
	return rc;
}

static int ilst_item(struct walk *w, const struct box *b)
{
	return b->type == COPYRIGHT_TOO ? each(w, b, 0, name_data)
					: not_allowed(b);
}

static int meta_box(struct walk *w, const struct box *b)
{
	if (b->type == TYPE('h', 'd', 'l', 'r'))
		return 0;
	return b->type == TYPE('i', 'l', 's', 't') ? each(w, b, 0, ilst_item)
						   : not_allowed(b);
}

static int udta_box(struct walk *w, const struct box *b)
{
	/* meta has four bytes of version and flags before its boxes */
	return b->type == TYPE('m', 'e', 't', 'a') ? each(w, b, 4, meta_box)
						   : not_allowed(b);
}

/* --- moov ----------------------------------------------------------------- */

static int handler(struct walk *w, const struct box *b)
{
	unsigned char text[12];
	int rc;

	if (b->end - b->body < (int64_t)sizeof(text))
		return err(E_DAMAGED, "the MP4 has a track of no kind");
	rc = read_at(w->fd, text, sizeof(text), b->body);
	if (rc < 0)
		return rc;
	switch (be32(text + 8)) {
	case TYPE('v', 'i', 'd', 'e'):
	case TYPE('s', 'o', 'u', 'n'):
	case TYPE('s', 'b', 't', 'l'):
	case TYPE('t', 'e', 'x', 't'): return 0;
	default:
		return err(E_REFUSED,
			   "the MP4 holds a track '%.4s', which is "
			   "neither picture nor sound",
			   (const char *)text + 8);
	}
}

static int moov_box(struct walk *w, const struct box *b)
{
	switch (b->type) {
	case TYPE('t', 'r', 'a', 'k'):
	case TYPE('m', 'd', 'i', 'a'):
	case TYPE('m', 'i', 'n', 'f'):
	case TYPE('s', 't', 'b', 'l'): return each(w, b, 0, moov_box);
	case TYPE('h', 'd', 'l', 'r'): return handler(w, b);
	case TYPE('u', 'd', 't', 'a'):
		return b->depth == 2 ? each(w, b, 0, udta_box) : not_allowed(b);
	case TYPE('m', 'e', 't', 'a'):
	case TYPE('u', 'u', 'i', 'd'):
	case TYPE('f', 'r', 'e', 'e'):
	case TYPE('s', 'k', 'i', 'p'): return not_allowed(b);
	default: return 0;
	}
}

/* --- the file ------------------------------------------------------------- */

/* Empty means empty: it is a good place to hide. */
static int free_box(const struct walk *w, const struct box *b)
{
	unsigned char piece[PIECE];
	int64_t at = b->body;
	int rc;

	if (b->end - b->body > FREE_MAX)
		return not_allowed(b);
	while (at < b->end) {
		size_t n = b->end - at < PIECE ? (size_t)(b->end - at) : PIECE;

		rc = read_at(w->fd, piece, n, at);
		if (rc < 0)
			return rc;
		for (size_t i = 0; i < n; i++) {
			if (piece[i])
				return not_allowed(b);
		}
		at += PIECE;
	}
	return 0;
}

static int top_box(struct walk *w, const struct box *b)
{
	if (b->type == TYPE('f', 't', 'y', 'p') && w->boxes == 1) {
		w->ftyp = true;
		return 0;
	}
	if (!w->ftyp)
		return err(E_DAMAGED, "the MP4 does not begin with its type");
	switch (b->type) {
	case TYPE('f', 'r', 'e', 'e'): return free_box(w, b);
	case TYPE('m', 'd', 'a', 't'):
		w->mdat = true;
		if (!w->moov)
			return err(E_REFUSED, "the MP4 cannot be played while "
					      "it loads: moov is not in front");
		return 0;
	case TYPE('m', 'o', 'o', 'v'):
		if (w->moov)
			return not_allowed(b);
		w->moov = true;
		return each(w, b, 0, moov_box);
	default: return not_allowed(b);
	}
}

int check_mp4(int fd)
{
	struct walk w = { .fd = fd };
	struct box file = { 0 };
	struct stat st;
	int rc;

	if (fstat(fd, &st) < 0)
		return err_sys("look at the MP4");
	file.end = st.st_size;
	rc = each(&w, &file, 0, top_box);
	if (rc == 0 && (!w.moov || !w.mdat))
		return err(E_DAMAGED, "the MP4 has no %s",
			   w.moov ? "mdat" : "moov");
	return rc;
}
