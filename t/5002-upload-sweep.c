/* 5002-upload-sweep.c -- a sweep takes nothing from who is just beginning */
#include "tap.h"
#include "site.h"
#include "base/err.h"
#include "base/io.h"
#include "model/upload.h"
#include "model/user.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS 3000

static struct test_site t;

static bool idle(struct db *db, int64_t media)
{
	(void)db;
	(void)media;
	return false;
}

/* Until it is killed. */
static void sweep_on(void)
{
	struct pool pool = { 0 };
	struct db db;

	if (db_open(&pool, &t.site, &db) < 0)
		_exit(1);
	for (;;)
		upload_sweep(&db, idle, 1000);
}

/* Killed while it was being parked: whole, and with half a record. */
static void sweep_half_parked(int64_t uid)
{
	struct upload u = { .fd = -1 };
	char path[256], tmp[300];

	upload_start(&t.site, uid, 5, &u);
	upload_append(&u, "bytes", 5);
	is_int(upload_finish(&u), 0, "one that is whole");
	snprintf(path, sizeof(path), "content/incoming/%s", u.id);
	snprintf(tmp, sizeof(tmp), "%s.done.tmp", path);
	is_int(io_write_file(t.site.dir, tmp, "{", 1, 0600), 0,
	       "and half a record");
	close(u.fd); /* as a kill does */
	is_int(upload_sweep(&t.db, idle, 1000), 1, "the sweep finds it");
	ok(!test_is_file(&t, path), "it is moved");
	snprintf(path, sizeof(path), "content/lost/%s", u.id);
	ok(test_is_file(&t, path), "to what is lost");
	ok(!test_is_file(&t, tmp), "and half a record goes");
}

int main(void)
{
	int lost = 0, failed = 0, status;
	int64_t uid;
	pid_t child;

	test_site_start(&t);
	user_create(&t.db, "ada", RIGHT_UPLOAD, &uid);
	db_done(&t.db);
	fflush(stdout);
	child = fork();
	if (child == 0)
		sweep_on();
	for (int i = 0; i < ROUNDS; i++) {
		struct upload u = { .fd = -1 };
		char path[256];

		failed += upload_start(&t.site, uid, 0, &u) < 0;
		snprintf(path, sizeof(path), "content/incoming/%s", u.id);
		lost += !test_is_file(&t, path);
		upload_done(&u);
	}
	is_int(waitpid(child, &status, WNOHANG), 0, "the other one sweeps");
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	is_int(failed, 0, "each upload could begin");
	is_int(lost, 0, "and keeps its file");
	is_int(db_open(&t.pool, &t.site, &t.db), 0, "all is well");
	sweep_half_parked(uid);
	test_site_end(&t);
	return done_testing();
}
