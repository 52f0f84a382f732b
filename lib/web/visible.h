/* visible.h -- who may see a media, as forms and templates put it */
#ifndef WEB_VISIBLE_H
#define WEB_VISIBLE_H

#include "http/form.h"
#include "model/media.h"

struct view;

/* Checker: public, unlisted or private; the number is an enum visibility.
 * Where it was not sent it is public, as it is chosen in an empty form. */
int field_visibility(struct pool *, const struct field *, struct value *);

/* The word for it. */
const char *visible_word(enum visibility);

/* Mark the choice that a word stands for: IS_PUBLIC and its like of
 * submit.tpl and edit.tpl; "" marks public. */
void visible_mark(struct view *, const char *word);

#endif
