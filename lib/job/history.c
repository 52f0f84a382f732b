/* history.c -- what became of attempts, and how long the queue was */
#include "job/history.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/pool.h"
#include "job/job.h"
#include "proc/record.h"
#include "model/steady.h"
#include "sql/history.sql.h"

#define ROWS_MAX       4096
#define SAMPLE_EVERY_S 600
#define DAY_S	       86400

static int64_t bytes_of(const struct exit_record *e)
{
	int64_t bytes = 0;

	for (int i = 0; i < e->outputs_n; i++)
		bytes += e->outputs[i].bytes;
	return bytes;
}

int history_note(struct db *db, int64_t job, int class,
		 const struct exit_record *e)
{
	int64_t hour = clock_now() / HISTORY_HOUR_S;
	int64_t work_ms = e && e->wall_ms > 0 ? e->wall_ms : 0;
	int64_t bytes = e && class == 0 ? bytes_of(e) : 0;

	return err_only(
		db_run(db, SQL_HISTORY_NOTE, job, hour, class, work_ms, bytes));
}

/* --- the queue ---------------------------------------------------------------
 */

#define QUEUE_OUTS(q) &(q)->at, &(q)->waiting, &(q)->running, &(q)->failed

static int last_before(struct db *db, int64_t at, struct history_queue *ret)
{
	return db_get(db, SQL_HISTORY_QUEUE_LAST, IN(at), QUEUE_OUTS(ret));
}

static bool is_same(const struct history_queue *q, const struct job_counts *c)
{
	return q->waiting == c->waiting && q->running == c->running &&
	       q->failed == c->failed;
}

static int put_sample(struct db *db, int64_t at, const struct job_counts *c)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	int rc = tx_begin(db, &tx);

	if (rc == 0)
		rc = db_run(db, SQL_HISTORY_QUEUE_PUT, at, c->waiting,
			    c->running, c->failed);
	if (rc >= 0)
		rc = tx_commit(&tx);
	return rc < 0 ? rc : 1;
}

int history_sample(struct db *db)
{
	struct history_queue last = { .at = -1 };
	struct job_counts now = { 0 };
	int64_t at = clock_now();
	int rc = last_before(db, INT64_MAX, &last);

	if (rc < 0 && rc != E_ABSENT)
		return rc;
	/* a clock that was set back does not stop the notes */
	if (last.at >= 0 && last.at <= at && at - last.at < SAMPLE_EVERY_S)
		return 0;
	rc = job_count(db, &now);
	if (rc < 0 || (last.at >= 0 && is_same(&last, &now)))
		return rc;
	return put_sample(db, at, &now);
}

int history_sweep(struct db *db, int64_t days)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	int64_t steady = steady_now(db), wall = clock_now();
	/* a clock that jumped, either way, makes nothing old */
	int64_t before_at = (wall < steady ? wall : steady) - days * DAY_S;
	int rc = tx_begin(db, &tx);

	if (rc == 0)
		rc = db_run(db, SQL_HISTORY_FORGET, before_at / HISTORY_HOUR_S);
	if (rc >= 0)
		rc = db_run(db, SQL_HISTORY_QUEUE_FORGET, before_at);
	return rc < 0 ? rc : tx_commit(&tx);
}

/* --- reading ----------------------------------------------------------------
 */

int history_since(struct db *db, int64_t hour, struct history **ret)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	struct history *list = pool_array(db->mem, ROWS_MAX, sizeof(*list));
	int n = 0, rc = db_query(db, &st, SQL_HISTORY_SINCE, hour, ROWS_MAX);

	while (rc >= 0 && n < ROWS_MAX) {
		struct history *h = &list[n];

		rc = stmt_row(&st, &h->hour, &h->kind, &h->class, &h->n,
			      &h->work_ms, &h->bytes);
		if (rc <= 0)
			break;
		n++;
	}
	if (rc < 0)
		return rc;
	*ret = list;
	return n;
}

int history_queues(struct db *db, int64_t since_at, struct history_queue **ret)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	struct history_queue *list =
		pool_array(db->mem, ROWS_MAX, sizeof(*list));
	int rc = last_before(db, since_at, &list[0]);
	int n = rc == 0;

	if (rc == 0 || rc == E_ABSENT)
		rc = db_query(db, &st, SQL_HISTORY_QUEUE_SINCE, since_at,
			      ROWS_MAX - n);
	while (rc >= 0 && n < ROWS_MAX) {
		rc = stmt_row(&st, QUEUE_OUTS(&list[n]));
		if (rc <= 0)
			break;
		n++;
	}
	if (rc < 0)
		return rc;
	*ret = list;
	return n;
}
