/* check-repair.c -- mend what `gremlin check` found, where that loses nothing
 */
#include "worker/check.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "db/db.h"
#include "job/crew.h"
#include "model/file.h"
#include "model/ledger.h"
#include "model/lost.h"
#include "model/place.h"
#include "model/upkeep.h"
#include "sql/check.sql.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int mended(struct check *ck, const char *how)
{
	bar_clear(&ck->bar);
	printf("  mended: %s\n", how);
	fflush(stdout);
	ck->mended++;
	return 0;
}

/* what: DAMAGE_NONE: it is whole. */
static int mark(struct check *ck, struct db *db, int64_t media,
		const char *name, enum damage_what what)
{
	struct file f;
	int rc = file_by_name(db, media, name, &f);

	if (rc == 0)
		rc = what ? damage_mark(db, media, name, what)
			  : damage_clear(db, media, name);
	if (rc == 0 && what && str_eq(name, FILE_RAW))
		rc = job_forget(db, MEDIA_MAKER, media);
	return rc < 0 ? rc : ck->maker.plan(&ck->maker, db, media);
}

static int mark_in_tx(struct check *ck, int64_t media, const char *name,
		      enum damage_what what)
{
	_cleanup_(pool_done) struct pool mem = { 0 };
	_cleanup_(db_done) struct db db = { .room = -1 };
	_cleanup_(tx_done) struct tx tx = { 0 };
	int rc = db_open(&mem, &ck->g->site, &db);

	if (rc == 0)
		rc = tx_begin(&db, &tx);
	if (rc == 0)
		rc = mark(ck, &db, media, name, what);
	return rc < 0 ? rc : tx_commit(&tx);
}

int repair_damaged(struct check *ck, int64_t media, const char *name,
		   enum damage_what what)
{
	int rc = mark_in_tx(ck, media, name, what);

	if (rc == E_ABSENT)
		return 0; /* gone meanwhile */
	if (rc == 0 && str_eq(name, FILE_RAW))
		printf("  nobody can make an original again: put it back from "
		       "a backup; its owner is told\n");
	else if (rc == 0)
		rc = mended(ck, "the worker makes it again");
	return rc;
}

int repair_whole(struct check *ck, int64_t media, const char *name)
{
	int rc = mark_in_tx(ck, media, name, DAMAGE_NONE);

	return rc == E_ABSENT ? 0 : rc;
}

/* More folders than a crash leaves: only a person knows whether that is so. */
static int sweep_work(struct check *ck, struct db *db)
{
	struct crew crew = { .site = &ck->g->site };
	const char *why;
	int rc = upkeep_text(db, UPKEEP_WORK_STOPPED, &why);

	if (rc < 0 || !*why)
		return rc;
	trouble(ck, "%s", why);
	if (ask_letter("  remove these folders? [y/n] ", "yn") != 'y')
		return 0;
	rc = crew_sweep(&crew, db, INT_MAX);
	return rc < 0 ? rc : mended(ck, "removed");
}

static int go_on(struct check *ck, struct db *db)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	bool work = ck->troubles == ck->mended;
	int rc = tx_begin(db, &tx);

	if (rc == 0)
		rc = upkeep_set_text(db, UPKEEP_STOPPED, "");
	if (rc == 0 && work)
		rc = upkeep_set_text(db, UPKEEP_WORK_STOPPED, "");
	return rc < 0 ? rc : tx_commit(&tx);
}

int repair_sweep(struct check *ck)
{
	_cleanup_(pool_done) struct pool mem = { 0 };
	_cleanup_(db_done) struct db db = { .room = -1 };
	int64_t open = ck->troubles - ck->mended;
	int rc = db_open(&mem, &ck->g->site, &db);

	if (rc == 0)
		rc = sweep_work(ck, &db);
	return rc < 0 || open ? rc : go_on(ck, &db);
}

int repair_ledger(struct check *ck)
{
	_cleanup_(pool_done) struct pool mem = { 0 };
	_cleanup_(db_done) struct db db = { .room = -1 };
	_cleanup_(tx_done) struct tx tx = { 0 };
	int rc = db_open(&mem, &ck->g->site, &db);

	if (rc == 0)
		rc = tx_begin(&db, &tx);
	if (rc == 0)
		rc = ledger_rebuild(&db);
	if (rc == 0)
		rc = tx_commit(&tx);
	return rc < 0 ? rc : mended(ck, "they are counted anew");
}

int repair_place(struct check *ck, int64_t media)
{
	_cleanup_(pool_done) struct pool mem = { 0 };
	_cleanup_(db_done) struct db db = { .room = -1 };
	_cleanup_(tx_done) struct tx tx = { 0 };
	int rc = db_open(&mem, &ck->g->site, &db);

	if (rc == 0)
		rc = tx_begin(&db, &tx);
	if (rc == 0)
		rc = place(&db, media);
	if (rc == 0)
		rc = tx_commit(&tx);
	return rc < 0 ? rc : mended(ck, "it is where it belongs");
}

/* "public/AB/KEY/NAME" or "raw/AB/ID": is there a row now? */
static int has_row(struct db *db, const char *path, bool *ret)
{
	const char *name = strrchr(path, '/') + 1;
	const char *folder =
		pool_dup_n(db->mem, path, (size_t)(name - 1 - path));
	const char *slash = strrchr(folder, '/');
	int n = 0, rc;

	if (str_starts(path, "raw/"))
		rc = db_get(db, SQL_CHECK_RAW, IN(name), &n);
	else
		rc = db_get(db, SQL_CHECK_RENDITION,
			    IN(slash ? slash + 1 : folder, name), &n);
	*ret = n > 0;
	return rc;
}

static int take_away(struct check *ck, const char *path)
{
	_cleanup_(pool_done) struct pool mem = { 0 };
	const char *from = pool_fmt(&mem, "content/%s", path);
	int rc;

	if (!str_starts(path, "raw/")) {
		if (unlinkat(ck->g->site.dir, from, 0) < 0 && errno != ENOENT)
			return err_sys("remove %s", from);
		return mended(ck, "removed");
	}
	rc = lost_keep(&mem, &ck->g->site, from, LOST_NO_ROW);
	if (rc == E_ABSENT)
		return 0; /* gone meanwhile */
	return rc < 0 ? rc : mended(ck, "moved to content/lost");
}

int repair_orphan(struct check *ck, const char *path)
{
	_cleanup_(pool_done) struct pool mem = { 0 };
	_cleanup_(db_done) struct db db = { .room = -1 };
	_cleanup_(tx_done) struct tx tx = { 0 };
	bool has = false;
	int rc = db_open(&mem, &ck->g->site, &db);

	if (rc == 0)
		rc = tx_begin(&db, &tx);
	if (rc == 0)
		rc = has_row(&db, path, &has);
	if (rc < 0 || has)
		return rc;
	return take_away(ck, path);
}
