/* recipe-part.h -- what recipe-read.c, recipe-take.c and recipe-check.c share
 */
#ifndef MEDIA_RECIPE_PART_H
#define MEDIA_RECIPE_PART_H

#include "media/recipe.h"
#include "media/vec.h"

enum place {
	IN_NOTHING,
	IN_KIND,
	IN_LIST,
	IN_FORMAT,
	IN_OUTPUT,
	IN_WAY
};

struct reading {
	struct pool *mem;
	struct recipe *recipe;
	const char *at, *end; /* what is not read yet */
	int line;	      /* number of the line that was read last */
	bool indented;	      /* it goes on with the value above */
	bool keyed;	      /* the section has had a key */
	int section_line, last_section; /* lines where sections begin */
	enum place place;
	int output, way;	 /* what the section is about, by index */
	struct commands *fresh;	 /* has commands of this section */
	struct command *command; /* the last one; NULL: none in this section */
	struct hash hash;	 /* of the lines so far */
	int rc;
};

/* A small letter or digit, then `-` and `_` too. */
bool recipe_name_ok(const char *name);

/* "/a/b/image.ini" -> "image". */
const char *recipe_kind_of_file(struct pool *, const char *file);

/* Begin what `[...]` says. E_CONFIG. */
int open_section(struct reading *, const char *section);

/* Append the arguments of a line, parted by blanks where split is set. */
int take_args(struct reading *, struct args *to, const char *line, bool split);

/* The keys that are like no other. E_CONFIG. */
int take_magic(struct reading *, const char *value);
int take_detect(struct reading *, const char *value);
int take_like(struct reading *, const char *value);
int take_file(struct reading *, const char *value);
int take_learning(struct reading *, const char *value);
int take_box(struct reading *, const char *value);

/* Look at a recipe as a whole, and name its products. E_CONFIG. */
int recipe_check(struct pool *, struct recipe *);

#endif
