/* 7005-maker-rows.c -- what the planner may say about a media's row */
#include "tap.h"
#include "site.h"
#include "base/err.h"
#include "media/maker.h"
#include "model/media.h"
#include "model/user.h"

static struct test_site t;
static int64_t ada;

static int64_t sent(void)
{
	struct media_new new = { .uid = ada,
				 .title = "A",
				 .description = "",
				 .alt = "",
				 .visibility = VISIBILITY_PUBLIC,
				 .file_name = "a.jpg",
				 .kind = "hologram",
				 .type = "jpeg" };
	int64_t id = 0;

	media_create(&t.db, &new, &id);
	return id;
}

static int state_of(int64_t id)
{
	struct media m = { 0 };

	media_by_id(&t.db, id, &m);
	return m.state;
}

/* A recipe of the site was taken away. */
static void unknown_kind(void)
{
	struct media_shop shop = { .site = &t.site };
	struct maker m = media_maker(&shop);
	int64_t shown = sent(), new = sent();

	media_publish(&t.db, shown);
	is_int(m.plan(&m, &t.db, new), 0, "what is new");
	is_int(state_of(new), MEDIA_FAILED, "cannot be shown");
	is_int(m.plan(&m, &t.db, shown), 0, "what is shown");
	is_int(state_of(shown), MEDIA_PUBLISHED, "stays");
}

static int64_t put(int64_t media, const char *deed, bool blocks)
{
	struct job_new j = { .maker = MEDIA_MAKER,
			     .subject = media,
			     .deed = deed,
			     .party = ada,
			     .blocks = blocks };

	job_put(&t.db, &j);
	return db_last_id(&t.db);
}

static void cancelled(void)
{
	int64_t id = sent(), small = put(id, "small", true);
	int64_t large = put(id, "large", false);
	struct media m = { 0 };
	int state;

	is_int(media_cancel(&t.db, large, "You cancelled it."), 1, "cancelled");
	is_int(state_of(id), MEDIA_WORKING, "what nothing waits for");
	is_int(media_cancel(&t.db, small, "You cancelled it."), 1, "the other");
	media_by_id(&t.db, id, &m);
	is_int(m.state, MEDIA_FAILED, "cannot be shown without it");
	is_int(m.class, E_CANCELLED, "which is its class");
	is_str(m.note, "You cancelled it.", "and says why");
	is_int(media_retry(&t.db, id), 2, "both are tried again");
	is_int(state_of(id), MEDIA_WORKING, "and it is worked on");
	media_publish(&t.db, id);
	is_int(media_cancel(&t.db, small, "You cancelled it."), 1, "anew");
	is_int(state_of(id), MEDIA_PUBLISHED, "what is shown stays");
	db_run(&t.db, "UPDATE media SET trouble = 0 WHERE id <> ?", id);
	is_int(media_trouble(&t.db, ada, 9, &state), 1, "but is not whole");
	is_int(state, 0, "which is no failure");
	is_int(media_retry_output(&t.db, id, "small"), 1, "one output");
	is_int(media_retry_output(&t.db, id, "none"), 0, "that there is");
	is_int(media_trouble(&t.db, ada, 9, &state), 0, "is made after all");
	is_int(media_cancel_all(&t.db, id, "Enough."), 2, "all of it");
	is_int(media_retry_person(&t.db, ada), 0, "stays cancelled");
	is_int(media_cancel_all(&t.db, id, "Enough."), 0, "once");
	is_int(media_cancel(&t.db, 777, ""), E_ABSENT, "no such job");
}

static int jobs_of(int64_t media)
{
	int n = -1;

	job_pending(&t.db, MEDIA_MAKER, media, &n);
	return n;
}

/* More than one call plans cannot be planned at all; behind them is one. */
static void starved(void)
{
	struct media_shop shop = { .site = &t.site };
	struct maker m = media_maker(&shop);
	int64_t first = sent(), good = 0;
	int rounds = 0;

	for (int i = 0; i < 150; i++)
		good = sent();
	/* whose row cannot be written, as when the disk is bad there */
	db_run(&t.db, pool_fmt(&t.pool,
			       "CREATE TEMP TRIGGER bad BEFORE UPDATE ON media "
			       "WHEN new.id BETWEEN %lld AND %lld BEGIN "
			       "SELECT RAISE(ABORT, 'no'); END",
			       (long long)first, (long long)good - 1));
	while (state_of(good) == MEDIA_WORKING && rounds++ < 10)
		media_plan_new(&m, &t.db);
	is_int(state_of(good), MEDIA_FAILED, "what can be planned is");
	ok(rounds <= 3, "in its turn");
	is_int(state_of(first), MEDIA_WORKING, "what cannot waits");
	db_run(&t.db, "DROP TRIGGER temp.bad");
	for (int i = 0; i < 4; i++)
		media_plan_new(&m, &t.db);
	is_int(state_of(first), MEDIA_FAILED, "until it can be");
	is_int(jobs_of(first), 0, "and nothing is left to plan");
}

int main(void)
{
	test_site_start(&t);
	user_create(&t.db, "Ada", RIGHT_UPLOAD, &ada);
	unknown_kind();
	cancelled();
	starved();
	test_site_end(&t);
	return done_testing();
}
