/* vars.c -- what a condition or a command of a recipe may name */
#include "media/vars.h"
#include "media/vec.h"
#include "base/base.h"
#include "base/str.h"

#include <string.h>

static const char *const var_names[] = {
#define VAR_NAME(name, meaning) #name,
	VAR_TABLE(VAR_NAME)
#undef VAR_NAME
};

static bool own_known(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(var_names); i++)
		if (strcmp(var_names[i], name) == 0)
			return true;
	return false;
}

bool var_known(const char *name)
{
	return own_known(name) || derive_known(name) || fact_known(name);
}

const char *var_get(const struct vars *vars, const char *name)
{
	for (int i = 0; i < vars->own_n; i++)
		if (strcmp(vars->own[i].name, name) == 0)
			return vars->own[i].value;
	if (derive_known(name))
		return derive(vars->mem, vars->facts, name);
	return facts_get(vars->facts, name);
}

bool var_true(const struct vars *vars, const char *name)
{
	const char *value = var_get(vars, name);

	return value && *value && strcmp(value, "0") != 0;
}

void var_set(struct vars *vars, const char *name, const char *value)
{
	struct fact own = { name, value };

	VEC_ADD(vars->mem, vars->own, vars->own_n, own);
}

void var_set_int(struct vars *vars, const char *name, int64_t value)
{
	var_set(vars, name, pool_fmt(vars->mem, "%lld", (long long)value));
}

char **words_of(struct pool *mem, const char *line)
{
	char *copy = pool_dup(mem, line);
	char **words = NULL;
	int n = 0;

	for (;;) {
		char *word;

		copy += strspn(copy, " \t");
		if (!*copy)
			break;
		word = copy;
		copy += strcspn(copy, " \t");
		if (*copy)
			*copy++ = '\0';
		VEC_ADD(mem, words, n, word);
	}
	VEC_ADD(mem, words, n, NULL);
	return words;
}
