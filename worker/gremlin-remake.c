/* gremlin-remake.c -- make again what a change of recipes has left behind */
#include "worker/remaking.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "job/bell.h"
#include "job/process.h"
#include "media/stale.h"
#include "model/media.h"
#include "model/upkeep.h"
#include "view/format.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#define LOOK_AGAIN_US 500000

static int find_media(struct gremlin *g, struct db *db, int64_t *ret)
{
	struct media m;
	int rc = 0;

	if (g->args_n)
		rc = media_named(db, g->args[0], &m);
	if (g->args_n && rc == 0)
		*ret = m.id;
	return rc;
}

/* It would go by the recipes that it read when it began. */
static int check_worker(struct db *db, const struct found *f)
{
	struct process p;
	const char *known;
	int rc = process_worker(db, &p);

	if (rc == 0)
		rc = upkeep_text(db, STALE_KNOWN, &known);
	if (rc < 0)
		return rc;
	if (!p.runs)
		warn("no worker is running: start current/bin/gremlin-worker");
	else if (!str_eq(known, f->recipes))
		return err(E_CONFIG,
			   "the worker goes by other recipes: send it HUP "
			   "(kill -HUP %" PRId64 "), then ask again",
			   p.pid);
	return 0;
}

static int start(struct gremlin *g, const struct found *f)
{
	_cleanup_(db_done) struct db db = { .room = -1 };
	_cleanup_(tx_done) struct tx tx = { 0 };
	struct remake_wish wish = { .kind = opt_value(g, "kind"),
				    .output = opt_value(g, "output"),
				    .expected = f->jobs };
	int rc = db_open(&g->mem, &g->site, &db);

	if (rc == 0)
		rc = tx_begin(&db, &tx);
	if (rc == 0)
		rc = check_worker(&db, f);
	if (rc == 0)
		rc = find_media(g, &db, &wish.media);
	if (rc == 0)
		rc = remake_start(&db, &wish);
	if (rc == 0)
		rc = tx_commit(&tx);
	if (rc == 0)
		bell_ring(&g->site);
	return rc;
}

static int stop(struct gremlin *g)
{
	_cleanup_(db_done) struct db db = { .room = -1 };
	_cleanup_(tx_done) struct tx tx = { 0 };
	int rc = db_open(&g->mem, &g->site, &db);

	if (rc == 0)
		rc = tx_begin(&db, &tx);
	if (rc == 0)
		rc = remake_stop(&db);
	if (rc == 0)
		rc = tx_commit(&tx);
	if (rc < 0)
		return rc;
	bell_ring(&g->site);
	puts("stopped; what had begun may end");
	return 0;
}

static int look(struct gremlin *g, struct pool *mem, struct remake_state *ret)
{
	_cleanup_(db_done) struct db db = { .room = -1 };
	int rc = db_open(mem, &g->site, &db);

	return rc < 0 ? rc : remake_state(&db, ret);
}

static int tell(struct gremlin *g, const struct remake_state *s)
{
	struct pool *mem = &g->mem;
	const struct remake_run *r = &s->run;

	printf("%s %s; %s removed; %s instead of %s\n",
	       format_count(mem, r->made, "job"),
	       r->phase == REMAKE_DONE ? "done" : "done before it was stopped",
	       format_count(mem, r->removed, "spare file"),
	       format_bytes(mem, r->new_bytes),
	       format_bytes(mem, r->old_bytes));
	if (!s->failed)
		return 0;
	return err(E_DAMAGED,
		   "%s could not be made again: what was there is shown as "
		   "before; gremlin status says why",
		   format_count(mem, s->failed, "rendition"));
}

/* Until the run has ended; the database is open for each look only. */
static int wait_for(struct gremlin *g, const struct found *f)
{
	struct remake_state s = { 0 };
	struct bar bar;
	int rc = look(g, &g->mem, &s);

	bar_start(&bar, "making again", f->jobs);
	while (rc == 0 && s.run.phase == REMAKE_ON) {
		_cleanup_(pool_done) struct pool mem = { 0 };
		int64_t before = s.run.made;

		usleep(LOOK_AGAIN_US);
		rc = look(g, &mem, &s);
		bar_move(&bar, s.run.made - before);
		if (rc < 0 && err_can_retry(rc))
			rc = 0;
	}
	bar_clear(&bar);
	return rc < 0 ? rc : tell(g, &s);
}

/* Returns 1 when it may begin, 0, or E_USAGE when nobody answers. */
static int may_start(struct gremlin *g, const struct found *f)
{
	const char *question = "make again? [y/n] ";
	char letter = 'y';

	if (f->spare)
		question =
			pool_fmt(&g->mem, "make again, and remove %s? [y/n] ",
				 format_count(&g->mem, f->spare, "file"));
	if (!opt_given(g, "yes"))
		letter = ask_letter(question, "yn");
	if (!letter)
		return err(E_USAGE, "nothing was changed: say --yes where "
				    "nobody can be asked");
	if (letter == 'n')
		puts("nothing was changed");
	return letter == 'y';
}

static int run_remake(struct gremlin *g)
{
	struct found f;
	int rc;

	if (opt_given(g, "stop"))
		return stop(g);
	rc = find_stale(g, &f);
	if (rc < 0)
		return rc;
	print_found(g, &f);
	if (!f.jobs && !f.spare)
		return 0;
	fflush(stdout);
	rc = may_start(g, &f);
	if (rc <= 0)
		return rc;
	rc = start(g, &f);
	if (rc < 0)
		return rc;
	if (opt_given(g, "wait"))
		return wait_for(g, &f);
	puts("begun; new uploads go first. gremlin remake --stop ends it");
	return 0;
}

const struct subcommand command_remake = {
	.name = "remake",
	.args = "[MEDIA]",
	.most = 1,
	.help = "make again what the recipes would make otherwise today",
	.opts = { { "kind", "KIND", "of media of this kind only" },
		  { "output", "NAME", "this output, or spare file, only" },
		  { "yes", NULL, "do not ask" },
		  { "wait", NULL, "until it is done" },
		  { "stop", NULL, "what has not begun does not begin" } },
	.run = run_remake,
};
