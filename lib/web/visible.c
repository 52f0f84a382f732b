/* visible.c -- who may see a media, as forms and templates put it */
#include "web/visible.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "view/view.h"
#include "submit.tpl.h"

static const struct {
	const char *word, *marker;
} rows[] = {
	[VISIBILITY_PRIVATE] = { "private", T_IS_PRIVATE },
	[VISIBILITY_UNLISTED] = { "unlisted", T_IS_UNLISTED },
	[VISIBILITY_PUBLIC] = { "public", T_IS_PUBLIC },
};

static int find(const char *word)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (str_eq(rows[i].word, word))
			return (int)i;
	return -1;
}

int field_visibility(struct pool *mem, const struct field *field,
		     struct value *v)
{
	int found = *v->text ? find(v->text) : VISIBILITY_PUBLIC;

	(void)mem;
	if (found < 0) {
		v->text = "";
		return err(E_FIELD, "The %s is public, unlisted or private.",
			   field->label);
	}
	v->number = found;
	return 0;
}

const char *visible_word(enum visibility v)
{
	return rows[v].word;
}

void visible_mark(struct view *v, const char *word)
{
	int found = find(word);

	view_add(v, rows[found < 0 ? VISIBILITY_PUBLIC : found].marker);
}
