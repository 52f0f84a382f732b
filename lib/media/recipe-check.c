/* recipe-check.c -- look at a recipe as a whole */
#include "media/recipe-part.h"
#include "media/text.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "proc/record.h"

#include <string.h>

static int check_args(const struct args *args)
{
	for (int i = 0; i < args->n; i++) {
		const struct arg *a = &args->at[i];
		int rc = a->splice ? 0 : text_check(a->text);

		if (rc == 0 && a->cond && !var_known(a->cond))
			rc = err(E_CONFIG, "there is no fact '%s'", a->cond);
		if (rc < 0)
			return rc;
	}
	return 0;
}

/* A program is found in PATH: a name with a slash is not one. */
static int check_command(const struct command *c)
{
	const struct arg *first = c->args.at;

	if (!c->args.n)
		return err(E_CONFIG, "a command without a word");
	if (first->cond || strchr(first->text, '/') || strchr(first->text, '{'))
		return err(E_CONFIG, "'%s' is not the name of a program",
			   first->text);
	if (c->out && !record_name_ok(c->out))
		return err(E_CONFIG, "'%s' is not a name of a file", c->out);
	return check_args(&c->args);
}

static int check_commands(const struct recipe *r, const struct commands *all)
{
	for (int i = 0; i < all->n; i++) {
		int rc = check_command(&all->at[i]);

		if (rc < 0)
			return err_add(rc, "%s:%d", r->file, all->at[i].line);
	}
	return 0;
}

/* {name}.webp -> small.webp, in an array of its own: `like` shares them. */
static int name_products(struct pool *mem, struct output *o)
{
	struct facts none = { .mem = mem };
	struct vars vars = { .mem = mem, .facts = &none };
	_cleanup_(buf_done) struct buf text = { 0 };
	struct product *named = NULL;
	int n = 0;

	var_set(&vars, "name", o->name);
	for (int i = 0; i < o->products_n; i++) {
		struct product p = o->products[i];
		int rc;

		buf_clear(&text);
		rc = text_expand(&text, &vars, p.name);
		if (rc < 0)
			return rc;
		p.name = pool_dup(mem, buf_text(&text));
		if (!record_name_ok(p.name))
			return err(E_CONFIG, "'%s' is not a name of a file",
				   p.name);
		VEC_ADD(mem, named, n, p);
	}
	o->products = named;
	return 0;
}

static int check_tells(struct pool *mem, const struct output *o)
{
	for (int i = 0; i < o->tells.n; i++) {
		const char *line = o->tells.at[i];
		const char *eq = strchr(line, '=');
		int rc;

		if (!eq ||
		    !fact_known(pool_dup_n(mem, line, (size_t)(eq - line))))
			return err(E_CONFIG, "'%s' is not FACT=TEXT", line);
		rc = text_check(eq + 1);
		if (rc < 0)
			return rc;
	}
	return 0;
}

static int check_env(const struct words *env)
{
	for (int i = 0; i < env->n; i++) {
		const char *eq = strchr(env->at[i], '=');

		if (!eq || eq == env->at[i])
			return err(E_CONFIG, "'%s' is not NAME=VALUE",
				   env->at[i]);
		if (text_check(eq + 1) < 0)
			return E_CONFIG;
	}
	return 0;
}

static int check_way(const struct recipe *r, const struct output *o,
		     const struct way *w)
{
	int rc = check_commands(r, &w->commands);

	if (rc == 0)
		rc = check_commands(r, &w->slice);
	if (rc == 0)
		rc = check_commands(r, &w->sound);
	if (rc == 0)
		rc = check_commands(r, &w->join);
	if (rc == 0)
		rc = check_env(&w->env);
	if (rc == 0 && !w->slice.n != !w->join.n)
		rc = err(E_CONFIG, "[make %s %s] has one of slice and join",
			 o->name, w->name);
	if (rc == 0 && w->commands.n + o->finish.n + o->checks.n == 0)
		rc = err(E_CONFIG, "[make %s %s] has no command", o->name,
			 w->name);
	return rc;
}

static const struct way *way_of(const struct output *o, const char *name)
{
	for (int i = 0; i < o->ways_n; i++)
		if (str_eq(o->ways[i].name, name))
			return &o->ways[i];
	return NULL;
}

/* `ways = ...`: of those that `like` brought and its own, in that order. */
static int order_ways(struct pool *mem, struct output *o)
{
	struct way *ways = NULL;
	int n = 0;

	for (int i = 0; i < o->order.n; i++) {
		const struct way *w = way_of(o, o->order.at[i]);

		if (!w)
			return err(E_CONFIG, "there is no [make %s %s]",
				   o->name, o->order.at[i]);
		VEC_ADD(mem, ways, n, *w);
	}
	if (n) {
		o->ways = ways;
		o->ways_n = n;
	}
	return 0;
}

static int check_output(struct pool *mem, const struct recipe *r,
			struct output *o)
{
	int rc = name_products(mem, o);

	if (rc == 0)
		rc = order_ways(mem, o);
	if (rc == 0 && o->size)
		rc = text_check(o->size);
	if (rc == 0)
		rc = check_tells(mem, o);
	if (rc == 0)
		rc = check_env(&o->env);
	if (rc == 0 && o->progress && !record_name_ok(o->progress))
		rc = err(E_CONFIG, "'%s' is not a name of a file", o->progress);
	if (rc == 0 && !o->ways_n)
		rc = err(E_CONFIG, "[output %s] has no [make %s ...]", o->name,
			 o->name);
	if (rc == 0 && !o->products_n && !o->learnings_n)
		rc = err(E_CONFIG, "[output %s] leaves neither files nor facts",
			 o->name);
	if (rc < 0)
		return err_add(rc, "%s:%d", r->file, o->line);
	rc = check_commands(r, &o->finish);
	if (rc == 0)
		rc = check_commands(r, &o->checks);
	for (int i = 0; rc == 0 && i < o->ways_n; i++)
		rc = check_way(r, o, &o->ways[i]);
	return rc;
}

static int check_names(const struct recipe *r)
{
	for (int i = 0; i < r->formats_n; i++) {
		const struct format *f = &r->formats[i];

		if (!f->mime || !f->ext || !f->detects_n)
			return err(E_CONFIG,
				   "%s: [recognise %s] needs mime, "
				   "ext and magic or detect",
				   r->file, f->name);
	}
	for (int i = 0; i < r->lists_n; i++) {
		int rc = check_args(&r->lists[i].args);

		if (rc < 0)
			return err_add(rc, "%s: list '%s'", r->file,
				       r->lists[i].name);
	}
	if (!recipe_output(r, "probe"))
		return err(E_CONFIG, "%s: there is no [output probe]", r->file);
	return 0;
}

int recipe_check(struct pool *mem, struct recipe *r)
{
	int rc = check_names(r);

	if (!r->title)
		r->title = r->name;
	if (!r->page)
		r->page = r->name;
	for (int i = 0; rc == 0 && i < r->outputs_n; i++)
		rc = check_output(mem, r, &r->outputs[i]);
	return rc;
}
