/* status-show.c -- a status as lines for people, or as JSON */
#include "worker/status.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "config.h"
#include "view/format.h"

#include <inttypes.h>
#include <string.h>

#define WAITING_SHOWN 8
#define FAILED_SHOWN  8
#define DEED_CELLS    14
#define BAR_CELLS     24
#define TITLE_LEAST   12
#define STUCK_S	      60

struct show {
	struct pool *mem;
	const struct site *site;
	const struct status *s;
	struct buf *out;
	int width;
};

/* --- lines -------------------------------------------------------------------
 */

void status_line(struct pool *mem, int width, struct buf *out, const char *text)
{
	const char *cut = one_line(mem, text, (size_t)width);
	size_t n = strlen(cut);

	while (n && cut[n - 1] == ' ')
		n--;
	buf_put(out, cut, n);
	buf_char(out, '\n');
}

static void line(struct show *sh, const char *text)
{
	status_line(sh->mem, sh->width, sh->out, text);
}

static void print_worker(struct show *sh)
{
	const struct status *s = sh->s;

	if (!s->worker) {
		line(sh, "worker   not running: start "
			 "current/bin/gremlin-worker");
		return;
	}
	if (!s->pid) {
		line(sh, "worker   running, since a moment ago");
		return;
	}
	line(sh,
	     pool_fmt(sh->mem,
		      "worker   running since %s (pid %" PRId64 ", version %s)",
		      format_date_iso(sh->mem, s->since_at), s->pid,
		      s->version ? s->version : "?"));
}

static void print_totals(struct show *sh)
{
	const struct status *s = sh->s;
	struct pool *mem = sh->mem;

	line(sh, pool_fmt(mem,
			  "media    %" PRId64 " published, %" PRId64
			  " in work, %" PRId64 " failed",
			  s->published, s->working, s->failed));
	status_print_room(mem, s, sh->width, sh->out);
	line(sh, pool_fmt(mem,
			  "jobs     %" PRId64 " running, %" PRId64
			  " waiting, %" PRId64 " failed",
			  s->jobs.running, s->jobs.waiting, s->jobs.failed));
}

static void print_remake(struct show *sh)
{
	const struct remake_state *r = &sh->s->remake;
	const char *expected = "";

	if (r->run.phase != REMAKE_ON)
		return;
	if (r->run.expected >= 0)
		expected = pool_fmt(sh->mem, " of %" PRId64, r->run.expected);
	line(sh, pool_fmt(sh->mem,
			  "again    %" PRId64 "%s made, %" PRId64
			  " failed; gremlin remake --stop ends it",
			  r->run.made, expected, r->failed));
}

/* Whole sentences, over as many lines as they take. */
static void print_attention(struct show *sh)
{
	for (int i = 0; i < sh->s->attention_n; i++)
		buf_fmt(sh->out, "look at  %s\n", sh->s->attention[i]);
}

/* One job: whose, what, and on the right or below what there is to say. */
static void print_job(struct show *sh, const struct status_job *j,
		      const char *right)
{
	struct pool *mem = sh->mem;
	int room = sh->width - DEED_CELLS - BAR_CELLS - 14;
	const char *name = j->title;

	if (*j->owner)
		name = pool_fmt(mem, "%s: %s", j->owner, j->title);
	if (room < TITLE_LEAST)
		room = TITLE_LEAST;
	line(sh, pool_fmt(mem, "  %s  %s  %s", column(mem, name, (size_t)room),
			  column(mem, j->job.deed, DEED_CELLS), right));
}

/* The worker gives its slot back after that time, too. */
static bool is_stuck(const struct status_job *j)
{
	return j->told_at && clock_now() - j->told_at >= STUCK_S;
}

static const char *how_it_runs(struct show *sh, const struct status_job *j)
{
	const char *why = j->attempt == ATTEMPT_HUNG	    ? "hung"
			  : j->attempt == ATTEMPT_CANCELLED ? "cancelled"
							    : "lost";

	if (!j->told_at)
		return bar_text(sh->mem, j->job.progress, BAR_CELLS);
	return pool_fmt(
		sh->mem, "%s, told to end %s ago", why,
		format_length(sh->mem, (clock_now() - j->told_at) * 1000));
}

static void print_running(struct show *sh)
{
	for (int i = 0; i < sh->s->running.n; i++) {
		const struct status_job *j = &sh->s->running.at[i];

		print_job(sh, j, how_it_runs(sh, j));
		if (is_stuck(j))
			line(sh, "    it cannot be ended: it waits for a disk "
				 "or a network folder");
	}
}

/* Below it why, which needs a line of its own. */
static void print_paused(struct show *sh, const struct status_job *j)
{
	int64_t pause_s = j->job.due_at - clock_now();

	print_job(sh, j,
		  pause_s <= 0
			  ? "next"
			  : pool_fmt(sh->mem, "again in %s",
				     format_length(sh->mem, pause_s * 1000)));
	if (*j->job.reason)
		line(sh, pool_fmt(sh->mem, "    %s", j->job.reason));
}

static void print_more(struct show *sh, int64_t n)
{
	if (n > 0)
		line(sh, pool_fmt(sh->mem, "  and %" PRId64 " more", n));
}

static void print_waiting(struct show *sh)
{
	const struct status_list *list = &sh->s->waiting;
	int n = list->n < WAITING_SHOWN ? list->n : WAITING_SHOWN;

	if (!n)
		return;
	line(sh, "waiting:");
	for (int i = 0; i < n; i++)
		print_paused(sh, &list->at[i]);
	print_more(sh, sh->s->jobs.waiting - n);
}

static void print_failed(struct show *sh)
{
	const struct status_list *list = &sh->s->failing;
	int n = list->n < FAILED_SHOWN ? list->n : FAILED_SHOWN;

	if (!n)
		return;
	line(sh, "failed (gremlin retry tries again):");
	for (int i = 0; i < n; i++) {
		const struct job *j = &list->at[i].job;

		print_job(sh, &list->at[i], "");
		line(sh, pool_fmt(sh->mem, "    %s",
				  *j->reason ? j->reason
					     : err_class_text(j->class)));
	}
	print_more(sh, sh->s->jobs.failed - n);
}

void status_print(struct pool *mem, const struct site *site,
		  const struct status *s, int width, struct buf *out)
{
	struct show sh = {
		.mem = mem, .site = site, .s = s, .out = out, .width = width
	};

	line(&sh, pool_fmt(mem, "site     %s", site->path));
	print_worker(&sh);
	print_totals(&sh);
	print_remake(&sh);
	status_print_scrub(mem, s, width, out);
	print_attention(&sh);
	print_running(&sh);
	print_waiting(&sh);
	print_failed(&sh);
}

/* --- JSON --------------------------------------------------------------------
 */

static json_t *json_worker(const struct status *s)
{
	if (!s->worker)
		return json_pack("{s:b}", "running", 0);
	return json_pack("{s:b, s:I, s:s?, s:I}", "running", 1, "pid",
			 (json_int_t)s->pid, "version", s->version, "since",
			 (json_int_t)s->since_at);
}

static const char *state_name(int state)
{
	switch (state) {
	case JOB_RUNNING: return "running";
	case JOB_FAILED: return "failed";
	default: return "waiting";
	}
}

static json_t *json_job(const struct status_job *j)
{
	const struct job *job = &j->job;
	json_t *o = json_pack(
		"{s:I, s:s, s:s, s:I, s:s, s:s, s:s, s:f, s:i, s:I}", "id",
		(json_int_t)job->id, "state", state_name(job->state), "maker",
		job->maker, "subject", (json_int_t)job->subject, "deed",
		job->deed, "owner", j->owner, "title", j->title, "percent",
		job->progress / 10.0, "tries", job->tries, "due",
		(json_int_t)job->due_at);

	if (o && j->told_at) {
		json_object_set_new(o, "ending_since",
				    json_integer((json_int_t)j->told_at));
		json_object_set_new(o, "stuck", json_boolean(is_stuck(j)));
	}
	if (o && job->class) {
		json_object_set_new(o, "class",
				    json_string(err_name(job->class)));
		json_object_set_new(o, "reason", json_string(job->reason));
		json_object_set_new(o, "log", json_string(job->log));
	}
	return o;
}

static json_t *json_jobs(const struct status *s)
{
	const struct status_list *lists[] = { &s->running, &s->waiting,
					      &s->failing };
	json_t *list = json_array();

	for (size_t i = 0; i < ARRAY_LEN(lists); i++)
		for (int k = 0; k < lists[i]->n; k++)
			json_array_append_new(list, json_job(&lists[i]->at[k]));
	return json_pack("{s:I, s:I, s:I, s:o}", "running",
			 (json_int_t)s->jobs.running, "waiting",
			 (json_int_t)s->jobs.waiting, "failed",
			 (json_int_t)s->jobs.failed, "list", list);
}

static json_t *json_attention(const struct status *s)
{
	json_t *list = json_array();

	for (int i = 0; i < s->attention_n; i++)
		json_array_append_new(list, json_string(s->attention[i]));
	return list;
}

json_t *status_json(const struct site *site, const struct status *s)
{
	return json_pack(
		"{s:s, s:s, s:o, s:{s:I, s:I, s:I, s:I}, s:{s:I, s:I, s:I}, "
		"s:o, s:o, s:o, s:o}",
		"site", site->path, "version", PACKAGE_VERSION, "worker",
		json_worker(s), "media", "published", (json_int_t)s->published,
		"working", (json_int_t)s->working, "failed",
		(json_int_t)s->failed, "deleting", (json_int_t)s->deleting,
		"bytes", "originals", (json_int_t)s->ledger.originals.bytes,
		"renditions", (json_int_t)s->ledger.renditions.bytes, "free",
		(json_int_t)s->ledger.free_bytes, "storage",
		status_json_storage(s), "scrub", status_json_scrub(s),
		"attention", json_attention(s), "jobs", json_jobs(s));
}
