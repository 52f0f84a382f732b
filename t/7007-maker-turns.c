/*
 * 7007-maker-turns.c -- whose turn it is: five hundred uploads of one person
 * delay nobody else's one by more than a job each
 *
 * Planner, recipes and queue are the real ones; nothing runs: what is begun
 * is taken as made. One slot, and as in the crew it is filled before what
 * left it is settled.
 */
#include "tap.h"
#include "site.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "media/maker.h"
#include "media/vec.h"
#include "model/file.h"
#include "model/media.h"
#include "model/user.h"
#include "job/rows.h"
#include "sql/job.sql.h"

#include <string.h>

#define MANY 500

struct kind_case {
	const char *name, *type;
	const char *first; /* what of it can be looked at first */
	struct media_fact facts[8];
	int facts_n;
};

static struct test_site t;
static struct media_shop shop;
static struct maker maker;
static int64_t ann, bob;
static struct pool round_pool;

static const struct kind_case cases[] = {
	{ "image",
	  "jpeg",
	  "small",
	  { { "type", "jpeg" }, { "width", "4000" }, { "height", "3000" } },
	  3 },
	{ "video",
	  "mp4",
	  "small",
	  { { "type", "mp4" },
	    { "video", "1" },
	    { "video_codec", "mpeg4" },
	    { "length_ms", "30000" },
	    { "width", "1920" },
	    { "height", "1080" } },
	  6 },
	{ "audio",
	  "flac",
	  "mp3",
	  { { "type", "flac" },
	    { "audio", "1" },
	    { "audio_codec", "flac" },
	    { "channels", "2" },
	    { "length_ms", "30000" } },
	  5 },
};

static void send_in(const struct kind_case *k, int64_t uid, int n)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	struct media_new new = { .uid = uid,
				 .title = "A",
				 .description = "",
				 .alt = "",
				 .visibility = VISIBILITY_PUBLIC,
				 .file_name = "a",
				 .kind = k->name,
				 .type = k->type };
	int64_t id;

	tx_begin(&t.db, &tx);
	for (int i = 0; i < n; i++)
		media_create(&t.db, &new, &id);
	tx_commit(&tx);
	for (int i = 0; i <= n / 64; i++)
		media_plan_new(&maker, &t.db);
}

/* What the worker would begin, with a slot for video free. */
static struct job head(void)
{
	struct job j = { 0 };
	int rc = db_get_outs(&t.db, SQL_JOB_DUE,
			     IN(clock_now(), (int)LANE_VIDEO), JOB_OUTS(&j));

	if (rc < 0)
		return (struct job){ 0 };
	j.deed = pool_dup(&t.pool, j.deed); /* the rest of its texts goes */
	pool_done(&round_pool);
	return j;
}

static struct job begin(void)
{
	struct job r = head();

	if (r.subject)
		db_run(&t.db, SQL_JOB_RUNNING, r.id);
	return r;
}

static void learn(const struct kind_case *k, int64_t media)
{
	struct media_fact facts[9];

	memcpy(facts, k->facts, sizeof(k->facts));
	facts[k->facts_n] = (struct media_fact){ "made.probe", "x" };
	media_set_facts(&t.db, media, facts, k->facts_n + 1);
}

static void add_products(const struct kind_case *k, const struct job *r)
{
	const struct recipe *recipe = kinds_find(&shop.kinds, k->name);
	const struct output *o = recipe_output(recipe, r->deed);

	for (int i = 0; i < o->products_n; i++) {
		struct file f = { .media = r->subject,
				  .name = o->products[i].name,
				  .path = o->products[i].name,
				  .mime = o->products[i].mime,
				  .blake2b = "",
				  .recipe = "older" };

		file_put(&t.db, &f);
	}
}

static void settle_run(const struct kind_case *k, const struct job *r)
{
	_cleanup_(tx_done) struct tx tx = { 0 };

	tx_begin(&t.db, &tx);
	if (str_eq(r->deed, "probe"))
		learn(k, r->subject);
	else
		add_products(k, r);
	db_run(&t.db, SQL_JOB_DONE, r->id);
	maker.plan(&maker, &t.db, r->subject);
	db_run(&t.db, SQL_JOB_DROP, r->id);
	tx_commit(&tx);
}

/* The slot's job ends; what is begun in its place is returned. */
static struct job step(const struct kind_case *k, const struct job *now)
{
	struct job next = head();

	if (next.subject && job_tier(next.rank) == TIER_SHOW &&
	    job_step(next.rank) <= job_step(now->rank))
		next = begin();
	else
		next = (struct job){ 0 };
	settle_run(k, now);
	return next.subject ? next : begin();
}

static int64_t owner(int64_t media)
{
	int64_t uid = 0;

	db_get(&t.db, "SELECT uid FROM media WHERE id = ?", IN(media), &uid);
	return uid;
}

static int state_of(int64_t media)
{
	struct media m = { 0 };

	media_by_id(&t.db, media, &m);
	return m.state;
}

/*
 * Bob's one comes while ann's are being made. Returns the most jobs of hers
 * that were begun between two of his, or before his first, until it is shown;
 * what ran when he came does not count.
 */
static int most_between(const struct kind_case *k, struct job now,
			int64_t *ret_media)
{
	int between = 0, most = 0;
	int64_t his;

	send_in(k, bob, 1);
	db_get(&t.db, "SELECT max(id) FROM media", IN(), &his);
	for (int i = 0; i < 2 * MANY && state_of(his) == MEDIA_WORKING; i++) {
		now = step(k, &now);
		between = owner(now.subject) == ann ? between + 1 : 0;
		most = between > most ? between : most;
	}
	settle_run(k, &now);
	*ret_media = his;
	return most;
}

static void clear(void)
{
	db_run(&t.db, "DELETE FROM job");
	db_run(&t.db, "DELETE FROM media");
}

/* after: so many of ann's jobs are done before he comes. */
static void comes_late(const struct kind_case *k, int after)
{
	struct job now;
	int64_t his;
	int most;

	send_in(k, ann, MANY);
	now = begin();
	for (int i = 0; i < after; i++)
		now = step(k, &now);
	ok(owner(now.subject) == ann, "hers are being made");
	most = most_between(k, now, &his);
	is_int(state_of(his), MEDIA_PUBLISHED, "his one is shown");
	ok(most <= 1, k->name);
	if (most > 1)
		printf("# %d of hers before one of his, after %d\n", most,
		       after);
	clear();
}

static int count(const char *sql)
{
	int n = -1;

	db_get(&t.db, sql, IN(), &n);
	return n;
}

/* Her films are shown one after the other, not all at the very end. */
static void early_sight(const struct kind_case *k)
{
	struct job now;

	send_in(k, ann, 50);
	now = begin();
	for (int i = 0; i < 40; i++)
		now = step(k, &now);
	ok(count("SELECT count(*) FROM media WHERE state = 2") >= 8,
	   "what is begun is finished first");
	is_int(count("SELECT count(*) FROM job WHERE state = 1 AND rank < "
		     "(SELECT max(rank) FROM job WHERE blocks = 0) "
		     "AND blocks = 0 AND deed = 'large'") > 0,
	       k->name[0] == 'i', "larger ones wait behind");
	clear();
}

/* What is already shown gets better by turns, too: bob's larger picture does
 * not wait for all of ann's. */
static void turns_of_more(void)
{
	struct job_new j = { .maker = MEDIA_MAKER,
			     .deed = "large",
			     .tier = TIER_MORE,
			     .step = 30,
			     .party = ann };
	int64_t ahead = -1;
	struct job his;

	for (int i = 1; i <= MANY; i++) {
		j.subject = i;
		job_put(&t.db, &j);
	}
	db_run(&t.db, "UPDATE job SET state = 2 WHERE subject = 1");
	j.party = bob;
	j.subject = MANY + 1;
	job_put(&t.db, &j);
	job_by_id(&t.db, db_last_id(&t.db), &his);
	job_ahead(&t.db, &his, 1000, &ahead);
	is_int(ahead, 0, "none of hers before his first");
	j.subject++;
	job_put(&t.db, &j);
	job_by_id(&t.db, db_last_id(&t.db), &his);
	job_ahead(&t.db, &his, 1000, &ahead);
	is_int(ahead, 2, "one of each before his second");
	j = (struct job_new){ .maker = MEDIA_MAKER,
			      .subject = 1,
			      .deed = "small",
			      .tier = TIER_AGAIN,
			      .party = bob };
	job_put(&t.db, &j);
	job_by_id(&t.db, db_last_id(&t.db), &his);
	job_ahead(&t.db, &his, 1000, &ahead);
	is_int(ahead, MANY + 1, "what is made again waits for all of them");
	clear();
}

static void ranks(void)
{
	struct job_new j = { .maker = "m",
			     .subject = 1,
			     .deed = "a",
			     .tier = TIER_N - 1,
			     .step = 2000,
			     .party = ann };
	struct job got;

	job_put(&t.db, &j);
	job_by_id(&t.db, db_last_id(&t.db), &got);
	is_int(job_tier(got.rank), TIER_N - 1, "the last tier");
	is_int(job_step(got.rank), JOB_STEPS - 1, "the last step");
	ok(got.rank > 0, "within an int");
	db_run(&t.db, "UPDATE job SET rank = ?",
	       TIER_N * JOB_STEPS * JOB_TURNS - 1);
	j.subject = 2;
	job_put(&t.db, &j);
	job_by_id(&t.db, db_last_id(&t.db), &got);
	is_int(got.rank, TIER_N * JOB_STEPS * JOB_TURNS - 1,
	       "behind the last turn there is none");
	j = (struct job_new){
		.maker = "m", .subject = 3, .deed = "a", .before = INT32_MAX
	};
	job_put(&t.db, &j);
	job_by_id(&t.db, db_last_id(&t.db), &got);
	is_int(got.rank, (JOB_TURNS - 1) * JOB_STEPS, "nor among the first");
	clear();
}

static void open_shop(void)
{
	const char *src = getenv("GREMLIN_SRC");
	int rc = kinds_load(
		&t.pool,
		pool_fmt(&t.pool, "%s/lib/media/recipes", src ? src : "."),
		pool_fmt(&t.pool, "%s/recipes", t.path), &shop.kinds);

	is_int(rc, 0, "the recipes");
	shop.site = &t.site;
	shop.host = (struct host){ .tools = &shop.tools,
				   .threads = 1,
				   .max_pixels = 100000000,
				   .max_length_s = 24 * 3600 };
	for (int k = 0; k < shop.kinds.n; k++)
		for (int o = 0; o < shop.kinds.at[k].outputs_n; o++) {
			const struct output *out = &shop.kinds.at[k].outputs[o];

			for (int w = 0; w < out->ways_n; w++)
				for (int i = 0; i < out->ways[w].needs.n; i++)
					VEC_ADD(&t.pool, shop.tools.at,
						shop.tools.n,
						out->ways[w].needs.at[i]);
		}
	maker = media_maker(&shop);
}

int main(void)
{
	static const int after[] = { 0, 1, 2, 3, 5, 8, 13, 100 };

	test_site_start(&t);
	t.db.mem = &round_pool;
	db_run(&t.db, "PRAGMA synchronous = OFF"); /* it is no crash test */
	open_shop();
	user_create(&t.db, "Ann", RIGHT_UPLOAD, &ann);
	user_create(&t.db, "Bob", RIGHT_UPLOAD, &bob);
	for (size_t k = 0; k < ARRAY_LEN(cases); k++)
		for (size_t i = 0; i < ARRAY_LEN(after); i++)
			comes_late(&cases[k], after[i]);
	early_sight(&cases[0]);
	turns_of_more();
	ranks();
	test_site_end(&t);
	return done_testing();
}
