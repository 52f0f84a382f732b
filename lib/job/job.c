/* job.c -- what is to be done: rows, and nothing else */
#include "job/job.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/pool.h"
#include "job/rows.h"
#include "sql/job.sql.h"

#define SUBJECT_JOBS_MAX 128
#define TIER_RANKS	 (JOB_STEPS * JOB_TURNS)

/* --- the order of the queue ----------------------------------------------- */

_Static_assert(TIER_N *(int64_t)TIER_RANKS <= INT32_MAX, "a rank is an int");

enum job_tier job_tier(int rank)
{
	return (enum job_tier)(rank / TIER_RANKS);
}

int job_step(int rank)
{
	int in_tier = rank % TIER_RANKS;

	return job_tier(rank) == TIER_SHOW ? in_tier % JOB_STEPS
					   : in_tier / JOB_TURNS;
}

static int limit(int64_t n, int end)
{
	return n < 0 ? 0 : n < end ? (int)n : end - 1;
}

/*
 * The least rank from `from` to before `end` that is running or due: the turn
 * that is served now. `from` where there is none.
 */
static int served(struct db *db, int from, int end, int *ret)
{
	int rank = -1,
	    rc = db_get(db, SQL_JOB_SERVED, IN(from, end, clock_now()), &rank);

	if (rc == 0)
		*ret = rank < 0 ? from : rank;
	return rc;
}

/* Turn by turn, and in each step by step; all of a subject on one turn. */
static int rank_to_show(struct db *db, const struct job_new *j, int step)
{
	int own, now, turn;
	int rc = db_get(db, SQL_JOB_FIRST_OF_SUBJECT,
			IN(j->maker, j->subject, TIER_RANKS), &own);

	if (rc == 0)
		rc = served(db, 0, TIER_RANKS, &now);
	if (rc < 0)
		return rc;
	turn = own >= 0
		       ? own / JOB_STEPS
		       : limit((int64_t)now / JOB_STEPS + j->before, JOB_TURNS);
	return turn * JOB_STEPS + step;
}

/* Behind what the same party has there, but not before who is served now. */
static int rank_of_more(struct db *db, const struct job_new *j, int step)
{
	int from = (int)j->tier * TIER_RANKS + step * JOB_TURNS;
	int end = from + JOB_TURNS, now, last = -1;
	int rc = served(db, from, end, &now);

	if (rc == 0)
		rc = db_get(db, SQL_JOB_LAST_OF_PARTY, IN(j->party, from, end),
			    &last);
	if (rc < 0)
		return rc;
	return from + limit((last >= now ? last + 1 : now) - from, JOB_TURNS);
}

int job_put(struct db *db, const struct job_new *j)
{
	int step = limit(j->step, JOB_STEPS);
	int rank = j->tier == TIER_SHOW ? rank_to_show(db, j, step)
					: rank_of_more(db, j, step);

	if (rank < 0)
		return rank;
	return db_run(db, SQL_JOB_PUT, j->maker, j->subject, j->deed,
		      (int)j->lane, rank, j->party, j->blocks, clock_now(),
		      j->kind ? j->kind : "");
}

/* --- rows ----------------------------------------------------------------- */

int job_by_id(struct db *db, int64_t id, struct job *ret)
{
	struct job j;
	int rc = db_get_outs(db, SQL_JOB_BY_ID, IN(id), JOB_OUTS(&j));

	if (rc < 0)
		return rc;
	*ret = j;
	return 0;
}

int job_attempt(struct db *db, int64_t id, struct job_attempt *ret)
{
	return db_get(db, SQL_JOB_ATTEMPT_OF, IN(id), &ret->state, &ret->number,
		      &ret->since_at, &ret->pid);
}

/* The rows of the statement; their count or E_*. */
static int read_jobs(struct stmt *st, int max, struct job *list)
{
	int n = 0, rc = 0;

	while (n < max && (rc = stmt_row_outs(st, JOB_OUTS(&list[n]))) > 0)
		n++;
	return rc < 0 ? rc : n;
}

int job_of_subject(struct db *db, const char *maker, int64_t subject,
		   struct job **ret)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	struct job first, *list;
	int rc = db_query(db, &st, SQL_JOB_OF_SUBJECT, maker, subject);

	*ret = NULL;
	if (rc == 0)
		rc = stmt_row_outs(&st, JOB_OUTS(&first));
	if (rc <= 0)
		return rc; /* as most have none, no room is taken for them */
	list = pool_array(db->mem, SUBJECT_JOBS_MAX, sizeof(*list));
	list[0] = first;
	rc = read_jobs(&st, SUBJECT_JOBS_MAX - 1, list + 1);
	if (rc < 0)
		return rc;
	*ret = list;
	return rc + 1;
}

int job_pending(struct db *db, const char *maker, int64_t subject, int *ret)
{
	return db_get(db, SQL_JOB_PENDING, IN(maker, subject), ret);
}

int job_list(struct db *db, enum job_state least, enum job_state most,
	     int limit, struct job **ret)
{
	struct job *list = pool_array(db->mem, (size_t)limit, sizeof(*list));
	int n = 0;

	/* state by state: over all of them the whole queue would be sorted */
	for (int state = (int)most; state >= (int)least && n < limit; state--) {
		_cleanup_(stmt_done) struct stmt st = { 0 };
		int rc = db_query(db, &st, SQL_JOB_LIST, state, limit - n);

		if (rc == 0)
			rc = read_jobs(&st, limit - n, list + n);
		if (rc < 0)
			return rc;
		n += rc;
	}
	*ret = list;
	return n;
}

int job_count(struct db *db, struct job_counts *ret)
{
	return db_get(db, SQL_JOB_COUNTS, IN(), &ret->waiting, &ret->running,
		      &ret->failed);
}

int job_often_lost(struct db *db, int64_t *ret)
{
	return db_get(db, SQL_JOB_OFTEN_LOST, IN(), ret);
}

int job_ahead(struct db *db, const struct job *j, int64_t most, int64_t *ret)
{
	return db_get(db, SQL_JOB_AHEAD, IN(j->rank, j->id, most), ret);
}

int job_retry(struct db *db, const char *maker, int64_t subject)
{
	int more, n = db_run(db, SQL_JOB_RETRY, maker, subject);

	if (n < 0)
		return n;
	more = db_run(db, SQL_JOB_UNCANCEL, (int)E_STOPPED, maker, subject,
		      (int)E_CANCELLED);
	return more < 0 ? more : n + more;
}

int job_retry_one(struct db *db, int64_t id)
{
	int n = db_run(db, SQL_JOB_RETRY_ONE, id);

	return n ? n
		 : db_run(db, SQL_JOB_UNCANCEL_ONE, (int)E_STOPPED, id,
			  (int)E_CANCELLED);
}

int job_cancel(struct db *db, int64_t id, const char *reason)
{
	struct job j;
	int n, rc = job_by_id(db, id, &j);

	if (rc < 0)
		return rc;
	n = db_run(db, SQL_JOB_CANCEL, (int)E_CANCELLED, reason, id);
	if (n <= 0)
		return n;
	rc = db_run(db, SQL_JOB_CANCEL_ATTEMPT, id);
	return rc < 0 ? rc : 1;
}

int job_forget(struct db *db, const char *maker, int64_t subject)
{
	int rc = db_run(db, SQL_JOB_FORGET_RUNNING, maker, subject);

	if (rc >= 0)
		rc = db_run(db, SQL_JOB_FORGET_CLASS, maker, subject);
	if (rc < 0)
		return rc;
	return err_only(db_run(db, SQL_JOB_FORGET_WAITING, maker, subject));
}

bool job_is_busy(struct db *db, const char *maker, int64_t subject)
{
	int n = 0;
	int rc = db_get(db, SQL_JOB_ATTEMPTS_OF, IN(maker, subject), &n);

	return rc < 0 || n > 0;
}
