/*
 * scrub-pace.c -- where the pass is, and when it goes on
 *
 * A batch is due when as large a part of the days has passed as it will have
 * read of the bytes: the pass is spread evenly, and a pass that was late, or
 * grows, catches up by itself.
 */
#include "media/scrub-part.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "model/ledger.h"
#include "model/upkeep.h"
#include "sql/ledger.sql.h"
#include "sql/scrub.sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define DAY_S 86400

int scrub_where(struct db *db, struct scrub_place *ret)
{
	struct scrub_place at = { 0 };
	const char *text;
	int rc = upkeep_text(db, UPKEEP_SCRUB_AT, &text);

	if (rc < 0)
		return rc;
	/* what does not make sense begins anew */
	if (sscanf(text, "%18" SCNd64 " %96s", &at.media, at.name) != 2)
		at = (struct scrub_place){ 0 };
	*ret = at;
	return 0;
}

/* What there is to be read, by the ledger. */
static int all_bytes(struct db *db, int64_t *ret)
{
	int64_t files, originals, renditions;
	int rc = db_get(db, SQL_LEDGER_TOTALS, IN(), &files, &originals, &files,
			&renditions);

	if (rc == 0)
		*ret = originals + renditions;
	return rc;
}

static int set_due(struct db *db, int64_t began_at, int64_t read_bytes)
{
	int64_t all, ahead, days_s = db->site->set.scrub_days * DAY_S;
	double part;
	int rc = all_bytes(db, &all);

	if (rc < 0)
		return rc;
	ahead = read_bytes + SCRUB_BATCH_BYTES;
	part = all <= ahead ? 1 : (double)ahead / (double)all;
	return upkeep_set_number(db, UPKEEP_SCRUB_DUE,
				 began_at + (int64_t)(part * (double)days_s));
}

int scrub_moved(struct db *db, const struct scrub_place *at, int64_t files,
		int64_t bytes)
{
	int64_t files_before, bytes_before, began_at;
	int rc = upkeep_number(db, UPKEEP_SCRUB_FILES, &files_before);

	if (rc == 0)
		rc = upkeep_number(db, UPKEEP_SCRUB_BYTES, &bytes_before);
	if (rc == 0)
		rc = upkeep_number(db, UPKEEP_SCRUB_BEGAN, &began_at);
	if (rc == 0)
		rc = upkeep_set_text(db, UPKEEP_SCRUB_AT,
				     pool_fmt(db->mem, "%" PRId64 " %s",
					      at->media, at->name));
	if (rc == 0)
		rc = upkeep_set_number(db, UPKEEP_SCRUB_FILES,
				       files_before + files);
	if (rc == 0)
		rc = upkeep_set_number(db, UPKEEP_SCRUB_BYTES,
				       bytes_before + bytes);
	return rc < 0 ? rc : set_due(db, began_at, bytes_before + bytes);
}

/* In a transaction: a pass begins; `done`: since one has come to its end. */
static int begin_pass(struct db *db, bool done)
{
	int64_t now = clock_now();
	int rc = done ? upkeep_set_number(db, UPKEEP_SCRUB_DONE, now) : 0;

	if (rc == 0)
		rc = upkeep_set_number(db, UPKEEP_SCRUB_BEGAN, now);
	if (rc == 0)
		rc = upkeep_set_text(db, UPKEEP_SCRUB_AT, "");
	if (rc == 0)
		rc = upkeep_set_number(db, UPKEEP_SCRUB_FILES, 0);
	if (rc == 0)
		rc = upkeep_set_number(db, UPKEEP_SCRUB_BYTES, 0);
	return rc < 0 ? rc : set_due(db, now, 0);
}

/* 1 when there is a file behind the place of the pass, 0, or E_*. */
static int has_more(struct db *db)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	struct scrub_place at;
	struct scrub_row r;
	int rc = scrub_where(db, &at);

	if (rc == 0)
		rc = db_query(db, &st, SQL_SCRUB_FILES, at.media, at.name, 1);
	return rc < 0 ? rc : stmt_row_outs(&st, SCRUB_ROW_OUTS(&r));
}

static int put_job(struct db *db)
{
	const struct job_new j = { .maker = SCRUB_MAKER,
				   .subject = SCRUB_SUBJECT,
				   .deed = SCRUB_DEED,
				   .lane = LANE_IDLE,
				   .tier = TIER_CARE };

	return job_put(db, &j);
}

/* Returns 1 when a job was put. */
static int go_on(struct db *db, int64_t began_at)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	int rc = tx_begin(db, &tx), more, done;

	if (rc < 0)
		return rc;
	more = began_at ? has_more(db) : 0;
	if (more < 0)
		return more;
	/* one that has failed for good is for somebody to look at */
	rc = more ? put_job(db) : begin_pass(db, began_at);
	done = rc < 0 ? rc : tx_commit(&tx);
	return done < 0 ? done : rc;
}

int scrub_put(struct db *db)
{
	int64_t days_s = db->site->set.scrub_days * DAY_S, now = clock_now();
	int64_t began_at = 0, due_at = 0, all = 0;
	int pending = 0, rc = all_bytes(db, &all);

	if (!days_s || (rc == 0 && !all))
		return 0;
	if (rc == 0)
		rc = upkeep_number(db, UPKEEP_SCRUB_BEGAN, &began_at);
	if (rc == 0)
		rc = upkeep_number(db, UPKEEP_SCRUB_DUE, &due_at);
	/* further away than the days: the clock was wrong then */
	if (rc < 0 || (began_at && now < due_at && due_at - now <= days_s))
		return rc;
	rc = job_pending(db, SCRUB_MAKER, SCRUB_SUBJECT, &pending);
	return rc < 0 || pending ? rc : go_on(db, began_at);
}

int scrub_state(struct db *db, struct scrub_state *ret)
{
	struct scrub_state s = { 0 };
	const struct {
		const char *name;
		int64_t *to;
	} numbers[] = {
		{ UPKEEP_SCRUB_BEGAN, &s.began_at },
		{ UPKEEP_SCRUB_DONE, &s.done_at },
		{ UPKEEP_SCRUB_DUE, &s.due_at },
		{ UPKEEP_SCRUB_FILES, &s.files },
		{ UPKEEP_SCRUB_BYTES, &s.bytes },
	};
	int64_t all = 0;
	int rc = all_bytes(db, &all);

	for (size_t i = 0; rc == 0 && i < ARRAY_LEN(numbers); i++)
		rc = upkeep_number(db, numbers[i].name, numbers[i].to);
	if (rc == 0)
		rc = damage_count(db, &s.originals, &s.renditions);
	if (rc < 0)
		return rc;
	s.permille = all > s.bytes ? (int)((double)s.bytes * 1000 / (double)all)
				   : 1000;
	*ret = s;
	return 0;
}
