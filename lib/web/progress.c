/*
 * progress.c -- how far a media is, in numbers and in words
 *
 * How long something will take is guessed from how far its attempt came since
 * it began: only once that says something, and never to the second.
 */
#include "web/progress.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "job/classify.h"
#include "media/maker.h"
#include "view/format.h"
#include "web/ctx.h"

#include <string.h>

#define WHOLE	    1000 /* job.progress of what is done */
#define HEAVY	    10	 /* a film is so many times the work of a picture */
#define NEARLY	    990	 /* what is left then are the checks */
#define GUESS_FROM  20	 /* before that nobody can guess */
#define GUESS_S	    8
#define GUESS_MAX_S (30 * 24 * 3600)

static int weight_of(const struct job *j)
{
	return j->lane == LANE_VIDEO ? HEAVY : 1;
}

static void sum_up(struct progress *p, int made)
{
	int64_t done = made > 0 ? (int64_t)made * WHOLE : 0, all = done;

	for (int i = 0; i < p->n; i++) {
		const struct job *j = &p->jobs[i];

		p->pending += j->state != JOB_FAILED;
		p->failed += j->state == JOB_FAILED;
		if (!j->blocks)
			continue;
		all += weight_of(j) * WHOLE;
		if (j->state != JOB_RUNNING)
			continue;
		p->begun = true;
		done += weight_of(j) * j->progress;
	}
	p->percent = all ? (int)(done * 100 / all) : 0;
}

/* What the site makes again of its own accord is no matter of the owner: what
 * there is is shown, whether that succeeds or not. */
static void leave_out_again(struct progress *p, int n)
{
	for (int i = 0; i < n; i++)
		if (job_tier(p->jobs[i].rank) != TIER_AGAIN)
			p->jobs[p->n++] = p->jobs[i];
}

int progress_read(struct ctx *cx, int64_t media, int made, struct progress *ret)
{
	struct progress p = { .now_at = clock_now() };
	int n = job_of_subject(&cx->db, MEDIA_MAKER, media, &p.jobs);

	if (n < 0)
		return n;
	leave_out_again(&p, n);
	sum_up(&p, made);
	*ret = p;
	return 0;
}

static const char *rest_text(struct pool *mem, const struct progress *p)
{
	const char *lacks = "";

	if (p->failed == 1)
		lacks = "One file of it could not be made.";
	else if (p->failed)
		lacks = pool_fmt(mem, "%d files of it could not be made.",
				 p->failed);
	if (!p->pending)
		return *lacks ? lacks : NULL;
	return pool_fmt(
		mem, "%s%s%s still being made.", lacks, *lacks ? " " : "",
		p->pending == 1
			? "One more file of it is"
			: pool_fmt(mem, "%d more files of it are", p->pending));
}

int progress_rest(struct ctx *cx, int64_t media, const char **ret)
{
	struct progress p;
	int rc = progress_read(cx, media, 0, &p);

	if (rc == 0)
		*ret = rest_text(cx->mem, &p);
	return rc;
}

/* --- words -----------------------------------------------------------------
 */

static const struct {
	const char *deed, *name;
} names[] = {
	{ "probe", "what is known of it" },
	{ "small", "the small picture" },
	{ "medium", "the medium picture" },
	{ "large", "the large picture" },
	{ "motion", "the film of it" },
	{ "whole", "the version in its own size" },
	{ "storyboard", "the storyboard" },
	{ "wave", "the waveform" },
	{ "mp3", "the sound as MP3" },
	{ "m4a", "the sound as AAC" },
	{ "opus", "the sound as Opus" },
};

const char *progress_name(struct ctx *cx, const char *deed)
{
	size_t digits = strspn(deed + 1, "0123456789");

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_eq(names[i].deed, deed))
			return names[i].name;
	if (*deed == 'v' && digits && !deed[1 + digits])
		return pool_fmt(cx->mem, "the %sp version", deed + 1);
	return pool_fmt(cx->mem, "\xe2\x80\x9c%s\xe2\x80\x9d", deed);
}

/* -1: nobody can say. */
static int64_t left_s(const struct job *j, int64_t begun_at, int64_t now_at)
{
	int64_t gone_s = now_at - begun_at;

	if (!begun_at || gone_s < GUESS_S || gone_s > GUESS_MAX_S ||
	    j->progress < GUESS_FROM)
		return -1;
	return gone_s * (WHOLE - j->progress) / j->progress;
}

int progress_running(struct ctx *cx, const struct progress *p,
		     const struct job *j, const char **ret)
{
	const char *name = progress_name(cx, j->deed), *left = "";
	struct job_attempt a = { 0 };
	int64_t s;
	int rc = job_attempt(&cx->db, j->id, &a);

	if (rc < 0 && rc != E_ABSENT)
		return rc;
	if (a.state == ATTEMPT_CANCELLED || a.state == ATTEMPT_HUNG) {
		*ret = pool_fmt(cx->mem, "Ending what was begun of %s", name);
		return 0;
	}
	s = left_s(j, a.since_at, p->now_at);
	if (s >= 0)
		left = pool_fmt(cx->mem, ", %s left", format_about(cx->mem, s));
	if (str_eq(j->deed, "probe"))
		*ret = "Looking at what it is";
	else if (j->progress >= NEARLY)
		*ret = pool_fmt(cx->mem, "Checking %s", name);
	else if (!j->progress)
		*ret = pool_fmt(cx->mem, "Making %s", name);
	else
		*ret = pool_fmt(cx->mem, "Making %s, %d %%%s", name,
				j->progress / 10, left);
	return 0;
}

/* Of what failed before: why, and when it is tried again. */
static const char *again_text(struct ctx *cx, const struct progress *p,
			      const struct job *j)
{
	const char *why = progress_reason(cx, j->class, j->reason, JOB_WAITING);

	if (j->due_at <= p->now_at)
		return why;
	return pool_fmt(cx->mem, "%s Next try in %s.", why,
			format_about(cx->mem, j->due_at - p->now_at));
}

int progress_waiting(struct ctx *cx, const struct progress *p,
		     const struct job *j, const char **ret_place,
		     const char **ret_why)
{
	int64_t n;
	int rc = 0;

	*ret_place = *ret_why = NULL;
	if (j->due_at && j->class)
		*ret_why = again_text(cx, p, j);
	if (j->due_at > p->now_at)
		return 0;
	rc = job_ahead(&cx->db, j, PROGRESS_AHEAD_MAX + 1, &n);
	if (rc < 0)
		return rc;
	*ret_place = n == 0 ? "next in line"
		     : n > PROGRESS_AHEAD_MAX
			     ? "far behind"
			     : pool_fmt(cx->mem, "%s in line",
					format_nth(cx->mem, n + 1));
	if (*ret_why || n == 0)
		return 0;
	if (n > PROGRESS_AHEAD_MAX)
		*ret_why = "More than 1,000 others go before it.";
	else
		*ret_why = n == 1 ? "One other goes before it."
				  : pool_fmt(cx->mem, "%s go before it.",
					     format_count(cx->mem, n, "other"));
	return 0;
}

const char *progress_next(struct ctx *cx, const struct progress *p)
{
	const char *first = NULL;
	int more = -1;

	for (int i = 0; i < p->n; i++) {
		if (p->jobs[i].state != JOB_WAITING)
			continue;
		if (!first)
			first = progress_name(cx, p->jobs[i].deed);
		more++;
	}
	if (!first)
		return NULL;
	if (!more)
		return pool_fmt(cx->mem, "Next: %s", first);
	return pool_fmt(cx->mem, "Next: %s, and %d more", first, more);
}

const char *progress_reason(struct ctx *cx, int class, const char *kept,
			    enum job_state state)
{
	const struct outcome o = { class, "" };

	return str_empty(kept) ? outcome_advice(cx->mem, &o, state) : kept;
}
