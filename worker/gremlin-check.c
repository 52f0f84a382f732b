/* gremlin-check.c -- do database and files hold what they should? */
#include "worker/check.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "db/db.h"
#include "job/bell.h"
#include "model/ledger.h"
#include "sql/check.sql.h"
#include "view/format.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#define TITLE_CHARS 40

void trouble(struct check *ck, const char *fmt, ...)
{
	va_list ap;

	bar_clear(&ck->bar);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	fflush(stdout);
	ck->troubles++;
}

static int check_integrity(struct check *ck, struct db *db)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	const char *text;
	int rc = db_query(db, &st, "PRAGMA quick_check");

	while (rc >= 0 && (rc = stmt_row(&st, &text)) > 0)
		if (!str_eq(text, "ok"))
			trouble(ck, "database: %s", text);
	return rc;
}

static int check_references(struct check *ck, struct db *db)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	const char *table, *parent;
	int64_t row;
	int key, rc = db_query(db, &st, "PRAGMA foreign_key_check");

	while (rc >= 0 && (rc = stmt_row(&st, &table, &row, &parent, &key)) > 0)
		trouble(ck,
			"database: row %" PRId64 " of %s names a row of %s "
			"that is not there",
			row, table, parent);
	return rc;
}

static int check_originals(struct check *ck, struct db *db)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	const char *title;
	int64_t id;
	int rc = db_query(db, &st, SQL_CHECK_NO_ORIGINAL);

	while (rc >= 0 && (rc = stmt_row(&st, &id, &title)) > 0)
		trouble(ck, "media %" PRId64 " (%s) has no original", id,
			one_line(db->mem, title, TITLE_CHARS));
	return rc;
}

static int check_database(struct check *ck)
{
	_cleanup_(db_done) struct db db = { .room = -1 };
	int rc = db_open(&ck->g->mem, &ck->g->site, &db);

	bar_start(&ck->bar, "database", 0);
	if (rc == 0)
		rc = check_integrity(ck, &db);
	if (rc == 0)
		rc = check_references(ck, &db);
	if (rc == 0)
		rc = check_originals(ck, &db);
	if (rc == 0)
		rc = db_get(&db, SQL_CHECK_TOTALS, IN(), &ck->files,
			    &ck->bytes);
	bar_clear(&ck->bar);
	return rc;
}

/* The sums that pages show instead of counting. */
static int check_ledger(struct check *ck)
{
	_cleanup_(db_done) struct db db = { .room = -1 };
	int n, rc = db_open(&ck->g->mem, &ck->g->site, &db);

	if (rc < 0)
		return rc;
	bar_start(&ck->bar, "sums", 0);
	n = ledger_check(&db);
	bar_clear(&ck->bar);
	if (n <= 0)
		return n;
	trouble(ck, "database: %d sums of the ledger are not those of the rows",
		n);
	return ck->repair ? repair_ledger(ck) : 0;
}

static int check_files(struct check *ck)
{
	int rc;

	bar_start(&ck->bar, ck->quick ? "sizes" : "checksums", ck->bytes);
	rc = check_rows(ck);
	bar_clear(&ck->bar);
	if (rc < 0)
		return rc;
	bar_start(&ck->bar, "files without a row", ck->files);
	rc = check_orphans(ck);
	bar_clear(&ck->bar);
	if (rc == 0 && ck->repair)
		rc = repair_sweep(ck);
	return rc;
}

static int prepare_repair(struct check *ck)
{
	struct gremlin *g = ck->g;
	struct media_shop *shop;
	int rc = media_shop_open(&g->mem, &g->site, MEDIA_PATH,
				 (int)sysconf(_SC_NPROCESSORS_ONLN), &shop);

	if (rc == 0)
		ck->maker = media_maker(shop);
	return rc;
}

static int run_check(struct gremlin *g)
{
	struct check ck = { .g = g,
			    .quick = opt_given(g, "quick"),
			    .repair = opt_given(g, "fix") };
	int rc = ck.repair ? prepare_repair(&ck) : 0;

	if (rc == 0)
		rc = check_database(&ck);
	if (rc == 0)
		rc = check_ledger(&ck);
	if (rc == 0)
		rc = check_files(&ck);
	if (rc == 0)
		rc = check_lost(&ck);
	if (rc < 0)
		return rc;
	if (ck.mended)
		bell_ring(&g->site);
	if (ck.troubles > ck.mended)
		return err(E_CORRUPT, "%s found in %s, %" PRId64 " mended",
			   format_count(&g->mem, ck.troubles, "trouble"),
			   g->site.path, ck.mended);
	printf("%s, %s: all is %s\n", format_count(&g->mem, ck.files, "file"),
	       format_bytes(&g->mem, ck.bytes),
	       ck.mended ? "well again" : "well");
	return 0;
}

const struct subcommand command_check = {
	.name = "check",
	.help = "compare database and files, by size and checksum",
	.opts = { { "quick", NULL, "by size only" },
		  { "fix", NULL, "mend what can be, see gremlin(8)" } },
	.run = run_check,
};
