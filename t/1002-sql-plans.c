/*
 * 1002-sql-plans.c -- what pages and rounds ask finds its rows by an index
 *
 * Else a page costs more with every picture, and a round with every job.
 */
#include "tap.h"
#include "site.h"
#include "base/str.h"
#include "sql/damage.sql.h"
#include "sql/file.sql.h"
#include "sql/history.sql.h"
#include "sql/job.sql.h"
#include "sql/ledger.sql.h"
#include "sql/media.sql.h"
#include "sql/scrub.sql.h"
#include "sql/remake.sql.h"
#include "sql/session.sql.h"
#include "sql/sweep.sql.h"
#include "sql/tile.sql.h"
#include "sql/user.sql.h"

#include <sqlite3.h>
#include <string.h>

static struct test_site t;

static const struct {
	const char *name, *sql;
	bool covered; /* the rows themselves are not read */
} statements[] = {
	{ "newest", SQL_MEDIA_NEWEST, false },
	{ "newest_back", SQL_MEDIA_NEWEST_BACK, false },
	{ "of_person", SQL_MEDIA_OF_PERSON, false },
	{ "of_person_back", SQL_MEDIA_OF_PERSON_BACK, false },
	{ "count_of_person", SQL_MEDIA_COUNT_OF_PERSON, true },
	{ "uploads", SQL_MEDIA_UPLOADS, false },
	{ "uploads_back", SQL_MEDIA_UPLOADS_BACK, false },
	{ "uploads_making", SQL_MEDIA_UPLOADS_MAKING, false },
	{ "uploads_making_back", SQL_MEDIA_UPLOADS_MAKING_BACK, false },
	{ "uploads_trouble", SQL_MEDIA_UPLOADS_TROUBLE, false },
	{ "uploads_trouble_back", SQL_MEDIA_UPLOADS_TROUBLE_BACK, false },
	{ "uploads_count", SQL_MEDIA_UPLOADS_COUNT, true },
	{ "trouble_count", SQL_MEDIA_TROUBLE_COUNT, true },
	{ "trouble_new", SQL_MEDIA_TROUBLE_NEW, true },
	{ "trouble_look", SQL_MEDIA_TROUBLE_LOOK, false },
	{ "trouble_seen_all", SQL_MEDIA_TROUBLE_SEEN_ALL, false },
	{ "retry_jobs", SQL_MEDIA_RETRY_JOBS, false },
	{ "retry_failed", SQL_MEDIA_RETRY_FAILED, false },
	{ "retry_over", SQL_MEDIA_RETRY_OVER, false },
	{ "by_slug", SQL_MEDIA_BY_SLUG, false },
	{ "by_id", SQL_MEDIA_BY_ID, false },
	{ "by_key", SQL_MEDIA_BY_KEY, false },
	{ "by_nonce", SQL_MEDIA_BY_NONCE, false },
	{ "slug_taken", SQL_MEDIA_SLUG_TAKEN, true },
	{ "working_before", SQL_MEDIA_WORKING_BEFORE, true },
	{ "facts", SQL_MEDIA_FACTS, false },
	{ "moving", SQL_MEDIA_MOVING, false },
	{ "tile facts", SQL_TILE_FACTS, false },
	{ "tile pictures", SQL_TILE_PICTURES, false },
	{ "file by_name", SQL_FILE_BY_NAME, false },
	{ "file of_media", SQL_FILE_OF_MEDIA, false },
	{ "file by_path", SQL_FILE_BY_PATH, false },
	{ "media_of_raw", SQL_FILE_MEDIA_OF_RAW, false },
	{ "job due", SQL_JOB_DUE, false },
	{ "job served", SQL_JOB_SERVED, true },
	{ "job first_of_subject", SQL_JOB_FIRST_OF_SUBJECT, false },
	{ "job last_of_party", SQL_JOB_LAST_OF_PARTY, true },
	{ "job by_id", SQL_JOB_BY_ID, false },
	{ "job attempts", SQL_JOB_ATTEMPTS, false },
	{ "job attempts_of", SQL_JOB_ATTEMPTS_OF, true },
	{ "job next_due", SQL_JOB_NEXT_DUE, true },
	{ "job ahead", SQL_JOB_AHEAD, true },
	{ "job list", SQL_JOB_LIST, false },
	{ "job forget_waiting", SQL_JOB_FORGET_WAITING, false },
	{ "history since", SQL_HISTORY_SINCE, false },
	{ "history forget", SQL_HISTORY_FORGET, false },
	{ "history queue_last", SQL_HISTORY_QUEUE_LAST, false },
	{ "history queue_since", SQL_HISTORY_QUEUE_SINCE, false },
	{ "history queue_forget", SQL_HISTORY_QUEUE_FORGET, false },
	{ "job group_older", SQL_JOB_GROUP_OLDER, true },
	{ "job group_newer", SQL_JOB_GROUP_NEWER, true },
	{ "job attempt_of", SQL_JOB_ATTEMPT_OF, false },
	{ "job retry", SQL_JOB_RETRY, false },
	{ "job forget_class", SQL_JOB_FORGET_CLASS, false },
	{ "job tier_count", SQL_JOB_TIER_COUNT, true },
	{ "job tier_drop", SQL_JOB_TIER_DROP, false },
	{ "remake ids", SQL_REMAKE_IDS, false },
	{ "remake last_id", SQL_REMAKE_LAST_ID, false },
	{ "remake sums", SQL_REMAKE_SUMS, false },
	{ "remake expected", SQL_REMAKE_EXPECTED, false },
	{ "remake run", SQL_REMAKE_RUN, false },
	{ "ledger totals", SQL_LEDGER_TOTALS, false },
	{ "sweep names", SQL_SWEEP_NAMES, false },
	{ "sweep rendition", SQL_SWEEP_RENDITION, false },
	{ "scrub files", SQL_SCRUB_FILES, false },
	{ "scrub damaged", SQL_SCRUB_DAMAGED, false },
	{ "damage of_media", SQL_DAMAGE_OF_MEDIA, false },
	{ "session by_hash", SQL_SESSION_BY_HASH, false },
	{ "user by_fold", SQL_USER_BY_FOLD, false },
	{ "user by_uid", SQL_USER_BY_UID, false },
	{ "user shown", SQL_USER_SHOWN, false },
};

/* Only what has a handful of rows may be read from one end to the other. */
static bool reads_all(const char *step)
{
	static const char *const few[] = { "SCAN a", "SCAN json_each",
					   "SCAN moving", "SCAN (subquery",
					   "SCAN CONSTANT ROW" };

	for (size_t i = 0; i < ARRAY_LEN(few); i++)
		if (str_starts(step, few[i]))
			return false;
	return str_starts(step, "SCAN ");
}

/* What SQLite does that it should not; a name or two may be sorted. */
static const char *plan_of(const char *sql, bool covered)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	const char *first = NULL, *detail;

	sqlite3_prepare_v2(t.db.handle,
			   pool_fmt(&t.pool, "EXPLAIN QUERY PLAN %s", sql), -1,
			   &st.handle, NULL);
	while (sqlite3_step(st.handle) == SQLITE_ROW) {
		detail = pool_dup(&t.pool, (const char *)sqlite3_column_text(
						   st.handle, 3));
		if (!first && strstr(detail, "SEARCH"))
			first = detail;
		if (reads_all(detail) ||
		    strstr(detail, "TEMP B-TREE FOR ORDER"))
			return detail;
	}
	if (!covered)
		return "";
	return first && strstr(first, "COVERING") ? "" : first;
}

int main(void)
{
	test_site_start(&t);
	for (size_t i = 0; i < ARRAY_LEN(statements); i++)
		is_str(plan_of(statements[i].sql, statements[i].covered), "",
		       statements[i].name);
	/* all of them are counted, but their rows are not read */
	is_str(plan_of(SQL_JOB_GROUPS, false),
	       "SCAN job USING COVERING INDEX job_group", "job groups");
	test_site_end(&t);
	return done_testing();
}
