/*
 * tend.c -- what a person does about uploads: try again, cancel, take note
 *
 * Each deed says in its answer what came of it, so that asking twice is told
 * apart from asking once, and does no more.
 */
#include "web/web.h"
#include "base/base.h"
#include "base/str.h"
#include "job/bell.h"
#include "media/maker.h"
#include "model/media.h"
#include "web/failures.h"
#include "web/flash.h"

#define OUTPUT_MAX_CHARS 40

enum {
	F_NEXT,
	F_OUTPUT,
	F_COUNT
};
static const struct field form[] = {
	[F_NEXT] = { "next", "page", field_local, 2000, FIELD_OPTIONAL },
	[F_OUTPUT] = { "output", "output", field_line, OUTPUT_MAX_CHARS,
		       FIELD_OPTIONAL },
	[F_COUNT] = { "count", "number", field_number, FAILURES_MAX + 1,
		      FIELD_OPTIONAL },
	{ 0 },
};

/* Back to where the button was, else to the page of the media. */
static int answer(struct ctx *cx, struct reply *rp, const struct media *m,
		  enum flash_word word)
{
	const char *next = web_field(cx, F_NEXT);

	if (str_empty(next))
		next = LINK(cx, URL_MEDIA, m->owner, m->slug);
	else
		next = flash_link(cx, next, word, m->slug);
	return reply_redirect(rp, 303, next);
}

/* In a transaction: the media of this address, if one may do that to it. */
static int find(struct ctx *cx, const struct req *rq, enum deed deed,
		struct media *ret)
{
	int rc = media_by_slug(&cx->db, req_part(rq, "user"),
			       req_part(rq, "slug"), ret);

	return rc < 0 ? rc : may(&cx->me, deed, ret);
}

static int retry(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	const char *output = web_field(cx, F_OUTPUT);
	struct media m;
	int rc = tx_begin(&cx->db, &tx), n = 0;

	if (rc == 0)
		rc = find(cx, rq, MAY_RETRY, &m);
	if (rc == 0)
		rc = n = *output ? media_retry_output(&cx->db, m.id, output)
				 : media_retry(&cx->db, m.id);
	if (rc >= 0)
		rc = tx_commit(&tx);
	if (rc < 0)
		return rc;
	bell_ring(&cx->site);
	return answer(
		cx, rp, &m,
		n || m.state == MEDIA_FAILED ? FLASH_RETRIED : FLASH_NONE);
}

/* Who moderates does so without a name. */
static const char *who_cancelled(struct ctx *cx, const struct media *m)
{
	if (m->uid != cx->me.uid)
		return "A moderator cancelled it.";
	return pool_fmt(cx->mem, "%s cancelled it.", cx->me.name);
}

static int cancel(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	struct media m;
	int rc = tx_begin(&cx->db, &tx), n = 0;

	if (rc == 0)
		rc = find(cx, rq, MAY_CANCEL, &m);
	if (rc == 0)
		rc = n = media_cancel_all(&cx->db, m.id, who_cancelled(cx, &m));
	/* who did it is told nothing new by a notice */
	if (rc > 0 && m.uid == cx->me.uid)
		rc = media_trouble_seen(&cx->db, m.id);
	if (rc >= 0)
		rc = tx_commit(&tx);
	if (rc < 0)
		return rc;
	bell_ring(&cx->site);
	return answer(cx, rp, &m, n ? FLASH_CANCELLED : FLASH_ENDED);
}

/* --- all of a person --------------------------------------------------------
 */

static int find_person(struct ctx *cx, const struct req *rq, struct user *ret)
{
	int rc = user_by_name(&cx->db, req_part(rq, "user"), ret);

	if (rc < 0 || ret->uid == cx->me.uid ||
	    may(&cx->me, MAY_MODERATE, NULL) == 0)
		return rc;
	return err(E_DENIED, "these are the uploads of %s", ret->name);
}

static int retry_all(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	struct user person;
	int rc = tx_begin(&cx->db, &tx), n = 0;

	if (rc == 0)
		rc = find_person(cx, rq, &person);
	if (rc == 0)
		rc = n = media_retry_person(&cx->db, person.uid);
	if (rc >= 0)
		rc = tx_commit(&tx);
	if (rc < 0)
		return rc;
	bell_ring(&cx->site);
	return reply_redirect(rp, 303,
			      flash_link(cx, LINK(cx, URL_PANEL, person.name),
					 n ? FLASH_RETRIED : FLASH_NONE, ""));
}

/* In a transaction: what was shown has been seen. What failed meanwhile has
 * not: then the notice stays, with its new number. */
static int take_note(struct ctx *cx)
{
	int failed, most = (int)form_number(&cx->form, F_COUNT);
	int n = media_trouble(&cx->db, cx->me.uid, most + 1, &failed);

	if (n <= 0 || (n > most && most <= FAILURES_MAX))
		return err_only(n);
	return media_trouble_seen_all(&cx->db, cx->me.uid);
}

static int seen(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	const char *next = web_field(cx, F_NEXT);
	int rc = tx_begin(&cx->db, &tx);

	(void)rq;
	if (rc == 0)
		rc = take_note(cx);
	if (rc >= 0)
		rc = tx_commit(&tx);
	if (rc < 0)
		return rc;
	if (str_empty(next))
		next = LINK(cx, URL_PANEL, cx->me.name);
	return reply_redirect(rp, 303, next);
}

static const struct route routes[] = {
	{ POST, "/u/{user}/m/{slug}/retry", retry, .signed_in = true,
	  .form = form },
	{ POST, "/u/{user}/m/{slug}/cancel", cancel, .signed_in = true,
	  .form = form },
	{ POST, "/u/{user}/panel/retry", retry_all, .signed_in = true },
	{ POST, "/u/{user}/panel/seen", seen, .signed_in = true, .form = form },
	{ 0 },
};

int main(int argc, char **argv)
{
	return web_main(argc, argv, routes);
}
