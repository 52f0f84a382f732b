/* doctor-tools.c -- whether all that recipes need is there */
#include "worker/doctor.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "media/maker.h"
#include "proc/spawn.h"

#include <string.h>

#define ASK_MS	   10000
#define LINE_BYTES 4096
#define TEXT_CELLS 60

static const struct {
	const char *need, *package;
} packages[] = {
	{ "ffmpeg", "ffmpeg" },
	{ "ffprobe", "ffmpeg" },
	{ "heif-convert", "libheif-examples" },
	{ "vips", "libvips-tools" },
	{ "vipsheader", "libvips-tools" },
};

static const char *advice(struct pool *mem, const char *need)
{
	for (size_t i = 0; i < ARRAY_LEN(packages); i++)
		if (str_eq(packages[i].need, need))
			return pool_fmt(mem, "apt-get install %s",
					packages[i].package);
	if (strchr(need, ':'))
		return "this ffmpeg was built without it";
	return "install it";
}

static void tell_ffmpeg(struct doctor *d)
{
	_cleanup_(buf_done) struct buf out = { .max_bytes = LINE_BYTES };
	const char *argv[] = { "ffmpeg", "-version", NULL };
	const char *env[] = { "PATH=" MEDIA_PATH, NULL };
	struct spawn sp = { .argv = argv, .env = env };
	int rc = spawn_ask(&sp, &out, ASK_MS);
	const char *text = buf_text(&out), *end = strstr(text, " Copyright");

	if (rc == 0)
		tell(d, LEVEL_OK, "ffmpeg", "%s",
		     one_line(&d->g->mem,
			      pool_dup_n(&d->g->mem, text,
					 end ? (size_t)(end - text)
					     : strcspn(text, "\n")),
			      TEXT_CELLS));
	else
		tell(d, LEVEL_BAD, "ffmpeg",
		     "does not run: %s; apt-get install ffmpeg",
		     rc < 0 ? err_text(rc) : "it fails");
}

/* NULL where one of its ways has all that it needs. */
static const char *output_lacks(const struct output *o,
				const struct tools *tools)
{
	const char *lack = "a way to make it";

	for (int i = o->ways_n - 1; i >= 0; i--) {
		lack = way_lacks(&o->ways[i], tools);
		if (!lack)
			return NULL;
	}
	return lack;
}

static void tell_kind(struct doctor *d, const struct recipe *r,
		      const struct tools *tools)
{
	struct pool *mem = &d->g->mem;
	int lacking = 0;

	for (int i = 0; i < r->outputs_n; i++) {
		const struct output *o = &r->outputs[i];
		const char *lack = output_lacks(o, tools);

		if (!lack)
			continue;
		lacking++;
		tell(d, LEVEL_BAD, r->name,
		     "'%s' cannot be made for want of "
		     "%s: %s",
		     o->name, lack, advice(mem, lack));
	}
	if (!lacking)
		tell(d, LEVEL_OK, r->name, "all %d outputs can be made",
		     r->outputs_n);
}

/* A way that is there for what another one cannot read; each lack once. */
static void tell_ways(struct doctor *d, const struct recipe *r,
		      const struct output *o, const struct tools *tools,
		      struct buf *seen)
{
	struct pool *mem = &d->g->mem;

	for (int i = 0; i < o->ways_n; i++) {
		const char *lack = way_lacks(&o->ways[i], tools);
		const char *word = pool_fmt(mem, " %s ", lack ? lack : "");

		if (!lack || strstr(buf_text(seen), word))
			continue;
		buf_str(seen, word);
		tell(d, LEVEL_WARN, lack,
		     "is not there: some files of the kind '%s' need it; %s",
		     r->name, advice(mem, lack));
	}
}

static void tell_lacks(struct doctor *d, const struct media_shop *shop)
{
	_cleanup_(buf_done) struct buf seen = { 0 };

	for (int i = 0; i < shop->kinds.n; i++) {
		const struct recipe *r = &shop->kinds.at[i];

		for (int k = 0; k < r->outputs_n; k++)
			tell_ways(d, r, &r->outputs[k], &shop->tools, &seen);
	}
}

void doctor_tools(struct doctor *d)
{
	struct media_shop *shop;
	int rc;

	tell_ffmpeg(d);
	rc = media_shop_open(&d->g->mem, &d->g->site, MEDIA_PATH, 1, &shop);
	if (rc < 0) {
		tell(d, LEVEL_BAD, "recipes", "%s", err_text(rc));
		return;
	}
	for (int i = 0; i < shop->kinds.troubles_n; i++)
		tell(d, LEVEL_BAD, "recipes", "%s", shop->kinds.troubles[i]);
	for (int i = 0; i < shop->kinds.n; i++)
		tell_kind(d, &shop->kinds.at[i], &shop->tools);
	tell_lacks(d, shop);
}
