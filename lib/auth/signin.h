/*
 * signin.h -- a name and a password against the database, slowly
 *
 * The order: look whether this name or this network must wait, read the
 * secrets, close the database, hash, open it again, note how it went. The
 * answer and its time are the same whether there is such a name or not.
 */
#ifndef AUTH_SIGNIN_H
#define AUTH_SIGNIN_H

#include "auth/token.h"
#include "db/db.h"
#include "model/user.h"

struct signin {
	const char *name, *password;
	/* REMOTE_ADDR, or NULL. The network is limited as a whole: /24 of
	 * IPv4, /64 of IPv6; a proxy on this machine is nobody's network. */
	const char *address;
	const char *agent;     /* what the browser calls itself, or NULL */
	const char *old_token; /* what it has now, or NULL: that ends */
};

/*
 * Check a password, and begin a session where it is right.
 *
 * db: open; it is closed meanwhile, and open again when 0 or E_DENIED is
 *     returned.
 * ret_token: for the cookie.
 *
 * Returns 0, or
 *   E_DENIED  the name or the password is not right
 *   E_LIMIT   too many failed; the sentence says how long to wait
 *   E_BUSY, E_FROZEN, E_NEWER, E_MEMORY, and what db_open() says
 */
int signin_password(struct db *db, const struct signin *, struct user *ret,
		    char ret_token[TOKEN_CHARS + 1]);

/* In a transaction: a session for an account, such as one just made. */
int signin_begin(struct db *, int64_t uid, const struct signin *,
		 char ret_token[TOKEN_CHARS + 1]);

/* In a transaction: end the session of a token; that it is over is success. */
int signin_end(struct db *, const char *token);

/*
 * Accounts that this network may make: E_LIMIT after too many; and, in a
 * transaction, that it made one more.
 */
int signin_may_register(struct db *, const char *address);
int signin_registered(struct db *, const char *address);

/* The network of an address for the keys of limits; NULL: not limited. */
const char *network_of(struct pool *, const char *address);

#endif
