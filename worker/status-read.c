/* status-read.c -- rows, locks and the disk */
#include "worker/status.h"
#include "base/base.h"
#include "base/err.h"
#include "base/io.h"
#include "base/str.h"
#include "job/process.h"
#include "media/maker.h"
#include "model/media.h"
#include "model/upkeep.h"
#include "sql/job.sql.h"
#include "sql/media.sql.h"

static int read_worker(struct db *db, struct status *s)
{
	struct process p;
	int rc = process_worker(db, &p);

	if (rc < 0)
		return rc;
	s->worker = p.runs;
	if (!p.known)
		return 0;
	s->pid = p.pid;
	s->version = p.version;
	s->since_at = p.since_at;
	return 0;
}

static int read_sums(struct db *db, enum ledger_axis axis, int most,
		     struct status_sums *ret)
{
	ret->n = ledger_rows(db, axis, most, &ret->at);
	return err_only(ret->n);
}

static int read_totals(struct db *db, struct status *s)
{
	int rc = db_get(db, SQL_MEDIA_COUNTS, IN(), &s->working, &s->published,
			&s->failed, &s->deleting);

	if (rc == 0)
		rc = ledger_read(db, &s->ledger);
	if (rc == 0)
		rc = read_sums(db, LEDGER_NAME, STATUS_NAMES_MAX, &s->names);
	if (rc == 0)
		rc = read_sums(db, LEDGER_KIND, STATUS_NAMES_MAX, &s->kinds);
	if (rc == 0)
		rc = read_sums(db, LEDGER_PERSON, STATUS_PEOPLE_MAX,
			       &s->people);
	if (rc == 0)
		rc = job_count(db, &s->jobs);
	if (rc == 0)
		rc = job_often_lost(db, &s->often_lost);
	return rc;
}

static int read_scrub(struct db *db, struct status *s)
{
	int rc = scrub_state(db, &s->scrub);

	if (rc < 0)
		return rc;
	s->damage_n = damage_list(db, STATUS_DAMAGE_MAX, &s->damage);
	return err_only(s->damage_n);
}

/* What keeps the worker from going on by itself. */
static int read_attention(struct db *db, struct status *s)
{
	static const char *const names[] = { UPKEEP_STOPPED,
					     UPKEEP_WORK_STOPPED };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const char *text;
		int rc = upkeep_text(db, names[i], &text);

		if (rc < 0)
			return rc;
		if (*text)
			s->attention[s->attention_n++] = text;
	}
	return 0;
}

/* Whose it is, and what it is called. */
static int name_job(struct db *db, struct status_job *j)
{
	struct media m;
	int rc;

	j->owner = j->title = "";
	if (!str_eq(j->job.maker, MEDIA_MAKER))
		return 0;
	rc = media_by_id(db, j->job.subject, &m);
	if (rc < 0)
		return rc == E_ABSENT ? 0 : rc;
	j->owner = m.owner ? m.owner : "";
	j->title = m.title;
	return 0;
}

static int read_attempt(struct db *db, struct status_job *j)
{
	int rc = db_get(db, SQL_JOB_ATTEMPT_ENDING, IN(j->job.id), &j->attempt,
			&j->told_at);

	return rc == E_ABSENT ? 0 : rc;
}

static int read_list(struct db *db, enum job_state state,
		     struct status_list *ret)
{
	struct job *jobs;
	int n = job_list(db, state, state, STATUS_JOBS_MAX, &jobs);

	if (n < 0)
		return n;
	ret->at = pool_array(db->mem, (size_t)n, sizeof(*ret->at));
	for (ret->n = 0; ret->n < n; ret->n++) {
		struct status_job *j = &ret->at[ret->n];
		int rc;

		j->job = jobs[ret->n];
		rc = name_job(db, j);
		if (rc == 0)
			rc = read_attempt(db, j);
		if (rc < 0)
			return rc;
	}
	return 0;
}

int status_read(struct pool *mem, const struct site *site, struct status *ret)
{
	_cleanup_(db_done) struct db db = { .room = -1 };
	struct status s = { 0 };
	int rc = db_open(mem, site, &db);

	if (rc == 0)
		rc = db_snapshot(&db);
	if (rc >= 0)
		rc = read_worker(&db, &s);
	if (rc == 0)
		rc = read_totals(&db, &s);
	if (rc == 0)
		rc = read_scrub(&db, &s);
	if (rc == 0)
		rc = remake_state(&db, &s.remake);
	if (rc == 0)
		rc = read_attention(&db, &s);
	if (rc == 0)
		rc = read_list(&db, JOB_RUNNING, &s.running);
	if (rc == 0)
		rc = read_list(&db, JOB_WAITING, &s.waiting);
	if (rc == 0)
		rc = read_list(&db, JOB_FAILED, &s.failing);
	if (rc == 0)
		*ret = s;
	return rc;
}
