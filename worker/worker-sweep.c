/*
 * worker-sweep.c -- what is looked through now and then, a little in a round
 *
 * A site of a million files takes a thousand rounds: none of them may keep an
 * upload waiting.
 */
#include "worker.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "job/history.h"
#include "media/scrub.h"
#include "model/session.h"
#include "model/steady.h"
#include "model/upkeep.h"

#include <inttypes.h>
#include <stdio.h>

#define EVERY_S	  3600
#define SCRUB_MS  30000
#define EVERY_MS  (EVERY_S * 1000)
#define BUDGET_MS 10
#define WORK_MAX  100  /* folders without a row */
#define STEP_MS	  4000 /* in between, others have their turn */

static int sweep_sessions(struct db *db)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	int rc = tx_begin(db, &tx);

	if (rc == 0)
		rc = steady_keep(db);
	if (rc == 0)
		rc = session_sweep(db);
	return rc < 0 ? rc : tx_commit(&tx);
}

/* Why nothing was removed there, or that all is well: for who asks. */
static int note_work(struct db *db, int rc)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	const char *why = "", *before;
	int noted;

	if (rc == E_LIMIT)
		why = pool_dup(db->mem, err_text(rc));
	noted = upkeep_text(db, UPKEEP_WORK_STOPPED, &before);
	if (noted < 0 || str_eq(why, before))
		return noted;
	noted = tx_begin(db, &tx);
	if (noted == 0)
		noted = upkeep_set_text(db, UPKEEP_WORK_STOPPED, why);
	return noted < 0 ? noted : tx_commit(&tx);
}

static void sweep_work(struct worker *w, struct db *db)
{
	const char *why;
	int rc = crew_sweep(&w->crew, db, WORK_MAX), noted;

	why = pool_dup(db->mem, err_text(rc));
	noted = note_work(db, rc);
	if (rc < 0)
		worker_trouble(w, "sweep content/work", err(rc, "%s", why));
	else if (noted < 0)
		worker_trouble(w, "sweep content/work", noted);
}

static void say_swept(struct worker *w)
{
	struct sweep *s = &w->sweep;

	if (s->removed)
		worker_say(w,
			   "removed %" PRId64 " files that had had no row for "
			   "a long time",
			   s->removed);
	if (s->kept)
		worker_say(w,
			   "moved %" PRId64 " originals without a row to "
			   "content/lost; gremlin check tells of them",
			   s->kept);
	s->removed = s->kept = 0;
}

static void sweep_content(struct worker *w, struct db *db)
{
	struct sweep *s = &w->sweep;
	int64_t now = clock_mono_ms();
	int rc;

	if (w->stepped_ms && now - w->stepped_ms < STEP_MS)
		return;
	w->stepped_ms = now;
	if (!s->loaded) {
		s->grace_s = w->site.set.grace_s;
		s->every_s = EVERY_S;
		s->budget_ms = BUDGET_MS;
		snprintf(s->boot, sizeof(s->boot), "%s", w->crew.boot);
	}
	rc = sweep_step(s, db);
	w->sweeping = rc > 0;
	say_swept(w);
	if (rc < 0)
		worker_trouble(w, "sweep content", rc);
}

void worker_sweep(struct worker *w, struct db *db)
{
	int64_t now = clock_mono_ms();
	int rc;

	sweep_content(w, db);
	if (!w->scrub_ms || now - w->scrub_ms >= SCRUB_MS) {
		w->scrub_ms = now;
		rc = scrub_put(db);
		w->untidy |= rc > 0; /* it begins in the next round */
		if (rc < 0)
			worker_trouble(w, "plan the scrub", rc);
	}
	if (w->swept_ms && now - w->swept_ms < EVERY_MS)
		return;
	w->swept_ms = now;
	sweep_work(w, db);
	rc = sweep_sessions(db);
	if (rc < 0)
		worker_trouble(w, "sweep sessions", rc);
	rc = history_sweep(db, w->site.set.history_days);
	if (rc < 0)
		worker_trouble(w, "forget old figures", rc);
}
