/*
 * user.h -- an account is a number; names, secrets and rights belong to it
 */
#ifndef MODEL_USER_H
#define MODEL_USER_H

#include "db/db.h"

/* Bits of user.rights; kept in the database, so never renumbered. */
enum right {
	RIGHT_NONE = 0,
	RIGHT_UPLOAD = 1,
	RIGHT_MODERATE = 2,
	RIGHT_ADMIN = 4,
};

#define NAME_MAX_CHARS 30
#define SHOWN_NOBODY   "<deleted>" /* of an account without a name */

struct user {
	int64_t uid;
	int rights;
	int64_t made_at;  /* Unix seconds */
	const char *name; /* the one touched last, or SHOWN_NOBODY */
};

/*
 * Check a nickname and fold it to what must be unique: NFKC, case-folded.
 * Letters, digits, '-', '_' and '.' inside, 1 to NAME_MAX_CHARS characters.
 *
 * Returns 0 or E_FIELD with what is wrong.
 */
int name_fold(struct pool *, const char *name, const char **ret);

/*
 * Whether who registers by a page may take this folded name. Words that
 * visitors take for the site itself, such as "admin", are given by `gremlin`
 * alone.
 *
 * Returns 0 or E_FIELD.
 */
int name_open(const char *fold);

/* The account that a name belongs to: 0, E_ABSENT, or E_*. */
int user_by_name(struct db *, const char *name, struct user *ret);
int user_by_uid(struct db *, int64_t uid, struct user *ret);

/* All accounts by number, in the pool of db; returns their count or E_*. */
int user_list(struct db *, struct user **ret);

/*
 * In a transaction: a new account with one name, shown.
 *
 * Returns 0, E_EXISTS when the name is taken, E_FIELD when it is no name.
 */
int user_create(struct db *, const char *name, int rights, int64_t *ret_uid);

/* In a transaction: the one secret of this plugin that the name has. */
int secret_replace(struct db *, const char *fold, const char *plugin,
		   const char *content);

/* The contents of a name's secrets of one plugin; their count or E_*. */
int secret_list(struct db *, const char *fold, const char *plugin,
		const char ***ret);

#endif
