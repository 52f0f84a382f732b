/* tiles.c -- one tile for each media of a list */
#include "web/tiles.h"
#include "base/base.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "model/tile.h"
#include "view/format.h"
#include "view/view.h"
#include "web/ctx.h"
#include "web/stills.h"
#include "tiles.tpl.h"

#include <inttypes.h>
#include <string.h>

#define TINY_WIDTH   160
#define TINY_HEIGHT  120
#define CURSOR_CHARS 40

const struct field tiles_query[] = {
	[TILES_OLDER] = { "older", "page", field_token, CURSOR_CHARS,
			  FIELD_OPTIONAL },
	[TILES_NEWER] = { "newer", "page", field_token, CURSOR_CHARS,
			  FIELD_OPTIONAL },
	{ 0 },
};

/* "SECONDS-NUMBER" */
static bool parse_place(struct pool *mem, const char *text, struct cursor *c)
{
	char *at = pool_dup(mem, text), *dash = strchr(at, '-');

	if (!dash)
		return false;
	*dash = '\0';
	c->set = str_int64(at, 0, INT64_MAX, &c->at) == 0 &&
		 str_int64(dash + 1, 0, INT64_MAX, &c->id) == 0;
	return c->set;
}

struct cursor tiles_cursor(const struct ctx *cx)
{
	struct cursor c = { 0 };

	if (parse_place(cx->mem, form_text(&cx->query, TILES_OLDER), &c))
		return c;
	if (parse_place(cx->mem, form_text(&cx->query, TILES_NEWER), &c)) {
		c.back = true;
		return c;
	}
	return (struct cursor){ 0 };
}

static const char *place_link(struct ctx *cx, const char *base, int which,
			      const struct tile *t)
{
	return url_query(cx->mem, base, tiles_query[which].name,
			 pool_fmt(cx->mem, "%" PRId64 "-%" PRId64,
				  t->published_at, t->id));
}

/* The nearest of the classes that style.css knows, on a logarithmic scale:
 * a limit is the square of the geometric mean of two neighbours. */
static int ratio_class(int width, int height)
{
	static const int ratios[] = { 50,  56,	60,  67,  75,  80,  90,
				      100, 112, 125, 133, 142, 150, 160,
				      178, 200, 220, 240, 270, 300 };
	int64_t w = width, h = height;
	size_t i = 0;

	if (w < 1 || h < 1)
		return 100;
	while (i + 1 < ARRAY_LEN(ratios) &&
	       10000 * w * w > (int64_t)ratios[i] * ratios[i + 1] * h * h)
		i++;
	return ratios[i];
}

/* The page's lists, from one statement each. */
struct rows {
	struct picture *pictures;
	struct tile_fact *facts;
	int picture_count, fact_count;
};

static struct stills stills_of(struct ctx *cx, const struct tile *t,
			       const struct rows *rows)
{
	struct stills s = stills_start(cx, t->key, t->state, t->visibility);
	int i = 0;

	while (i < rows->picture_count && rows->pictures[i].media != t->id)
		i++;
	s.list = rows->pictures + i;
	while (i < rows->picture_count && rows->pictures[i].media == t->id) {
		s.n++;
		i++;
	}
	return s;
}

static void fill_picture(struct view *v, const struct stills *s,
			 const struct picture *p, const char *alt)
{
	const char *webp = stills_srcset(s, "image/webp", TILE_MAX_WIDTH);
	struct view *pic = view_add(v, T_TILE_PICTURE);

	view_set(pic, T_TILE_SRC, stills_href(s, p->path));
	view_set_number(pic, T_TILE_WIDTH, p->width);
	view_set_number(pic, T_TILE_HEIGHT, p->height);
	view_set(pic, T_TILE_ALT, alt);
	/* 98 of 100 browsers take WebP: a second set for the rest is a fifth of
	 * the page */
	if (*webp)
		view_set(view_add(pic, T_TILE_WEBP), T_TILE_WEBP_SRCSET, webp);
	else
		view_set(view_add(pic, T_TILE_PLAIN), T_TILE_SRCSET,
			 stills_srcset(s, p->mime, TILE_MAX_WIDTH));
}

static const char *class_of(struct ctx *cx, const struct picture *p)
{
	bool tiny = p->width < TINY_WIDTH || p->height < TINY_HEIGHT;

	return pool_fmt(cx->mem, "r-%d%s", ratio_class(p->width, p->height),
			tiny ? " tiny" : "");
}

static void fill_look(struct ctx *cx, struct view *v, const struct tile *t,
		      const struct stills *s)
{
	const struct picture *p = stills_smallest(s);
	const struct picture *wave = p ? NULL : stills_named(s, "wave");

	if (p) {
		view_set(v, T_TILE_CLASS, class_of(cx, p));
		fill_picture(v, s, p, t->alt);
	} else if (wave) {
		view_set(v, T_TILE_CLASS, "r-133 wave");
		fill_picture(v, s, wave, t->alt);
	} else {
		view_set(v, T_TILE_CLASS, "r-100");
		view_add(v, T_TILE_BLANK);
	}
}

static const char *fact(const struct rows *r, const struct tile *t,
			const char *name)
{
	return tile_fact_get(r->facts, r->fact_count, t->id, name);
}

static void fill_storyboard(struct view *v, const struct tile *t,
			    const struct stills *s, const struct rows *r)
{
	const struct picture *p = stills_named(s, "storyboard");
	const char *count = fact(r, t, "storyboard_count");
	struct view *board;

	if (!p || !count)
		return;
	board = view_add(v, T_TILE_STORYBOARD);
	view_set(board, T_STORYBOARD_SRC, stills_href(s, p->path));
	view_set(board, T_STORYBOARD_COUNT, count);
	view_set(board, T_STORYBOARD_COLUMNS, fact(r, t, "storyboard_columns"));
	view_set(board, T_STORYBOARD_ROWS, fact(r, t, "storyboard_rows"));
}

static void fill_length(struct ctx *cx, struct view *v, const struct tile *t,
			const struct rows *r)
{
	const char *text = fact(r, t, "length_ms");
	int64_t ms;

	if (!text || str_int64(text, 1, INT64_MAX, &ms) < 0)
		return;
	v = view_add(v, fact(r, t, "video") ? T_TILE_VIDEO : T_TILE_AUDIO);
	view_set(v, T_TILE_LENGTH, format_length(cx->mem, ms));
}

static void fill_tile(struct ctx *cx, struct view *v, const struct tile *t,
		      const struct rows *rows, const struct tiles_look *look)
{
	const char *owner = look->owners ? t->owner : req_part(cx->rq, "user");
	struct stills s = stills_of(cx, t, rows);

	view_set(v, T_TILE_HREF, LINK(cx, URL_MEDIA, owner, t->slug));
	view_set(v, T_TILE_TITLE, t->title);
	fill_look(cx, v, t, &s);
	fill_length(cx, v, t, rows);
	fill_storyboard(v, t, &s, rows);
	if (look->states && t->visibility == VISIBILITY_UNLISTED)
		view_add(v, T_TILE_UNLISTED);
	if (look->states && t->visibility == VISIBILITY_PRIVATE)
		view_add(v, T_TILE_PRIVATE);
	if (!look->owners)
		return;
	v = view_add(v, T_TILE_BY);
	view_set(v, T_TILE_BY_HREF, LINK(cx, URL_PERSON, owner));
	view_set(v, T_TILE_BY_NAME, owner);
}

static void fill_pager(struct ctx *cx, struct view *v, const struct tiles *t,
		       const char *base)
{
	if (!t->n || (!t->newer && !t->older))
		return;
	v = view_add(v, T_PAGER);
	if (t->newer)
		view_set(view_add(v, T_NEWER), T_NEWER_HREF,
			 place_link(cx, base, TILES_NEWER, &t->at[0]));
	if (t->older)
		view_set(view_add(v, T_OLDER), T_OLDER_HREF,
			 place_link(cx, base, TILES_OLDER, &t->at[t->n - 1]));
}

int tiles_fill(struct ctx *cx, struct view *page, const struct tiles *t,
	       const struct tiles_look *look)
{
	struct view *v = view_include(page, T_TILES, T_TILES);
	struct rows rows = { 0 };

	rows.picture_count = tile_pictures(&cx->db, t, &rows.pictures);
	if (rows.picture_count < 0)
		return rows.picture_count;
	rows.fact_count = tile_facts(&cx->db, t, &rows.facts);
	if (rows.fact_count < 0)
		return rows.fact_count;
	for (int i = 0; i < t->n; i++)
		fill_tile(cx, view_add(v, T_TILE), &t->at[i], &rows, look);
	fill_pager(cx, v, t, look->base);
	return 0;
}
