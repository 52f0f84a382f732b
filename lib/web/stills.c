/* stills.c -- choose among pictures, make their addresses */
#include "web/stills.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/pool.h"
#include "base/str.h"
#include "model/place.h"
#include "web/ctx.h"

#include <string.h>

#define PUBLIC	   "content/public/"
#define KEY_FOLDER 2 /* characters of the key that name the folder above */

static const char *public_base(struct ctx *cx, const char *key)
{
	const size_t n = strlen(key), head = sizeof(PUBLIC) - 1;
	char *path = pool_alloc(cx->mem, head + KEY_FOLDER + n + 3), *at;

	at = mempcpy(mempcpy(path, PUBLIC, head), key,
		     n < KEY_FOLDER ? n : KEY_FOLDER);
	*at++ = '/';
	at = mempcpy(at, key, n);
	*at = '/';
	return url_file(cx->mem, &cx->urls, path);
}

struct stills stills_start(struct ctx *cx, const char *key, int state,
			   int visibility)
{
	const struct media m = { .state = state, .visibility = visibility };

	return (struct stills){
		.cx = cx,
		.key = key,
		.base = place_is_public(&m) ? public_base(cx, key) : NULL,
	};
}

const char *stills_href(const struct stills *s, const char *path)
{
	if (s->base)
		return url_below(s->cx->mem, s->base, path);
	return LINK(s->cx, URL_FILE, s->key, path);
}

static bool has_stem(const struct picture *p, const char *stem)
{
	size_t n = strlen(stem);

	return !strncmp(p->name, stem, n) && p->name[n] == '.';
}

static bool is_still(const struct picture *p)
{
	return has_stem(p, "small") || has_stem(p, "medium") ||
	       has_stem(p, "large");
}

/* WebP has always a JPEG beside it, which everybody can show. */
static bool is_plain(const struct picture *p)
{
	return is_still(p) && !str_eq(p->mime, "image/webp");
}

const struct picture *stills_smallest(const struct stills *s)
{
	for (int i = 0; i < s->n; i++)
		if (is_plain(&s->list[i]))
			return &s->list[i];
	return NULL;
}

const struct picture *stills_largest(const struct stills *s)
{
	for (int i = s->n; i > 0; i--)
		if (is_plain(&s->list[i - 1]))
			return &s->list[i - 1];
	return NULL;
}

const struct picture *stills_near(const struct stills *s, int width)
{
	const struct picture *best = stills_smallest(s);

	for (int i = 0; i < s->n; i++)
		if (is_plain(&s->list[i]) && s->list[i].width <= width)
			best = &s->list[i];
	return best;
}

static bool fits(const struct picture *p, const char *mime, int max_width)
{
	return p->width <= max_width && is_still(p) && str_eq(p->mime, mime);
}

const char *stills_srcset(const struct stills *s, const char *mime,
			  int max_width)
{
	struct buf b = { 0 };
	char digits[STR_NUMBER];
	const char *text;

	for (int i = 0; i < s->n; i++) {
		const struct picture *p = &s->list[i];

		if (!fits(p, mime, max_width))
			continue;
		if (b.len)
			buf_str(&b, ", ");
		buf_str(&b, stills_href(s, p->path));
		buf_char(&b, ' ');
		buf_str(&b, str_number(digits, p->width));
		buf_char(&b, 'w');
	}
	text = pool_dup_n(s->cx->mem, buf_text(&b), b.len);
	buf_done(&b);
	return text;
}

const struct picture *stills_named(const struct stills *s, const char *stem)
{
	for (int i = 0; i < s->n; i++)
		if (has_stem(&s->list[i], stem))
			return &s->list[i];
	return NULL;
}
