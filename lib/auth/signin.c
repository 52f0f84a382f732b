/* signin.c -- limits, secrets, hash, session */
#include "auth/signin.h"
#include "auth/password.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "model/session.h"
#include "view/format.h"

#include <arpa/inet.h>
#include <stddef.h>
#include <string.h>

#define AGENT_MAX_CHARS 200

static bool is_loopback(const unsigned char a[16])
{
	static const unsigned char six[16] = { [15] = 1 };

	return memcmp(a, six, sizeof(six)) == 0;
}

/* An IPv4 address may come as ::ffff:1.2.3.4. */
static const char *network_of_v6(struct pool *mem, const unsigned char a[16])
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };

	if (is_loopback(a))
		return NULL;
	if (!memcmp(a, mapped, sizeof(mapped)))
		return a[12] == 127
			       ? NULL
			       : pool_fmt(mem, "%u.%u.%u", a[12], a[13], a[14]);
	return pool_fmt(mem, "%02x%02x:%02x%02x:%02x%02x:%02x%02x", a[0], a[1],
			a[2], a[3], a[4], a[5], a[6], a[7]);
}

const char *network_of(struct pool *mem, const char *address)
{
	unsigned char a[16];

	if (!address)
		return NULL;
	if (inet_pton(AF_INET, address, a) == 1)
		return a[0] == 127
			       ? NULL
			       : pool_fmt(mem, "%u.%u.%u", a[0], a[1], a[2]);
	if (inet_pton(AF_INET6, address, a) == 1)
		return network_of_v6(mem, a);
	return NULL;
}

/* The keys that one try counts under; the second may be NULL. */
struct keys {
	const char *by_name, *by_net;
};

static struct keys keys_of(struct pool *mem, const char *fold,
			   const char *address)
{
	const char *net = network_of(mem, address);

	return (struct keys){
		.by_name = pool_fmt(mem, "login:name:%s", fold),
		.by_net = net ? pool_fmt(mem, "login:net:%s", net) : NULL,
	};
}

static int check_key(struct db *db, const char *key)
{
	int64_t wait_s = 0;
	int rc = key ? tries_wait(db, key, &wait_s) : 0;

	if (rc < 0 || !wait_s)
		return rc;
	return err(E_LIMIT, "too many tries failed; wait %s and try again",
		   format_count(db->mem, wait_s, "second"));
}

static int check_keys(struct db *db, const struct keys *k)
{
	int rc = check_key(db, k->by_name);

	return rc < 0 ? rc : check_key(db, k->by_net);
}

static int note_failure(struct db *db, const struct keys *k)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	int rc = tx_begin(db, &tx);

	if (rc == 0)
		rc = tries_add(db, k->by_name);
	if (rc == 0 && k->by_net)
		rc = tries_add(db, k->by_net);
	return rc < 0 ? rc : tx_commit(&tx);
}

int signin_end(struct db *db, const char *token)
{
	char hash[HASH_HEX + 1];

	token_hash(token, hash);
	return session_drop(db, hash);
}

int signin_begin(struct db *db, int64_t uid, const struct signin *in,
		 char ret_token[TOKEN_CHARS + 1])
{
	const char *agent = in->agent ? in->agent : "";
	char token[TOKEN_CHARS + 1], hash[HASH_HEX + 1];
	int rc = in->old_token ? signin_end(db, in->old_token) : 0;

	if (rc < 0)
		return rc;
	token_new(token);
	token_hash(token, hash);
	rc = session_put(db, hash, uid,
			 str_tidy(db->mem, agent, strlen(agent),
				  AGENT_MAX_CHARS, false));
	if (rc == 0)
		memcpy(ret_token, token, sizeof(token));
	return rc;
}

/* Only the name is forgiven: who guesses many has one account of their own. */
static int succeeded(struct db *db, const struct signin *in,
		     const struct keys *k, struct user *ret,
		     char ret_token[TOKEN_CHARS + 1])
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	struct user user;
	int rc = tx_begin(db, &tx);

	if (rc == 0)
		rc = user_by_name(db, in->name, &user);
	if (rc == 0)
		rc = tries_forget(db, k->by_name);
	if (rc == 0)
		rc = signin_begin(db, user.uid, in, ret_token);
	if (rc == 0)
		rc = tx_commit(&tx);
	if (rc == 0)
		*ret = user;
	return rc;
}

/* Hash with no connection open. */
static int check_closed(struct db *db, const char *password,
			const char *const hashes[], int n)
{
	const struct site *site = db->site;
	struct pool *mem = db->mem;
	int opened, rc;

	db_done(db);
	rc = password_check(site, password, hashes, n);
	if (rc < 0 && rc != E_DENIED)
		return rc;
	opened = db_open(mem, site, db);
	if (opened < 0)
		return opened;
	return rc;
}

static int failed(struct db *db, const struct keys *k)
{
	int rc = note_failure(db, k);

	if (rc < 0)
		return rc;
	return err(E_DENIED, "the name or the password is not right");
}

int signin_password(struct db *db, const struct signin *in, struct user *ret,
		    char ret_token[TOKEN_CHARS + 1])
{
	const char *fold = "?"; /* what no name folds to */
	const char **hashes = NULL;
	struct keys keys;
	int n = 0, rc;

	if (name_fold(db->mem, in->name, &fold) == 0)
		n = secret_list(db, fold, PASSWORD_PLUGIN, &hashes);
	if (n < 0)
		return n;
	keys = keys_of(db->mem, fold, in->address);
	rc = check_keys(db, &keys);
	if (rc == 0)
		rc = check_closed(db, in->password, hashes, n);
	if (rc == E_DENIED)
		return failed(db, &keys);
	return rc < 0 ? rc : succeeded(db, in, &keys, ret, ret_token);
}

static const char *register_key(struct pool *mem, const char *address)
{
	const char *net = network_of(mem, address);

	return net ? pool_fmt(mem, "register:net:%s", net) : NULL;
}

int signin_may_register(struct db *db, const char *address)
{
	return check_key(db, register_key(db->mem, address));
}

int signin_registered(struct db *db, const char *address)
{
	const char *key = register_key(db->mem, address);

	return key ? tries_add(db, key) : 0;
}
