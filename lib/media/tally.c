/*
 * tally.c -- sums of what is stale, and what may be concluded from them
 *
 * How long something takes and how large it becomes is what it took and was the
 * last time. Where nobody knows that, it is in proportion to the length of the
 * media (of stills: to their number) as with those of which it is known; where
 * there are none, it is not known.
 */
#include "media/stale.h"
#include "media/vec.h"
#include "base/str.h"
#include "sql/remake.sql.h"

#define SUMS_MAX 1000

/* The sum of that name; made where it is not there. */
static struct tally_sum *sum_of(struct tally *t, const char *kind,
				const char *output, int why)
{
	struct tally_sum new = { .why = why };

	for (int i = 0; i < t->n; i++)
		if (t->at[i].why == why && str_eq(t->at[i].output, output) &&
		    str_eq(t->at[i].kind, kind))
			return &t->at[i];
	new.kind = pool_dup(t->mem, kind);
	new.output = pool_dup(t->mem, output);
	VEC_ADD(t->mem, t->at, t->n, new);
	return &t->at[t->n - 1];
}

void tally_add(struct tally *t, const struct stale *s,
	       const struct stale_item *i)
{
	struct tally_sum *sum = sum_of(t, s->kind, i->name, (int)i->why);

	sum->media++;
	sum->length_ms += s->length_ms;
	sum->bytes += i->bytes;
	sum->reads += s->reads;
	if (!i->made_ms)
		return;
	sum->timed++;
	sum->timed_length_ms += s->length_ms;
	sum->made_ms += i->made_ms;
}

/* What so many media come to where others came to that. -1: not known. */
static int64_t in_proportion(int64_t known, int64_t media, int64_t length_ms,
			     int64_t known_media, int64_t known_length_ms)
{
	if (!media)
		return 0;
	if (!known_media)
		return -1;
	if (known_length_ms && length_ms)
		return (int64_t)((double)known * (double)length_ms /
				 (double)known_length_ms);
	return (int64_t)((double)known * (double)media / (double)known_media);
}

/* All renditions of this output that there are, stale or not. */
static struct tally_sum all_of(const struct tally *t, const char *kind,
			       const char *output)
{
	struct tally_sum all = { 0 };

	for (int i = 0; i < t->n; i++) {
		const struct tally_sum *s = &t->at[i];

		if (!str_eq(s->kind, kind) || !str_eq(s->output, output) ||
		    s->why == REMAKE_NEW || s->why == REMAKE_SPARE || !s->bytes)
			continue;
		all.media += s->media;
		all.length_ms += s->length_ms;
		all.bytes += s->bytes;
		all.timed += s->timed;
		all.timed_length_ms += s->timed_length_ms;
		all.made_ms += s->made_ms;
	}
	return all;
}

static void estimate(const struct tally *t, const struct tally_sum *s,
		     struct remake_row *row)
{
	struct tally_sum all = all_of(t, s->kind, s->output);
	int64_t rest;

	if (s->why == REMAKE_NEW)
		row->new_bytes =
			in_proportion(all.bytes, s->media, s->length_ms,
				      all.media, all.length_ms);
	rest = in_proportion(all.made_ms, s->media - s->timed,
			     s->length_ms - s->timed_length_ms, all.timed,
			     all.timed_length_ms);
	row->made_ms = rest < 0 ? -1 : s->made_ms + rest;
}

int tally_rows(const struct tally *t, struct remake_row **ret)
{
	struct remake_row *rows = NULL;
	int n = 0;

	for (int i = 0; i < t->n; i++) {
		const struct tally_sum *s = &t->at[i];
		struct remake_row row = { .kind = s->kind,
					  .output = s->output,
					  .why = (enum remake_why)s->why,
					  .media = s->media,
					  .bytes = s->bytes };

		if (s->why == REMAKE_CURRENT)
			continue;
		if (s->why == REMAKE_STALE || s->why == REMAKE_NEW) {
			row.reads = s->reads;
			row.new_bytes = s->bytes;
			estimate(t, s, &row);
		}
		VEC_ADD(t->mem, rows, n, row);
	}
	*ret = rows;
	return n;
}

int tally_load(struct db *db, bool draft, struct tally *t)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	struct tally_sum s;
	int rc = db_query(db, &st, SQL_REMAKE_SUMS, draft, SUMS_MAX);

	while (rc >= 0 &&
	       (rc = stmt_row(&st, &s.kind, &s.output, &s.why, &s.media,
			      &s.length_ms, &s.bytes, &s.reads, &s.timed,
			      &s.timed_length_ms, &s.made_ms)) > 0)
		VEC_ADD(t->mem, t->at, t->n, s);
	return rc;
}

int tally_save(struct db *db, const struct tally *t)
{
	for (int i = 0; i < t->n; i++) {
		const struct tally_sum *s = &t->at[i];
		int rc = db_run(db, SQL_REMAKE_SUM_PUT, s->kind, s->output,
				s->why, s->media, s->length_ms, s->bytes,
				s->reads, s->timed, s->timed_length_ms,
				s->made_ms);

		if (rc < 0)
			return rc;
	}
	return 0;
}
