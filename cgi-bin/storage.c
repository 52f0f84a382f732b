/* storage.c -- what each byte of the site is, for who moderates */
#include "web/web.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/str.h"
#include "config.h"
#include "job/process.h"
#include "media/scrub.h"
#include "view/format.h"
#include "web/desk.h"
#include "web/harm.h"
#include "web/remakes.h"
#include "web/sums.h"
#include "page.tpl.h"
#include "storage.tpl.h"

#include <string.h>

enum {
	F_DEED
};
static const struct field form[] = {
	[F_DEED] = { "deed", "deed", field_token, 16 },
	{ 0 },
};

/* "12 GB used, 68 GB free; full in about 5 months at this rate" */
static const char *room_of(struct pool *mem, const struct ledger *l)
{
	const char *forecast = ledger_forecast(mem, l);

	return pool_fmt(
		mem, "%s used, %s free%s%s",
		format_bytes(mem, l->originals.bytes + l->renditions.bytes),
		format_bytes(mem, l->free_bytes), *forecast ? "; " : "",
		forecast);
}

/* --- this machine ----------------------------------------------------------
 */

static void add_state(struct view *page, const char *name, const char *value)
{
	struct view *v = view_add(page, T_STATE);

	view_set(v, T_STATE_NAME, name);
	view_set(v, T_STATE_VALUE, value);
}

static const char *ago(struct pool *mem, int64_t at)
{
	return pool_fmt(mem, "%s ago", format_span(mem, clock_now() - at));
}

static const char *sandbox_text(struct ctx *cx, const struct process *p)
{
	bool required = str_eq(cx->site.set.require_sandbox, "yes");

	if (!*p->sandbox)
		return "not known before a worker has run";
	if (strstr(p->sandbox, "seccomp") && strstr(p->sandbox, "landlock"))
		return p->sandbox;
	return pool_fmt(cx->mem, "%s only: %s", p->sandbox,
			required ? "no job runs, as require_sandbox is yes"
				 : "what reads strangers' files is less "
				   "confined");
}

static void fill_worker(struct ctx *cx, struct view *page,
			const struct process *p)
{
	const char *since = ago(cx->mem, p->since_at);
	const char *text = "was never started";

	if (p->runs)
		text = pool_fmt(cx->mem, "runs, started %s", since);
	else if (p->known)
		text = pool_fmt(cx->mem,
				process_is_absent(p)
					? "not running, started last %s"
					: "between two rounds, the last one %s",
				since);
	add_state(page, "Worker", text);
	if (p->known)
		add_state(page, "Its version",
			  str_eq(p->version, PACKAGE_VERSION)
				  ? p->version
				  : pool_fmt(cx->mem, "%s: restart it",
					     p->version));
	add_state(page, "Version of the pages", PACKAGE_VERSION);
	add_state(page, "Sandbox", sandbox_text(cx, p));
}

static int fill_machine(struct ctx *cx, struct view *page,
			const struct ledger *l)
{
	struct scrub_state s;
	struct process p;
	int rc = process_worker(&cx->db, &p);

	if (rc == 0)
		rc = scrub_state(&cx->db, &s);
	if (rc < 0)
		return rc;
	fill_worker(cx, page, &p);
	add_state(page, "Free on the disk",
		  format_bytes(cx->mem, l->free_bytes));
	add_state(page, "Intake stops below",
		  format_bytes(cx->mem, l->floor_bytes));
	add_state(page, "Folders looked through",
		  l->seen_at ? ago(cx->mem, l->seen_at) : "not yet");
	add_state(page, "All files read through",
		  s.done_at ? ago(cx->mem, s.done_at) : "not yet");
	if (s.began_at)
		add_state(page, "Reading them now",
			  pool_fmt(cx->mem, "%d %%, began %s", s.permille / 10,
				   ago(cx->mem, s.began_at)));
	return 0;
}

static int fill(struct ctx *cx, struct view *page)
{
	struct ledger l;
	int rc = ledger_read(&cx->db, &l);

	if (rc < 0)
		return rc;
	view_set(page, T_ROOM_TEXT, room_of(cx->mem, &l));
	rc = desk_fill(cx, page);
	if (rc == 0)
		rc = sums_fill(cx, page, &l);
	if (rc == 0)
		rc = sums_growth(cx, page, &l);
	if (rc == 0)
		rc = remakes_fill(cx, page);
	if (rc == 0)
		rc = harm_damaged(cx, page);
	if (rc == 0)
		rc = harm_lost(cx, page);
	return rc < 0 ? rc : fill_machine(cx, page, &l);
}

static int show(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	struct view *page = view_new(cx->mem, T_STORAGE);
	int rc = fill(cx, page);

	(void)rq;
	if (rc < 0)
		return rc;
	frame_title(cx, "Storage");
	view_add(cx->frame, T_NOINDEX);
	view_add(cx->frame, T_AT_STORAGE);
	return reply_view(cx, rp, 200, page);
}

static int remake(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	int rc = remakes_do(cx, web_field(cx, F_DEED));

	(void)rq;
	if (rc < 0)
		return rc;
	return reply_redirect(
		rp, 303,
		pool_fmt(cx->mem, "%s#recipes", LINK(cx, URL_STORAGE)));
}

static const struct route routes[] = {
	{ GET, "/mod/storage", show, .right = RIGHT_MODERATE },
	{ POST, "/mod/storage/remake", remake, .right = RIGHT_MODERATE,
	  .form = form },
	{ 0 },
};

int main(int argc, char **argv)
{
	return web_main(argc, argv, routes);
}
