/*
 * sweep-end.c -- the end of a pass: what is taken away, and what is told
 *
 * Each file is looked at again in a write transaction, so that no settling is
 * between its link and its row; nothing is written in it.
 */
#include "model/sweep-part.h"
#include "base/err.h"
#include "base/str.h"
#include "base/clock.h"
#include "model/lost.h"
#include "model/upkeep.h"
#include "sql/file.sql.h"
#include "sql/ledger.sql.h"
#include "sql/sweep.sql.h"
#include "view/format.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define AT_ONCE_MAX                                                            \
	16 /* at the end of one pass: each costs an fsync or two               \
	    */

/* --- one of them ----------------------------------------------------------
 */

static const char *name_of(const char *path)
{
	return strrchr(path, '/') + 1;
}

/* "content/public/AB/KEY/NAME": KEY. */
static const char *key_of(struct pool *p, const char *path)
{
	const char *end = strrchr(path, '/');
	const char *folder = pool_dup_n(p, path, (size_t)(end - path));

	return name_of(folder);
}

static int has_row(struct db *db, const struct stray *st, bool *ret)
{
	int64_t media;
	int n = 0, rc;

	if (st->sort == STRAY_RENDITION)
		rc = db_get(db, SQL_SWEEP_RENDITION,
			    IN(key_of(db->mem, st->path), name_of(st->path)),
			    &n);
	else
		rc = db_get(db, SQL_FILE_MEDIA_OF_RAW, IN(name_of(st->path)),
			    &media);
	*ret = rc == 0 && (st->sort != STRAY_RENDITION || n);
	return rc == E_ABSENT ? 0 : rc;
}

/* Its folder KEY too, where it was the last in it. */
static int remove_file(struct db *db, const struct stray *st)
{
	int site = db->site->dir;

	if (unlinkat(site, st->path, 0) < 0)
		return errno == ENOENT ? E_ABSENT
				       : err_sys("remove %s", st->path);
	if (st->sort == STRAY_RENDITION)
		unlinkat(site,
			 pool_dup_n(db->mem, st->path,
				    (size_t)(name_of(st->path) - 1 - st->path)),
			 AT_REMOVEDIR);
	return 0;
}

/* 1 when it is taken away, 0 when there is nothing to do, or E_*. */
static int take_away(struct sweep *s, struct db *db, const struct stray *st)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	bool known = false;
	int rc = tx_begin(db, &tx);

	if (rc == 0)
		rc = has_row(db, st, &known);
	if (rc < 0 || known)
		return rc;
	rc = st->sort == STRAY_ORIGINAL
		     ? lost_keep(db->mem, db->site, st->path, LOST_NO_ROW)
		     : remove_file(db, st);
	if (rc == E_ABSENT)
		return 0;
	s->kept += rc == 0 && st->sort == STRAY_ORIGINAL;
	s->removed += rc == 0 && st->sort != STRAY_ORIGINAL;
	return rc < 0 ? rc : 1;
}

static bool is_due(const struct sweep *s, const struct stray *st)
{
	return st->sort != STRAY_FOREIGN && st->pass == s->pass &&
	       s->clock_s - st->first_s >= s->grace_s;
}

static int take_due(struct sweep *s, struct db *db)
{
	int n = 0, first = 0;

	for (int i = 0; n < AT_ONCE_MAX && i < s->strays_n; i++) {
		struct stray *st = &s->strays[i];
		int rc = is_due(s, st) ? take_away(s, db, st) : 0;

		if (rc < 0 && first == 0)
			first = rc; /* one in trouble holds up no other */
		if (rc <= 0)
			continue;
		n++;
		st->pass = 0;
		s->sums.unknown.files--;
		s->sums.unknown.bytes -= st->bytes;
		if (st->sort == STRAY_ORIGINAL) {
			s->sums.lost.files++;
			s->sums.lost.bytes += st->bytes;
		}
	}
	return first;
}

/* --- all of them ----------------------------------------------------------
 */

/* What was not seen in this pass has gone or has a row now. */
static void forget(struct sweep *s)
{
	struct pool mem = { 0 };
	int n = 0;

	for (int i = 0; i < s->strays_n; i++) {
		if (s->strays[i].pass != s->pass)
			continue;
		s->strays[n] = s->strays[i];
		s->strays[n].path = pool_dup(&mem, s->strays[n].path);
		n++;
	}
	pool_done(&s->mem);
	s->mem = mem;
	s->strays_n = n;
}

static int64_t touchable(const struct sweep_sums *sums)
{
	return sums->strays[STRAY_ORIGINAL] + sums->strays[STRAY_RENDITION] +
	       sums->strays[STRAY_HALF];
}

/* The sentence, "" when all is well. */
static int judge(struct sweep *s, struct db *db, const char **ret)
{
	int64_t n = touchable(&s->sums), originals, bytes, made;
	int rc = db_get(db, SQL_LEDGER_TOTALS, IN(), &originals, &bytes, &made,
			&bytes);

	*ret = "";
	if (rc < 0 || n <= sweep_limit(originals + made))
		return rc;
	*ret = pool_fmt(db->mem,
			"%s below content/ belong to no media, of %s by the "
			"database: is this the right database? Nothing was "
			"touched; gremlin check tells which, gremlin check "
			"--fix asks",
			format_count(db->mem, n, "file"),
			format_count(db->mem, originals + made, "file"));
	return 0;
}

static int write_sums(struct sweep *s, struct db *db, const char *stopped)
{
	const struct {
		const char *key;
		struct ledger_sum sum;
	} rows[] = {
		{ LEDGER_INCOMING, s->sums.incoming },
		{ LEDGER_WORK, s->sums.work },
		{ LEDGER_LOST, s->sums.lost },
		{ LEDGER_HANDOUTS, s->sums.handouts },
		{ LEDGER_UNKNOWN, s->sums.unknown },
	};
	_cleanup_(tx_done) struct tx tx = { 0 };
	int rc = tx_begin(db, &tx);

	for (size_t i = 0; rc == 0 && i < ARRAY_LEN(rows); i++)
		rc = ledger_set_disk(db, rows[i].key, rows[i].sum);
	if (rc == 0)
		rc = upkeep_set_number(db, UPKEEP_SEEN_AT, clock_now());
	if (rc == 0)
		rc = upkeep_set_text(db, UPKEEP_STOPPED, stopped);
	return rc < 0 ? rc : tx_commit(&tx);
}

int sweep_end(struct sweep *s, struct db *db)
{
	const char *stopped;
	int rc = judge(s, db, &stopped), taken = 0;

	if (rc == 0 && !*stopped)
		taken = take_due(s, db);
	if (rc == 0)
		rc = write_sums(s, db, stopped);
	forget(s);
	s->changed = true;
	if (rc == 0 && *stopped)
		return err(E_LIMIT, "%s", stopped);
	return rc < 0 ? rc : taken;
}
