/* gremlin-user.c -- accounts: add one, change its password, list them */
#include "worker/gremlin.h"
#include "auth/password.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "db/db.h"
#include "model/session.h"
#include "model/user.h"
#include "view/format.h"

#include <inttypes.h>
#include <stdio.h>

#define GENERATE                                                               \
	{                                                                      \
		"generate", NULL, "make a password and print it, once"         \
	}
#define PASSWORD_STDIN                                                         \
	{                                                                      \
		"password-stdin", NULL,                                        \
			"read it from standard input even on a terminal"       \
	}

struct fresh {
	const char *password; /* as typed or made */
	const char *hash;
};

/* Asked for and hashed while no connection to the database is open. */
static int fresh_password(struct gremlin *g, const char *name,
			  struct fresh *ret)
{
	int rc = ask_password(g, name, &ret->password);

	if (rc < 0)
		return rc;
	return password_hash(&g->mem, &g->site, ret->password, &ret->hash);
}

static void print_made(const struct gremlin *g, const char *name,
		       const struct fresh *fresh)
{
	if (opt_given(g, "generate"))
		printf("the password of %s is %s\n", name, fresh->password);
}

/* --- user add ----------------------------------------------------------------
 */

static int rights_asked(const struct gremlin *g)
{
	int rights = RIGHT_UPLOAD;

	if (opt_given(g, "moderator"))
		rights |= RIGHT_MODERATE;
	if (opt_given(g, "admin"))
		rights |= RIGHT_MODERATE | RIGHT_ADMIN;
	return rights;
}

/* Before anybody types a password in vain; user_create() asks again. */
static int check_free(struct gremlin *g, const char *name)
{
	_cleanup_(db_done) struct db db = { .room = -1 };
	struct user u;
	int rc = db_open(&g->mem, &g->site, &db);

	if (rc < 0)
		return rc;
	rc = user_by_name(&db, name, &u);
	if (rc == 0)
		return err(E_EXISTS,
			   "there is somebody called '%s' already "
			   "(gremlin user password changes a password)",
			   name);
	return rc == E_ABSENT ? 0 : rc;
}

static int insert_user(struct gremlin *g, const char *name, const char *fold,
		       const char *hash)
{
	_cleanup_(db_done) struct db db = { .room = -1 };
	_cleanup_(tx_done) struct tx tx = { 0 };
	int64_t uid;
	int rc = db_open(&g->mem, &g->site, &db);

	if (rc == 0)
		rc = tx_begin(&db, &tx);
	if (rc == 0)
		rc = user_create(&db, name, rights_asked(g), &uid);
	if (rc == 0)
		rc = secret_replace(&db, fold, PASSWORD_PLUGIN, hash);
	return rc < 0 ? rc : tx_commit(&tx);
}

static int run_add(struct gremlin *g)
{
	const char *name = g->args[0], *fold;
	struct fresh fresh;
	int rc = name_fold(&g->mem, name, &fold);

	if (rc == 0)
		rc = check_free(g, name);
	if (rc == 0)
		rc = fresh_password(g, name, &fresh);
	if (rc == 0)
		rc = insert_user(g, name, fold, fresh.hash);
	if (rc == 0)
		print_made(g, name, &fresh);
	return rc;
}

const struct subcommand command_user_add = {
	.name = "user add",
	.args = "NAME",
	.least = 1,
	.most = 1,
	.help = "make an account that may upload",
	.opts = { { "admin", NULL, "a moderator who may also run the site" },
		  { "moderator", NULL, "it may see and delete all media" },
		  GENERATE,
		  PASSWORD_STDIN },
	.run = run_add,
};

/* --- user password -----------------------------------------------------------
 */

static int find_user(struct gremlin *g, const char *name, struct user *ret)
{
	_cleanup_(db_done) struct db db = { .room = -1 };
	int rc = db_open(&g->mem, &g->site, &db);

	return rc < 0 ? rc : user_by_name(&db, name, ret);
}

/* Whoever was signed in by the old one is so no more. */
static int change_secret(struct gremlin *g, const struct user *u,
			 const char *name, const char *fold, const char *hash)
{
	_cleanup_(db_done) struct db db = { .room = -1 };
	_cleanup_(tx_done) struct tx tx = { 0 };
	int rc = db_open(&g->mem, &g->site, &db);

	if (rc == 0)
		rc = tx_begin(&db, &tx);
	if (rc == 0)
		rc = secret_replace(&db, fold, PASSWORD_PLUGIN, hash);
	if (rc == 0)
		rc = session_drop_all(&db, u->uid);
	if (rc >= 0)
		rc = tries_forget(&db,
				  pool_fmt(&g->mem, "login:name:%s", fold));
	if (rc >= 0)
		rc = tx_commit(&tx);
	if (rc < 0)
		return err_add(rc, "the password of %s is the old one", name);
	return 0;
}

static int run_password(struct gremlin *g)
{
	const char *name = g->args[0], *fold;
	struct fresh fresh;
	struct user u;
	int rc = name_fold(&g->mem, name, &fold);

	if (rc == 0)
		rc = find_user(g, name, &u);
	if (rc == 0)
		rc = fresh_password(g, name, &fresh);
	if (rc == 0)
		rc = change_secret(g, &u, name, fold, fresh.hash);
	if (rc == 0)
		print_made(g, name, &fresh);
	return rc;
}

const struct subcommand command_user_password = {
	.name = "user password",
	.args = "NAME",
	.least = 1,
	.most = 1,
	.help = "change a password, and sign its owner out everywhere",
	.opts = { GENERATE, PASSWORD_STDIN },
	.run = run_password,
};

/* --- user list ---------------------------------------------------------------
 */

static const char *rights_text(int rights)
{
	if (rights & RIGHT_ADMIN)
		return "admin";
	if (rights & RIGHT_MODERATE)
		return "moderator";
	return rights & RIGHT_UPLOAD ? "upload" : "-";
}

static int run_list(struct gremlin *g)
{
	_cleanup_(db_done) struct db db = { .room = -1 };
	struct user *list;
	int n = db_open(&g->mem, &g->site, &db);

	if (n < 0)
		return n;
	n = user_list(&db, &list);
	for (int i = 0; i < n; i++)
		printf("%6" PRId64 "  %-9s  %.10s  %s\n", list[i].uid,
		       rights_text(list[i].rights),
		       format_date_iso(&g->mem, list[i].made_at), list[i].name);
	return n;
}

const struct subcommand command_user_list = {
	.name = "user list",
	.help = "number, rights, day of registration and name of everybody",
	.run = run_list,
};
