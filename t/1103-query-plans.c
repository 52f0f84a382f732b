/*
 * 1103-query-plans.c -- what every page and every round of the worker asks is
 * found by an index, however many media there are
 */
#include "tap.h"
#include "site.h"
#include "base/base.h"
#include "sql/file.sql.h"
#include "sql/job.sql.h"
#include "sql/media.sql.h"
#include "sql/session.sql.h"
#include "sql/tile.sql.h"
#include "sql/user.sql.h"

#include <sqlite3.h>
#include <string.h>

static const struct {
	const char *name, *sql;
} table[] = {
#define ASKED(name)                                                            \
	{                                                                      \
#name, SQL_##name                                              \
	}
	ASKED(FILE_BY_NAME),	  ASKED(FILE_BY_PATH),
	ASKED(FILE_MEDIA_OF_RAW), ASKED(FILE_OF_MEDIA),
	ASKED(JOB_ATTEMPTS),	  ASKED(JOB_ATTEMPTS_OF),
	ASKED(JOB_BY_ID),	  ASKED(JOB_DUE),
	ASKED(JOB_NEXT_DUE),	  ASKED(JOB_OF_SUBJECT),
	ASKED(MEDIA_BY_ID),	  ASKED(MEDIA_BY_KEY),
	ASKED(MEDIA_BY_SLUG),	  ASKED(MEDIA_FACTS),
	ASKED(MEDIA_MOVING),	  ASKED(MEDIA_NEWEST),
	ASKED(MEDIA_NEWEST_BACK), ASKED(MEDIA_OF_PERSON),
	ASKED(MEDIA_UNPLANNED),	  ASKED(MEDIA_WORKING_BEFORE),
	ASKED(SESSION_BY_HASH),	  ASKED(TILE_FACTS),
	ASKED(TILE_PICTURES),	  ASKED(USER_BY_FOLD),
	ASKED(USER_BY_UID),
#undef ASKED
};

/* Only what has a handful of rows may be read from one end to the other. */
static bool is_short(const char *step)
{
	static const char *const few[] = { "SCAN a", "SCAN json_each",
					   "SCAN moving" };

	for (size_t i = 0; i < ARRAY_LEN(few); i++)
		if (!strncmp(step, few[i], strlen(few[i])))
			return true;
	return strncmp(step, "SCAN ", 5) != 0;
}

static void look(struct test_site *t, const char *name, const char *sql)
{
	struct sqlite3_stmt *st = NULL;
	const char *text = pool_fmt(&t->pool, "EXPLAIN QUERY PLAN %s", sql);
	const char *step, *bad = "";

	if (sqlite3_prepare_v2(t->db.handle, text, -1, &st, NULL) != SQLITE_OK)
		bad = sqlite3_errmsg(t->db.handle);
	while (st && sqlite3_step(st) == SQLITE_ROW) {
		step = (const char *)sqlite3_column_text(st, 3);
		if (!is_short(step))
			bad = pool_dup(&t->pool, step);
	}
	sqlite3_finalize(st);
	is_str(bad, "", name);
}

int main(void)
{
	struct test_site t = { 0 };

	test_site_start(&t);
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		look(&t, table[i].name, table[i].sql);
	test_site_end(&t);
	return done_testing();
}
