/* about.c -- what is known of a file, and where to get it */
#include "web/about.h"
#include "auth/may.h"
#include "base/base.h"
#include "base/pool.h"
#include "base/str.h"
#include "view/format.h"
#include "view/view.h"
#include "web/ctx.h"
#include "web/original.h"
#include "web/shown.h"
#include "media.tpl.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

/* --- files -------------------------------------------------------------------
 */

/* What people take away: films and sounds, else pictures; WebP and what pages
 * alone need is left out. */
static bool is_offered(const struct file *f, bool pictures)
{
	if (str_eq(f->name, FILE_RAW))
		return false;
	if (str_starts(f->mime, "image/"))
		return pictures && !str_eq(f->mime, "image/webp");
	return true;
}

static int by_falling_bytes(const void *a, const void *b)
{
	const struct file *x = *(const struct file *const *)a;
	const struct file *y = *(const struct file *const *)b;

	return (y->bytes > x->bytes) - (y->bytes < x->bytes);
}

static const char *name_of(struct pool *mem, const struct file *f)
{
	int lines = f->width < f->height ? f->width : f->height;

	if (str_starts(f->mime, "video/"))
		return shown_is(f, "motion") ? "Film"
					     : pool_fmt(mem, "%dp", lines);
	if (str_starts(f->mime, "audio/"))
		return pool_fmt(mem, "Sound, %s", shown_format(f->mime));
	return shown_is(f, "large")    ? "Large"
	       : shown_is(f, "medium") ? "Medium"
	       : shown_is(f, "small")  ? "Small"
				       : f->name;
}

/* "MP4, 1280 x 720, 4.1 MB"; what a sound is says its name. */
static const char *info_of(struct pool *mem, const struct file *f)
{
	const char *size = "";

	if (str_starts(f->mime, "audio/") && !str_eq(f->name, FILE_RAW))
		return format_bytes(mem, f->bytes);
	if (f->width && f->height)
		size = pool_fmt(mem, "%d \xc3\x97 %d, ", f->width, f->height);
	return pool_fmt(mem, "%s, %s%s", shown_format(f->mime), size,
			format_bytes(mem, f->bytes));
}

static void fill_file(struct view *v, const char *href, const char *name,
		      const char *info)
{
	v = view_add(v, T_FILE);
	view_set(v, T_FILE_HREF, href);
	view_set(v, T_FILE_NAME, name);
	view_set(v, T_FILE_INFO, info);
}

static void fill_files(struct view *page, const struct shown *s)
{
	struct pool *mem = s->cx->mem;
	const struct file **list = pool_array(mem, (size_t)s->file_count + 1,
					      sizeof(struct file *));
	const struct file *raw = file_find(s->files, s->file_count, FILE_RAW);
	bool pictures = true;
	struct view *v;
	int n = 0;

	for (int i = 0; i < s->file_count; i++)
		if (is_offered(&s->files[i], false))
			pictures = shown_is(&s->files[i], "motion");
	for (int i = 0; i < s->file_count; i++)
		if (is_offered(&s->files[i], pictures))
			list[n++] = &s->files[i];
	if (raw && !original_offered(s))
		raw = NULL;
	if (!n && !raw)
		return;
	qsort(list, (size_t)n, sizeof(list[0]), by_falling_bytes);
	v = view_add(page, T_FILES);
	for (int i = 0; i < n; i++)
		fill_file(v, stills_href(&s->stills, list[i]->path),
			  name_of(mem, list[i]), info_of(mem, list[i]));
	if (raw)
		fill_file(v, LINK(s->cx, URL_FILE, s->media.key, FILE_RAW),
			  "Original", info_of(mem, raw));
}

/* --- facts -------------------------------------------------------------------
 */

/* A row is made of facts by one of these; NULL leaves it out. */
typedef const char *fact_text(const struct shown *, const char *name);

static const char *as_it_is(const struct shown *s, const char *name)
{
	return shown_fact(s, name);
}

static const char *codec_text(const struct shown *s, const char *name)
{
	static const char *const names[][2] = {
		{ "h264", "H.264" },	    { "hevc", "H.265" },
		{ "av1", "AV1" },	    { "vp8", "VP8" },
		{ "vp9", "VP9" },	    { "mpeg4", "MPEG-4" },
		{ "mpeg2video", "MPEG-2" }, { "theora", "Theora" },
		{ "aac", "AAC" },	    { "mp3", "MP3" },
		{ "opus", "Opus" },	    { "vorbis", "Vorbis" },
		{ "flac", "FLAC" },	    { "ac3", "AC-3" },
	};
	const char *codec = shown_fact(s, name);

	for (size_t i = 0; codec && i < ARRAY_LEN(names); i++)
		if (str_eq(names[i][0], codec))
			return names[i][1];
	return codec;
}

static const char *size_text(const struct shown *s, const char *name)
{
	int64_t width = shown_number(s, "width");
	int64_t height = shown_number(s, "height");

	(void)name;
	return width && height
		       ? pool_fmt(s->cx->mem, "%" PRId64 " \xc3\x97 %" PRId64,
				  width, height)
		       : NULL;
}

static const char *length_text(const struct shown *s, const char *name)
{
	int64_t ms = shown_number(s, name);

	return ms > 0 ? format_length(s->cx->mem, ms) : NULL;
}

static const char *rate_text(const struct shown *s, const char *name)
{
	int64_t fps = shown_number(s, name);

	return fps > 0 ? pool_fmt(s->cx->mem, "%g a second", (double)fps / 1000)
		       : NULL;
}

static const char *hertz_text(const struct shown *s, const char *name)
{
	int64_t hertz = shown_number(s, name);

	return hertz > 0 ? pool_fmt(s->cx->mem, "%g kHz", (double)hertz / 1000)
			 : NULL;
}

static const char *channels_text(const struct shown *s, const char *name)
{
	static const char *const words[] = { NULL, "mono", "stereo" };
	int64_t n = shown_number(s, name);

	if (n <= 0)
		return NULL;
	return n < 3 ? words[n] : pool_fmt(s->cx->mem, "%" PRId64, n);
}

static const char *bytes_text(const struct shown *s, const char *name)
{
	const struct file *f = file_find(s->files, s->file_count, name);

	return f ? format_bytes(s->cx->mem, f->bytes) : NULL;
}

static const char *type_text(const struct shown *s, const char *name)
{
	const struct file *f = file_find(s->files, s->file_count, name);

	return f ? shown_format(f->mime) : NULL;
}

/* "NIKON COOLPIX P6000": the model, after its maker unless it says it. */
static const char *camera_text(const struct shown *s, const char *name)
{
	const char *model = as_it_is(s, name);
	const char *maker = shown_fact(s, "camera_make");

	if (!model || str_empty(maker))
		return model;
	if (strncasecmp(model, maker, strcspn(maker, " ")) == 0)
		return model;
	return pool_fmt(s->cx->mem, "%s %s", maker, model);
}

/* "1/60 s, f/1.8, ISO 640, 5.7 mm", of what there is. */
static const char *exposure_text(const struct shown *s, const char *name)
{
	static const struct {
		const char *name, *before, *after;
	} parts[] = {
		{ "exposure", "", " s" },
		{ "aperture", "f/", "" },
		{ "iso", "ISO ", "" },
		{ "focal_length", "", " mm" },
	};
	const char *text = NULL;

	(void)name;
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		const char *value = shown_fact(s, parts[i].name);

		if (!str_empty(value))
			text = pool_fmt(s->cx->mem, "%s%s%s%s%s",
					text ? text : "", text ? ", " : "",
					parts[i].before, value, parts[i].after);
	}
	return text;
}

/* "2008-10-22T16:28:39" by the camera's clock: "22 October 2008, 16:28" */
static const char *taken_text(const struct shown *s, const char *name)
{
	const char *taken = as_it_is(s, name), *end;
	char date[32];
	struct tm tm = { 0 };

	end = taken ? strptime(taken, "%Y-%m-%dT%H:%M:%S", &tm) : NULL;
	if (!end || !strftime(date, sizeof(date), "%e %B %Y, %H:%M", &tm))
		return taken;
	return pool_dup(s->cx->mem, date[0] == ' ' ? date + 1 : date);
}

struct row {
	const char *label, *name;
	fact_text *text;
};

static const struct row facts[] = {
	{ "Format", FILE_RAW, type_text },
	{ "Size", "width", size_text },
	{ "Length", "length_ms", length_text },
	{ "Video", "video_codec", codec_text },
	{ "Pictures", "fps", rate_text },
	{ "Sound", "audio_codec", codec_text },
	{ "Channels", "channels", channels_text },
	{ "Sample rate", "sample_rate", hertz_text },
	{ "Title", "title", as_it_is },
	{ "Artist", "artist", as_it_is },
	{ "Album", "album", as_it_is },
	{ "Bytes", FILE_RAW, bytes_text },
};

static const struct row camera[] = {
	{ "Camera", "camera_model", camera_text },
	{ "Lens", "lens", as_it_is },
	{ "Exposure", "exposure", exposure_text },
	{ "Taken", "taken_at", taken_text },
};

static void fill_facts(struct view *page, const struct shown *s)
{
	struct view *list = NULL, *v;

	for (size_t i = 0; i < ARRAY_LEN(facts); i++) {
		const char *text = facts[i].text(s, facts[i].name);

		if (!text)
			continue;
		if (!list)
			list = view_add(page, T_FACTS);
		v = view_add(list, T_FACT);
		view_set(v, T_FACT_NAME, facts[i].label);
		view_set(v, T_FACT_VALUE, text);
	}
}

/* "48.1371 N, 11.5754 E" */
static const char *place_text(const struct shown *s)
{
	double lat = strtod(shown_fact(s, "gps_lat"), NULL);
	double lon = strtod(shown_fact(s, "gps_lon"), NULL);

	return pool_fmt(s->cx->mem, "%.4f %c, %.4f %c", fabs(lat),
			lat < 0 ? 'S' : 'N', fabs(lon), lon < 0 ? 'W' : 'E');
}

static void fill_camera(struct view *page, const struct shown *s)
{
	bool place =
		s->has_place && may(&s->cx->me, MAY_SEE_PLACE, &s->media) == 0;
	struct view *list = place ? view_add(page, T_EXIF) : NULL, *v;

	for (size_t i = 0; i < ARRAY_LEN(camera); i++) {
		const char *text = camera[i].text(s, camera[i].name);

		if (!text)
			continue;
		if (!list)
			list = view_add(page, T_EXIF);
		v = view_add(list, T_EXIF_FACT);
		view_set(v, T_EXIF_NAME, camera[i].label);
		view_set(v, T_EXIF_VALUE, text);
	}
	if (place)
		view_set(view_add(list, T_PLACE), T_PLACE_TEXT, place_text(s));
}

void about_fill(struct view *page, const struct shown *s)
{
	fill_files(page, s);
	fill_facts(page, s);
	fill_camera(page, s);
}
