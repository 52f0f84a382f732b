/* when.c -- read and decide conditions */
#include "media/when.h"
#include "media/vec.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

#include <string.h>

static const char *const ops[] = {
	[WHEN_EQ] = "=",  [WHEN_NE] = "!=", [WHEN_LT] = "<",
	[WHEN_LE] = "<=", [WHEN_GT] = ">",  [WHEN_GE] = ">=",
};

static enum when_op op_of(const char *word)
{
	for (size_t i = WHEN_EQ; word && i < ARRAY_LEN(ops); i++)
		if (strcmp(ops[i], word) == 0)
			return (enum when_op)i;
	return WHEN_IS;
}

/* One term from the words at *at, which moves behind it. */
static int take_term(char **words, int *at, struct term *ret)
{
	struct term t = { 0 };

	if (str_eq(words[*at], "not")) {
		t.negate = true;
		++*at;
	}
	t.name = words[*at];
	if (!t.name)
		return err(E_CONFIG, "a condition ends where a fact belongs");
	if (!str_eq(t.name, "yes") && !str_eq(t.name, "no") &&
	    !var_known(t.name))
		return err(E_CONFIG, "there is no fact '%s'", t.name);
	t.op = op_of(words[++*at]);
	if (t.op != WHEN_IS) {
		t.value = words[++*at];
		if (!t.value)
			return err(E_CONFIG, "nothing after '%s %s'", t.name,
				   ops[t.op]);
		++*at;
	}
	*ret = t;
	return 0;
}

int when_add(struct pool *mem, struct when *when, const char *line)
{
	char **words = words_of(mem, line);
	int at = 0;

	do {
		struct term t;
		int rc = take_term(words, &at, &t);

		if (rc < 0)
			return rc;
		t.or_next = str_eq(words[at], "or");
		if (t.or_next)
			at++;
		else if (words[at])
			return err(E_CONFIG, "'%s' where 'or' belongs",
				   words[at]);
		VEC_ADD(mem, when->terms, when->n, t);
		if (!t.or_next)
			return 0;
	} while (true);
}

static bool compare(enum when_op op, int64_t a, int64_t b)
{
	switch (op) {
	case WHEN_LT: return a < b;
	case WHEN_LE: return a <= b;
	case WHEN_GT: return a > b;
	case WHEN_GE: return a >= b;
	case WHEN_NE: return a != b;
	case WHEN_EQ:
	case WHEN_IS: break;
	}
	return a == b;
}

static bool term_true(const struct term *t, const struct vars *vars)
{
	const char *value;
	int64_t a = 0, b;

	if (t->op == WHEN_IS && str_eq(t->name, "yes"))
		return true;
	if (t->op == WHEN_IS && str_eq(t->name, "no"))
		return false;
	if (t->op == WHEN_IS)
		return var_true(vars, t->name);
	value = var_get(vars, t->name);
	if (str_int64(t->value, INT64_MIN, INT64_MAX, &b) == 0) {
		if (value && str_int64(value, INT64_MIN, INT64_MAX, &a) < 0)
			a = 0;
		return compare(t->op, a, b);
	}
	return str_eq(value, t->value) == (t->op == WHEN_EQ);
}

bool when_holds(const struct when *when, const struct vars *vars)
{
	bool any = false;

	for (int i = 0; i < when->n; i++) {
		const struct term *t = &when->terms[i];

		any |= term_true(t, vars) != t->negate;
		if (t->or_next)
			continue;
		if (!any)
			return false;
		any = false;
	}
	return true;
}
