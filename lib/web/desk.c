/* desk.c -- the alarms of a site: what keeps everything from going on */
#include "web/desk.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/pool.h"
#include "job/process.h"
#include "model/damage.h"
#include "model/ledger.h"
#include "model/upkeep.h"
#include "view/format.h"
#include "view/view.h"
#include "web/ctx.h"
#include "desk.tpl.h"

static void alarm_of(struct view *desk, const char *title, const char *text)
{
	struct view *v = view_add(desk, T_ALARM);

	view_set(v, T_ALARM_TITLE, title);
	view_set(v, T_ALARM_TEXT, text);
}

static void worker_alarm(struct ctx *cx, struct view *desk,
			 const struct process *p)
{
	int64_t since_s = clock_now() - p->since_at;

	if (!process_is_absent(p))
		return;
	alarm_of(desk, "The worker is not running: nothing is prepared.",
		 pool_fmt(cx->mem,
			  "%s Start current/bin/gremlin-worker in the site's "
			  "folder.",
			  p->known ? pool_fmt(cx->mem,
					      "It was started last %s ago.",
					      format_span(cx->mem, since_s))
				   : "It was never started."));
}

static void room_alarm(struct ctx *cx, struct view *desk,
		       const struct ledger *l)
{
	if (l->free_bytes > l->floor_bytes)
		return;
	alarm_of(desk, "The disk is full: nothing more is taken in.",
		 pool_fmt(cx->mem,
			  "%s are free; free_bytes in gremlin.ini keeps %s for "
			  "the database. Make room, or lower it.",
			  format_bytes(cx->mem, l->free_bytes),
			  format_bytes(cx->mem, l->floor_bytes)));
}

/* What the worker does not go on with by itself. */
static int sweep_alarms(struct ctx *cx, struct view *desk)
{
	static const char *const names[] = { UPKEEP_STOPPED,
					     UPKEEP_WORK_STOPPED };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const char *why;
		int rc = upkeep_text(&cx->db, names[i], &why);

		if (rc < 0)
			return rc;
		if (*why)
			alarm_of(desk, "Tidying up has stopped.",
				 pool_fmt(cx->mem, "%s.", why));
	}
	return 0;
}

static int damage_alarm(struct ctx *cx, struct view *desk)
{
	int64_t originals, renditions;
	int rc = damage_count(&cx->db, &originals, &renditions);

	if (rc < 0 || !originals)
		return rc;
	alarm_of(desk,
		 originals == 1 ? "An original is damaged."
				: pool_fmt(cx->mem, "%s are damaged.",
					   format_count(cx->mem, originals,
							"original")),
		 "Put the files of a backup in their place; the page of "
		 "storage tells which.");
	return 0;
}

int desk_fill(struct ctx *cx, struct view *page)
{
	struct view *desk = view_include(page, T_DESK, T_DESK);
	struct process p;
	struct ledger l;
	int rc = process_worker(&cx->db, &p);

	if (rc == 0)
		rc = ledger_read(&cx->db, &l);
	if (rc < 0)
		return rc;
	worker_alarm(cx, desk, &p);
	room_alarm(cx, desk, &l);
	rc = damage_alarm(cx, desk);
	return rc < 0 ? rc : sweep_alarms(cx, desk);
}
