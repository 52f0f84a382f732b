/* 3004-signin-limits.c -- signing in, and who tries too often */
#include "tap.h"
#include "site.h"
#include "auth/password.h"
#include "auth/signin.h"
#include "base/err.h"
#include "model/session.h"

static struct test_site t;
static char token[TOKEN_CHARS + 1];
static struct user user;

static int try_as(const char *name, const char *password, const char *address)
{
	struct signin in = { .name = name,
			     .password = password,
			     .address = address,
			     .old_token = token[0] ? token : NULL };

	return signin_password(&t.db, &in, &user, token);
}

static int session_exists(const char *of)
{
	char hash[HASH_HEX + 1];
	struct session s;

	token_hash(of, hash);
	return session_by_hash(&t.db, hash, &s) == 0;
}

static void make_user(const char *name, const char *password)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	const char *hash, *fold;
	int64_t uid;

	if (password_hash(&t.pool, &t.site, password, &hash) < 0 ||
	    name_fold(&t.pool, name, &fold) < 0 || tx_begin(&t.db, &tx) < 0 ||
	    user_create(&t.db, name, RIGHT_UPLOAD, &uid) < 0 ||
	    secret_replace(&t.db, fold, PASSWORD_PLUGIN, hash) < 0 ||
	    tx_commit(&tx) < 0)
		abort();
}

static void right_and_wrong(void)
{
	char first[TOKEN_CHARS + 1];
	const char *said;

	is_int(try_as("Ann", "ann's password", "192.0.2.1"), 0, "ann");
	is_str(user.name, "Ann", "is who she says");
	ok(session_exists(token), "has a session");
	memcpy(first, token, sizeof(first));
	is_int(try_as("ANN", "ann's password", "192.0.2.1"), 0, "once more");
	ok(strcmp(first, token) != 0, "with a new token");
	ok(!session_exists(first), "and the old one ended");
	is_int(try_as("Bob", "ann's password", "192.0.2.1"), E_DENIED,
	       "her password opens nothing else");
	said = pool_dup(&t.pool, err_text(E_DENIED));
	is_int(try_as("Nobody", "x", "192.0.2.1"), E_DENIED, "no such name");
	is_str(err_text(E_DENIED), said, "is told in the same words");
	is_int(try_as("no/name", "x", "192.0.2.1"), E_DENIED, "not a name");
	ok(session_exists(token), "failing ends nothing");
}

static void limited_by_name(void)
{
	for (int i = 0; i < 5; i++)
		is_int(try_as("Ann", "wrong", NULL), E_DENIED, "a wrong one");
	is_int(try_as("Ann", "ann's password", NULL), E_LIMIT,
	       "even the right one must wait now");
	ok(strstr(err_text(E_LIMIT), "seconds"), "it says how long");
	is_int(try_as("Bob", "bob's password", NULL), 0, "others need not");
	db_run(&t.db, "UPDATE tries SET last_at = last_at - 10");
	is_int(try_as("Ann", "ann's password", NULL), 0, "after a while");
	is_int(try_as("Ann", "wrong", NULL), E_DENIED, "a success is forgiven");
}

static void limited_by_network(void)
{
	const char *address = "2001:db8:1:2::1";

	for (int i = 0; i < 5; i++)
		try_as(i & 1 ? "Carl" : "Dora", "guess", address);
	is_int(try_as("Bob", "bob's password", "2001:db8:1:2:ffff::9"), E_LIMIT,
	       "the whole network waits");
	is_int(try_as("Bob", "bob's password", "2001:db8:1:3::1"), 0,
	       "another does not");
}

static const char *net(const char *address)
{
	const char *text = network_of(&t.pool, address);

	return text ? text : "none";
}

static void networks(void)
{
	is_str(net("192.0.2.77"), "192.0.2", "IPv4");
	is_str(net("::ffff:192.0.2.77"), "192.0.2", "the same inside IPv6");
	is_str(net("2001:db8:1:2:3:4:5:6"), "2001:0db8:0001:0002", "IPv6");
	is_str(net("127.0.0.1"), "none", "this machine");
	is_str(net("::1"), "none", "this machine");
	is_str(net("::ffff:127.0.0.1"), "none", "this machine");
	is_str(net("rubbish"), "none", "no address");
	is_str(net(NULL), "none", "nothing");
}

static int registered(void)
{
	_cleanup_(tx_done) struct tx tx = { 0 };

	if (tx_begin(&t.db, &tx) < 0 ||
	    signin_registered(&t.db, "192.0.2.1") < 0)
		return -1;
	return tx_commit(&tx);
}

static void registrations(void)
{
	for (int i = 0; i < 5; i++) {
		is_int(signin_may_register(&t.db, "192.0.2.9"), 0, "may");
		is_int(registered(), 0, "one more");
	}
	is_int(signin_may_register(&t.db, "192.0.2.9"), E_LIMIT, "too many");
	is_int(signin_may_register(&t.db, "198.51.100.1"), 0, "from one place");
}

int main(void)
{
	test_site_start(&t);
	make_user("Ann", "ann's password");
	make_user("Bob", "bob's password");
	right_and_wrong();
	limited_by_name();
	limited_by_network();
	networks();
	registrations();
	test_site_end(&t);
	return done_testing();
}
