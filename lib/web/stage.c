/* stage.c -- what a media is shown by */
#include "web/stage.h"
#include "base/base.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "view/view.h"
#include "web/ctx.h"
#include "web/frame.h"
#include "web/progress.h"
#include "web/shown.h"
#include "media.tpl.h"

#include <stdlib.h>

#define PICTURE_WIDTH	 1280 /* what browsers without srcset show */
#define PLAY_FIRST	 720  /* the largest height that is played unasked */
#define PICTURE_SHARE_VH 82   /* of the window's height */

static const char *alt_of(const struct shown *s)
{
	return *s->media.alt ? s->media.alt : s->media.title;
}

static bool is_kind_of(const struct file *f, const char *type)
{
	return !str_eq(f->name, FILE_RAW) && str_starts(f->mime, type);
}

static void fill_picture(struct view *page, const struct shown *s)
{
	const struct picture *large = stills_largest(&s->stills);
	const struct picture *p = stills_near(&s->stills, PICTURE_WIDTH);
	struct view *v = view_add(page, T_PICTURE);
	const char *webp = stills_srcset(&s->stills, "image/webp", INT32_MAX);

	view_set(v, T_PICTURE_HREF, stills_href(&s->stills, large->path));
	view_set(v, T_PICTURE_SRC, stills_href(&s->stills, p->path));
	view_set(v, T_PICTURE_SRCSET,
		 stills_srcset(&s->stills, p->mime, INT32_MAX));
	view_set_number(v, T_PICTURE_WIDTH, large->width);
	view_set_number(v, T_PICTURE_HEIGHT, large->height);
	view_set_number(v, T_PICTURE_VH,
			large->height ? (PICTURE_SHARE_VH * large->width +
					 large->height - 1) /
						large->height
				      : 100);
	view_set(v, T_PICTURE_ALT, alt_of(s));
	if (*webp)
		view_set(view_add(v, T_PICTURE_WEBP), T_PICTURE_WEBP_SRCSET,
			 webp);
}

/* The number in "720p": the smaller side, so that phones' films fit in. */
static int lines_of(const struct file *f)
{
	return f->width < f->height ? f->width : f->height;
}

/* 720 first, then downwards, then what is larger upwards. */
static int by_play(const void *a, const void *b)
{
	int x = lines_of(*(const struct file *const *)a);
	int y = lines_of(*(const struct file *const *)b);

	if ((x <= PLAY_FIRST) != (y <= PLAY_FIRST))
		return x <= PLAY_FIRST ? -1 : 1;
	return x <= PLAY_FIRST ? y - x : x - y;
}

struct played {
	const struct file **list;
	int n;
};

static struct played files_of(const struct shown *s, const char *type)
{
	struct played p = { 0 };

	p.list = pool_array(s->cx->mem, (size_t)s->file_count + 1,
			    sizeof(struct file *));
	for (int i = 0; i < s->file_count; i++)
		if (is_kind_of(&s->files[i], type))
			p.list[p.n++] = &s->files[i];
	return p;
}

static void fill_storyboard(struct view *page, const struct shown *s)
{
	const struct picture *p = stills_named(&s->stills, "storyboard");
	int64_t interval_ms = shown_number(s, "storyboard_interval_ms");
	struct view *v;

	if (!p || !interval_ms)
		return;
	v = view_add(page, T_STORYBOARD);
	view_set(v, T_STORYBOARD_SRC, stills_href(&s->stills, p->path));
	view_set(v, T_STORYBOARD_COLUMNS, shown_fact(s, "storyboard_columns"));
	view_set(v, T_STORYBOARD_ROWS, shown_fact(s, "storyboard_rows"));
	view_set(v, T_STORYBOARD_COUNT, shown_fact(s, "storyboard_count"));
	view_set(v, T_STORYBOARD_WIDTH, shown_fact(s, "storyboard_width"));
	view_set(v, T_STORYBOARD_HEIGHT, shown_fact(s, "storyboard_height"));
	view_set(v, T_STORYBOARD_INTERVAL,
		 pool_fmt(s->cx->mem, "%d.%03d", (int)(interval_ms / 1000),
			  (int)(interval_ms % 1000)));
}

static void fill_sources(struct view *v, const struct shown *s,
			 const struct played *films)
{
	for (int i = 0; i < films->n; i++) {
		const struct file *f = films->list[i];
		struct view *source = view_add(v, T_VIDEO_SOURCE);

		view_set(source, T_VIDEO_SRC, stills_href(&s->stills, f->path));
		view_set(source, T_VIDEO_TYPE, f->mime);
		view_set(source, T_VIDEO_LABEL,
			 pool_fmt(s->cx->mem, "%dp", lines_of(f)));
	}
}

static void fill_video(struct view *page, const struct shown *s,
		       struct played *films)
{
	const struct picture *poster = stills_near(&s->stills, PICTURE_WIDTH);
	const struct file *largest = films->list[0];
	struct view *v = view_add(page, T_VIDEO);

	qsort(films->list, (size_t)films->n, sizeof(films->list[0]), by_play);
	for (int i = 0; i < films->n; i++)
		if (films->list[i]->width > largest->width)
			largest = films->list[i];
	view_set_number(v, T_VIDEO_WIDTH, largest->width);
	view_set_number(v, T_VIDEO_HEIGHT, largest->height);
	view_set(v, T_VIDEO_POSTER,
		 poster ? stills_href(&s->stills, poster->path) : "");
	view_set(v, T_VIDEO_ALT, alt_of(s));
	if (shown_is(films->list[0], "motion"))
		view_add(v, T_VIDEO_LOOP);
	fill_sources(v, s, films);
	fill_storyboard(v, s);
	frame_script(s->cx, "player.js");
}

/* Opus first: what a browser does not know it passes over. */
static int by_opus(const void *a, const void *b)
{
	const struct file *x = *(const struct file *const *)a;
	const struct file *y = *(const struct file *const *)b;

	return str_eq(y->mime, "audio/webm") - str_eq(x->mime, "audio/webm");
}

static void fill_sound_pictures(struct view *v, const struct shown *s)
{
	const struct picture *cover = stills_near(&s->stills, PICTURE_WIDTH);
	const struct picture *wave = stills_named(&s->stills, "wave");
	struct view *in;

	if (cover) {
		in = view_add(v, T_COVER);
		view_set(in, T_COVER_SRC, stills_href(&s->stills, cover->path));
		view_set_number(in, T_COVER_WIDTH, cover->width);
		view_set_number(in, T_COVER_HEIGHT, cover->height);
		view_set(in, T_COVER_ALT, s->media.alt);
	}
	if (!wave)
		return;
	in = view_add(v, T_WAVEFORM);
	view_set(in, T_WAVEFORM_SRC, stills_href(&s->stills, wave->path));
	view_set_number(in, T_WAVEFORM_WIDTH, wave->width);
	view_set_number(in, T_WAVEFORM_HEIGHT, wave->height);
}

static void fill_audio(struct view *page, const struct shown *s,
		       struct played *sounds)
{
	struct view *v = view_add(page, T_AUDIO);

	qsort(sounds->list, (size_t)sounds->n, sizeof(sounds->list[0]),
	      by_opus);
	view_set(v, T_AUDIO_ALT, alt_of(s));
	for (int i = 0; i < sounds->n; i++) {
		const struct file *f = sounds->list[i];
		struct view *source = view_add(v, T_AUDIO_SOURCE);

		view_set(source, T_AUDIO_SRC, stills_href(&s->stills, f->path));
		view_set(source, T_AUDIO_TYPE, f->mime);
	}
	fill_sound_pictures(v, s);
	frame_script(s->cx, "player.js");
}

static void fill_shown(struct view *page, const struct shown *s)
{
	struct played films = files_of(s, "video/");
	struct played sounds = files_of(s, "audio/");

	if (films.n)
		fill_video(page, s, &films);
	else if (sounds.n)
		fill_audio(page, s, &sounds);
	else if (stills_largest(&s->stills))
		fill_picture(page, s);
}

/* What is made right now, or the place in the queue of what is next. */
static int doing(struct ctx *cx, const struct progress *p, const char **ret)
{
	const char *place, *why;
	int rc;

	*ret = NULL;
	for (int i = 0; i < p->n; i++)
		if (p->jobs[i].state == JOB_RUNNING)
			return progress_running(cx, p, &p->jobs[i], ret);
	for (int i = 0; i < p->n; i++)
		if (p->jobs[i].state == JOB_WAITING) {
			rc = progress_waiting(cx, p, &p->jobs[i], &place, &why);
			*ret = why     ? why
			       : place ? pool_fmt(cx->mem, "It is %s.", place)
				       : NULL;
			return rc;
		}
	return 0;
}

static int fill_working(struct view *page, const struct shown *s)
{
	struct progress p;
	const char *text = NULL;
	int rc = progress_read(s->cx, s->media.id, s->file_count - 1, &p);

	if (rc == 0)
		rc = doing(s->cx, &p, &text);
	if (rc < 0)
		return rc;
	frame_script(s->cx, "refresh.js");
	page = view_add(page, p.begun ? T_WORKING : T_WAITING);
	if (p.begun)
		view_set_number(page, T_PERCENT, p.percent);
	if (text)
		view_set(view_add(page, T_DOING), T_DOING_TEXT, text);
	return 0;
}

static void fill_failed(struct view *page, const struct shown *s)
{
	const struct media *m = &s->media;
	struct view *v = view_add(page, T_FAILED);

	view_set(v, T_FAILED_TITLE,
		 m->class == E_CANCELLED ? "Preparing this file was cancelled"
					 : "This file could not be prepared");
	view_set(v, T_FAILED_REASON,
		 progress_reason(s->cx, m->class, m->note, JOB_FAILED));
	view_set(view_add(v, T_RETRY), T_RETRY_HREF,
		 LINK(s->cx, URL_RETRY, m->owner, m->slug));
}

int stage_fill(struct view *page, const struct shown *s)
{
	switch (s->media.state) {
	case MEDIA_WORKING: return fill_working(page, s);
	case MEDIA_FAILED: fill_failed(page, s); return 0;
	default: fill_shown(page, s); return 0;
	}
}
