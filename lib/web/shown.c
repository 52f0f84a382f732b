/* shown.c -- one media with its files and facts */
#include "web/shown.h"
#include "base/base.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "web/ctx.h"

#include <string.h>

static bool is_picture(const struct file *f)
{
	return !str_eq(f->name, FILE_RAW) && str_starts(f->mime, "image/");
}

/* Into the list of stills, by rising width: there are few. */
static void put_sorted(struct picture *list, int n, const struct file *f)
{
	while (n > 0 && list[n - 1].width > f->width) {
		list[n] = list[n - 1];
		n--;
	}
	list[n] = (struct picture){
		.media = f->media,
		.name = f->name,
		.path = f->path,
		.mime = f->mime,
		.width = f->width,
		.height = f->height,
	};
}

static struct stills stills_of(struct ctx *cx, const struct shown *s)
{
	struct stills stills = stills_start(cx, s->media.key, s->media.state,
					    s->media.visibility);
	struct picture *list =
		pool_array(cx->mem, (size_t)s->file_count + 1, sizeof(*list));

	for (int i = 0; i < s->file_count; i++)
		if (is_picture(&s->files[i]))
			put_sorted(list, stills.n++, &s->files[i]);
	stills.list = list;
	return stills;
}

int shown_read(struct ctx *cx, const struct media *m, struct shown *ret)
{
	struct shown s = { .cx = cx, .media = *m };

	s.file_count = file_list(&cx->db, m->id, &s.files);
	if (s.file_count < 0)
		return s.file_count;
	s.fact_count = media_facts(&cx->db, m->id, &s.facts);
	if (s.fact_count < 0)
		return s.fact_count;
	s.stills = stills_of(cx, &s);
	s.may_tell = !shown_fact(&s, "placeless");
	s.has_place = shown_fact(&s, "gps_lat") && shown_fact(&s, "gps_lon");
	*ret = s;
	return 0;
}

const char *shown_fact(const struct shown *s, const char *name)
{
	return media_fact_get(s->facts, s->fact_count, name, NULL);
}

int64_t shown_number(const struct shown *s, const char *name)
{
	const char *text = shown_fact(s, name);
	int64_t n = 0;

	if (text && str_int64(text, INT64_MIN, INT64_MAX, &n) < 0)
		return 0;
	return n;
}

bool shown_is(const struct file *f, const char *stem)
{
	size_t n = strlen(stem);

	return !strncmp(f->name, stem, n) && f->name[n] == '.';
}

const char *shown_format(const char *mime)
{
	static const char *const names[][2] = {
		{ "image/jpeg", "JPEG" },     { "image/png", "PNG" },
		{ "image/gif", "GIF" },	      { "image/webp", "WebP" },
		{ "image/avif", "AVIF" },     { "image/heic", "HEIC" },
		{ "image/tiff", "TIFF" },     { "image/bmp", "BMP" },
		{ "video/mp4", "MP4" },	      { "video/quicktime", "MOV" },
		{ "video/webm", "WebM" },     { "video/x-matroska", "MKV" },
		{ "video/x-msvideo", "AVI" }, { "video/mp2t", "MPEG-TS" },
		{ "video/mpeg", "MPEG" },     { "video/ogg", "Ogg" },
		{ "audio/mpeg", "MP3" },      { "audio/mp4", "AAC" },
		{ "audio/webm", "Opus" },     { "audio/ogg", "Ogg" },
		{ "audio/flac", "FLAC" },     { "audio/wav", "WAV" },
		{ "audio/aac", "AAC" },
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_eq(names[i][0], mime))
			return names[i][1];
	return mime;
}
