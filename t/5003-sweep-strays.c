/*
 * 5003-sweep-strays.c -- what no row knows goes after its grace, and not before
 */
#include "tap.h"
#include "site.h"
#include "base/err.h"
#include "base/str.h"
#include "model/file.h"
#include "model/lost.h"
#include "model/place.h"
#include "model/sweep.h"
#include "model/upkeep.h"
#include "model/upload.h"
#include "model/user.h"

#define RAW   "content/raw/zz/zzAAAAAAAAAAAAAAAAAAAA.1.5"
#define KEY   "zzBBBBBBBBBBBBBBBBBBBB"
#define STRAY "content/public/zz/" KEY "/small-12345678.webp"
#define DAY   86400

static struct test_site t;
static struct media media;
static const char *made;
static struct sweep *s;

static void write_file(const char *name, const char *text)
{
	const char *folder =
		pool_dup_n(&t.pool, name, (size_t)(strrchr(name, '/') - name));

	io_make_dirs(t.site.dir, folder);
	io_write_file(t.site.dir, name, text, strlen(text), 0644);
}

/* A worker that begins, on this boot or on another. */
static void begin(const char *boot, int64_t grace_s)
{
	if (s)
		sweep_done(s);
	s = pool_alloc(&t.pool, sizeof(*s));
	s->grace_s = grace_s;
	s->every_s = 0;
	s->budget_ms = 1000;
	snprintf(s->boot, sizeof(s->boot), "%s", boot);
}

/* Steps to the end of a pass, after so many seconds. */
static int pass(int64_t after_s)
{
	int rc;

	if (!s->loaded)
		sweep_step(s, &t.db);
	s->mono_ms -= after_s * 1000;
	do {
		rc = sweep_step(s, &t.db);
	} while (rc > 0);
	return rc;
}

static struct ledger seen(void)
{
	struct ledger l = { 0 };

	is_int(ledger_read(&t.db, &l), 0, "what was seen");
	return l;
}

static void put_media(void)
{
	struct media_new new = { .title = "A dog",
				 .description = "",
				 .alt = "",
				 .visibility = VISIBILITY_PUBLIC,
				 .file_name = "dog.jpg",
				 .kind = "image",
				 .type = "jpeg" };
	struct file raw = { .name = FILE_RAW,
			    .path = "AAcccccccccccccccccccc.1.5",
			    .mime = "image/jpeg",
			    .bytes = 5,
			    .blake2b = "",
			    .recipe = "" };
	struct file f = { .name = "small.webp",
			  .path = "small-00000000.webp",
			  .mime = "image/webp",
			  .bytes = 6,
			  .blake2b = "",
			  .recipe = "r" };
	int64_t id = 0;

	user_create(&t.db, "ada", RIGHT_UPLOAD, &new.uid);
	media_create(&t.db, &new, &id);
	raw.media = f.media = id;
	file_put(&t.db, &raw);
	file_put(&t.db, &f);
	media_publish(&t.db, id);
	place_moving(&t.db, NULL);
	media_by_id(&t.db, id, &media);
	made = pool_fmt(&t.pool, "%s/%s", place_folder(&t.pool, &media),
			f.path);
	write_file(made, "pixels");
	write_file("content/raw/AA/AAcccccccccccccccccccc.1.5", "bytes");
}

static void grace(void)
{
	struct lost *lost;

	begin("boot", DAY);
	is_int(pass(10), 0, "a site in order");
	is_int(seen().unknown.files, 0, "has nothing unknown");
	write_file(RAW, "bytes");
	write_file(STRAY, "pixels");
	write_file("content/public/zz/foreign", "x");
	is_int(pass(10), 0, "three strays");
	is_int(seen().unknown.files, 3, "are counted");
	for (int i = 0; i < 23; i++)
		pass(3600);
	ok(test_is_file(&t, STRAY), "for 23 hours");
	pass(3600);
	pass(3600);
	ok(!test_is_file(&t, STRAY), "a day later it is removed");
	ok(!test_is_file(&t, "content/public/zz/" KEY), "with its folder");
	ok(!test_is_file(&t, RAW), "the original is gone from raw");
	is_int(lost_list(&t.pool, &t.site, 9, &lost), 1, "but not lost");
	is_str(lost[0].from, RAW, "it tells where it was");
	ok(test_is_file(&t, "content/public/zz/foreign"),
	   "what is not ours stays");
	ok(test_is_file(&t, made), "and all that has a row");
	is_int(seen().lost.files, 1, "counted without its note");
	unlinkat(t.site.dir, "content/public/zz/foreign", 0);
}

static void clocks(void)
{
	begin("boot", DAY);
	write_file(STRAY, "pixels");
	pass(10);
	for (int i = 0; i < 20; i++)
		pass(50LL * 365 * DAY);
	ok(test_is_file(&t, STRAY), "jumps count for an hour each");
	for (int i = 0; i < 40; i++)
		pass(-50LL * 365 * DAY);
	ok(test_is_file(&t, STRAY), "and backwards for nothing");
	begin("another boot", DAY);
	pass(0);
	is_int(s->strays_n, 1, "after a reboot it is known");
	for (int i = 0; i < 6; i++)
		pass(3600);
	ok(!test_is_file(&t, STRAY), "and the rest of its day counts");
}

/* Between the pass and the deed it got its row. */
static void row_comes(void)
{
	begin("boot", 0);
	unlinkat(t.site.dir, "run/sweep", 0);
	db_run(&t.db, "UPDATE file SET path = 'other' WHERE name <> 'raw'");
	s->grace_s = DAY;
	pass(0);
	is_int(s->strays_n, 1, "without a row");
	db_run(&t.db, "UPDATE file SET path = 'small-00000000.webp'"
		      " WHERE name <> 'raw'");
	for (int i = 0; i < 30; i++)
		pass(3600);
	ok(test_is_file(&t, made), "a row that came keeps it");
	is_int(s->strays_n, 0, "and it is forgotten");
}

/* After its folder was looked through, and before the pass ends. */
static void row_comes_late(void)
{
	begin("boot", 0);
	unlinkat(t.site.dir, "run/sweep", 0);
	s->budget_ms = 0;
	db_run(&t.db, "UPDATE file SET path = 'other' WHERE name <> 'raw'");
	while (sweep_step(s, &t.db) > 0 && s->tree < 2)
		;
	is_int(s->strays_n, 1, "met, and due at once");
	db_run(&t.db, "UPDATE file SET path = 'small-00000000.webp'"
		      " WHERE name <> 'raw'");
	while (sweep_step(s, &t.db) > 0)
		;
	ok(test_is_file(&t, made), "its row is asked once more");
}

static void guard(void)
{
	const char *why;

	begin("boot", 0);
	unlinkat(t.site.dir, "run/sweep", 0);
	for (int i = 0; i < 30; i++)
		write_file(pool_fmt(&t.pool, "%s%d", RAW, i), "bytes");
	is_int(pass(0), E_LIMIT, "so many are no accident");
	ok(test_is_file(&t, RAW "0") && test_is_file(&t, RAW "29"),
	   "nothing is touched");
	is_int(upkeep_text(&t.db, UPKEEP_STOPPED, &why), 0, "it is said");
	ok(strstr(why, "right database") != NULL, why);
	ok(strstr(why, "30 files") != NULL, "how many");
	for (int i = 10; i < 30; i++)
		unlinkat(t.site.dir, pool_fmt(&t.pool, "%s%d", RAW, i), 0);
	is_int(pass(1), 0, "the cause is gone");
	upkeep_text(&t.db, UPKEEP_STOPPED, &why);
	is_str(why, "", "it goes on");
	ok(!test_is_file(&t, RAW "0"), "and does what is due");
	is_int(sweep_limit(10), 16, "a handful is allowed");
	is_int(sweep_limit(5000), 50, "one in a hundred");
	is_int(sweep_limit(1000000), 100, "a hundred at most");
}

/* Steps of one folder each, with a worker killed in between. */
static void steps(void)
{
	int n = 1;

	begin("boot", DAY);
	unlinkat(t.site.dir, "run/sweep", 0);
	write_file("content/raw/00/00", "x");
	write_file("content/raw/mm/mm", "x");
	s->budget_ms = 0;
	while (sweep_step(s, &t.db) > 0) {
		s->changed = true;
		sweep_save(s, &t.site);
		begin("boot", DAY);
		s->budget_ms = 0;
		n++;
	}
	ok(n > 3, "a pass in many steps");
	is_int(s->strays_n, 2, "misses nothing");
	is_int(seen().unknown.files, 2, "and counts nothing twice");
	write_file("run/sweep", "{\"format\": 1, \"boot");
	begin("boot", DAY);
	is_int(pass(0), 0, "a state that was cut off");
	is_int(seen().unknown.files, 2, "is found again");
}

static bool idle(struct db *db, int64_t id)
{
	(void)db;
	(void)id;
	return false;
}

/* Received, but not taken in: a kill lets go of the lock. */
static const char *receive(bool whole)
{
	struct upload u = { .fd = -1 };

	is_int(upload_start(&t.site, 1, 0, &u), 0, "an upload");
	is_int(upload_append(&u, "bytes", 5), 0, "receives");
	if (whole)
		is_int(upload_finish(&u), 0, "all of it");
	close(u.fd);
	return pool_dup(&t.pool, u.id);
}

static void incoming(void)
{
	const char *half = receive(false), *whole = receive(true);
	struct lost *lost;
	int before = lost_list(&t.pool, &t.site, 99, &lost);

	is_int(upload_sweep(&t.db, idle, 99), 2, "both are swept");
	is_int(lost_list(&t.pool, &t.site, 99, &lost), before + 1, "one");
	ok(test_is_file(&t, pool_fmt(&t.pool, "content/lost/%s", whole)),
	   "the whole one is kept");
	ok(!test_is_file(&t, pool_fmt(&t.pool, "content/incoming/%s", half)),
	   "the half is gone");
}

int main(void)
{
	test_site_start(&t);
	put_media();
	grace();
	clocks();
	row_comes();
	row_comes_late();
	guard();
	steps();
	incoming();
	sweep_done(s);
	test_site_end(&t);
	return done_testing();
}
