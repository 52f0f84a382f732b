/* plan-fill.c -- commands of a recipe with their placeholders filled in */
#include "media/plan-part.h"
#include "media/text.h"
#include "media/vec.h"
#include "base/base.h"
#include "base/err.h"

/* One text with its placeholders filled in, in the pool. */
int fill_text(struct filling *f, const char *text, const char **ret)
{
	int rc;

	buf_clear(&f->text);
	rc = text_expand(&f->text, f->vars, text);
	if (rc == 0)
		rc = f->text.rc;
	if (rc == 0)
		*ret = pool_dup(f->mem, buf_text(&f->text));
	return rc;
}

static int fill_args(struct filling *f, const struct args *args,
		     const char ***argv, int *argc)
{
	for (int i = 0; i < args->n; i++) {
		const struct arg *a = &args->at[i];
		const char *text = NULL;
		int rc;

		if (a->cond && var_true(f->vars, a->cond) == a->negate)
			continue;
		if (a->splice) {
			rc = fill_args(f,
				       &recipe_list(f->recipe, a->text)->args,
				       argv, argc);
		} else {
			rc = fill_text(f, a->text, &text);
			if (rc == 0)
				VEC_ADD(f->mem, *argv, *argc, text);
		}
		if (rc < 0)
			return rc;
	}
	return 0;
}

int fill_commands(struct filling *f, const struct commands *from,
		  struct spec_command **to, int *n)
{
	for (int i = 0; i < from->n; i++) {
		const char **argv = NULL;
		struct spec_command c = { .out = from->at[i].out,
					  .optional = from->at[i].optional };
		int rc = fill_args(f, &from->at[i].args, &argv, &c.argc);
		int end = c.argc;

		if (rc < 0)
			return rc;
		if (!c.argc || c.argc > SPEC_ARGS_MAX)
			return err(E_CONFIG, "%s:%d: %d arguments",
				   f->recipe->file, from->at[i].line, c.argc);
		VEC_ADD(f->mem, argv, end, NULL);
		c.argv = argv;
		VEC_ADD(f->mem, *to, *n, c);
	}
	if (*n > SPEC_COMMANDS_MAX)
		return err(E_CONFIG, "%s: %d commands", f->recipe->file, *n);
	return 0;
}

int fill_env(struct filling *f, const struct words *a, const struct words *b,
	     const char *const **ret)
{
	const char **env = NULL;
	int n = 0;

	for (int i = 0; i < a->n + b->n; i++) {
		const char *text;
		int rc = fill_text(f, i < a->n ? a->at[i] : b->at[i - a->n],
				   &text);

		if (rc < 0)
			return rc;
		VEC_ADD(f->mem, env, n, text);
	}
	VEC_ADD(f->mem, env, n, NULL);
	*ret = env;
	return 0;
}

void filling_done(struct filling *f)
{
	buf_done(&f->text);
}
