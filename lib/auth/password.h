/*
 * password.h -- passwords, kept as argon2id hashes (RFC 9106) by libsodium
 *
 * A hash costs 19 MiB and two passes (12 MiB and three where the machine has
 * less than 256 MiB). At most two are made at a time over all processes, by
 * the locks run/hash.0 and run/hash.1: else signing in would be a way to use
 * up the memory. So nobody calls this with the database open.
 */
#ifndef AUTH_PASSWORD_H
#define AUTH_PASSWORD_H

struct pool;
struct site;

#define PASSWORD_PLUGIN	   "password" /* the owner of such secrets */
#define PASSWORD_MIN_CHARS 8
#define PASSWORD_MAX_CHARS 256

/*
 * Whether somebody may choose this password: long enough, not a name of
 * theirs, not one that everybody tries first.
 *
 * Returns 0, or E_FIELD with what is wrong.
 */
int password_fit(const char *password, const char *name);

/*
 * Make the text that is kept of a password.
 *
 * Returns 0, or
 *   E_BUSY    both places were taken for 10 s
 *   E_MEMORY  the machine has not enough
 */
int password_hash(struct pool *, const struct site *, const char *password,
		  const char **ret);

/*
 * Whether a password is one of those that are kept.
 *
 * hashes: n texts of password_hash(); with none of them a dummy is tried, so
 *     that the time does not tell whether there is such an account.
 *
 * Returns 0, or
 *   E_DENIED  it is none of them
 *   E_BUSY, E_MEMORY  as above
 */
int password_check(const struct site *, const char *password,
		   const char *const hashes[], int n);

#endif
