/* gremlin-plan.c -- what the planner would do; nothing is changed */
#include "worker/remaking.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "media/maker.h"
#include "model/media.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#define AT_ONCE	   100
#define NAME_CELLS 12

static const char *const whys[] = {
	[WHY_MISSING] = "missing",
	[WHY_DAMAGED] = "damaged",
	[WHY_OUTDATED] = "outdated",
};

struct looking {
	struct gremlin *g;
	struct media_shop *shop;
};

static const char *how(struct db *db, const struct step *s)
{
	const char *text;

	if (s->way < 0)
		return "no way to make it here (see gremlin kinds)";
	text = pool_fmt(db->mem, "by %s, rank %d", s->output->ways[s->way].name,
			s->rank);
	if (s->width)
		text = pool_fmt(db->mem, "%s, %d x %d", text, s->width,
				s->height);
	return text;
}

static void print_plan(struct db *db, const struct media *m,
		       const struct plan *plan)
{
	printf("%" PRId64 " %s: %s (%s)%s\n", m->id, m->owner ? m->owner : "-",
	       one_line(db->mem, m->title, TITLE_MAX_CHARS), plan->kind->name,
	       plan->n ? "" : ": everything is there");
	for (int i = 0; i < plan->n; i++) {
		const struct step *s = &plan->steps[i];

		printf("  %s %s %s%s\n",
		       column(db->mem, s->output->name, NAME_CELLS),
		       column(db->mem, whys[s->why], 9), how(db, s),
		       s->blocks ? ", publication waits for it" : "");
	}
}

static int look_at(struct looking *l, struct db *db, const struct media *m,
		   bool all)
{
	struct plan plan;
	int rc = media_plan_look(l->shop, db, m->id, &plan);

	if (rc == E_UNSUPPORTED || rc == E_LARGE) {
		printf("%" PRId64 " %s: %s: %s\n", m->id,
		       m->owner ? m->owner : "-",
		       one_line(db->mem, m->title, TITLE_MAX_CHARS),
		       err_text(rc));
		return 0;
	}
	if (rc == 0 && (plan.n || all))
		print_plan(db, m, &plan);
	return rc;
}

static int look_at_named(struct looking *l)
{
	_cleanup_(db_done) struct db db = { .room = -1 };
	int rc = db_open(&l->g->mem, &l->g->site, &db);

	for (int i = 0; rc == 0 && i < l->g->args_n; i++) {
		struct media m;

		rc = media_named(&db, l->g->args[i], &m);
		if (rc == 0)
			rc = look_at(l, &db, &m, true);
	}
	return rc;
}

/* Returns how many there were. after: the last one of them. */
static int look_at_some(struct looking *l, int64_t *after)
{
	_cleanup_(pool_done) struct pool mem = { 0 };
	_cleanup_(db_done) struct db db = { .room = -1 };
	int64_t ids[AT_ONCE];
	int n, rc = db_open(&mem, &l->g->site, &db);

	if (rc < 0)
		return rc;
	n = media_ids(&db, *after, AT_ONCE, ids);
	for (int i = 0; i < n; i++) {
		_cleanup_(pool_done) struct pool one = { 0 };
		struct media m;

		db.mem = &one;
		rc = media_by_id(&db, ids[i], &m);
		if (rc == 0)
			rc = look_at(l, &db, &m, false);
		db.mem = &mem;
		if (rc < 0 && rc != E_ABSENT)
			return rc;
		*after = ids[i];
	}
	return n;
}

static int run_stale(struct gremlin *g)
{
	struct found f;
	int rc = find_stale(g, &f);

	if (rc < 0 || opt_given(g, "json"))
		return rc < 0 ? rc : print_found_json(g, &f);
	print_found(g, &f);
	if (f.jobs || f.spare)
		puts("gremlin remake does it");
	return 0;
}

static int run_planned(struct gremlin *g)
{
	struct looking l = { .g = g };
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	int64_t after = 0;
	int rc = media_shop_open(&g->mem, &g->site, MEDIA_PATH, (int)cores,
				 &l.shop);

	if (rc < 0 || g->args_n)
		return rc < 0 ? rc : look_at_named(&l);
	do
		rc = look_at_some(&l, &after);
	while (rc > 0);
	return rc;
}

static int run_plan(struct gremlin *g)
{
	bool narrows = opt_given(g, "kind") || opt_given(g, "output") ||
		       opt_given(g, "json");

	if (opt_given(g, "stale"))
		return run_stale(g);
	if (narrows)
		return err(E_USAGE, "--kind, --output and --json go with "
				    "--stale");
	return run_planned(g);
}

const struct subcommand command_plan = {
	.name = "plan",
	.args = "[MEDIA...]",
	.most = -1,
	.help = "show what is still to be made, of these or of all media",
	.opts = { { "stale", NULL,
		    "sum up what the recipes would make otherwise today" },
		  { "kind", "KIND", "of media of this kind only" },
		  { "output", "NAME", "this output, or spare file, only" },
		  { "json", NULL, "as one JSON object, see gremlin(8)" } },
	.run = run_plan,
};
