/* status-scrub.c -- what is read by itself, and what that has found */
#include "worker/status.h"
#include "base/buf.h"
#include "base/str.h"
#include "model/file.h"
#include "view/format.h"

#include <inttypes.h>

#define DAMAGE_SHOWN 8
#define TITLE_CELLS  40

static void print_damage(struct pool *mem, const struct damage *d, int width,
			 struct buf *out)
{
	const char *name = str_eq(d->name, FILE_RAW) ? "its original" : d->name;
	const char *whose = *d->owner ? d->owner : "somebody";

	status_line(mem, width, out,
		    pool_fmt(mem, "  %s: %s: %s is %s", whose,
			     one_line(mem, d->title, TITLE_CELLS), name,
			     damage_text((enum damage_what)d->what)));
}

static void print_pass(struct pool *mem, const struct scrub_state *s, int width,
		       struct buf *out)
{
	const char *last = "no whole pass yet";

	if (s->done_at)
		last = pool_fmt(mem, "last whole pass until %s",
				format_date_iso(mem, s->done_at));
	status_line(mem, width, out,
		    pool_fmt(mem, "scrub    %d %% read since %s, %s",
			     s->permille / 10,
			     format_date_iso(mem, s->began_at), last));
}

void status_print_scrub(struct pool *mem, const struct status *s, int width,
			struct buf *out)
{
	int64_t all = s->scrub.originals + s->scrub.renditions;

	if (s->scrub.began_at)
		print_pass(mem, &s->scrub, width, out);
	if (!all)
		return;
	status_line(mem, width, out, "damaged:");
	for (int i = 0; i < s->damage_n && i < DAMAGE_SHOWN; i++)
		print_damage(mem, &s->damage[i], width, out);
	if (all > DAMAGE_SHOWN)
		status_line(mem, width, out,
			    pool_fmt(mem, "  and %" PRId64 " more",
				     all - DAMAGE_SHOWN));
}

static json_t *json_damage(const struct damage *d)
{
	return json_pack("{s:I, s:s, s:s, s:s, s:s, s:I}", "media",
			 (json_int_t)d->media, "file", d->name, "owner",
			 d->owner, "title", d->title, "what",
			 damage_text((enum damage_what)d->what), "found",
			 (json_int_t)d->found_at);
}

json_t *status_json_scrub(const struct status *s)
{
	const struct scrub_state *sc = &s->scrub;
	json_t *list = json_array();

	for (int i = 0; i < s->damage_n; i++)
		json_array_append_new(list, json_damage(&s->damage[i]));
	return json_pack("{s:I, s:I, s:I, s:I, s:I, s:f, s:I, s:I, s:o}",
			 "began", (json_int_t)sc->began_at, "done",
			 (json_int_t)sc->done_at, "due", (json_int_t)sc->due_at,
			 "files", (json_int_t)sc->files, "bytes",
			 (json_int_t)sc->bytes, "percent", sc->permille / 10.0,
			 "originals", (json_int_t)sc->originals, "renditions",
			 (json_int_t)sc->renditions, "damaged", list);
}
