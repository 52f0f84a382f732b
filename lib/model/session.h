/* session.h -- who is signed in, and how often somebody tried to */
#ifndef MODEL_SESSION_H
#define MODEL_SESSION_H

#include "db/db.h"

#define SESSION_IDLE_S	(14 * 24 * 3600)
#define SESSION_TOTAL_S (90 * 24 * 3600)

struct session {
	int64_t uid;
	int64_t made_at, seen_at; /* by steady_now(), as all ages here */
	int64_t idle_s;		  /* not seen for so long */
};

/* hash: BLAKE2b of the cookie's token. 0, E_ABSENT (also when too old). */
int session_by_hash(struct db *, const char *hash, struct session *ret);

/* In a transaction. agent: what the browser calls itself, cut by the caller. */
int session_put(struct db *, const char *hash, int64_t uid, const char *agent);
int session_drop(struct db *, const char *hash);
int session_drop_all(struct db *, int64_t uid);

/* In a transaction, best effort: it was used now. */
int session_seen(struct db *, const char *hash);

/* In a transaction: forget sessions and tries that are too old. */
int session_sweep(struct db *);

/*
 * How many seconds whoever has this key must wait before the next try, by
 * the tries that failed lately: five are free, then 2, 4, 8, ... 900 s.
 *
 * Returns 0 or E_*; ret_wait_s is 0 when the next try may be now.
 */
int tries_wait(struct db *, const char *key, int64_t *ret_wait_s);

/* In a transaction: one more failed; or all is forgotten after a success. */
int tries_add(struct db *, const char *key);
int tries_forget(struct db *, const char *key);

#endif
