/*
 * 1106-model-steady.c -- a clock that jumps ends no session, forgets no figure
 * and keeps no job waiting
 */
#include "tap.h"
#include "site.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/err.h"
#include "job/history.h"
#include "job/job.h"
#include "job/rows.h"
#include "model/session.h"
#include "model/steady.h"
#include "model/user.h"
#include "sql/job.sql.h"

#define DAY_S  (24 * 3600LL)
#define YEAR_S (365 * DAY_S)

static struct test_site t;
static int64_t ann;

/* The wall clock, wrong by each of these, and right again. */
static const struct {
	int64_t wrong_s;
	const char *name;
} jumps[] = {
	{ 50 * YEAR_S, "fifty years ahead" },
	{ -YEAR_S, "a year back" },
	{ -50 * YEAR_S, "to the seventies" },
	{ 20 * DAY_S, "a few weeks ahead" },
};

static int sessions(void)
{
	int n = -1;

	db_get(&t.db, "SELECT count(*) FROM session", IN(), &n);
	return n;
}

static bool is_signed_in(const char *hash)
{
	struct session s;

	return session_by_hash(&t.db, hash, &s) == 0 && s.uid == ann;
}

static bool is_near(int64_t a, int64_t b)
{
	return a - b < 60 && b - a < 60;
}

static void forget(void)
{
	db_run(&t.db, "DELETE FROM upkeep");
	db_run(&t.db, "DELETE FROM session");
	clock_wrong_s = 0;
}

/* What is noted, as if the note were older: seen, or of an earlier boot. */
static void backdate(int64_t at_s, int64_t mono_s, bool same_boot)
{
	long long at = 0, mono = 0;
	char boot[64] = "";
	const char *text = "";

	db_get(&t.db, "SELECT value FROM upkeep", IN(), &text);
	sscanf(text, "%lld %lld %63s", &at, &mono, boot);
	db_run(&t.db, "UPDATE upkeep SET value = ?",
	       pool_fmt(&t.pool, "%lld %lld %s", at - at_s,
			mono - 1000 * mono_s,
			same_boot ? boot : "another-boot"));
}

/* As after a restart of the machine; off_s: it was off for so long. */
static void reboot(int64_t off_s)
{
	backdate(off_s, 0, false);
}

static void jumps_end_nothing(void)
{
	int64_t now = clock_now();

	for (size_t i = 0; i < ARRAY_LEN(jumps); i++) {
		forget();
		session_put(&t.db, "before", ann, "a browser");
		is_int(steady_keep(&t.db), 0, jumps[i].name);
		clock_wrong_s = jumps[i].wrong_s;
		ok(is_near(steady_now(&t.db), now), "it goes on");
		ok(is_signed_in("before"), "a session goes on");
		session_put(&t.db, "during", ann, "a browser");
		steady_keep(&t.db);
		session_sweep(&t.db);
		is_int(sessions(), 2, "none is swept");
		clock_wrong_s = 0; /* it is set right */
		steady_keep(&t.db);
		session_sweep(&t.db);
		ok(is_near(steady_now(&t.db), now), "it still goes on");
		ok(is_signed_in("before") && is_signed_in("during"),
		   "and so do both sessions");
	}
}

/* A board without a battery: it is 1970 at each start. */
static void begins_in_1970(void)
{
	forget();
	clock_wrong_s = -56 * YEAR_S;
	steady_keep(&t.db);
	session_put(&t.db, "early", ann, "a browser");
	clock_wrong_s = 0; /* the network tells the date */
	steady_keep(&t.db);
	session_sweep(&t.db);
	ok(is_signed_in("early"), "who came before the date was known stays");
	reboot(0);
	clock_wrong_s = -56 * YEAR_S;
	ok(is_signed_in("early"), "also at the next start");
	steady_keep(&t.db);
	clock_wrong_s = 0;
	session_sweep(&t.db);
	ok(is_signed_in("early"), "and when the date is known again");
}

static void grows_old(void)
{
	forget();
	steady_keep(&t.db);
	session_put(&t.db, "old", ann, "a browser");
	clock_wrong_s = 50 * YEAR_S;
	backdate(0, 13 * DAY_S, true);
	ok(is_signed_in("old"), "thirteen days that were seen");
	backdate(0, 2 * DAY_S, true);
	ok(!is_signed_in("old"), "what nobody used for two weeks has ended");
	session_sweep(&t.db);
	is_int(sessions(), 0, "and is swept");
}

static void follows(void)
{
	forget();
	is_int(steady_now(&t.db) - clock_now(), 0, "at first the wall clock");
	steady_keep(&t.db);
	clock_wrong_s = 600;
	is_int(steady_now(&t.db) - clock_now(), 0, "which may be corrected");
	clock_wrong_s = 0;
	reboot(3600);
	is_int(steady_now(&t.db) - clock_now(), 0, "an hour off is an hour");
	reboot(30 * DAY_S);
	ok(is_near(steady_now(&t.db), clock_now() - 30 * DAY_S - 3600),
	   "a month off is nothing");
	db_run(&t.db, "UPDATE upkeep SET value = 'nonsense'");
	is_int(steady_now(&t.db) - clock_now(), 0, "nonsense is not believed");
}

static int figures(void)
{
	int n = -1;

	db_get(&t.db,
	       "SELECT (SELECT count(*) FROM queue) + "
	       "(SELECT count(*) FROM history)",
	       IN(), &n);
	return n;
}

static void forgets_no_figure(void)
{
	forget();
	steady_keep(&t.db);
	db_run(&t.db, "INSERT INTO queue VALUES(?, 1, 1, 1)", clock_now());
	clock_wrong_s = 50 * YEAR_S;
	history_sweep(&t.db, 30);
	is_int(figures(), 1, "figures stay when the clock jumps");
	forget();
	db_run(&t.db, "UPDATE queue SET at = at - ?", 31 * DAY_S);
	history_sweep(&t.db, 30);
	is_int(figures(), 0, "until they are old");
}

static bool is_due(int64_t due_at)
{
	struct job j;

	db_run(&t.db, "UPDATE job SET due_at = ?", due_at);
	return db_get_outs(&t.db, SQL_JOB_DUE, IN(clock_now(), (int)LANE_ANY),
			   JOB_OUTS(&j)) == 0;
}

static void keeps_nothing_waiting(void)
{
	struct job_new j = { .maker = "m", .subject = 1, .deed = "d" };
	int64_t in_an_hour;

	forget();
	job_put(&t.db, &j);
	in_an_hour = clock_now() + 3600;
	ok(!is_due(in_an_hour), "in an hour");
	for (size_t i = 0; i < ARRAY_LEN(jumps); i++) {
		clock_wrong_s = jumps[i].wrong_s;
		ok(is_due(in_an_hour), jumps[i].name);
	}
	clock_wrong_s = -DAY_S / 2;
	ok(!is_due(in_an_hour), "what may be the longest pause is kept");
	db_run(&t.db, "DELETE FROM job");
}

int main(void)
{
	test_site_start(&t);
	user_create(&t.db, "Ann", 0, &ann);
	jumps_end_nothing();
	begins_in_1970();
	grows_old();
	follows();
	forgets_no_figure();
	keeps_nothing_waiting();
	test_site_end(&t);
	return done_testing();
}
