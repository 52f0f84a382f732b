/* sweep.c -- passes through content/, in steps */
#include "model/sweep.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "model/sweep-part.h"

#include <string.h>

#define GAP_MAX_S     3600 /* of the clock between two looks */
#define SAVE_EVERY_MS (60 * 1000)

const char *const sweep_trees[SWEEP_TREES] = { "raw", "public", "private" };

/* The larger the site, the smaller a share of it is a disaster; a handful is
 * what a crash leaves. */
int64_t sweep_limit(int64_t rows)
{
	enum {
		LEAST = 16,
		MOST = 100
	};
	int64_t percent = rows / 100;

	return percent < LEAST ? LEAST : percent > MOST ? MOST : percent;
}

static struct stray *find(struct sweep *s, const char *path)
{
	for (int i = 0; i < s->strays_n; i++)
		if (str_eq(s->strays[i].path, path))
			return &s->strays[i];
	return NULL;
}

void sweep_meet(struct sweep *s, const char *path, int64_t bytes,
		enum stray_sort sort)
{
	struct stray *st = find(s, path);

	s->sums.unknown.files++;
	s->sums.unknown.bytes += bytes;
	s->sums.strays[sort]++;
	s->changed = true;
	if (!st && s->strays_n == SWEEP_STRAYS_MAX)
		return;
	if (!st) {
		st = &s->strays[s->strays_n++];
		*st = (struct stray){ .path = pool_dup(&s->mem, path),
				      .bytes = bytes,
				      .first_s = s->clock_s };
	}
	/* what still changes is not idle */
	if (st->bytes != bytes || st->sort != sort)
		st->first_s = s->clock_s;
	st->bytes = bytes;
	st->sort = sort;
	st->pass = s->pass;
}

/*
 * The clock goes on by what the monotonic one did since the last look, of the
 * same boot, but by an hour at most: nobody knows what was in between.
 */
static void look_at_clock(struct sweep *s)
{
	int64_t now = clock_mono_ms(), gap_s = (now - s->mono_ms) / 1000;

	if (s->mono_ms && gap_s <= 0 && now >= s->mono_ms)
		return; /* less than a second is not lost */
	if (s->mono_ms && gap_s > 0)
		s->clock_s += gap_s < GAP_MAX_S ? gap_s : GAP_MAX_S;
	s->mono_ms = now;
}

static void begin(struct sweep *s)
{
	s->under_way = true;
	s->began_s = s->clock_s;
	s->pass++;
	s->tree = s->listed = 0;
	s->after[0] = '\0';
	s->sums = (struct sweep_sums){ 0 };
	s->changed = true;
}

static bool is_due(const struct sweep *s)
{
	return !s->pass || s->clock_s - s->began_s >= s->every_s;
}

/* Until the time is up, one folder at least. 0 when the trees are seen. */
static int go_on(struct sweep *s, struct db *db)
{
	int64_t until = clock_mono_ms() + s->budget_ms;

	do {
		int rc = sweep_folder(s, db);

		if (rc < 0)
			return rc;
		s->changed = true;
		if (rc == 0) {
			s->after[0] = '\0';
			s->tree++;
		}
	} while (s->tree < SWEEP_TREES && clock_mono_ms() < until);
	return s->tree < SWEEP_TREES;
}

int sweep_step(struct sweep *s, struct db *db)
{
	int rc;

	if (!s->loaded)
		sweep_load(s, db->site);
	s->loaded = true;
	look_at_clock(s);
	if (!s->under_way && !is_due(s))
		return 0;
	if (!s->under_way)
		begin(s);
	rc = s->tree < SWEEP_TREES ? go_on(s, db) : 0;
	if (rc == 0)
		rc = sweep_places(s, db);
	if (rc == 0) {
		rc = sweep_end(s, db);
		s->under_way = false;
		sweep_save(s, db->site);
	} else if (clock_mono_ms() - s->saved_ms > SAVE_EVERY_MS) {
		sweep_save(s, db->site);
	}
	return rc;
}

void sweep_done(struct sweep *s)
{
	pool_done(&s->mem);
}
