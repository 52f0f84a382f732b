/* 7006-scrub-pace.c -- when a batch is due, and what a hung one leaves */
#include "tap.h"
#include "site.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "media/scrub.h"
#include "model/damage.h"
#include "model/file.h"
#include "model/media.h"
#include "model/upkeep.h"
#include "model/user.h"

#define GIB (INT64_C(1) << 30)
#define DAY INT64_C(86400)

static struct test_site t;
static struct maker maker;
static int64_t ids[10];

static int64_t put(int64_t uid, int i)
{
	struct media_new new = { .uid = uid,
				 .title = "A film",
				 .description = "",
				 .alt = "",
				 .visibility = VISIBILITY_PUBLIC,
				 .file_name = "a.mp4",
				 .kind = "video",
				 .type = "mp4" };
	struct file f = { .name = FILE_RAW,
			  .path = pool_fmt(&t.pool, "AAA%d.1.1", i),
			  .mime = "video/mp4",
			  .bytes = GIB,
			  .blake2b = "",
			  .recipe = "" };

	media_create(&t.db, &new, &f.media);
	file_put(&t.db, &f);
	media_publish(&t.db, f.media);
	return f.media;
}

static int64_t number(const char *name)
{
	int64_t n = -1;

	upkeep_number(&t.db, name, &n);
	return n;
}

static bool about(int64_t at, int64_t wanted)
{
	return at > wanted - 600 && at < wanted + 600;
}

static int jobs(void)
{
	int n = -1;

	job_pending(&t.db, SCRUB_MAKER, 1, &n);
	return n;
}

static void set(const char *name, int64_t value)
{
	upkeep_set_number(&t.db, name, value);
}

static void pace(void)
{
	int64_t now = clock_now();

	is_int(scrub_put(&t.db), 0, "a pass begins");
	ok(about(number(UPKEEP_SCRUB_BEGAN), now), "now");
	ok(about(number(UPKEEP_SCRUB_DUE), now + 3 * DAY),
	   "a tenth of the bytes in a tenth of the days");
	is_int(scrub_put(&t.db), 0, "before that");
	is_int(jobs(), 0, "there is nothing to do");
	set(UPKEEP_SCRUB_DUE, now - 1);
	is_int(scrub_put(&t.db), 1, "then there is");
	is_int(jobs(), 1, "a batch");
	is_int(scrub_put(&t.db), 0, "one at a time");
	is_int(jobs(), 1, "only");
	set(UPKEEP_SCRUB_DUE, now + 50 * 365 * DAY);
	job_forget(&t.db, SCRUB_MAKER, 1);
	is_int(scrub_put(&t.db), 1, "a clock that was wrong delays nothing");
	job_forget(&t.db, SCRUB_MAKER, 1);
}

/* The last try had one file, and stood still with it. */
static void hung(void)
{
	struct damage *list;
	struct scrub_state s;

	set(UPKEEP_SCRUB_DUE, 0);
	scrub_put(&t.db);
	db_run(&t.db, "UPDATE job SET state = 3, class = ?", (int)E_HUNG);
	is_int(maker.plan(&maker, &t.db, 1), 0, "it is given up");
	is_int(damage_of_media(&t.db, ids[0], &list), 1, "the file is marked");
	is_int(list[0].what, DAMAGE_UNREADABLE, "as unreadable");
	is_int(jobs(), 0, "the job is gone");
	is_int(scrub_state(&t.db, &s), 0, "the pass");
	is_int(s.bytes, GIB, "goes on behind it");
	is_int(s.permille, 100, "a tenth is read");
	is_int(s.originals, 1, "one is damaged");
	ok(about(s.due_at, number(UPKEEP_SCRUB_BEGAN) + 6 * DAY),
	   "the next batch in its time");
}

static void failed(void)
{
	set(UPKEEP_SCRUB_DUE, 0);
	is_int(scrub_put(&t.db), 1, "another batch");
	db_run(&t.db, "UPDATE job SET state = 3, class = ?",
	       (int)E_UNSUPPORTED);
	is_int(maker.plan(&maker, &t.db, 1), 0, "that cannot be");
	is_int(scrub_put(&t.db), 0, "is not put again");
	db_run(&t.db, "DELETE FROM job");
}

static void ends(void)
{
	upkeep_set_text(&t.db, UPKEEP_SCRUB_AT,
			pool_fmt(&t.pool, "%lld raw", (long long)ids[9]));
	set(UPKEEP_SCRUB_DUE, 0);
	is_int(scrub_put(&t.db), 0, "behind the last file");
	ok(about(number(UPKEEP_SCRUB_DONE), clock_now()), "the pass ends");
	is_int(number(UPKEEP_SCRUB_BYTES), 0, "and the next one begins");
	t.site.set.scrub_days = 0;
	set(UPKEEP_SCRUB_DUE, 0);
	is_int(scrub_put(&t.db), 0, "unless nobody wants it");
	is_int(jobs(), 0, "at all");
}

int main(void)
{
	int64_t uid;

	test_site_start(&t);
	maker = scrub_maker(NULL);
	is_int(scrub_put(&t.db), 0, "a site without files");
	is_int(number(UPKEEP_SCRUB_BEGAN), 0, "has nothing to read");
	user_create(&t.db, "ada", RIGHT_UPLOAD, &uid);
	for (int i = 0; i < 10; i++)
		ids[i] = put(uid, i);
	pace();
	hung();
	failed();
	ends();
	test_site_end(&t);
	return done_testing();
}
