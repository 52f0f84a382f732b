/*
 * 6104-job-history.c -- figures of what has ended, and of the queue: added up
 * by the hour, noted when they change, and forgotten in time
 */
#include "tap.h"
#include "site.h"
#include "base/clock.h"
#include "base/err.h"
#include "job/history.h"
#include "job/job.h"
#include "proc/record.h"

#include <sqlite3.h>

static struct test_site t;

static void put(int subject, const char *kind)
{
	const struct job_new j = { .maker = "test",
				   .subject = subject,
				   .deed = "deed",
				   .kind = kind };

	job_put(&t.db, &j);
}

static void note(int64_t job, int class, const struct exit_record *e)
{
	_cleanup_(tx_done) struct tx tx = { 0 };

	tx_begin(&t.db, &tx);
	is_int(history_note(&t.db, job, class, e), 0, "noted");
	tx_commit(&tx);
}

static const struct history *find(const struct history *h, int n,
				  const char *kind, int class)
{
	static const struct history none;

	for (int i = 0; i < n; i++)
		if (!strcmp(h[i].kind, kind) && h[i].class == class)
			return &h[i];
	return &none;
}

static void hours(void)
{
	static const struct exit_output outs[] = { { "a", 100, "" },
						   { "b", 23, "" } };
	const struct exit_record e = { .wall_ms = 1500,
				       .outputs = outs,
				       .outputs_n = 2 };
	int64_t before = clock_now() / HISTORY_HOUR_S;
	struct history *h;
	int n;

	put(1, "video");
	put(2, "image");
	note(1, 0, &e);
	note(1, 0, &e);
	note(1, E_HUNG, &e);
	note(2, E_TOOL, NULL);
	note(77, 0, &e);
	n = history_since(&t.db, before, &h);
	ok(n >= 3, "rows");
	is_int(find(h, n, "video", 0)->n, 2, "what succeeded");
	is_int(find(h, n, "video", 0)->work_ms, 3000, "how long it took");
	is_int(find(h, n, "video", 0)->bytes, 246, "and what it made");
	is_int(find(h, n, "video", E_HUNG)->n, 1, "what failed, apart");
	is_int(find(h, n, "video", E_HUNG)->bytes, 0, "makes nothing");
	is_int(find(h, n, "image", E_TOOL)->n, 1, "what never began");
	is_int(find(h, n, "", 0)->n, 0, "a job that is gone is not counted");
	is_int(history_since(&t.db, before + 2, &h), 0, "later on: nothing");
}

static int count_queue(void)
{
	struct history_queue *q;

	return history_queues(&t.db, 0, &q);
}

/* As if the last note were so old. */
static void age(int s)
{
	db_run(&t.db, "UPDATE queue SET at = at - ?", s);
}

static void queue(void)
{
	struct history_queue *q;
	int n, writes;

	is_int(history_sample(&t.db), 1, "the first is noted");
	is_int(history_sample(&t.db), 0, "the second comes too soon");
	age(700);
	writes = sqlite3_total_changes(t.db.handle);
	is_int(history_sample(&t.db), 0, "nothing has changed");
	is_int(sqlite3_total_changes(t.db.handle), writes,
	       "so nothing is written");
	put(3, "video");
	is_int(history_sample(&t.db), 1, "it has");
	put(4, "video");
	is_int(history_sample(&t.db), 0, "not again for ten minutes");
	is_int(count_queue(), 2, "two notes");
	n = history_queues(&t.db, clock_now() - 60, &q);
	is_int(n, 2, "also the one that held before");
	is_int(q[0].waiting, 2, "two waited then");
	is_int(q[1].waiting, 3, "three afterwards");
	age(-5000);
	is_int(history_sample(&t.db), 1, "a clock that was set back");
}

static void forget(void)
{
	struct history *h;

	age(86400 * 8);
	db_run(&t.db, "UPDATE history SET hour = hour - 24 * 8");
	is_int(history_sweep(&t.db, 9), 0, "nothing is so old");
	ok(history_since(&t.db, 0, &h) > 0 && count_queue() == 3, "all stays");
	is_int(history_sweep(&t.db, 7), 0, "all is older");
	is_int(history_since(&t.db, 0, &h), 0, "hours are forgotten");
	is_int(count_queue(), 0, "and the queue");
}

int main(void)
{
	test_site_start(&t);
	hours();
	queue();
	forget();
	test_site_end(&t);
	return done_testing();
}
