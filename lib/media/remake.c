/* remake.c -- the rows of runs and of what there is to make again */
#include "media/remake.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "job/job.h"
#include "media/stale.h"
#include "model/upkeep.h"
#include "sql/remake.sql.h"

#define FAILED_MAX 100000
#define DROP_MAX   1000 /* far more than are ever put ahead */

static const char *const whys[] = {
	[REMAKE_CURRENT] = "current", [REMAKE_STALE] = "stale",
	[REMAKE_NEW] = "new",	      [REMAKE_SPARE] = "spare",
	[REMAKE_GONE] = "gone",	      [REMAKE_LACKS] = "lacks",
};

const char *remake_why_name(enum remake_why why)
{
	return whys[why];
}

int remake_summary(struct db *db, struct remake_row **ret)
{
	struct tally t = { .mem = db->mem };
	int rc = tally_load(db, false, &t);

	return rc < 0 ? rc : tally_rows(&t, ret);
}

int remake_run(struct db *db, struct remake_run *ret)
{
	struct remake_run r;
	int phase;
	int rc = db_get(db, SQL_REMAKE_RUN, IN(), &phase, &r.kind, &r.output,
			&r.at, &r.last, &r.uid, &r.begun_at, &r.ended_at,
			&r.expected, &r.made, &r.removed, &r.old_bytes,
			&r.new_bytes, &r.made_ms);

	if (rc == E_ABSENT)
		r = (struct remake_run){ .kind = "", .output = "" };
	else if (rc < 0)
		return rc;
	else
		r.phase = (enum remake_phase)phase;
	*ret = r;
	return 0;
}

/* Of how many media the count is made, that replaces the summary. */
static int counting(struct db *db, struct remake_state *s)
{
	const char *whole = "", *draft = "";
	int64_t at = 0, last = 0;
	int rc = upkeep_text(db, STALE_RECIPES, &whole);

	if (rc == 0)
		rc = upkeep_text(db, STALE_DRAFT, &draft);
	if (rc == 0)
		rc = upkeep_number(db, STALE_COUNTED_AT, &s->counted_at);
	if (rc == 0)
		rc = upkeep_number(db, STALE_AT, &at);
	if (rc == 0)
		rc = db_get(db, SQL_REMAKE_LAST_ID, IN(), &last);
	if (rc < 0)
		return rc;
	s->counting = -1;
	if (str_empty(whole) || !str_empty(draft))
		s->counting = last > at && last ? (int)(at * 1000 / last) : 0;
	return 0;
}

int remake_state(struct db *db, struct remake_state *ret)
{
	struct remake_state s = { 0 };
	int waiting = 0, running = 0, failed = 0;
	int rc = remake_run(db, &s.run);

	if (rc == 0)
		rc = counting(db, &s);
	if (rc == 0)
		rc = job_tier_count(db, TIER_AGAIN, JOB_WAITING, DROP_MAX,
				    &waiting);
	if (rc == 0)
		rc = job_tier_count(db, TIER_AGAIN, JOB_RUNNING, DROP_MAX,
				    &running);
	if (rc == 0)
		rc = job_tier_count(db, TIER_AGAIN, JOB_FAILED, FAILED_MAX,
				    &failed);
	if (rc < 0)
		return rc;
	s.waiting = waiting;
	s.running = running;
	s.failed = failed;
	*ret = s;
	return 0;
}

int remake_start(struct db *db, const struct remake_wish *w)
{
	const char *kind = w->kind ? w->kind : "";
	const char *output = w->output ? w->output : "";
	int64_t last = w->media, expected = w->expected;
	struct remake_run run;
	int rc = remake_run(db, &run);

	if (rc < 0)
		return rc;
	if (run.phase == REMAKE_ON)
		return err(E_EXISTS, "renditions are being made again already; "
				     "stop that first");
	if (!w->media)
		rc = db_get(db, SQL_REMAKE_LAST_ID, IN(), &last);
	if (rc == 0 && expected < 0 && !w->media)
		rc = db_get(db, SQL_REMAKE_EXPECTED, IN(kind, output),
			    &expected);
	if (rc < 0)
		return rc;
	return err_only(db_run(db, SQL_REMAKE_START, kind, output,
			       w->media ? w->media - 1 : 0, last, w->uid,
			       clock_now(), expected));
}

int remake_stop(struct db *db)
{
	int rc = db_run(db, SQL_REMAKE_END, (int)REMAKE_STOPPED, clock_now());

	if (rc == 0)
		return err(E_ABSENT, "nothing is being made again");
	if (rc > 0)
		rc = job_tier_drop(db, TIER_AGAIN, DROP_MAX);
	return rc < 0 ? rc : remake_count_anew(db);
}

int remake_count_anew(struct db *db)
{
	int rc = upkeep_set_text(db, STALE_RECIPES, "");

	return rc < 0 ? rc : upkeep_set_text(db, STALE_DRAFT, "");
}
