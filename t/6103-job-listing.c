/*
 * 6103-job-listing.c -- all jobs by pages: each once, in order, both ways
 */
#include "tap.h"
#include "site.h"
#include "base/err.h"
#include "base/str.h"
#include "job/listing.h"

#define JOBS  400
#define LIMIT 7

static struct test_site t;
static const struct job_filter everything = { .shelf = SHELF_COUNT,
					      .class = JOB_ANY_CLASS };

static void put(int i)
{
	static const char *const kinds[] = { "image", "video", "audio", "" };
	static const int classes[] = { 0, E_HUNG, 0, E_DAMAGED, E_OOM };
	const struct job_new j = { .maker = "test",
				   .subject = i,
				   .deed = "deed",
				   .kind = kinds[i % 4],
				   .step = i % 11 };

	job_put(&t.db, &j);
	db_run(&t.db,
	       "UPDATE job SET state = ?, class = ?, failed_at = ?"
	       " WHERE subject = ?",
	       1 + i % 3, classes[i % 5], i * 37 % 9 * 1000, i);
}

static void seed(void)
{
	_cleanup_(tx_done) struct tx tx = { 0 };

	tx_begin(&t.db, &tx);
	for (int i = 0; i < JOBS; i++)
		put(i);
	tx_commit(&tx);
}

static int shelf_of(const struct job *j)
{
	return job_shelf(j->state, j->class);
}

/* Whether b stands directly behind or further behind a. */
static bool in_order(const struct job *a, const struct job *b)
{
	if (shelf_of(a) != shelf_of(b))
		return shelf_of(a) < shelf_of(b);
	if (a->failed_at != b->failed_at)
		return a->failed_at > b->failed_at;
	return a->id > b->id;
}

static void read_page(const struct job_groups *groups,
		      const struct job_filter *f, const struct job *beside,
		      bool back, struct job_page *ret)
{
	struct job_cursor c = { .set = beside != NULL, .back = back };

	if (beside) {
		c.shelf = shelf_of(beside);
		c.place = (struct job_place){ beside->failed_at, beside->id };
	}
	if (job_page(&t.db, groups, f, &c, LIMIT, ret) < 0)
		abort();
}

/* Through all pages of a filter and back; how many jobs were seen. */
static int walk(const struct job_groups *groups, const struct job_filter *f)
{
	struct job_page p, q;
	int n = 0, wrong = 0;
	int64_t first[JOBS];
	int pages = 0;

	read_page(groups, f, NULL, false, &p);
	wrong += p.newer;
	for (;;) {
		first[pages++] = p.n ? p.at[0].id : 0;
		for (int i = 1; i < p.n; i++)
			wrong += !in_order(&p.at[i - 1], &p.at[i]);
		n += p.n;
		if (!p.older)
			break;
		read_page(groups, f, &p.at[p.n - 1], false, &q);
		wrong += !q.n || !in_order(&p.at[p.n - 1], &q.at[0]);
		wrong += !q.newer;
		p = q;
	}
	while (p.newer && --pages > 0) {
		read_page(groups, f, &p.at[0], true, &q);
		wrong += q.n != LIMIT || q.at[0].id != first[pages - 1];
		wrong += !q.older;
		p = q;
	}
	wrong += p.newer;
	is_int(wrong, 0, "pages follow one another, there and back");
	return n;
}

static void all_filters(const struct job_groups *groups)
{
	struct job_filter f = { .shelf = SHELF_FAILED,
				.kind = "video",
				.class = E_HUNG };

	is_int(walk(groups, &everything), JOBS, "every job once");
	is_int(job_filter_count(groups, &everything), JOBS, "and counted");
	is_int(walk(groups, &f), job_filter_count(groups, &f),
	       "a filter by all three");
	f.class = JOB_ANY_CLASS;
	is_int(walk(groups, &f), job_filter_count(groups, &f), "by two");
	ok(job_filter_count(groups, &f) > 0, "which leaves some");
	f.shelf = SHELF_COUNT;
	is_int(walk(groups, &f), JOBS / 4, "by kind");
	f.kind = "nothing";
	is_int(walk(groups, &f), 0, "what there is none of");
}

/* As a moderator takes all of a group, some at a time. */
static void by_group(const struct job_groups *groups)
{
	int64_t ids[LIMIT], sum = 0;

	for (int i = 0; i < groups->n; i++) {
		struct job_place behind = { 0 };
		int n;

		while ((n = job_group_ids(&t.db, &groups->at[i], &behind, LIMIT,
					  ids)) > 0)
			sum += n;
	}
	is_int(sum, JOBS, "groups together are all");
}

static void retry(void)
{
	struct job_group g = { .state = JOB_FAILED,
			       .kind = "image",
			       .class = E_HUNG };
	struct job_place first = { 0 }, other = { 0 };
	int64_t id;
	struct job j;

	is_int(job_group_ids(&t.db, &g, &first, 1, &id), 1, "a failed job");
	is_int(job_retry_one(&t.db, id), 1, "is tried again");
	is_int(job_by_id(&t.db, id, &j), 0, "it");
	is_int(shelf_of(&j), SHELF_AGAIN, "waits for that");
	is_int(job_retry_one(&t.db, id), 1, "or for sooner");
	g.state = JOB_RUNNING;
	is_int(job_group_ids(&t.db, &g, &other, 1, &id), 1, "one that runs");
	is_int(job_retry_one(&t.db, id), 0, "is not");
	is_int(job_retry_one(&t.db, 1234567), 0, "nor one that is gone");
}

int main(void)
{
	struct job_groups groups;

	test_site_start(&t);
	is_int(job_groups(&t.db, &groups), 0, "groups of no jobs");
	is_int(groups.n, 0, "are none");
	is_int(walk(&groups, &everything), 0, "one page without rows");
	seed();
	is_int(job_groups(&t.db, &groups), 0, "groups");
	all_filters(&groups);
	by_group(&groups);
	retry();
	test_site_end(&t);
	return done_testing();
}
