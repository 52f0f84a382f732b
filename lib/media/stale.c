/* stale.c -- what is stale of one media */
#include "media/stale.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "media/maker-part.h"
#include "media/vec.h"

#include <string.h>

static const struct step *step_of(const struct plan *plan,
				  const struct output *o)
{
	for (int i = 0; i < plan->n; i++)
		if (plan->steps[i].output == o)
			return &plan->steps[i];
	return NULL;
}

static void add_files(const struct bench *b, const struct output *o,
		      struct stale_item *item)
{
	for (int i = 0; i < o->products_n; i++) {
		const struct file *f =
			file_find(b->files, b->files_n, o->products[i].name);

		if (!f)
			continue;
		item->bytes += f->bytes;
		if (f->made_ms > item->made_ms)
			item->made_ms = f->made_ms;
	}
}

static bool has_job(const struct job *jobs, int n, const char *deed)
{
	for (int i = 0; i < n; i++)
		if (str_eq(jobs[i].deed, deed))
			return true;
	return false;
}

/*
 * What one output is. What is missing and has a job is on its way, or has
 * failed and is no matter of recipes.
 *
 * Returns whether there is anything to tell.
 */
static bool look_at(struct db *db, struct media_shop *shop,
		    const struct bench *b, const struct step *s,
		    const struct job *jobs, int jobs_n, struct stale_item *item)
{
	bool made = bench_way(db, shop, b, s->output, -1, true) >= 0;

	item->why = REMAKE_STALE;
	if (s->why == WHY_OUTDATED && !made)
		item->why = REMAKE_LACKS;
	if (s->why == WHY_MISSING) {
		item->why = REMAKE_NEW;
		return made && !has_job(jobs, jobs_n, s->output->name);
	}
	return s->why == WHY_OUTDATED;
}

/* Only what an original is there for is made anew or given up. */
static void keep(struct stale *s)
{
	int n = 0;

	for (int i = 0; i < s->n; i++) {
		struct stale_item item = s->at[i];

		if (item.why == REMAKE_NEW)
			continue;
		if (item.why != REMAKE_CURRENT)
			item.why = REMAKE_GONE;
		s->at[n++] = item;
	}
	s->n = n;
}

static bool has_original(struct db *db, const struct bench *b)
{
	const struct file *raw = file_find(b->files, b->files_n, FILE_RAW);
	const char *path;

	return raw && !bench_spoilt(b) &&
	       raw_path(db->mem, db->site, raw->path, &path) == 0;
}

static int add_items(struct db *db, struct media_shop *shop,
		     const struct bench *b, const struct plan *plan,
		     struct stale *s)
{
	struct job *jobs = NULL;
	int n = job_of_subject(db, MEDIA_MAKER, b->media.id, &jobs);

	for (int i = 0; n >= 0 && i < plan->kind->outputs_n; i++) {
		const struct output *o = &plan->kind->outputs[i];
		const struct step *step = step_of(plan, o);
		struct stale_item item = { .name = o->name, .output = o };

		add_files(b, o, &item);
		if (step ? look_at(db, shop, b, step, jobs, n, &item)
			 : item.bytes > 0)
			VEC_ADD(db->mem, s->at, s->n, item);
	}
	for (int i = 0; n >= 0 && i < plan->spare_n; i++) {
		const struct file *f =
			file_find(b->files, b->files_n, plan->spare[i]->name);
		struct stale_item item = { .why = REMAKE_SPARE,
					   .name = f->name,
					   .bytes = f->bytes };

		VEC_ADD(db->mem, s->at, s->n, item);
	}
	return n < 0 ? n : 0;
}

static bool is_current(const struct stale *s)
{
	for (int i = 0; i < s->n; i++)
		if (s->at[i].why != REMAKE_CURRENT)
			return false;
	return true;
}

int stale_look(struct db *db, struct media_shop *shop, const struct bench *b,
	       struct stale *ret)
{
	const struct file *raw = file_find(b->files, b->files_n, FILE_RAW);
	struct stale s = { .kind = b->media.kind,
			   .length_ms = facts_int(&b->facts, "length_ms"),
			   .reads = raw ? raw->bytes : 0 };
	struct plan plan;
	int rc = 0;

	if (b->media.state == MEDIA_PUBLISHED) {
		rc = bench_plan(db, shop, b, false, &plan);
		if (rc == 0)
			rc = add_items(db, shop, b, &plan, &s);
		else if (rc == E_UNSUPPORTED || rc == E_LARGE)
			rc = 0;
		s.whole = rc == 0 && s.n && plan.whole;
	}
	if (rc < 0)
		return rc;
	if (!is_current(&s) && !has_original(db, b))
		keep(&s);
	*ret = s;
	return 0;
}

bool stale_wanted(const struct stale *s, const struct stale_item *i,
		  const char *kind, const char *output)
{
	if (i->why != REMAKE_STALE && i->why != REMAKE_NEW &&
	    i->why != REMAKE_SPARE)
		return false;
	return (str_empty(kind) || str_eq(kind, s->kind)) &&
	       (str_empty(output) || str_eq(output, i->name));
}
