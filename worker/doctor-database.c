/* doctor-database.c -- SQLite, its journal, and whether anybody may do things
 */
#include "worker/doctor.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "db/db.h"
#include "model/user.h"
#include "sql/check.sql.h"
#include "view/format.h"
#include "worker/status.h"

#include <fcntl.h>
#include <inttypes.h>
#include <sqlite3.h>
#include <sys/stat.h>

#define FIXED_VERSION 3051003
#define WAL_LARGE     (64 << 20)
#define CLOCK_SKEW_S  300

static void tell_version(struct doctor *d)
{
	if (sqlite3_libversion_number() < FIXED_VERSION)
		tell(d, LEVEL_OK, "SQLite",
		     "%s: a checkpoint beside a writer could lose commits "
		     "before 3.51.3; ours keep writers out",
		     sqlite3_libversion());
	else
		tell(d, LEVEL_OK, "SQLite", "%s", sqlite3_libversion());
}

static void tell_journal(struct doctor *d, struct db *db)
{
	const char *mode;
	struct stat st;

	if (db_get(db, "PRAGMA journal_mode", IN(), &mode) < 0)
		return;
	if (str_eq(mode, "wal"))
		tell(d, LEVEL_OK, "journal", "WAL");
	else
		tell(d, LEVEL_WARN, "journal",
		     "%s: slower than WAL, but right for a network file "
		     "system",
		     mode);
	if (fstatat(d->g->site.dir, "db.sqlite-wal", &st, 0) == 0 &&
	    st.st_size > WAL_LARGE)
		tell(d, LEVEL_WARN, "journal",
		     "the WAL has %s, which slows every page down; the "
		     "worker moves it",
		     format_bytes(&d->g->mem, st.st_size));
}

static void tell_schema(struct doctor *d, struct db *db)
{
	int version = 0;

	if (db_get(db, "PRAGMA user_version", IN(), &version) < 0)
		return;
	if (version == GREMLIN_SCHEMA)
		tell(d, LEVEL_OK, "schema", "%d", version);
	else if (version < 0)
		tell(d, LEVEL_WARN, "schema", "%d: the site is being upgraded",
		     version);
	else
		tell(d, LEVEL_BAD, "schema",
		     "%d, but this release is for %d: nothing can be changed",
		     version, GREMLIN_SCHEMA);
}

static void tell_users(struct doctor *d, struct db *db)
{
	struct user *list;
	int admins = 0, n = user_list(db, &list);

	for (int i = 0; i < n; i++)
		admins += (list[i].rights & RIGHT_ADMIN) != 0;
	if (admins)
		tell(d, LEVEL_OK, "accounts", "%d, %d of them admins", n,
		     admins);
	else
		tell(d, LEVEL_WARN, "accounts",
		     "%d, but no admin: gremlin user add --admin NAME", n);
}

/* A board without a clock of its own wakes up in the past. */
static void tell_stamps(struct doctor *d, struct db *db)
{
	int64_t newest = 0, now = clock_now();

	if (db_get(db, SQL_CHECK_NEWEST, IN(), &newest) < 0)
		return;
	if (newest > now + CLOCK_SKEW_S)
		tell(d, LEVEL_BAD, "clock",
		     "it is %s here, but the newest media is of %s: set the "
		     "clock",
		     format_date_iso(&d->g->mem, now),
		     format_date_iso(&d->g->mem, newest));
}

void doctor_database(struct doctor *d)
{
	_cleanup_(db_done) struct db db = { .room = -1 };
	int rc;

	tell_version(d);
	rc = db_open(&d->g->mem, &d->g->site, &db);
	if (rc < 0) {
		tell(d, LEVEL_BAD, "database", "%s", err_text(rc));
		return;
	}
	tell_journal(d, &db);
	tell_schema(d, &db);
	tell_users(d, &db);
	tell_stamps(d, &db);
}
