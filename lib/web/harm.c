/* harm.c -- what is lost, and what is not what it was */
#include "web/harm.h"
#include "base/base.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "model/damage.h"
#include "model/file.h"
#include "model/lost.h"
#include "model/user.h"
#include "view/format.h"
#include "view/view.h"
#include "web/ctx.h"
#include "web/jobfilter.h"
#include "storage.tpl.h"

#define SHOWN_MAX 50

/* --- what no row claims ------------------------------------------------------
 */

static int fill_lost(struct ctx *cx, struct view *v, const struct lost *lost)
{
	struct user owner;
	int rc = lost->uid ? user_by_uid(&cx->db, lost->uid, &owner) : E_ABSENT;

	if (rc < 0 && rc != E_ABSENT)
		return rc;
	view_set(v, T_LOST_NAME, lost->name);
	view_set(v, T_LOST_BYTES, format_bytes(cx->mem, lost->bytes));
	view_set(v, T_LOST_WHY, jobfilter_capital(cx->mem, lost->why));
	if (rc == 0)
		view_set(view_add(v, T_LOST_OWNER), T_LOST_OWNER_NAME,
			 owner.name);
	if (!lost->found_at)
		return 0;
	v = view_add(v, T_LOST_FOUND);
	view_set(v, T_LOST_DATE_ISO, format_date_iso(cx->mem, lost->found_at));
	view_set(v, T_LOST_DATE_TEXT, format_date(cx->mem, lost->found_at));
	return 0;
}

int harm_lost(struct ctx *cx, struct view *page)
{
	struct lost *list;
	int n = lost_list(cx->mem, &cx->site, SHOWN_MAX + 1, &list), rc = 0;
	struct view *v;

	if (n == E_ABSENT || n == 0)
		return 0;
	if (n < 0)
		return n;
	v = view_add(page, T_LOST);
	for (int i = 0; rc == 0 && i < n && i < SHOWN_MAX; i++)
		rc = fill_lost(cx, view_add(v, T_LOST_FILE), &list[i]);
	if (n > SHOWN_MAX)
		view_add(v, T_LOST_MORE);
	return rc;
}

/* --- what is not what its row says -------------------------------------------
 */

static void fill_damage(struct ctx *cx, struct view *v, const struct damage *d)
{
	const char *what = damage_text((enum damage_what)d->what);
	bool original = str_eq(d->name, FILE_RAW);

	view_set(v, T_DAMAGE_TITLE, d->title);
	view_set(v, T_DAMAGE_OWNER, *d->owner ? d->owner : SHOWN_NOBODY);
	view_set(v, T_DAMAGE_TEXT,
		 original ? pool_fmt(cx->mem, "Its original is %s.", what)
			  : pool_fmt(cx->mem, "%s is %s, and is made again.",
				     d->name, what));
	view_set(v, T_DAMAGE_DATE_ISO, format_date_iso(cx->mem, d->found_at));
	view_set(v, T_DAMAGE_DATE_TEXT, format_date(cx->mem, d->found_at));
	if (*d->owner)
		view_set(view_add(v, T_DAMAGE_LINK), T_DAMAGE_HREF,
			 LINK(cx, URL_MEDIA, d->owner, d->slug));
}

int harm_damaged(struct ctx *cx, struct view *page)
{
	struct damage *list;
	int n = damage_list(&cx->db, SHOWN_MAX + 1, &list);
	struct view *v;

	if (n <= 0)
		return n;
	v = view_add(page, T_DAMAGE);
	for (int i = 0; i < n && i < SHOWN_MAX; i++)
		fill_damage(cx, view_add(v, T_DAMAGE_FILE), &list[i]);
	if (n > SHOWN_MAX)
		view_add(v, T_DAMAGE_MORE);
	return 0;
}
