/* sent.c -- one row for each upload */
#include "web/sent.h"
#include "auth/may.h"
#include "base/base.h"
#include "base/pool.h"
#include "base/rand.h"
#include "base/str.h"
#include "model/tile.h"
#include "model/upload.h"
#include "view/format.h"
#include "view/view.h"
#include "web/ctx.h"
#include "web/fate.h"
#include "web/stills.h"
#include "uploads.tpl.h"

#include <ctype.h>
#include <string.h>

/* The same while a file arrives and afterwards: its random part. */
static const char *row_id(struct pool *mem, const char *id)
{
	size_t n = strnlen(id, RAND_KEY_CHARS);

	return pool_dup_n(mem, id, n);
}

static struct view *add_row(struct ctx *cx, struct view *page, const char *id,
			    const char *title, int64_t at, const char *info)
{
	struct view *v = view_add(page, T_UPLOAD);

	view_set(v, T_UPLOAD_ID, row_id(cx->mem, id));
	view_set(v, T_UPLOAD_TITLE, title);
	view_set(v, T_UPLOAD_DATE_ISO, format_date_iso(cx->mem, at));
	view_set(v, T_UPLOAD_DATE_TEXT, format_date(cx->mem, at));
	view_set(v, T_UPLOAD_INFO, info);
	return v;
}

/* --- what has no row yet
 * -------------------------------------------------------
 */

static int percent_of(const struct receiving *r)
{
	if (r->announced <= 0)
		return 0;
	return r->bytes < r->announced ? (int)(r->bytes * 100 / r->announced)
				       : 100;
}

static const char *received_text(struct pool *mem, const struct receiving *r)
{
	const char *bytes = format_bytes(mem, r->bytes);

	if (r->parked || r->announced <= 0)
		return bytes;
	return pool_fmt(mem, "%s of %s", bytes,
			format_bytes(mem, r->announced));
}

static void add_pending(struct ctx *cx, struct view *page,
			const struct receiving *r)
{
	struct view *v =
		add_row(cx, page, r->id, *r->title ? r->title : "A new file",
			r->since_at, received_text(cx->mem, r));

	view_add(v, T_UPLOAD_NAME);
	if (r->parked)
		view_add(v, T_WAITING);
	else
		view_set_number(view_add(v, T_RECEIVING), T_PERCENT,
				percent_of(r));
}

int sent_fill_pending(struct ctx *cx, struct view *page,
		      const struct user *person)
{
	struct receiving *list;
	int n = upload_pending(&cx->db, person->uid, &list);

	for (int i = 0; page && i < n; i++)
		add_pending(cx, page, &list[i]);
	return n;
}

/* --- what has one
 * --------------------------------------------------------------
 */

struct rows {
	const struct user *person;
	struct picture *pictures;
	int picture_count;
	struct tile_sent *sent;
};

static struct stills stills_of(struct ctx *cx, const struct tile *t,
			       const struct rows *rows)
{
	struct stills s = stills_start(cx, t->key, t->state, t->visibility);
	int i = 0;

	while (i < rows->picture_count && rows->pictures[i].media != t->id)
		i++;
	s.list = rows->pictures + i;
	while (i + s.n < rows->picture_count &&
	       rows->pictures[i + s.n].media == t->id)
		s.n++;
	return s;
}

static void fill_picture(struct view *v, const struct stills *s)
{
	const struct picture *p = stills_smallest(s);

	if (!p)
		return;
	v = view_add(v, T_UPLOAD_PICTURE);
	view_set(v, T_UPLOAD_SRC, stills_href(s, p->path));
	view_set_number(v, T_UPLOAD_WIDTH, p->width);
	view_set_number(v, T_UPLOAD_HEIGHT, p->height);
}

static struct media rights_of(const struct tile *t)
{
	return (struct media){ .uid = t->uid,
			       .state = t->state,
			       .visibility = t->visibility };
}

/* more: something of it waits, or is made now. */
static void fill_deeds(struct ctx *cx, struct view *v, const struct tile *t,
		       const char *name, bool more)
{
	const struct media m = rights_of(t);

	if (t->state == MEDIA_FAILED && may(&cx->me, MAY_RETRY, &m) == 0)
		view_set(view_add(v, T_RETRY), T_RETRY_HREF,
			 LINK(cx, URL_RETRY, name, t->slug));
	if (more && may(&cx->me, MAY_CANCEL, &m) == 0)
		view_set(view_add(v, T_CANCEL), T_CANCEL_HREF,
			 LINK(cx, URL_CANCEL, name, t->slug));
	if (may(&cx->me, MAY_EDIT, &m) == 0)
		view_set(view_add(v, T_EDIT), T_EDIT_HREF,
			 LINK(cx, URL_EDIT, name, t->slug));
	if (may(&cx->me, MAY_DELETE, &m) == 0)
		view_set(view_add(v, T_DELETE), T_DELETE_HREF,
			 LINK(cx, URL_DELETE, name, t->slug));
}

/* "Video, 4.1 MB" */
static const char *info_of(struct pool *mem, const struct tile *t,
			   const struct tile_sent *s)
{
	char *text =
		pool_fmt(mem, "%s, %s", t->kind, format_bytes(mem, s->bytes));

	text[0] = (char)toupper((unsigned char)text[0]);
	return text;
}

/* Returns 1 while it is not all there. */
static int add_tile(struct ctx *cx, struct view *page, const struct tile *t,
		    const struct rows *rows, const struct tile_sent *sent)
{
	struct stills stills = stills_of(cx, t, rows);
	const struct media m = rights_of(t);
	const char *name = rows->person->name, *retry = NULL;
	int rc;
	struct view *v =
		add_row(cx, page, str_empty(sent->id) ? t->key : sent->id,
			t->title, t->created_at, info_of(cx->mem, t, sent));

	view_set(view_add(v, T_UPLOAD_LINK), T_UPLOAD_HREF,
		 LINK(cx, URL_MEDIA, name, t->slug));
	fill_picture(v, &stills);
	if (may(&cx->me, MAY_RETRY, &m) == 0)
		retry = LINK(cx, URL_RETRY, name, t->slug);
	rc = fate_fill(cx, v, t, sent, retry);
	if (rc >= 0)
		fill_deeds(cx, v, t, name, rc > 0);
	return rc;
}

int sent_fill(struct ctx *cx, struct view *page, const struct user *person,
	      const struct tiles *tiles)
{
	struct rows rows = { .person = person };
	int unfinished = 0, rc;

	rows.picture_count = tile_pictures(&cx->db, tiles, &rows.pictures);
	if (rows.picture_count < 0)
		return rows.picture_count;
	rc = tile_sent(&cx->db, tiles, &rows.sent);
	for (int i = 0; rc >= 0 && i < tiles->n; i++) {
		rc = add_tile(cx, page, &tiles->at[i], &rows, &rows.sent[i]);
		unfinished += rc > 0;
	}
	return rc < 0 ? rc : unfinished;
}
