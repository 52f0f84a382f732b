/* session.c -- who is signed in, and how often somebody tried to */
#include "model/session.h"
#include "base/err.h"
#include "model/steady.h"
#include "sql/session.sql.h"

#define TRIES_FREE   5
#define TRIES_WAIT_S 900
#define TRIES_KEEP_S (24 * 3600)

int session_by_hash(struct db *db, const char *hash, struct session *ret)
{
	int64_t now = steady_now(db);
	struct session s;
	int rc = db_get(db, SQL_SESSION_BY_HASH,
			IN(hash, now - SESSION_IDLE_S, now - SESSION_TOTAL_S),
			&s.uid, &s.made_at, &s.seen_at);

	if (rc < 0)
		return rc;
	s.idle_s = now - s.seen_at;
	*ret = s;
	return 0;
}

int session_put(struct db *db, const char *hash, int64_t uid, const char *agent)
{
	int64_t now = steady_now(db);

	return err_only(
		db_run(db, SQL_SESSION_INSERT, hash, uid, now, now, agent));
}

int session_drop(struct db *db, const char *hash)
{
	return err_only(db_run(db, SQL_SESSION_DROP, hash));
}

int session_drop_all(struct db *db, int64_t uid)
{
	return err_only(db_run(db, SQL_SESSION_DROP_ALL, uid));
}

int session_seen(struct db *db, const char *hash)
{
	return err_only(db_run(db, SQL_SESSION_SEEN, steady_now(db), hash));
}

int session_sweep(struct db *db)
{
	int64_t now = steady_now(db);
	int rc = db_run(db, SQL_SESSION_DROP_OLD, now - SESSION_IDLE_S,
			now - SESSION_TOTAL_S);

	if (rc < 0)
		return rc;
	return err_only(
		db_run(db, SQL_SESSION_TRIES_DROP_OLD, now - TRIES_KEEP_S));
}

int tries_wait(struct db *db, const char *key, int64_t *ret_wait_s)
{
	int64_t count = 0, last_at = 0, wait = 1, since;
	int rc = db_get(db, SQL_SESSION_TRIES, IN(key), &count, &last_at);

	if (rc < 0 && rc != E_ABSENT)
		return rc;
	*ret_wait_s = 0;
	if (count < TRIES_FREE)
		return 0;
	for (int64_t k = TRIES_FREE; k <= count && wait < TRIES_WAIT_S; k++)
		wait *= 2;
	if (wait > TRIES_WAIT_S)
		wait = TRIES_WAIT_S;
	since = steady_now(db) - last_at;
	if (since >= 0 && since < wait)
		*ret_wait_s = wait - since;
	return 0;
}

int tries_add(struct db *db, const char *key)
{
	return err_only(db_run(db, SQL_SESSION_TRIED, key, steady_now(db)));
}

int tries_forget(struct db *db, const char *key)
{
	return err_only(db_run(db, SQL_SESSION_TRIES_DROP, key));
}
