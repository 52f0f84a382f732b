/*
 * tend.c -- what a person does about an upload: try it again
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
#include "web/outcome.h"

#define OUTPUT_MAX_CHARS 40

enum {
	F_NEXT,
	F_OUTPUT
};
static const struct field form[] = {
	[F_NEXT] = { "next", "page", field_local, 2000, FIELD_OPTIONAL },
	[F_OUTPUT] = { "output", "output", field_line, OUTPUT_MAX_CHARS,
		       FIELD_OPTIONAL },
	{ 0 },
};

/* Back to where the button was, else to the page of the media. */
static int answer(struct ctx *cx, struct reply *rp, const struct media *m,
		  enum outcome_word word)
{
	const char *next = web_field(cx, F_NEXT);

	if (str_empty(next))
		next = LINK(cx, URL_MEDIA, m->owner, m->slug);
	else
		next = outcome_link(cx, next, word, m->slug);
	return reply_redirect(rp, 303, next);
}

static int retry(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	const char *output = web_field(cx, F_OUTPUT);
	struct media m;
	int rc = tx_begin(&cx->db, &tx), n = 0;

	if (rc == 0)
		rc = media_by_slug(&cx->db, req_part(rq, "user"),
				   req_part(rq, "slug"), &m);
	if (rc == 0)
		rc = may(&cx->me, MAY_RETRY, &m);
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
		n || m.state == MEDIA_FAILED ? OUTCOME_RETRIED : OUTCOME_NONE);
}

static const struct route routes[] = {
	{ POST, "/u/{user}/m/{slug}/retry", retry, .signed_in = true,
	  .form = form },
	{ 0 },
};

int main(int argc, char **argv)
{
	return web_main(argc, argv, routes);
}
