/* maker-plan.c -- put what is missing, say what became of a media */
#include "media/maker-part.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "job/classify.h"
#include "model/place.h"
#include "sql/media.sql.h"

#define BEFORE_MAX   1000 /* who stands behind so many goes by id */
#define PLAN_NEW_MAX 64

/* The more of the same person waits, the later: nobody's one media waits for
 * somebody's five hundred. */
static int working_before(struct db *db, const struct media *m)
{
	int before = 0;

	if (db_get(db, SQL_MEDIA_WORKING_BEFORE, IN(m->uid, m->id, BEFORE_MAX),
		   &before) < 0)
		return 0;
	return before;
}

static int put_steps(struct db *db, const struct bench *b,
		     const struct plan *plan)
{
	int before = working_before(db, &b->media);

	for (int i = 0; i < plan->n; i++) {
		const struct step *s = &plan->steps[i];
		struct job_new j = bench_job(b, s->output);
		int rc = 0;

		j.tier = s->blocks ? TIER_SHOW : TIER_MORE;
		j.before = before;
		j.blocks = s->blocks;
		/* what is only older serves until somebody asks for better */
		if (s->why != WHY_OUTDATED && (s->way >= 0 || s->blocks))
			rc = job_put(db, &j);
		if (rc < 0)
			return rc;
	}
	return 0;
}

/* The first job that failed for good and without which nothing is shown. */
static int failed_job(struct db *db, int64_t media, struct job *ret)
{
	struct job *jobs;
	int n = job_of_subject(db, MEDIA_MAKER, media, &jobs);

	for (int i = 0; i < n; i++)
		if (jobs[i].state == JOB_FAILED && jobs[i].blocks) {
			*ret = jobs[i];
			return 1;
		}
	return n < 0 ? n : 0;
}

static int publish(struct db *db, const struct media *m)
{
	int rc = 0;

	if (m->state == MEDIA_WORKING || m->state == MEDIA_FAILED)
		rc = media_publish(db, m->id);
	/* the files first, then the commit: no page shows what is not there */
	return rc < 0 ? rc : place(db, m->id);
}

static int say_note(struct db *db, const struct bench *b)
{
	const char *note = facts_note(db->mem, &b->facts);

	if (!note || !str_empty(b->media.note))
		return 0;
	return media_set_note(db, b->media.id, note);
}

static int go_on(struct db *db, const struct bench *b, const struct plan *plan)
{
	struct job failed;
	int rc = 0;

	if (!str_eq(plan->kind->name, b->media.kind))
		rc = media_set_kind(db, b->media.id, plan->kind->name);
	if (rc == 0)
		rc = put_steps(db, b, plan);
	if (rc < 0)
		return rc;
	if (plan->publishable) {
		rc = publish(db, &b->media);
		if (rc == 0)
			rc = say_note(db, b);
		return rc < 0 ? rc : media_trouble_look(db, b->media.id);
	}
	rc = failed_job(db, b->media.id, &failed);
	if (rc > 0 && b->media.state == MEDIA_WORKING)
		rc = media_set_failed(db, b->media.id, failed.class,
				      failed.reason);
	return rc < 0 ? rc : 0;
}

/* Its original is damaged: what is shown stays, and nothing follows. */
static int rest(struct db *db, const struct bench *b)
{
	if (b->media.state != MEDIA_WORKING)
		return 0;
	return media_set_failed(db, b->media.id, E_CORRUPT,
				damage_sentence(bench_spoilt(b)));
}

/* No job says what its owner can do about it. */
static int refuse(struct db *db, int64_t media, int class)
{
	const struct outcome o = { class, pool_dup(db->mem, err_text(class)) };

	return media_set_failed(db, media, class,
				outcome_advice(db->mem, &o, JOB_FAILED));
}

int maker_plan(const struct maker *m, struct db *db, int64_t media)
{
	struct plan plan;
	struct bench b;
	int rc = bench_load(db, media, &b);

	if (rc == E_ABSENT || (rc == 0 && b.media.state == MEDIA_DELETING))
		return job_forget(db, MEDIA_MAKER, media);
	if (rc == 0 && bench_spoilt(&b))
		return rest(db, &b);
	if (rc < 0)
		return rc;
	rc = bench_plan(db, shop_of(m), &b, false, &plan);
	/* what is shown stays, though its recipe went or a limit has shrunk */
	if ((rc == E_UNSUPPORTED || rc == E_LARGE) &&
	    b.media.state == MEDIA_PUBLISHED)
		return 0;
	if (rc == E_UNSUPPORTED || rc == E_LARGE)
		return refuse(db, media, rc);
	return rc < 0 ? rc : go_on(db, &b, &plan);
}

/* What one in trouble has written goes; the others are planned. */
static int plan_apart(const struct maker *m, struct db *db, int64_t media)
{
	int undo, rc = db_run(db, "SAVEPOINT plan");
	const char *why;

	if (rc < 0)
		return rc;
	rc = maker_plan(m, db, media);
	if (rc >= 0)
		return db_run(db, "RELEASE plan");
	why = pool_dup(db->mem, err_text(rc));
	undo = db_run(db, "ROLLBACK TO plan");
	if (undo >= 0)
		undo = db_run(db, "RELEASE plan");
	return undo < 0 ? undo : err(rc, "%s", why);
}

static int new_list(struct db *db, int64_t after, int64_t ids[PLAN_NEW_MAX])
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	int n = 0, rc = db_query(db, &st, SQL_MEDIA_UNPLANNED, after);

	while (rc >= 0 && n < PLAN_NEW_MAX && (rc = stmt_row(&st, &ids[n])) > 0)
		n++;
	return rc < 0 ? rc : n;
}

int media_plan_new(const struct maker *m, struct db *db)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	struct media_shop *shop = shop_of(m);
	int64_t ids[PLAN_NEW_MAX];
	int first = 0, n = new_list(db, shop->planned, ids), rc = 0;
	bool more = n == PLAN_NEW_MAX;

	if (n > 0)
		rc = tx_begin(db, &tx);
	if (n < 0 || rc < 0)
		return n < 0 ? n : rc;
	for (int i = 0; i < n; i++) {
		rc = plan_apart(m, db, ids[i]);
		if (rc < 0 && first == 0)
			first = rc;
	}
	rc = n > 0 ? tx_commit(&tx) : 0;
	if (rc < 0)
		return rc;
	shop->planned = more ? ids[n - 1] : 0;
	return first < 0 ? first : more;
}
