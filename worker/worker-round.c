/*
 * worker-round.c -- one round of the worker
 *
 * There is no repair of its own at the start: the first round finds what a
 * crash left just as any round finds what is to be done.
 */
#include "config.h"
#include "worker.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/io.h"
#include "base/str.h"
#include "job/history.h"
#include "job/process.h"
#include "media/maker.h"
#include "media/scrub.h"
#include "model/handout.h"
#include "model/place.h"
#include "model/upload.h"
#include "proc/procfs.h"
#include "proc/sandbox.h"
#include "sql/job.sql.h"
#include "sql/media.sql.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define ROUND_CEILING	  (64 * 1024 * 1024)
#define WAL_DUE_BYTES	  (1024 * 1024)
#define TIDY_STEP	  4 /* files in one round: a slot may become free */
#define PARKED_STEP	  16
#define HANDOUTS_EVERY_MS (60 * 1000)
#define WAL_EVERY_MS	  5000

void worker_say(const struct worker *w, const char *fmt, ...)
{
	time_t now = (time_t)clock_now();
	char date[32], text[1500];
	struct tm tm;
	va_list ap;

	(void)w;
	gmtime_r(&now, &tm);
	strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%SZ", &tm);
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	fprintf(stderr, "%s gremlin-worker[%d]: %s\n", date, (int)getpid(),
		text);
}

static void say_news(void *worker, const char *line)
{
	worker_say(worker, "%s", line);
}

/* A trouble that lasts is said once. */
void worker_trouble(struct worker *w, const char *doing, int rc)
{
	char text[256];

	snprintf(text, sizeof(text), "%s: %.200s", doing, err_text(rc));
	w->trouble = true;
	if (str_eq(text, w->last_trouble))
		return;
	memcpy(w->last_trouble, text, sizeof(text));
	worker_say(w, "%s", text);
}

/* --- opening -------------------------------------------------------------- */

static int register_process(struct worker *w, struct db *db)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	char level[SANDBOX_LEVEL_BYTES];
	struct procfs_stat st;
	int rc = crew_open(&w->crew);

	if (rc == 0)
		rc = procfs_stat(getpid(), &st);
	if (rc == 0)
		rc = tx_begin(db, &tx);
	if (rc < 0)
		return rc;
	sandbox_level(level);
	rc = process_is_worker(db, st.started, w->crew.boot, level);
	return rc < 0 ? rc : tx_commit(&tx);
}

int worker_open(struct worker *w)
{
	const struct settings *set = &w->site.set;
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	struct media_shop *shop;
	int rc;

	w->crew.site = &w->site;
	w->crew.makers = w->makers;
	w->crew.say = say_news;
	w->crew.say_to = w;
	w->crew.runner =
		site_release_path(&w->pool, &w->site, "bin/gremlin-run");
	w->crew.path = MEDIA_PATH;
	w->crew.slots = (int)(set->slots ? set->slots : cores > 0 ? cores : 1);
	w->crew.video_slots = (int)set->video_slots;
	rc = media_shop_open(&w->pool, &w->site, w->crew.path, (int)cores,
			     &shop);
	if (rc < 0)
		return rc;
	for (int i = 0; i < shop->kinds.troubles_n; i++)
		worker_say(w, "recipe left out: %s", shop->kinds.troubles[i]);
	if (!shop->tools.ffmpeg)
		worker_say(w, "there is no ffmpeg in " MEDIA_PATH
			      ": no film or sound can be prepared; install it, "
			      "then send HUP");
	w->makers[0] = media_maker(shop);
	w->makers[1] = scrub_maker(shop);
	rc = db_open(&w->keeper_pool, &w->site, &w->keeper);
	if (rc == 0)
		rc = register_process(w, &w->keeper);
	if (rc < 0)
		return rc;
	worker_say(w,
		   "version " PACKAGE_VERSION ", site %s, %d jobs at a time, "
		   "%d of them video",
		   w->site.path, w->crew.slots, w->crew.video_slots);
	return 0;
}

void worker_done(struct worker *w)
{
	if (w->site.path)
		sweep_save(&w->sweep, &w->site);
	sweep_done(&w->sweep);
	for (int i = 0; i < w->crew.n; i++)
		attempt_done(&w->crew.at[i]);
	db_done(&w->keeper);
	pool_done(&w->keeper_pool);
	fd_done(&w->bell);
	fd_done(&w->signals);
	fd_done(&w->lock);
	site_done(&w->site);
	pool_done(&w->pool);
}

/* --- a round -------------------------------------------------------------- */

static void take_in(struct worker *w, struct db *db)
{
	int rc = upload_take_parked(db, PARKED_STEP);

	if (rc < 0)
		worker_trouble(w, "take in a parked upload", rc);
	w->untidy = rc == PARKED_STEP;
	rc = media_plan_new(&w->makers[0], db);
	if (rc < 0)
		worker_trouble(w, "plan", rc);
	w->untidy |= rc > 0;
}

/* Who moves or deletes looks at them, too: after a crash that is for us. */
static void end_handouts(struct worker *w, bool moved)
{
	int64_t now = clock_mono_ms();
	int rc;

	if (!moved && w->handouts_ms &&
	    now - w->handouts_ms < HANDOUTS_EVERY_MS)
		return;
	w->handouts_ms = now;
	rc = handout_sweep(&w->site);
	if (rc < 0)
		worker_trouble(w, "end what was handed out", rc);
}

static bool is_moving(struct db *db)
{
	int64_t media;

	return db_get(db, SQL_MEDIA_MOVING, IN(), &media) == 0;
}

static void tidy(struct worker *w, struct db *db)
{
	bool moves = is_moving(db);
	int rc = moves ? place_moving(db, media_is_busy) : 0;

	if (rc < 0)
		worker_trouble(w, "move files", rc);
	end_handouts(w, moves);
	rc = upload_sweep(db, media_is_busy, TIDY_STEP);
	if (rc < 0)
		worker_trouble(w, "sweep content/incoming", rc);
	w->untidy |= rc == TIDY_STEP;
}

/* Whether all rows were read: else slots may be taken that look free. */
static bool look(struct worker *w, struct db *db)
{
	int rc = crew_load(&w->crew, db);
	bool loaded = rc >= 0;

	if (loaded)
		rc = crew_look(&w->crew, db);
	if (rc < 0)
		worker_trouble(w, "look after jobs", rc);
	return loaded;
}

/* Slices of what is done for all media, one a round. */
static void remake(struct worker *w, struct db *db)
{
	int rc = media_remake(&w->makers[0], db);

	if (rc < 0)
		worker_trouble(w, "make renditions again", rc);
	if (rc == 0)
		rc = media_count_stale(&w->makers[0], db);
	if (rc < 0)
		worker_trouble(w, "count stale renditions", rc);
	w->soon = rc > 0;
}

static void begin(struct worker *w, struct db *db)
{
	int rc = w->ending ? 0 : crew_begin(&w->crew, db, JOB_STEPS);

	if (rc < 0)
		worker_trouble(w, "begin a job", rc);
}

static void note_next_due(struct worker *w, struct db *db)
{
	int64_t now = clock_now(), at = 0;

	w->due_ms = -1;
	if (db_get(db, SQL_JOB_NEXT_DUE, IN(now), &at) == 0 && at > now)
		w->due_ms = (at - now) * 1000;
}

/*
 * The WAL begins anew after a checkpoint, but keeps its size: its date tells
 * whether anything was written since.
 */
static bool wal_is_due(const struct worker *w, struct timespec *ret_written)
{
	struct stat st;

	if (fstatat(w->site.dir, "db.sqlite-wal", &st, 0) < 0 ||
	    st.st_size < WAL_DUE_BYTES)
		return false;
	*ret_written = st.st_mtim;
	if (!w->wal_looked_ms)
		return true;
	return clock_mono_ms() - w->wal_looked_ms >= WAL_EVERY_MS &&
	       (st.st_mtim.tv_sec != w->wal_written.tv_sec ||
		st.st_mtim.tv_nsec != w->wal_written.tv_nsec);
}

static void checkpoint(struct worker *w, struct db *db)
{
	_cleanup_(db_done) struct db guard = { .room = -1 };
	struct timespec written;
	int rc;

	if (!wal_is_due(w, &written))
		return;
	w->wal_looked_ms = clock_mono_ms();
	rc = db_open(db->mem, &w->site, &guard);
	if (rc == 0)
		rc = db_checkpoint(db, &guard);
	if (rc == 0)
		w->wal_written = written;
	if (rc < 0 && rc != E_BUSY)
		worker_trouble(w, "checkpoint", rc);
}

static void sample(struct worker *w, struct db *db)
{
	int rc = history_sample(db);

	if (rc < 0)
		worker_trouble(w, "note the length of the queue", rc);
}

/*
 * What makes a command begin comes first: uploads wait for that, and tidying
 * up takes an fsync or three for each of them.
 *
 * The one connection stays open: a fresh one would cost each commit a second
 * fsync. What it reads goes to the round's own pool.
 */
void worker_round(struct worker *w)
{
	struct pool pool = { .ceiling_bytes = ROUND_CEILING };
	struct db *db = &w->keeper;
	bool before = w->trouble, loaded;

	w->trouble = false;
	db->mem = &pool;
	loaded = look(w, db);
	pool_done(&pool);
	take_in(w, db);
	pool_done(&pool);
	if (!w->ending)
		remake(w, db);
	pool_done(&pool);
	if (loaded)
		begin(w, db);
	pool_done(&pool);
	tidy(w, db);
	note_next_due(w, db);
	worker_sweep(w, db);
	sample(w, db);
	checkpoint(w, db);
	db->mem = &w->keeper_pool;
	pool_done(&pool);
	if (!before || w->trouble)
		return;
	w->last_trouble[0] = '\0';
	worker_say(w, "all is well again");
}
