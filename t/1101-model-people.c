/* 1101-model-people.c -- accounts, names, secrets, sessions, tries */
#include "tap.h"
#include "site.h"
#include "base/err.h"
#include "model/session.h"
#include "model/user.h"

static struct test_site t;

static void names(void)
{
	const char *fold = NULL;

	is_int(name_fold(&t.pool, "Ada.L", &fold), 0, "a name");
	is_str(fold, "ada.l", "folded");
	is_int(name_fold(&t.pool,
			 "\xef\xbc\xa1"
			 "da",
			 &fold),
	       0, "full width");
	is_str(fold, "ada", "folds to the same");
	is_int(name_fold(&t.pool, "a/b", &fold), E_FIELD, "a slash");
	is_int(name_fold(&t.pool, ".a", &fold), E_FIELD, "a dot in front");
	is_int(name_fold(&t.pool, "a-", &fold), E_FIELD, "a dash at the end");
	is_int(name_fold(&t.pool, "", &fold), E_FIELD, "nothing");
	is_int(name_fold(&t.pool, "Root", &fold), 0, "a name");
	is_int(name_open(fold), E_FIELD, "but not for who registers");
	is_int(name_open("ada.l"), 0, "another one is");
	is_int(name_fold(&t.pool, "0123456789012345678901234567890", &fold),
	       E_FIELD, "too long");
}

static void accounts(struct db *db)
{
	const char **secrets = NULL;
	struct user u, *list;
	int64_t uid = 0;

	is_int(user_create(db, "Ada", RIGHT_UPLOAD, &uid), 0, "created");
	is_int(user_create(db, "aDA", 0, &uid), E_EXISTS, "taken");
	is_int(user_by_name(db, "ADA", &u), 0, "found by any case");
	is_str(u.name, "Ada", "shown as typed");
	is_int(u.rights, RIGHT_UPLOAD, "its rights");
	is_int(user_by_name(db, "Eve", &u), E_ABSENT, "nobody");
	is_int(secret_replace(db, "ada", "password", "one"), 0, "a secret");
	is_int(secret_replace(db, "ada", "password", "two"), 0, "another");
	is_int(secret_list(db, "ada", "password", &secrets), 1, "replaced");
	is_str(secrets[0], "two", "by the second");
	db_run(db, "INSERT INTO user(rights, made_at) VALUES(0, 1)");
	is_int(user_list(db, &list), 3, "all accounts");
	is_str(list[2].name, SHOWN_NOBODY, "one without a name");
}

static void sessions(struct db *db)
{
	struct session s;
	int64_t wait = -1;

	is_int(session_put(db, "h1", 1, "agent"), 0, "signed in");
	is_int(session_by_hash(db, "h1", &s), 0, "known");
	is_int(s.uid, 1, "whose");
	db_run(db, "UPDATE session SET seen_at = seen_at - 15 * 24 * 3600");
	is_int(session_by_hash(db, "h1", &s), E_ABSENT, "idle for too long");
	for (int i = 0; i < 5; i++)
		tries_add(db, "k");
	tries_wait(db, "k", &wait);
	ok(wait >= 1 && wait <= 2, "the sixth try waits");
	tries_forget(db, "k");
	tries_wait(db, "k", &wait);
	is_int(wait, 0, "forgotten");
}

int main(void)
{
	test_site_start(&t);
	names();
	accounts(&t.db);
	sessions(&t.db);
	test_site_end(&t);
	return done_testing();
}
