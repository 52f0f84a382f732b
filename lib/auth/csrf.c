/* csrf.c -- Sec-Fetch-Site, then Origin, then the token */
#include "auth/csrf.h"
#include "auth/token.h"
#include "base/err.h"
#include "base/str.h"
#include "http/req.h"

#include <sodium.h>
#include <string.h>
#include <strings.h>

static int elsewhere(void)
{
	return err(E_CSRF, "the form was sent by a page of another site; open "
			   "the page here and send it again");
}

/* "https://host:port" -> "host:port"; "null" stays, and equals no host. */
static const char *host_of(const char *origin)
{
	const char *at = strstr(origin, "://");

	return at ? at + 3 : origin;
}

int csrf_check_origin(const struct req *rq)
{
	const char *site = req_var(rq, REQ_SEC_FETCH_SITE);
	const char *origin = req_var(rq, REQ_ORIGIN);
	const char *host = req_var(rq, REQ_HOST);

	if (site)
		return str_eq(site, "same-origin") || str_eq(site, "none")
			       ? 0
			       : elsewhere();
	if (origin && (!host || strcasecmp(host_of(origin), host) != 0))
		return elsewhere();
	return 0;
}

int csrf_check_token(const char *token, const char *sent)
{
	char want[HASH_HEX + 1];

	if (!token)
		return err(E_CSRF, "the browser sent no cookie, or it has "
				   "expired; allow cookies for this site, load "
				   "the page again and send the form again");
	token_csrf(token, want);
	if (strlen(sent) != HASH_HEX || sodium_memcmp(sent, want, HASH_HEX))
		return err(E_CSRF,
			   "the form is too old, or is not of this "
			   "site; load the page again and send it again");
	return 0;
}
