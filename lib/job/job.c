/* job.c -- what is to be done: rows, and nothing else */
#include "job/job.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/pool.h"
#include "job/rows.h"
#include "sql/job.sql.h"

#define SUBJECT_JOBS_MAX 128

int job_put(struct db *db, const struct job_new *j)
{
	return db_run(db, SQL_JOB_PUT, j->maker, j->subject, j->deed,
		      (int)j->lane, j->rank, j->blocks, clock_now());
}

int job_by_id(struct db *db, int64_t id, struct job *ret)
{
	struct job j;
	int rc = db_get_outs(db, SQL_JOB_BY_ID, IN(id), JOB_OUTS(&j));

	if (rc < 0)
		return rc;
	*ret = j;
	return 0;
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
	struct job *list = pool_array(db->mem, SUBJECT_JOBS_MAX, sizeof(*list));
	int rc = db_query(db, &st, SQL_JOB_OF_SUBJECT, maker, subject);

	if (rc == 0)
		rc = read_jobs(&st, SUBJECT_JOBS_MAX, list);
	if (rc >= 0)
		*ret = list;
	return rc;
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

int job_ahead(struct db *db, const struct job *j, int64_t *ret)
{
	return db_get(db, SQL_JOB_AHEAD, IN(j->rank, j->id), ret);
}

int job_retry(struct db *db, const char *maker, int64_t subject)
{
	return db_run(db, SQL_JOB_RETRY, maker, subject);
}

int job_retry_all(struct db *db)
{
	return db_run(db, SQL_JOB_RETRY_ALL);
}

int job_cancel(struct db *db, const char *maker, int64_t subject)
{
	int rc = db_run(db, SQL_JOB_CANCEL_RUNNING, maker, subject);

	if (rc < 0)
		return rc;
	return err_only(db_run(db, SQL_JOB_CANCEL_WAITING, maker, subject));
}

bool job_is_busy(struct db *db, const char *maker, int64_t subject)
{
	int n = 0;
	int rc = db_get(db, SQL_JOB_ATTEMPTS_OF, IN(maker, subject), &n);

	return rc < 0 || n > 0;
}
