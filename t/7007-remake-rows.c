/* 7007-remake-rows.c -- what is stale, its sums, and a run that makes it again
 */
#include "tap.h"
#include "site.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "media/maker-part.h"
#include "media/remake.h"
#include "media/stale.h"
#include "model/user.h"

static struct test_site t;
static struct media_shop shop;
static struct recipe recipe;
static struct maker maker;
static struct tools tools;
static int64_t ada;

#define PROBE                                                                  \
	"[kind]\nwhen = width\n[output probe]\nfacts = flat flat\n"            \
	"[make probe one]\nargv = probe\n"
#define SMALL                                                                  \
	"[output small]\nfiles = small.webp image/webp\nblocks = yes\n"        \
	"[make small one]\nargv = one\n"
#define LARGE                                                                  \
	"[output large]\nfiles = large.webp image/webp\n"                      \
	"[make large one]\nargv = one {width}\n"
#define NOTED "[make large rest]\nnote = Half.\nargv = rest\n"

/* From now on this is the recipe of pictures. */
static void set_recipe(const char *text)
{
	int rc =
		recipe_parse(&t.pool, "image.ini", text, strlen(text), &recipe);

	if (rc < 0)
		printf("# %s\n", err_text(rc));
	shop.kinds = (struct kinds){ .at = &recipe, .n = 1 };
	shop.recipes = pool_dup(&t.pool, recipe.hash);
}

static void put_file(int64_t media, const char *output, int64_t bytes, int ms)
{
	struct bench b;
	char hash[HASH_HEX + 1];
	struct file f = { .media = media,
			  .name = pool_fmt(&t.pool, "%s.webp", output),
			  .mime = "image/webp",
			  .path = "p",
			  .bytes = bytes,
			  .blake2b = "",
			  .recipe = hash,
			  .made_ms = ms };

	bench_load(&t.db, media, &b);
	plan_hash(&t.pool, &recipe, recipe_output(&recipe, output), &b.facts,
		  -1, hash);
	file_put(&t.db, &f);
}

/* One that is published with all that the recipe makes. */
static int64_t shown(const char *const *outputs)
{
	struct media_new new = { .uid = ada,
				 .title = "A",
				 .description = "",
				 .alt = "",
				 .visibility = VISIBILITY_PUBLIC,
				 .file_name = "a.jpg",
				 .kind = "image",
				 .type = "jpeg" };
	struct media_fact facts[] = { { "made.probe", "" },
				      { "type", "jpeg" },
				      { "width", "300" } };
	struct file raw = { .name = FILE_RAW,
			    .mime = "image/jpeg",
			    .bytes = 1000,
			    .blake2b = "",
			    .recipe = "" };
	struct facts f = { .mem = &t.pool };
	char hash[HASH_HEX + 1];

	media_create(&t.db, &new, &raw.media);
	facts_set(&f, "type", "jpeg");
	plan_hash(&t.pool, &recipe, recipe_output(&recipe, "probe"), &f, -1,
		  hash);
	facts[0].value = hash;
	media_set_facts(&t.db, raw.media, facts, 3);
	raw.path = pool_fmt(&t.pool, "raw-%lld", (long long)raw.media);
	file_put(&t.db, &raw);
	io_write_file(t.site.dir,
		      pool_fmt(&t.pool, "content/incoming/%s", raw.path), "x",
		      1, 0600);
	for (; *outputs; outputs++)
		put_file(raw.media, *outputs, 100, 40);
	media_publish(&t.db, raw.media);
	return raw.media;
}

static const char *const both[] = { "small", "large", NULL };

/* "stale large, spare old.webp", but for what is current */
static const char *stale_of(int64_t media)
{
	_cleanup_(buf_done) struct buf b = { 0 };
	struct bench bench;
	struct stale s;

	bench_load(&t.db, media, &bench);
	if (stale_look(&t.db, &shop, &bench, &s) < 0)
		return err_text(E_BUG);
	for (int i = 0; i < s.n; i++)
		if (s.at[i].why != REMAKE_CURRENT)
			buf_fmt(&b, "%s%s %s", b.len ? ", " : "",
				remake_why_name(s.at[i].why), s.at[i].name);
	return pool_dup(&t.pool, buf_text(&b));
}

/* "large/2 small/1": jobs, and their tiers or F for failed */
static const char *jobs_of(int64_t media)
{
	_cleanup_(buf_done) struct buf b = { 0 };
	struct job *jobs;
	int n = job_of_subject(&t.db, MEDIA_MAKER, media, &jobs);

	for (int i = 0; i < n; i++)
		buf_fmt(&b, "%s%s/%c", b.len ? " " : "", jobs[i].deed,
			jobs[i].state == JOB_FAILED
				? 'F'
				: '0' + (char)job_tier(jobs[i].rank));
	return pool_dup(&t.pool, buf_text(&b));
}

static void forget_jobs(void)
{
	db_run(&t.db, "DELETE FROM job");
}

static void begin_anew(void)
{
	forget_jobs();
	db_run(&t.db, "DELETE FROM media");
	db_run(&t.db, "DELETE FROM remake");
	set_recipe(PROBE SMALL LARGE);
}

static int start(const char *kind, const char *output, int64_t media)
{
	struct remake_wish wish = {
		.kind = kind, .output = output, .media = media, .expected = -1
	};

	return remake_start(&t.db, &wish);
}

static struct remake_state state(void)
{
	struct remake_state s = { 0 };

	remake_state(&t.db, &s);
	return s;
}

/* All slices that can be done now. */
static void run(void)
{
	while (media_remake(&maker, &t.db) > 0)
		;
}

static void one_media(void)
{
	int64_t id;

	begin_anew();
	id = shown(both);
	is_str(stale_of(id), "", "what is new is not stale");
	set_recipe("; other\n" PROBE LARGE SMALL);
	set_recipe(PROBE SMALL LARGE "forks = yes\n");
	is_str(stale_of(id), "", "nor after a change that alters no byte");
	set_recipe(PROBE SMALL LARGE "\t-x\n");
	is_str(stale_of(id), "stale large", "another command: that output");
	is_int(maker.plan(&maker, &t.db, id), 0, "a plan of it");
	is_str(jobs_of(id), "", "makes no job of what is only stale");
	set_recipe(PROBE SMALL LARGE
		   "[output wide]\nfiles = wide.webp image/webp\n"
		   "[make wide one]\nargv = wide\n");
	is_str(stale_of(id), "new wide", "an output that is new");
	set_recipe(PROBE SMALL);
	is_str(stale_of(id), "spare large.webp", "one that went");
	set_recipe("[kind]\nwhen = width\n[output probe]\nfacts = flat flat\n"
		   "[make probe one]\nargv = probe -x\n" SMALL LARGE);
	is_str(stale_of(id), "stale probe", "another probe");
	set_recipe(PROBE SMALL "[output large]\nfiles = large.webp image/webp\n"
			       "[make large one]\nneeds = unheard\n"
			       "argv = other\n");
	is_str(stale_of(id), "lacks large", "a tool that is not there");
	set_recipe(PROBE SMALL "[output large]\nfiles = large.webp image/webp\n"
			       "[make large one]\nneeds = unheard\n"
			       "argv = other\n" NOTED);
	is_str(stale_of(id), "lacks large", "a makeshift does not replace it");
	media_set_note(&t.db, id, "Half.");
	is_str(stale_of(id), "stale large", "unless it was made so before");
	set_recipe("[kind]\nwhen = audio\n[output probe]\nfacts = flat flat\n"
		   "[make probe one]\nargv = probe\n");
	is_str(stale_of(id), "", "nothing of what cannot be shown any more");
}

static void without_original(void)
{
	int64_t id;

	begin_anew();
	id = shown(both);
	unlinkat(t.site.dir,
		 pool_fmt(&t.pool, "content/incoming/raw-%lld", (long long)id),
		 0);
	set_recipe(PROBE SMALL LARGE "\t-x\n");
	is_str(stale_of(id), "gone large", "stale without its original");
	start("", "", 0);
	run();
	is_str(jobs_of(id), "", "is not made again");
	is_int(state().run.phase, REMAKE_DONE, "and the run ends");
	set_recipe(PROBE SMALL "[output wide]\nfiles = wide.webp image/webp\n"
			       "[make wide one]\nargv = wide\n");
	is_str(stale_of(id), "gone large.webp",
	       "spare without its original: the last there is of it");
	start("", "", 0);
	run();
	is_str(stale_of(id), "gone large.webp", "is kept");
	begin_anew();
	id = shown(both);
	set_recipe(PROBE SMALL LARGE "\t-x\n");
	damage_mark(&t.db, id, FILE_RAW, DAMAGE_CONTENT);
	is_str(stale_of(id), "gone large", "of a damaged original: the same");
	start("", "", 0);
	run();
	is_str(jobs_of(id), "", "nothing is made of it");
	damage_clear(&t.db, id, FILE_RAW);
	is_str(stale_of(id), "stale large", "it is whole again");
}

static void runs(void)
{
	int64_t a, b;

	begin_anew();
	a = shown(both);
	b = shown(both);
	set_recipe(PROBE "[output small]\nfiles = small.webp image/webp\n"
			 "blocks = yes\n[make small one]\nargv = other\n" LARGE
			 "\t-x\n");
	is_int(remake_stop(&t.db), E_ABSENT, "nothing to stop");
	is_int(start("image", "large", 0), 0, "a run for one output");
	is_int(start("", "", 0), E_EXISTS, "one at a time");
	run();
	is_str(jobs_of(a), "large/2", "its job, in the last tier");
	is_str(jobs_of(b), "large/2", "of each media");
	is_int(state().run.phase, REMAKE_ON, "it goes on until they are done");
	is_int(state().waiting, 2, "which are counted");
	is_int(remake_stop(&t.db), 0, "it is stopped");
	is_str(jobs_of(a), "", "and what waited is gone");
	is_int(start("sound", "", 0), 0, "one of another kind");
	run();
	is_str(jobs_of(a), "", "does nothing here");
	is_int(state().run.phase, REMAKE_DONE, "and ends at once");
	is_int(start("", "", b), 0, "one for a single media");
	run();
	is_str(jobs_of(a), "", "not for others");
	is_str(jobs_of(b), "small/2 large/2", "all that is stale of it");
	db_run(&t.db, "UPDATE job SET state = 3, class = ?", E_DAMAGED);
	run();
	is_int(state().run.phase, REMAKE_DONE, "what failed does not hold it");
	is_int(state().failed, 2, "but is told");
	start("", "small", 0);
	run();
	is_str(jobs_of(b), "small/2 large/F", "asked again, it is tried again");
	is_str(jobs_of(a), "small/2", "with all others");
	db_run(&t.db, "UPDATE job SET state = 3, class = ?", E_QUARANTINE);
	run();
	start("", "", 0);
	run();
	is_str(jobs_of(b), "small/F large/F", "but not what is quarantined");
}

static void spare_files(void)
{
	struct file f;
	int64_t a, b;

	begin_anew();
	a = shown(both);
	b = shown(both);
	file_drop(&t.db, b, "small.webp");
	set_recipe(PROBE SMALL);
	start("", "", 0);
	run();
	is_int(file_by_name(&t.db, a, "large.webp", &f), E_ABSENT,
	       "a spare file goes");
	is_int(state().run.removed, 1, "and is counted");
	is_int(state().run.old_bytes, 100, "with its bytes");
	is_int(file_by_name(&t.db, b, "large.webp", &f), 0,
	       "but not while anything better is missing");
	is_str(jobs_of(b), "small/2", "which is made first");
}

/* A few ahead, however many media there are. */
static void ahead(void)
{
	int waiting, jobs = 0, most = 0;

	begin_anew();
	for (int i = 0; i < 150; i++)
		shown(both);
	set_recipe(PROBE SMALL LARGE "\t-x\n");
	start("", "", 0);
	for (int i = 0; i < 1000 && state().run.phase == REMAKE_ON; i++) {
		run();
		job_tier_count(&t.db, TIER_AGAIN, JOB_WAITING, 1000, &waiting);
		most = waiting > most ? waiting : most;
		jobs += db_run(&t.db, "DELETE FROM job WHERE id IN "
				      "(SELECT id FROM job LIMIT 10)");
	}
	is_int(jobs, 150, "a job for each media, once");
	ok(most > 0 && most <= 64, "a few ahead");
	is_int(state().run.phase, REMAKE_DONE, "to the end");
}

static void count(void)
{
	while (media_count_stale(&maker, &t.db) > 0)
		;
}

static const struct remake_row *row(const char *output)
{
	static const struct remake_row none = { .kind = "" };
	struct remake_row *rows = NULL;
	int n = remake_summary(&t.db, &rows);

	for (int i = 0; i < n; i++)
		if (str_eq(rows[i].output, output))
			return &rows[i];
	return &none;
}

static void sums(void)
{
	int64_t untimed;

	begin_anew();
	for (int i = 0; i < 3; i++)
		shown(both);
	untimed = shown(both);
	put_file(untimed, "large", 300, 0);
	count();
	is_int(row("large")->media, 0, "nothing is stale");
	is_int(state().counting, -1, "and that is true");
	set_recipe(PROBE SMALL LARGE
		   "\t-x\n"
		   "[output wide]\nfiles = wide.webp image/webp\n"
		   "[make wide one]\nargv = wide\n");
	media_count_stale(&maker, &t.db);
	count();
	is_int(row("large")->media, 4, "four are stale");
	is_int(row("large")->bytes, 600, "their bytes");
	is_int(row("large")->new_bytes, 600, "what they will be, about");
	is_int(row("large")->reads, 4000, "what is read for it");
	is_int(row("large")->made_ms, 160, "how long, where three are known");
	is_int(row("wide")->media, 4, "four lack what is new");
	is_int(row("wide")->made_ms, -1, "how long that takes nobody knows");
	is_int(row("wide")->new_bytes, -1, "nor how large it becomes");
	put_file(untimed, "wide", 50, 7);
	remake_count_anew(&t.db);
	is_int(state().counting, 0, "counted anew when that is asked for");
	is_int(row("wide")->media, 4, "the old sums stay meanwhile");
	count();
	is_int(row("wide")->media, 3, "three lack it now");
	is_int(row("wide")->made_ms, 21, "as long as the one that has it");
	is_int(row("wide")->new_bytes, 150, "and as large");
	start("", "", 0);
	is_int(state().run.expected, 7, "the sums say how many jobs to expect");
}

static int told(void)
{
	int failed = -1, n = media_trouble(&t.db, ada, 9, &failed);

	return failed ? -1 : n;
}

static int64_t troubled(void)
{
	int64_t n[UPLOADS_N] = { 0 };

	media_uploads_count(&t.db, ada, 9, n);
	return n[UPLOADS_TROUBLE];
}

/* What fails of something that is shown is told, too. */
static void trouble(void)
{
	static const char *const some[] = { "small", NULL };
	int64_t id;

	begin_anew();
	id = shown(some);
	maker.plan(&maker, &t.db, id);
	is_str(jobs_of(id), "large/1", "something is still made");
	is_int(told(), 0, "which is no trouble");
	db_run(&t.db, "UPDATE job SET state = 3");
	maker.plan(&maker, &t.db, id);
	is_int(told(), 1, "until it fails for good");
	is_int(media_trouble_seen_all(&t.db, ada), 1, "its owner knows");
	maker.plan(&maker, &t.db, id);
	is_int(told(), 0, "and is not told again");
	is_int(troubled(), 1, "though it is in the list");
	is_int(media_retry(&t.db, id), 1, "tried again");
	is_int(troubled(), 0, "it is not");
	db_run(&t.db, "UPDATE job SET state = 3");
	maker.plan(&maker, &t.db, id);
	forget_jobs();
	put_file(id, "large", 100, 40);
	maker.plan(&maker, &t.db, id);
	is_int(troubled(), 0, "nor once all is made");
}

int main(void)
{
	test_site_start(&t);
	shop = (struct media_shop){ .site = &t.site,
				    .tools = tools,
				    .host = { .tools = &tools,
					      .threads = 1,
					      .max_pixels = 1000000,
					      .max_length_s = 1000 } };
	maker = media_maker(&shop);
	user_create(&t.db, "Ada", RIGHT_UPLOAD, &ada);
	one_media();
	without_original();
	runs();
	spare_files();
	ahead();
	sums();
	trouble();
	test_site_end(&t);
	return done_testing();
}
