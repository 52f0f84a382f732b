/* plan.c -- what is missing of a media */
#include "media/plan.h"
#include "media/plan-part.h"
#include "media/text.h"
#include "media/vec.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/io.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

enum {
	OUTDATED_RANK = 1000
};

/* What belongs to the machine stands for itself where there is none. */
static void set_no_limits(struct vars *vars)
{
	static const char *const names[] = { "threads", "preset", "max_pixels",
					     "max_alloc" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		var_set(vars, names[i], names[i]);
}

static void set_limits(struct vars *vars, const struct host *host, int tries)
{
	int threads = tries || host->threads < 1 ? 1 : host->threads;

	var_set_int(vars, "threads", threads);
	var_set(vars, "preset", tries ? "superfast" : "veryfast");
	var_set_int(vars, "max_pixels", host->max_pixels);
	var_set_int(vars, "max_alloc",
		    host->memory_bytes ? host->memory_bytes / 2 : 2000000000);
}

/* What an output says that has a size of its own. */
static void set_own_size(struct vars *vars, const char *size)
{
	_cleanup_(buf_done) struct buf text = { 0 };
	char *w, *x;

	if (text_expand(&text, vars, size) < 0)
		return;
	w = pool_dup(vars->mem, buf_text(&text));
	x = strchr(w, 'x');
	if (!x)
		return;
	*x = '\0';
	var_set(vars, "w", w);
	var_set(vars, "h", x + 1);
}

/* Width and height that keep the proportions, within the output's box. */
static void set_size(struct vars *vars, const struct output *o)
{
	int64_t w = facts_int(vars->facts, "width");
	int64_t h = facts_int(vars->facts, "height");
	int64_t box_w = o->box_w, box_h = o->box_h, fit_w = w, fit_h = h;

	if (!box_w || w <= 0 || h <= 0 || w > INT32_MAX || h > INT32_MAX)
		return;
	if (o->box_turns && h > w) {
		box_w = o->box_h;
		box_h = o->box_w;
	}
	if (w > box_w || h > box_h) {
		bool wide = w * box_h > h * box_w;

		fit_w = wide ? box_w : (w * box_h + h / 2) / h;
		fit_h = wide ? (h * box_w + w / 2) / w : box_h;
	}
	if (o->even) {
		fit_w = fit_w / 2 * 2;
		fit_h = fit_h / 2 * 2;
	}
	fit_w = fit_w > 0 ? fit_w : o->even ? 2 : 1;
	fit_h = fit_h > 0 ? fit_h : o->even ? 2 : 1;
	var_set_int(vars, "w", fit_w);
	var_set_int(vars, "h", fit_h);
	/* 1.1 Mbit/s for 360p, 3.2 for 720p, 6.6 for 1080p */
	var_set_int(vars, "max_kbps", 400 + fit_w * fit_h * 3 / 1000);
	var_set_int(vars, "buffer_kbit", 800 + fit_w * fit_h * 6 / 1000);
}

struct vars plan_vars(struct pool *mem, const struct output *o,
		      const struct facts *facts, const struct host *host,
		      int tries)
{
	struct vars vars = { .mem = mem, .facts = facts };

	var_set(&vars, "name", o->name);
	if (host)
		set_limits(&vars, host, tries);
	else
		set_no_limits(&vars);
	if (o->size)
		set_own_size(&vars, o->size);
	else
		set_size(&vars, o);
	return vars;
}

int plan_way(struct pool *mem, const struct output *o,
	     const struct facts *facts, const struct host *host, int after)
{
	struct vars vars = plan_vars(mem, o, facts, host, 0);

	for (int i = after < 0 ? 0 : after + 1; i < o->ways_n; i++)
		if (!way_lacks(&o->ways[i], host->tools) &&
		    when_holds(&o->ways[i].when, &vars))
			return i;
	return -1;
}

const char *plan_lacks(struct pool *mem, const struct output *o,
		       const struct facts *facts, const struct host *host)
{
	struct vars vars = plan_vars(mem, o, facts, host, 0);

	if (plan_way(mem, o, facts, host, -1) >= 0)
		return NULL;
	for (int i = o->ways_n - 1; i >= 0; i--)
		if (when_holds(&o->ways[i].when, &vars))
			return way_lacks(&o->ways[i], host->tools);
	return NULL;
}

static const struct have *have_of(const struct have *have, int n,
				  const char *name)
{
	for (int i = 0; i < n; i++)
		if (str_eq(have[i].name, name))
			return &have[i];
	return NULL;
}

/* An output without files is known by the fact that it was made. */
static bool is_made(struct pool *mem, const struct recipe *r,
		    const struct output *o, const struct facts *facts,
		    enum plan_why *why)
{
	const char *made = facts_get(facts, pool_fmt(mem, "made.%s", o->name));

	*why = made ? WHY_OUTDATED : WHY_MISSING;
	return plan_hash_holds(mem, r, o, facts, made);
}

static bool is_there(struct pool *mem, const struct recipe *r,
		     const struct output *o, const struct facts *facts,
		     const struct have *have, int n, enum plan_why *why)
{
	const char *recipe = NULL;
	bool alike = true, whole = true;

	if (!o->products_n)
		return is_made(mem, r, o, facts, why);
	*why = WHY_OUTDATED;
	for (int i = 0; i < o->products_n; i++) {
		const struct have *h = have_of(have, n, o->products[i].name);

		if (!h)
			*why = WHY_MISSING;
		else if (h->damaged && *why != WHY_MISSING)
			*why = WHY_DAMAGED;
		whole &= h && !h->damaged;
		alike &= i == 0 || (h && str_eq(h->recipe, recipe));
		recipe = h ? h->recipe : NULL;
	}
	return whole && alike && plan_hash_holds(mem, r, o, facts, recipe);
}

static void add_step(struct pool *mem, struct plan *plan,
		     const struct output *o, const struct facts *facts,
		     const struct host *host, enum plan_why why)
{
	struct vars vars = plan_vars(mem, o, facts, host, 0);
	const char *w = var_get(&vars, "w"), *h = var_get(&vars, "h");
	struct step s = { .output = o,
			  .way = plan_way(mem, o, facts, host, -1),
			  .rank = o->rank,
			  .heavy = o->heavy,
			  .why = why };

	s.width = w ? (int)strtol(w, NULL, 10) : 0;
	s.height = h ? (int)strtol(h, NULL, 10) : 0;
	if (why == WHY_OUTDATED)
		s.rank += OUTDATED_RANK;
	else
		s.blocks = o->blocks.n && when_holds(&o->blocks, &vars);
	if (s.blocks)
		plan->publishable = false;
	plan->whole &= why == WHY_OUTDATED;
	VEC_ADD(mem, plan->steps, plan->n, s);
}

static int by_rank(const void *a, const void *b)
{
	const struct step *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return x->output < y->output ? -1 : x->output > y->output;
}

/* A song in an .mp4 was taken for a film until somebody had looked. */
static int settle_kind(struct pool *mem, const struct kinds *kinds,
		       const char *name, const struct facts *facts,
		       const struct recipe **ret)
{
	const struct vars vars = { .mem = mem, .facts = facts };
	const struct recipe *r = kinds_find(kinds, name), *other;

	if (!r)
		return err(E_UNSUPPORTED, "There is no media kind '%s' here.",
			   name);
	*ret = r;
	if (when_holds(&r->when, &vars))
		return 0;
	other = r->otherwise ? kinds_find(kinds, r->otherwise) : NULL;
	if (!other || !when_holds(&other->when, &vars))
		return err(E_UNSUPPORTED,
			   "There is no picture, film or sound in "
			   "the file that could be shown, or it "
			   "is too large.");
	*ret = other;
	return 0;
}

static int check_pixels(const struct facts *facts, const struct host *host)
{
	int64_t w = facts_int(facts, "width"), h = facts_int(facts, "height");
	int64_t pixels;

	if (w <= 0 || h <= 0)
		return 0;
	if (!__builtin_mul_overflow(w, h, &pixels) &&
	    pixels <= host->max_pixels)
		return 0;
	return err(E_LARGE,
		   "It has %lld x %lld pixels, and this site takes %lld "
		   "million at most: make it smaller and upload it again.",
		   (long long)w, (long long)h,
		   (long long)host->max_pixels / 1000000);
}

/* Gaps between its stamps make a small file last for years. */
static int check_length(const struct facts *facts, const struct host *host)
{
	int64_t s = facts_int(facts, "length_ms") / 1000;
	int64_t minutes = s / 60 + 1, most = host->max_length_s / 60;

	if (s <= host->max_length_s)
		return 0;
	return err(E_LARGE,
		   "It lasts %lld:%02lld hours, and this site takes "
		   "%lld:%02lld at most: cut it and upload it again.",
		   (long long)minutes / 60, (long long)minutes % 60,
		   (long long)most / 60, (long long)most % 60);
}

/* Before the probe has been made nothing else can be said. */
static bool needs_probe(struct pool *mem, const struct kinds *kinds,
			const char *kind, const struct facts *facts,
			const struct host *host, struct plan *plan)
{
	const struct recipe *r = kinds_find(kinds, kind);
	const struct output *probe = r ? recipe_output(r, "probe") : NULL;

	if (!probe || facts_get(facts, "made.probe"))
		return false;
	plan->kind = r;
	plan->publishable = false;
	add_step(mem, plan, probe, facts, host, WHY_MISSING);
	return true;
}

/* Mark the files that the recipe still wants. */
static void keep_files(const struct output *o, bool *wanted,
		       const struct have *have, int n)
{
	for (int i = 0; i < n; i++)
		for (int p = 0; p < o->products_n; p++)
			wanted[i] |= str_eq(have[i].name, o->products[p].name);
}

int plan_media(struct pool *mem, const struct kinds *kinds, const char *kind,
	       const struct facts *facts, const struct have *have, int have_n,
	       const struct host *host, struct plan *ret)
{
	struct plan plan = { .publishable = true, .whole = true };
	bool *wanted = pool_array(mem, (size_t)have_n + 1, sizeof(*wanted));
	int rc;

	if (needs_probe(mem, kinds, kind, facts, host, &plan)) {
		*ret = plan;
		return 0;
	}
	rc = settle_kind(mem, kinds, kind, facts, &plan.kind);
	if (rc == 0)
		rc = check_pixels(facts, host);
	if (rc == 0)
		rc = check_length(facts, host);
	if (rc < 0)
		return rc;
	for (int i = 0; i < plan.kind->outputs_n; i++) {
		const struct output *o = &plan.kind->outputs[i];
		const struct vars vars = plan_vars(mem, o, facts, host, 0);
		enum plan_why why;

		if (!when_holds(&o->when, &vars))
			continue;
		keep_files(o, wanted, have, have_n);
		if (!is_there(mem, plan.kind, o, facts, have, have_n, &why))
			add_step(mem, &plan, o, facts, host, why);
	}
	for (int i = 0; i < have_n; i++)
		if (!wanted[i])
			VEC_ADD(mem, plan.spare, plan.spare_n, &have[i]);
	if (plan.n)
		qsort(plan.steps, (size_t)plan.n, sizeof(*plan.steps), by_rank);
	*ret = plan;
	return 0;
}
