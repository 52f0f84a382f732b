/*
 * gremlin-retry.c -- try again what failed, and make what is missing
 *
 * The planner is asked in the same transaction, so that also what never had a
 * job gets one; not what is only of an older recipe.
 */
#include "worker/gremlin.h"
#include "base/base.h"
#include "base/err.h"
#include "job/bell.h"
#include "media/maker.h"
#include "model/media.h"
#include "view/format.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#define AT_ONCE 100

struct retrying {
	struct gremlin *g;
	struct media_shop *shop;
	struct maker maker;
	int64_t jobs, media;
};

/* How many jobs it has that are not done. */
static int count_jobs(struct db *db, int64_t media)
{
	struct job *jobs;

	return job_of_subject(db, MEDIA_MAKER, media, &jobs);
}

/* Most media of a site want nothing: no transaction for them. */
static bool is_complete(struct retrying *r, struct db *db, int64_t media)
{
	struct plan plan;

	return count_jobs(db, media) == 0 &&
	       media_plan_look(r->shop, db, media, &plan) == 0 && plan.n == 0;
}

static int retry_one(struct retrying *r, struct db *db, int64_t media)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	int before = 0, again = 0, after = 0, rc = tx_begin(db, &tx);

	if (rc == 0)
		rc = before = count_jobs(db, media);
	if (rc >= 0)
		rc = again = media_retry(db, media);
	if (rc >= 0)
		rc = r->maker.plan(&r->maker, db, media);
	if (rc >= 0)
		rc = after = count_jobs(db, media);
	if (rc >= 0)
		rc = tx_commit(&tx);
	if (rc < 0)
		return rc;
	r->jobs += again + after - before;
	r->media += again + after - before > 0;
	return 0;
}

static int retry_named(struct retrying *r)
{
	_cleanup_(db_done) struct db db = { .room = -1 };
	int rc = db_open(&r->g->mem, &r->g->site, &db);

	for (int i = 0; rc == 0 && i < r->g->args_n; i++) {
		struct media m;

		rc = media_named(&db, r->g->args[i], &m);
		if (rc == 0)
			rc = retry_one(r, &db, m.id);
	}
	return rc;
}

static int retry_some(struct retrying *r, int64_t *after)
{
	_cleanup_(pool_done) struct pool mem = { 0 };
	_cleanup_(db_done) struct db db = { .room = -1 };
	int64_t ids[AT_ONCE];
	int n, rc = db_open(&mem, &r->g->site, &db);

	if (rc < 0)
		return rc;
	n = media_ids(&db, *after, AT_ONCE, ids);
	for (int i = 0; i < n; i++) {
		_cleanup_(pool_done) struct pool one = { 0 };

		db.mem = &one;
		if (!is_complete(r, &db, ids[i]))
			rc = retry_one(r, &db, ids[i]);
		db.mem = &mem;
		if (rc < 0 && rc != E_ABSENT)
			return rc;
		*after = ids[i];
	}
	return n;
}

static int retry_all(struct retrying *r)
{
	int64_t after = 0;
	int rc;

	do
		rc = retry_some(r, &after);
	while (rc > 0);
	return rc;
}

static int run_retry(struct gremlin *g)
{
	struct retrying r = { .g = g };
	int rc;

	if (opt_given(g, "all") == (g->args_n > 0))
		return err(E_USAGE, "name some media, or say --all");
	rc = media_shop_open(&g->mem, &g->site, MEDIA_PATH,
			     (int)sysconf(_SC_NPROCESSORS_ONLN), &r.shop);
	if (rc < 0)
		return rc;
	r.maker = media_maker(r.shop);
	rc = g->args_n ? retry_named(&r) : retry_all(&r);
	if (rc < 0)
		return rc;
	bell_ring(&g->site);
	printf("%s of %" PRId64 " media to be done\n",
	       format_count(&g->mem, r.jobs, "job"), r.media);
	return 0;
}

const struct subcommand command_retry = {
	.name = "retry",
	.args = "[MEDIA...]",
	.most = -1,
	.help = "try again what failed, and make what is missing",
	.opts = { { "all", NULL, "of all media" } },
	.run = run_retry,
};
