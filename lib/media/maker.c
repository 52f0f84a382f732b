/* maker.c -- media jobs: what to make, and what was made */
#include "media/maker.h"
#include "base/err.h"
#include "base/fault.h"
#include "base/io.h"
#include "base/pool.h"
#include "base/str.h"
#include "model/file.h"
#include "model/place.h"
#include "sql/media.sql.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define BEFORE_MAX   1000 /* who stands behind so many goes by id */
#define HASH8	     8
#define PLAN_NEW_MAX 64

/* Everything about one media that the planner asks for. */
struct bench {
	struct media media;
	struct facts facts;
	struct file *files;
	int files_n;
};

static struct media_shop *shop_of(const struct maker *m)
{
	return m->self;
}

static int load_facts(struct db *db, int64_t media, struct facts *ret)
{
	struct media_fact *rows;
	int n = media_facts(db, media, &rows);

	*ret = (struct facts){ .mem = db->mem };
	for (int i = 0; i < n; i++)
		facts_set(ret, rows[i].name, rows[i].value);
	return n < 0 ? n : 0;
}

static int save_facts(struct db *db, int64_t media, const struct facts *facts)
{
	struct media_fact *rows =
		pool_array(db->mem, (size_t)facts->n + 1, sizeof(*rows));

	for (int i = 0; i < facts->n; i++)
		rows[i] = (struct media_fact){ facts->at[i].name,
					       facts->at[i].value };
	return media_set_facts(db, media, rows, facts->n);
}

static int load(struct db *db, int64_t media, struct bench *ret)
{
	int rc = media_by_id(db, media, &ret->media);

	if (rc == 0)
		rc = load_facts(db, media, &ret->facts);
	if (rc < 0)
		return rc;
	ret->files_n = file_list(db, media, &ret->files);
	return ret->files_n < 0 ? ret->files_n : 0;
}

static int plan_bench(struct db *db, struct media_shop *shop,
		      const struct bench *b, bool from_nothing,
		      struct plan *ret)
{
	struct have *have =
		pool_array(db->mem, (size_t)b->files_n + 1, sizeof(*have));
	int n = 0;

	for (int i = 0; !from_nothing && i < b->files_n; i++)
		if (!str_eq(b->files[i].name, FILE_RAW))
			have[n++] = (struct have){ b->files[i].name,
						   b->files[i].recipe, false };
	return plan_media(db->mem, &shop->kinds, b->media.kind, &b->facts, have,
			  n, &shop->host, ret);
}

int media_plan_look(struct media_shop *shop, struct db *db, int64_t media,
		    struct plan *ret)
{
	struct bench b;
	int rc = load(db, media, &b);

	return rc < 0 ? rc : plan_bench(db, shop, &b, false, ret);
}

/* --- one attempt -----------------------------------------------------------
 */

static int find_output(const struct media_shop *shop, const char *kind,
		       const char *name, const struct recipe **ret_recipe,
		       const struct output **ret)
{
	*ret_recipe = kinds_find(&shop->kinds, kind);
	*ret = *ret_recipe ? recipe_output(*ret_recipe, name) : NULL;
	if (!*ret)
		return err(E_UNSUPPORTED,
			   "the recipe of '%s' has no output '%s' any more",
			   kind, name);
	return 0;
}

/* `in` is a hard link, so that a move of the original does not matter. */
static int link_in(struct db *db, const struct bench *b, int dir)
{
	const struct file *raw = file_find(b->files, b->files_n, FILE_RAW);
	const char *path;
	int rc;

	if (!raw)
		return err(E_ABSENT, "its original is not known any more");
	rc = raw_path(db->mem, db->site, raw->path, &path);
	if (rc < 0)
		return rc;
	if (!FAULT("in") && linkat(db->site->dir, path, dir, "in", 0) == 0)
		return 0;
	if (errno != EPERM && errno != EOPNOTSUPP && errno != EMLINK)
		return err_sys("link %s", path);
	if (symlinkat(pool_fmt(db->mem, "%s/%s", db->site->path, path), dir,
		      "in") < 0)
		return err_sys("link %s", path);
	return 0;
}

static int prepare(const struct maker *m, struct db *db, const struct job *j,
		   int dir, struct spec *ret)
{
	struct media_shop *shop = shop_of(m);
	const struct recipe *recipe = NULL;
	const struct output *output = NULL;
	struct bench b;
	int way, rc = load(db, j->subject, &b);

	if (rc == 0)
		rc = find_output(shop, b.media.kind, j->deed, &recipe, &output);
	if (rc < 0)
		return rc;
	way = plan_way(db->mem, output, &b.facts, &shop->host, j->way - 1);
	if (way < 0) {
		const char *lack =
			plan_lacks(db->mem, output, &b.facts, &shop->host);

		return err(E_TOOL, "'%s' is missing on this machine",
			   lack ? lack : "a way to make it");
	}
	rc = link_in(db, &b, dir);
	if (rc < 0)
		return rc;
	return plan_spec(db->mem, recipe, output, way, &b.facts, &shop->host,
			 j->tries, ret);
}

static int next_way(const struct maker *m, struct db *db, const struct job *j)
{
	struct media_shop *shop = shop_of(m);
	const struct recipe *recipe = NULL;
	const struct output *output = NULL;
	struct bench b;
	int way;

	if (load(db, j->subject, &b) < 0 ||
	    find_output(shop, b.media.kind, j->deed, &recipe, &output) < 0)
		return -1;
	way = plan_way(db->mem, output, &b.facts, &shop->host, j->way - 1);
	return way < 0 ? -1
		       : plan_way(db->mem, output, &b.facts, &shop->host, way);
}

/* --- taking what was made ------------------------------------------------- */

/* "720.mp4" with its hash: "720-1a2b3c4d.mp4". */
static const char *path_of(struct pool *p, const char *name, const char *hash)
{
	const char *dot = strrchr(name, '.');
	int stem = dot ? (int)(dot - name) : (int)strlen(name);

	return pool_fmt(p, "%.*s-%.*s%s", stem, name, HASH8, hash,
			dot ? dot : "");
}

static const struct exit_output *made(const struct exit_record *e,
				      const char *name)
{
	for (int i = 0; i < e->outputs_n; i++)
		if (str_eq(e->outputs[i].name, name))
			return &e->outputs[i];
	return NULL;
}

static int take_product(struct db *db, const struct bench *b,
			const struct product *product,
			const struct exit_record *e, int out,
			const struct step *step)
{
	const struct exit_output *o = made(e, product->name);
	const struct file *old = file_find(b->files, b->files_n, product->name);
	struct file f = { .media = b->media.id,
			  .name = product->name,
			  .mime = product->mime };
	int rc;

	if (!o || !o->bytes)
		return err(E_DAMAGED, "'%s' came out empty", product->name);
	f.path = path_of(db->mem, product->name, o->hash);
	f.bytes = o->bytes;
	f.blake2b = o->hash;
	f.width = step->width;
	f.height = step->height;
	f.recipe = step->output->hash;
	rc = place_link(db, &b->media, out, product->name, f.path);
	if (rc == 0)
		rc = file_put(db, &f);
	/* the old one goes after the commit: until then its row counts */
	if (rc == 0 && old && !str_eq(old->path, f.path))
		rc = media_move(db, b->media.id);
	return rc;
}

static const struct step *step_of(const struct plan *plan, const char *name)
{
	for (int i = 0; i < plan->n; i++)
		if (str_eq(plan->steps[i].output->name, name))
			return &plan->steps[i];
	return NULL;
}

static int take_products(struct db *db, struct media_shop *shop,
			 const struct bench *b, const struct output *output,
			 const struct exit_record *e, int out)
{
	struct step unknown = { .output = output };
	const struct step *step;
	struct plan plan = { 0 };
	int rc = 0;

	if (!output->products_n)
		return 0;
	rc = plan_bench(db, shop, b, true, &plan);
	step = rc < 0 ? NULL : step_of(&plan, output->name);
	rc = place(db, b->media.id);
	for (int i = 0; rc == 0 && i < output->products_n; i++)
		rc = take_product(db, b, &output->products[i], e, out,
				  step ? step : &unknown);
	return rc < 0 ? rc : place_sync(db, &b->media);
}

/* A way that makes do where a better one failed says so to the owner. */
static int take_note(struct db *db, struct media_shop *shop,
		     const struct bench *b, const struct output *output,
		     const struct job *j)
{
	int way = plan_way(db->mem, output, &b->facts, &shop->host, j->way - 1);
	int best = plan_way(db->mem, output, &b->facts, &shop->host, -1);

	if (way < 0 || way == best || !output->ways[way].note ||
	    !output->blocks.n)
		return 0;
	return media_set_note(db, b->media.id, output->ways[way].note);
}

static int settle_media(const struct maker *m, struct db *db,
			const struct job *j, const struct exit_record *e,
			int out)
{
	struct media_shop *shop = shop_of(m);
	const struct recipe *recipe = NULL;
	const struct output *output = NULL;
	struct bench b;
	int rc = load(db, j->subject, &b);

	if (rc == E_ABSENT || (rc == 0 && b.media.state == MEDIA_DELETING))
		return 0; /* deleted meanwhile: nothing of it is kept */
	if (rc == 0)
		rc = find_output(shop, b.media.kind, j->deed, &recipe, &output);
	if (rc == 0)
		rc = take_note(db, shop, &b, output, j);
	if (rc == 0)
		rc = plan_learn(output, &shop->host, out, &b.facts);
	if (rc == 0)
		rc = save_facts(db, b.media.id, &b.facts);
	return rc < 0 ? rc : take_products(db, shop, &b, output, e, out);
}

/* --- what is missing now -------------------------------------------------- */

/* The more of the same person waits, the later: nobody's one media waits for
 * somebody's five hundred. */
static int working_before(struct db *db, const struct media *m)
{
	int before = 0;

	if (db_get(db, SQL_MEDIA_WORKING_BEFORE, IN(m->uid, m->id, BEFORE_MAX),
		   &before) < 0)
		return 0;
	return before;
}

static enum job_tier tier_of(const struct step *s)
{
	if (s->blocks)
		return TIER_SHOW;
	return s->why == WHY_OUTDATED ? TIER_AGAIN : TIER_MORE;
}

static int put_steps(struct db *db, const struct bench *b,
		     const struct plan *plan)
{
	int before = working_before(db, &b->media);

	for (int i = 0; i < plan->n; i++) {
		const struct step *s = &plan->steps[i];
		struct job_new j = { .maker = MEDIA_MAKER,
				     .subject = b->media.id,
				     .deed = s->output->name,
				     .lane = s->heavy ? LANE_VIDEO : LANE_ANY,
				     .tier = tier_of(s),
				     .step = s->output->rank,
				     .party = b->media.uid,
				     .before = before,
				     .blocks = s->blocks };
		int rc = s->way < 0 && !s->blocks ? 0 : job_put(db, &j);

		if (rc < 0)
			return rc;
	}
	return 0;
}

/* The first job that failed for good and without which nothing is shown. */
static int failed_job(struct db *db, int64_t media, struct job *ret)
{
	struct job *jobs;
	int n = job_of_subject(db, MEDIA_MAKER, media, &jobs);

	for (int i = 0; i < n; i++)
		if (jobs[i].state == JOB_FAILED && jobs[i].blocks) {
			*ret = jobs[i];
			return 1;
		}
	return n < 0 ? n : 0;
}

static int publish(struct db *db, const struct media *m)
{
	int rc = 0;

	if (m->state == MEDIA_WORKING || m->state == MEDIA_FAILED)
		rc = media_publish(db, m->id);
	/* the files first, then the commit: no page shows what is not there */
	return rc < 0 ? rc : place(db, m->id);
}

static int say_note(struct db *db, const struct bench *b)
{
	const char *note = facts_note(db->mem, &b->facts);

	if (!note || !str_empty(b->media.note))
		return 0;
	return media_set_note(db, b->media.id, note);
}

static int go_on(struct db *db, const struct bench *b, const struct plan *plan)
{
	struct job failed;
	int rc = 0;

	if (!str_eq(plan->kind->name, b->media.kind))
		rc = media_set_kind(db, b->media.id, plan->kind->name);
	if (rc == 0)
		rc = put_steps(db, b, plan);
	if (rc < 0)
		return rc;
	if (plan->publishable) {
		rc = publish(db, &b->media);
		return rc < 0 ? rc : say_note(db, b);
	}
	rc = failed_job(db, b->media.id, &failed);
	if (rc > 0 && b->media.state == MEDIA_WORKING)
		rc = media_set_failed(db, b->media.id, failed.class,
				      failed.reason);
	return rc < 0 ? rc : 0;
}

static int plan_row(const struct maker *m, struct db *db, int64_t media)
{
	struct plan plan;
	struct bench b;
	int rc = load(db, media, &b);

	if (rc == E_ABSENT || (rc == 0 && b.media.state == MEDIA_DELETING))
		return job_cancel(db, MEDIA_MAKER, media);
	if (rc < 0)
		return rc;
	rc = plan_bench(db, shop_of(m), &b, false, &plan);
	/* what is shown stays, though its recipe went or a limit has shrunk */
	if ((rc == E_UNSUPPORTED || rc == E_LARGE) &&
	    b.media.state == MEDIA_PUBLISHED)
		return 0;
	if (rc == E_UNSUPPORTED || rc == E_LARGE)
		return media_set_failed(db, media, rc,
					pool_dup(db->mem, err_text(rc)));
	return rc < 0 ? rc : go_on(db, &b, &plan);
}

static int plan_in_tx(const struct maker *m, struct db *db, int64_t media)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	int rc = tx_begin(db, &tx);

	if (rc == 0)
		rc = plan_row(m, db, media);
	return rc < 0 ? rc : tx_commit(&tx);
}

static int new_list(struct db *db, int64_t ids[PLAN_NEW_MAX])
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	int n = 0, rc = db_query(db, &st, SQL_MEDIA_UNPLANNED);

	while (rc >= 0 && n < PLAN_NEW_MAX && (rc = stmt_row(&st, &ids[n])) > 0)
		n++;
	return rc < 0 ? rc : n;
}

int media_plan_new(const struct maker *m, struct db *db)
{
	int64_t ids[PLAN_NEW_MAX];
	int first = 0, n = new_list(db, ids);

	for (int i = 0; i < n; i++) {
		int rc = plan_in_tx(m, db, ids[i]);

		if (rc < 0 && first == 0)
			first = rc;
	}
	return n < 0 ? n : first;
}

struct maker media_maker(struct media_shop *shop)
{
	return (struct maker){ .name = MEDIA_MAKER,
			       .self = shop,
			       .prepare = prepare,
			       .next_way = next_way,
			       .settle = settle_media,
			       .plan = plan_row };
}

/* --- what people ask for -------------------------------------------------- */

int media_retry(struct db *db, int64_t media)
{
	struct media m;
	int rc = media_by_id(db, media, &m), n;

	if (rc < 0)
		return rc;
	n = job_retry(db, MEDIA_MAKER, media);
	if (n < 0 || m.state != MEDIA_FAILED)
		return n;
	rc = media_set_working(db, media);
	return rc < 0 ? rc : n;
}

int media_remove(struct db *db, int64_t media)
{
	int rc = job_cancel(db, MEDIA_MAKER, media);

	return rc < 0 ? rc : media_delete(db, media);
}

bool media_is_busy(struct db *db, int64_t media)
{
	return job_is_busy(db, MEDIA_MAKER, media);
}
