/*
 * when.h -- conditions of recipes over facts
 *
 *	height > 360
 *	not audio or audio_codec = aac
 *
 * Several lines must all hold; within one, `or` parts the alternatives. One
 * of these is a fact alone (it is there, and not 0), or a fact, one of
 * = != < <= > >= and a word; `not` turns it round. A fact that is absent is 0
 * beside a number. `yes` and `no` are conditions too.
 */
#ifndef MEDIA_WHEN_H
#define MEDIA_WHEN_H

#include "base/pool.h"
#include "media/vars.h"

#include <stdbool.h>

enum when_op {
	WHEN_IS,
	WHEN_EQ,
	WHEN_NE,
	WHEN_LT,
	WHEN_LE,
	WHEN_GT,
	WHEN_GE
};

struct term {
	const char *name, *value;
	enum when_op op;
	bool negate;
	bool or_next; /* the term after this one is an alternative to it */
};

struct when {
	struct term *terms;
	int n; /* 0: always holds */
};

/*
 * Add one line to a condition.
 *
 * Returns 0, or E_CONFIG: it cannot be read, or names an unknown fact.
 */
int when_add(struct pool *, struct when *, const char *line);

bool when_holds(const struct when *, const struct vars *);

#endif
