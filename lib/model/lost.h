/*
 * lost.h -- content/lost: originals that no row claims
 *
 * A machine moves them there and never deletes them: after a restore of an
 * older database everything newer looks like this. Beside each file ID stands
 * ID.note, a JSON object with a format number: where the file stood, since
 * when, and why it is here. Only a person deletes it or gives it back.
 */
#ifndef MODEL_LOST_H
#define MODEL_LOST_H

#include "base/site.h"

#include <stdint.h>

struct pool;

#define LOST_NOTE ".note" /* behind the name of its file */

/* Why most of them are there. */
#define LOST_NO_ROW "no media of the database claims this original"

struct lost {
	const char *name; /* in content/lost */
	const char *from; /* where it stood, beneath the site; "" not known */
	const char *why;  /* a sentence, "" not known */
	int64_t bytes;
	int64_t found_at; /* Unix seconds, 0 not known */
	int64_t uid;	  /* whose upload it was, by its name; 0 not known */
};

/*
 * Move an original there, durably, with its note.
 *
 * from: its path beneath the site. why: a sentence for people. In a write
 * transaction in which no row names it. What is there already under that name
 * is left alone: it gets another one.
 *
 * Returns 0, E_ABSENT (there is no such file), or E_*.
 */
int lost_keep(struct pool *, const struct site *, const char *from,
	      const char *why);

/* What is there, at most so many; ret in the pool. Their count or E_*. */
int lost_list(struct pool *, const struct site *, int most, struct lost **ret);

/* By a person's decision: the file and its note. 0 or E_*. */
int lost_remove(struct pool *, const struct site *, const char *name);

#endif
