/* user.c -- accounts, names and secrets */
#include "model/user.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "sql/user.sql.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define LIST_STEP 32

static const char *const reserved[] = { "admin",   "administrator", "deleted",
					"gremlin", "moderator",	    "root",
					"system" };

static bool letter_ok(utf8proc_int32_t c, bool inside)
{
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND: return true;
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC: return inside;
	default: return inside && c < 0x80 && strchr("-_.", (int)c) != NULL;
	}
}

static int check_letters(const char *name)
{
	const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)name;
	size_t count = 0;

	while (*at) {
		utf8proc_int32_t c;
		utf8proc_ssize_t n = utf8proc_iterate(at, -1, &c);

		if (n <= 0 || !letter_ok(c, count > 0 && at[n]))
			return err(E_FIELD,
				   "a name has letters and digits, and "
				   "'-', '_' or '.' between them");
		at += n;
		count++;
	}
	if (!count || count > NAME_MAX_CHARS)
		return err(E_FIELD, "a name has 1 to %d characters",
			   NAME_MAX_CHARS);
	return 0;
}

int name_fold(struct pool *p, const char *name, const char **ret)
{
	utf8proc_uint8_t *folded;
	const char *fold;
	int rc = check_letters(name);

	if (rc < 0)
		return rc;
	folded = utf8proc_NFKC_Casefold((const utf8proc_uint8_t *)name);
	if (!folded)
		return err(E_FIELD, "that name cannot be normalised");
	fold = pool_dup(p, (const char *)folded);
	free(folded);
	*ret = fold;
	return 0;
}

int name_open(const char *fold)
{
	for (size_t i = 0; i < ARRAY_LEN(reserved); i++)
		if (str_eq(fold, reserved[i]))
			return err(E_FIELD, "the name '%s' is reserved", fold);
	return 0;
}

static void show_name(struct user *u)
{
	if (str_empty(u->name))
		u->name = SHOWN_NOBODY;
}

int user_by_name(struct db *db, const char *name, struct user *ret)
{
	struct user u;
	const char *fold;
	int rc = name_fold(db->mem, name, &fold);

	if (rc < 0)
		return err(E_ABSENT, "nobody here is called '%s'", name);
	rc = db_get(db, SQL_USER_BY_FOLD, IN(fold), &u.uid, &u.rights,
		    &u.made_at, &u.name);
	if (rc == E_ABSENT)
		return err(E_ABSENT, "nobody here is called '%s'", name);
	if (rc < 0)
		return rc;
	show_name(&u);
	*ret = u;
	return 0;
}

int user_by_uid(struct db *db, int64_t uid, struct user *ret)
{
	struct user u;
	int rc = db_get(db, SQL_USER_BY_UID, IN(uid), &u.uid, &u.rights,
			&u.made_at, &u.name);

	if (rc < 0)
		return rc;
	show_name(&u);
	*ret = u;
	return 0;
}

int user_list(struct db *db, struct user **ret)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	struct user *list = NULL, u;
	int n = 0, rc = db_query(db, &st, SQL_USER_LIST);

	if (rc < 0)
		return rc;
	while ((rc = stmt_row(&st, &u.uid, &u.rights, &u.made_at, &u.name)) >
	       0) {
		if (n % LIST_STEP == 0) {
			struct user *more = pool_array(
				db->mem, (size_t)n + LIST_STEP, sizeof(u));

			if (n)
				memcpy(more, list, (size_t)n * sizeof(u));
			list = more;
		}
		show_name(&u);
		list[n++] = u;
	}
	*ret = list;
	return rc < 0 ? rc : n;
}

int user_create(struct db *db, const char *name, int rights, int64_t *ret_uid)
{
	int64_t now = clock_now(), uid;
	const char *fold;
	int rc = name_fold(db->mem, name, &fold);

	if (rc < 0)
		return rc;
	rc = db_run(db, SQL_USER_INSERT, rights, now);
	if (rc < 0)
		return rc;
	uid = db_last_id(db);
	rc = db_run(db, SQL_USER_INSERT_NAME, fold, name, uid, now);
	if (rc == E_EXISTS)
		return err(E_EXISTS, "the name '%s' is taken", name);
	if (rc < 0)
		return rc;
	*ret_uid = uid;
	return 0;
}

int secret_replace(struct db *db, const char *fold, const char *plugin,
		   const char *content)
{
	int rc = db_run(db, SQL_USER_SECRET_DROP, fold, plugin);

	if (rc < 0)
		return rc;
	rc = db_run(db, SQL_USER_SECRET_INSERT, fold, plugin, content);
	return rc < 0 ? rc : 0;
}

int secret_list(struct db *db, const char *fold, const char *plugin,
		const char ***ret)
{
	enum {
		SECRETS_MAX = 32
	};
	_cleanup_(stmt_done) struct stmt st = { 0 };
	const char **list = pool_array(db->mem, SECRETS_MAX, sizeof(*list));
	int64_t id;
	int n = 0, rc = db_query(db, &st, SQL_USER_SECRETS, fold, plugin);

	if (rc < 0)
		return rc;
	while (n < SECRETS_MAX && (rc = stmt_row(&st, &id, &list[n])) > 0)
		n++;
	*ret = list;
	return rc < 0 ? rc : n;
}
