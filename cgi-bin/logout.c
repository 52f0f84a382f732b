/* logout.c -- end a session */
#include "web/web.h"
#include "auth/signin.h"
#include "base/base.h"

static int end_session(struct ctx *cx)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	int rc = tx_begin(&cx->db, &tx);

	if (rc == 0)
		rc = signin_end(&cx->db, cx->token);
	return rc < 0 ? rc : tx_commit(&tx);
}

static int leave(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	int rc = cx->me.uid ? end_session(cx) : 0;

	(void)rq;
	if (rc < 0)
		return rc;
	ctx_give_token(cx, rp, NULL);
	return reply_redirect(rp, 303, LINK(cx, URL_HOME));
}

static const struct route routes[] = {
	{ POST, "/auth/logout", leave },
	{ 0 },
};

int main(int argc, char **argv)
{
	return web_main(argc, argv, routes);
}
