/* 1103-model-ledger.c -- the sums are those of the rows, whatever happens */
#include "tap.h"
#include "site.h"
#include "base/err.h"
#include "base/str.h"
#include "model/file.h"
#include "model/ledger.h"
#include "model/place.h"
#include "model/user.h"

static struct test_site t;
static int64_t ada, bob;

static int64_t receive(int64_t uid, const char *nonce, int64_t bytes)
{
	struct media_new new = { .uid = uid,
				 .title = nonce,
				 .description = "",
				 .alt = "",
				 .visibility = VISIBILITY_PUBLIC,
				 .file_name = "a.mp4",
				 .kind = "video",
				 .type = "mp4",
				 .nonce = nonce };
	struct file f = { .name = FILE_RAW,
			  .path = nonce,
			  .mime = "video/mp4",
			  .bytes = bytes,
			  .blake2b = "",
			  .recipe = "" };

	is_int(media_create(&t.db, &new, &f.media), 0, nonce);
	is_int(file_put(&t.db, &f), 0, "with its original");
	return f.media;
}

static void make(int64_t media, const char *name, int64_t bytes)
{
	struct file f = { .media = media,
			  .name = name,
			  .path = name,
			  .mime = "video/mp4",
			  .bytes = bytes,
			  .blake2b = "",
			  .recipe = "r" };

	is_int(file_put(&t.db, &f), 0, name);
}

static int64_t sum(enum ledger_axis axis, const char *key)
{
	struct ledger_row *rows;
	int n = ledger_rows(&t.db, axis, 10, &rows);

	for (int i = 0; i < n; i++)
		if (str_eq(rows[i].key, key))
			return rows[i].sum.files * 1000000 + rows[i].sum.bytes;
	return 0;
}

static void right(const char *name)
{
	is_int(ledger_check(&t.db), 0, name);
}

static void files(void)
{
	int64_t a = receive(ada, "one", 1000), b = receive(bob, "two", 500);
	struct ledger l;

	right("uploads");
	make(a, "720.mp4", 300);
	make(b, "720.mp4", 200);
	make(a, "720.mp4", 350);
	right("a rendition that was made again");
	is_int(sum(LEDGER_NAME, FILE_RAW), 2001500, "originals");
	is_int(sum(LEDGER_NAME, "720.mp4"), 2000550, "by output");
	is_int(sum(LEDGER_PERSON, pool_fmt(&t.pool, "%lld", (long long)ada)),
	       2001350, "by person");
	is_int(sum(LEDGER_KIND, "video"), 4002050, "by kind");
	is_int(media_set_kind(&t.db, b, "audio"), 0, "a song after all");
	is_int(sum(LEDGER_KIND, "audio"), 2000700, "counts as such");
	right("and as nothing else");
	is_int(ledger_read(&t.db, &l), 0, "all of it");
	is_int(l.originals.bytes, 1500, "originals");
	is_int(l.renditions.files, 2, "renditions");
	is_int(l.bytes_a_day, 2050, "which came today");
	is_int(l.days, 1, "the first day");
	ok(l.full_days > 0, "there is room");
	is_int(file_drop(&t.db, a, "720.mp4"), 0, "dropped");
	is_int(file_drop(&t.db, a, "720.mp4"), 0, "twice");
	right("is once");
	media_delete(&t.db, b);
	is_int(place_moving(&t.db, NULL), 0, "a media goes");
	is_int(sum(LEDGER_KIND, "audio"), 0, "with its bytes");
	right("and the sums are those of the rest");
}

static void rows(void)
{
	struct ledger_row *list;

	is_int(ledger_rows(&t.db, LEDGER_PERSON, 1, &list), 1, "one person");
	is_str(list[0].name, "ada", "by the name that is shown");
	db_run(&t.db, "UPDATE file SET bytes = bytes + 1");
	ok(ledger_check(&t.db) > 0, "rows that were written otherwise");
	is_int(ledger_rebuild(&t.db), 0, "are counted");
	right("anew");
}

static void disk(void)
{
	struct ledger_sum sum3 = { 3, 4096 };
	struct ledger l;

	is_int(ledger_set_disk(&t.db, LEDGER_LOST, sum3), 0, "on the disk");
	is_int(ledger_read(&t.db, &l), 0, "is read");
	is_int(l.lost.files, 3, "files");
	is_int(l.lost.bytes, 4096, "bytes");
	is_int(l.work.files, 0, "what was not seen is 0");
}

static void forecast(void)
{
	static const struct {
		struct ledger l;
		const char *text;
	} table[] = {
		{ { .full_days = -1 }, "" },
		{ { .full_days = 100000 }, "" },
		{ { .full_days = 0, .free_bytes = 1, .floor_bytes = 2 },
		  "the disk is full: nothing more is taken in" },
		{ { .full_days = 0, .free_bytes = 2, .floor_bytes = 1 },
		  "full within a day at this rate" },
		{ { .full_days = 1 }, "full in about 1 day at this rate" },
		{ { .full_days = 13 }, "full in about 13 days at this rate" },
		{ { .full_days = 20 }, "full in about 3 weeks at this rate" },
		{ { .full_days = 150 }, "full in about 5 months at this rate" },
		{ { .full_days = 1200 }, "full in about 3 years at this rate" },
	};

	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		is_str(ledger_forecast(&t.pool, &table[i].l), table[i].text,
		       "forecast");
}

int main(void)
{
	test_site_start(&t);
	user_create(&t.db, "ada", RIGHT_UPLOAD, &ada);
	user_create(&t.db, "bob", RIGHT_UPLOAD, &bob);
	files();
	rows();
	disk();
	forecast();
	test_site_end(&t);
	return done_testing();
}
