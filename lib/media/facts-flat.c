/*
 * facts-flat.c -- read what ffprobe -of flat says
 *
 * streams.stream.0.codec_name="h264", one value a line, text in quotes. The
 * first moving picture, the first sound and the first cover of a file are the
 * ones that count, as in the commands of the recipes (0:V:0, 0:a:0).
 */
#include "media/facts.h"
#include "media/lines.h"
#include "base/base.h"
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	STREAMS_MAX = 32,
	VALUE_MAX = 256
};

struct stream {
	char type[16], codec[32], profile[32], pix_fmt[32];
	char field_order[16], matrix[32], transfer[32], sar[24], fps[24],
		fps_real[24];
	char title[VALUE_MAX], artist[VALUE_MAX], album[VALUE_MAX];
	char width[16], height[16], level[16], bps[24], rotation[16];
	char channels[16], rate[16], attached[4], frames[16];
};

struct format {
	char name[48], duration[32];
	char title[VALUE_MAX], artist[VALUE_MAX], album[VALUE_MAX];
};

struct field {
	const char *key;
	size_t offset, size;
};

#define FIELD(of, key, field)                                                  \
	{                                                                      \
		key, offsetof(struct of, field),                               \
			sizeof(((struct of *)0)->field)                        \
	}

static const struct field stream_fields[] = {
	FIELD(stream, "codec_type", type),
	FIELD(stream, "codec_name", codec),
	FIELD(stream, "profile", profile),
	FIELD(stream, "pix_fmt", pix_fmt),
	FIELD(stream, "field_order", field_order),
	FIELD(stream, "color_space", matrix),
	FIELD(stream, "color_transfer", transfer),
	FIELD(stream, "sample_aspect_ratio", sar),
	FIELD(stream, "avg_frame_rate", fps),
	FIELD(stream, "r_frame_rate", fps_real),
	FIELD(stream, "width", width),
	FIELD(stream, "height", height),
	FIELD(stream, "level", level),
	FIELD(stream, "bit_rate", bps),
	FIELD(stream, "channels", channels),
	FIELD(stream, "sample_rate", rate),
	FIELD(stream, "nb_frames", frames),
	FIELD(stream, "disposition.attached_pic", attached),
	FIELD(stream, "tags.title", title),
	FIELD(stream, "tags.TITLE", title),
	FIELD(stream, "tags.artist", artist),
	FIELD(stream, "tags.ARTIST", artist),
	FIELD(stream, "tags.album", album),
	FIELD(stream, "tags.ALBUM", album),
};

static const struct field format_fields[] = {
	FIELD(format, "format_name", name),
	FIELD(format, "duration", duration),
	FIELD(format, "tags.title", title),
	FIELD(format, "tags.TITLE", title),
	FIELD(format, "tags.artist", artist),
	FIELD(format, "tags.ARTIST", artist),
	FIELD(format, "tags.album", album),
	FIELD(format, "tags.ALBUM", album),
};

/* Copy a value, without its quotes and with its escapes undone. */
static void take(char *to, size_t room, const char *value, size_t n)
{
	bool quoted = n >= 2 && value[0] == '"' && value[n - 1] == '"';
	size_t len = 0;

	if (quoted) {
		value++;
		n -= 2;
	}
	for (size_t i = 0; i < n && len + 1 < room; i++) {
		char c = value[i];

		if (quoted && c == '\\' && i + 1 < n) {
			c = value[++i];
			if (c == 'n' || c == 'r' || c == 't')
				c = ' ';
		}
		to[len++] = c;
	}
	to[len] = '\0';
}

static void take_field(void *to, const struct field *fields, size_t fields_n,
		       const struct line *l)
{
	for (size_t i = 0; i < fields_n; i++) {
		size_t n;
		const char *value = line_value(l, fields[i].key, "=", &n);

		if (value)
			take((char *)to + fields[i].offset, fields[i].size,
			     value, n);
	}
}

/* "3.codec_name=..." -> 3, and the line after the point; -1: no number. */
static int stream_number(struct line *l)
{
	int number = 0;
	size_t i = 0;

	for (; i < l->n && i < 4 && l->at[i] >= '0' && l->at[i] <= '9'; i++)
		number = 10 * number + (l->at[i] - '0');
	if (!i || i >= l->n || l->at[i] != '.')
		return -1;
	l->at += i + 1;
	l->n -= i + 1;
	return number;
}

/* side_data_list.side_data.K.rotation=-90 */
static void take_rotation(struct stream *s, const struct line *l)
{
	static const char prefix[] = "side_data_list.side_data.";
	struct line rest = *l;
	size_t n;
	const char *value;

	if (l->n < sizeof(prefix) || !str_starts(l->at, prefix))
		return;
	rest.at += sizeof(prefix) - 1;
	rest.n -= sizeof(prefix) - 1;
	if (stream_number(&rest) < 0)
		return;
	value = line_value(&rest, "rotation", "=", &n);
	if (value)
		take(s->rotation, sizeof(s->rotation), value, n);
}

static void take_line(struct stream *streams, struct format *format,
		      const struct line *l)
{
	static const char in_stream[] = "streams.stream.";
	static const char in_format[] = "format.";
	struct line rest = *l;
	size_t n;
	int number;

	if (line_value(l, in_format, "", &n)) {
		rest.at += sizeof(in_format) - 1;
		rest.n = n;
		take_field(format, format_fields, ARRAY_LEN(format_fields),
			   &rest);
	} else if (line_value(l, in_stream, "", &n)) {
		rest.at += sizeof(in_stream) - 1;
		rest.n = n;
		number = stream_number(&rest);
		if (number < 0 || number >= STREAMS_MAX)
			return;
		take_field(&streams[number], stream_fields,
			   ARRAY_LEN(stream_fields), &rest);
		take_rotation(&streams[number], &rest);
	}
}

static int64_t number_of(const char *text)
{
	int64_t n;

	return str_int64(text, INT32_MIN, (int64_t)1 << 40, &n) < 0 ? 0 : n;
}

/* "30000/1001" or "16:11", times scale; 0 where it is not one. */
static int64_t ratio_of(const char *text, char mark, int64_t scale)
{
	char *end;
	long long over = strtoll(text, &end, 10), under;

	if (*end != mark)
		return 0;
	under = strtoll(end + 1, NULL, 10);
	if (over <= 0 || under <= 0 || over > INT32_MAX || under > INT32_MAX)
		return 0;
	return (over * scale + under / 2) / under;
}

/* "12.345000" -> 12345 */
static int64_t milliseconds_of(const char *text)
{
	double s = strtod(text, NULL);

	return s > 0 && s < 1e9 ? (int64_t)(s * 1000 + 0.5) : 0;
}

static void set_size(struct facts *f, const struct stream *s)
{
	int64_t w = number_of(s->width), h = number_of(s->height);
	int64_t stretch = ratio_of(s->sar, ':', 10000);
	int64_t turn = llabs(number_of(s->rotation)) % 180;

	if (w <= 0 || h <= 0)
		return;
	if (stretch && stretch != 10000 && stretch < 100 * 10000) {
		w = (w * stretch + 5000) / 10000;
		facts_set_int(f, "stretched", 1);
	}
	facts_set_int(f, "width", turn > 45 && turn < 135 ? h : w);
	facts_set_int(f, "height", turn > 45 && turn < 135 ? w : h);
}

/* What no decoder could tell the size of cannot be shown. */
static bool has_size(const struct stream *s)
{
	return s && number_of(s->width) > 0 && number_of(s->height) > 0;
}

static bool among(const char *word, const char *const *words)
{
	for (; *words; words++)
		if (strcmp(word, *words) == 0)
			return true;
	return false;
}

static bool has_alpha(const char *pix_fmt)
{
	static const char *const with[] = { "rgba",   "bgra", "argb", "abgr",
					    "rgba64", "ya8",  "ya16", "gbrap",
					    "pal8",   "yuva", NULL };

	for (int i = 0; with[i]; i++)
		if (str_starts(pix_fmt, with[i]))
			return true;
	return false;
}

static void set_number(struct facts *f, const char *name, const char *text)
{
	int64_t n = number_of(text);

	if (n > 0)
		facts_set_int(f, name, n);
}

static void set_video(struct facts *f, const struct stream *s)
{
	static const char *const fields[] = { "tt", "bb", "tb", "bt", NULL };
	static const char *const bright[] = { "smpte2084", "arib-std-b67",
					      NULL };
	int64_t fps = ratio_of(s->fps, '/', 1000);

	if (!fps)
		fps = ratio_of(s->fps_real, '/', 1000);
	facts_set_int(f, "video", 1);
	facts_set(f, "video_codec", s->codec);
	facts_set(f, "video_profile", s->profile);
	facts_set(f, "pix_fmt", s->pix_fmt);
	if (!str_eq(s->matrix, "unknown"))
		facts_set(f, "matrix", s->matrix);
	set_number(f, "video_level", s->level);
	set_number(f, "video_bps", s->bps);
	set_number(f, "frames", s->frames);
	if (fps)
		facts_set_int(f, "fps", fps);
	if (number_of(s->rotation))
		facts_set(f, "rotation", s->rotation);
	if (among(s->field_order, fields))
		facts_set_int(f, "interlaced", 1);
	if (among(s->transfer, bright))
		facts_set_int(f, "hdr", 1);
	if (has_alpha(s->pix_fmt))
		facts_set_int(f, "alpha", 1);
	set_size(f, s);
}

static void set_audio(struct facts *f, const struct stream *s)
{
	facts_set_int(f, "audio", 1);
	facts_set(f, "audio_codec", s->codec);
	facts_set(f, "audio_profile", s->profile);
	set_number(f, "audio_bps", s->bps);
	set_number(f, "channels", s->channels);
	set_number(f, "sample_rate", s->rate);
}

static void set_first(struct facts *f, const char *name, const char *a,
		      const char *b)
{
	if (*a || *b)
		facts_set(f, name, *a ? a : b);
}

static void set_format(struct facts *f, const struct format *format,
		       const struct stream *sound)
{
	static const struct stream none;
	int64_t ms = milliseconds_of(format->duration);

	if (!sound)
		sound = &none;
	facts_set(f, "container", format->name);
	if (ms)
		facts_set_int(f, "header_ms", ms);
	set_first(f, "title", format->title, sound->title);
	set_first(f, "artist", format->artist, sound->artist);
	set_first(f, "album", format->album, sound->album);
}

struct found {
	const struct stream *video, *audio, *cover; /* NULL: there is none */
	struct format *format;
};

static void find(struct pool *mem, const char *text, size_t n,
		 struct found *ret)
{
	struct stream *streams = pool_array(mem, STREAMS_MAX, sizeof(*streams));
	struct lines in = { text, text + n };
	struct line l;

	*ret = (struct found){ .format = POOL_NEW(mem, struct format) };
	while (lines_next(&in, &l))
		take_line(streams, ret->format, &l);
	for (int i = STREAMS_MAX - 1; i >= 0; i--) {
		const struct stream *s = &streams[i];

		if (strcmp(s->type, "audio") == 0)
			ret->audio = s;
		else if (strcmp(s->type, "video") == 0 && s->attached[0] == '1')
			ret->cover = s;
		else if (strcmp(s->type, "video") == 0)
			ret->video = s;
	}
}

void facts_flat(struct facts *f, const char *text, size_t n)
{
	struct found found;

	find(f->mem, text, n, &found);
	if (has_size(found.video))
		set_video(f, found.video);
	if (found.audio)
		set_audio(f, found.audio);
	if (has_size(found.cover))
		facts_set_int(f, "cover", 1);
	if (!has_size(found.video) && found.cover)
		set_size(f, found.cover);
	set_format(f, found.format, found.audio);
}

void facts_picture(struct facts *f, const char *text, size_t n)
{
	struct found found;

	find(f->mem, text, n, &found);
	if (!found.video)
		return;
	set_size(f, found.video);
	if (number_of(found.video->frames) > 1)
		set_number(f, "frames", found.video->frames);
	if (has_alpha(found.video->pix_fmt))
		facts_set_int(f, "alpha", 1);
}
