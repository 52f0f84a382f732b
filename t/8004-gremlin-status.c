/* 8004-gremlin-status.c -- what `gremlin status` says, once and all the time */
#include "tap.h"
#include "site.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/lock.h"
#include "job/job.h"
#include "model/upload.h"
#include "model/user.h"
#include "proc/procfs.h"
#include "proc/spawn.h"

#include <jansson.h>
#include <signal.h>
#include <sys/file.h>
#include <unistd.h>

#define WAIT_MS 60000

static struct test_site t;
static struct buf said;

static const char *program(void)
{
	const char *build = getenv("GREMLIN_BUILD");

	return pool_fmt(&t.pool, "%s/worker/gremlin", build ? build : ".");
}

static const char *status(const char *option)
{
	const char *argv[] = {
		program(), "-C", t.path, "status", option, NULL
	};
	struct spawn sp = { .argv = argv };

	buf_clear(&said);
	is_int(spawn_ask(&sp, &said, WAIT_MS), 0, "status");
	return buf_text(&said);
}

static void says(const char *text)
{
	if (!ok(strstr(buf_text(&said), text) != NULL, text))
		printf("# it said: %s\n", buf_text(&said));
}

static int64_t receive(void)
{
	struct media_new new = { .title = "A dog",
				 .description = "",
				 .alt = "",
				 .visibility = VISIBILITY_PUBLIC,
				 .file_name = "dog.jpg",
				 .kind = "image",
				 .type = "jpeg" };
	struct upload u = { .fd = -1 };
	int64_t id = 0;

	user_create(&t.db, "ada", RIGHT_UPLOAD, &new.uid);
	upload_start(&t.site, new.uid, 0, &u);
	upload_append(&u, "bytes", 5);
	upload_finish(&u);
	is_int(upload_commit(&t.db, &u, &new, "image/jpeg", &id), 0, "sent");
	upload_done(&u);
	return id;
}

static void put_jobs(int64_t media)
{
	static const char *const deeds[] = { "small", "medium", "large" };
	struct job_new j = { .maker = "media", .subject = media };

	for (int i = 0; i < 3; i++) {
		j.deed = deeds[i];
		j.step = i;
		is_int(job_put(&t.db, &j), 1, "a job");
	}
	db_run(&t.db, "UPDATE job SET state=2, progress=437 "
		      "WHERE deed = 'small'");
	db_run(&t.db,
	       "UPDATE job SET state=3, class=?, reason='Broken.', "
	       "log='no' WHERE deed = 'large'",
	       (int)E_DAMAGED);
}

static void idle(void)
{
	status(NULL);
	says("not running");
	says("0 running, 0 waiting, 0 failed");
	ok(!strstr(buf_text(&said), "failed ("), "no list of nothing");
}

static void text(void)
{
	status(NULL);
	says("0 published, 1 in work, 0 failed");
	says("originals 5 bytes");
	says("1 running, 1 waiting, 1 failed");
	says("ada: A dog");
	says("[==========>             ]  43 %");
	says("next");
	says("    Broken.");
}

static json_t *at(json_t *o, const char *a, const char *b)
{
	return json_object_get(json_object_get(o, a), b);
}

static void json(void)
{
	json_t *o = json_loads(status("--json"), 0, NULL), *list, *j;

	ok(o != NULL, "it is JSON");
	ok(json_is_false(at(o, "worker", "running")), "no worker");
	is_int(json_integer_value(at(o, "media", "working")), 1, "media");
	is_int(json_integer_value(at(o, "bytes", "originals")), 5, "bytes");
	ok(json_integer_value(at(o, "bytes", "free")) > 0, "free bytes");
	is_int(json_integer_value(at(o, "jobs", "failed")), 1, "failed jobs");
	list = at(o, "jobs", "list");
	is_int(json_array_size(list), 3, "all jobs");
	j = json_array_get(list, 0);
	is_str(json_string_value(json_object_get(j, "state")), "running",
	       "running ones first");
	ok(json_real_value(json_object_get(j, "percent")) == 43.7, "how far");
	j = json_array_get(list, 2);
	is_str(json_string_value(json_object_get(j, "class")), "DAMAGED",
	       "why it failed");
	is_str(json_string_value(json_object_get(j, "reason")), "Broken.",
	       "in words");
	json_decref(o);
}

static void worker(void)
{
	int fd = lock_open(t.site.dir, "run/worker.lock");
	struct procfs_stat self = { 0 };

	is_int(lock_take(fd, LOCK_EX, 0), 0, "a worker");
	is_int(procfs_stat(getpid(), &self), 0, "which is us");
	db_run(&t.db,
	       "INSERT INTO process(role, pid, pid_start, boot, version, "
	       "since_at) VALUES('worker', ?, ?, 'b', '0.0.1', 1000000000)",
	       (int64_t)getpid(), self.started);
	status(NULL);
	says(pool_fmt(&t.pool,
		      "running since 2001-09-09T01:46:40Z (pid %d, version "
		      "0.0.1)",
		      (int)getpid()));
	close(fd);
	status(NULL);
	says("not running");
}

/* The file of a watching status holds the text before long. */
static bool seen(const char *name, const char *what)
{
	for (int i = 0; i < WAIT_MS / 50; i++) {
		char *have;

		if (io_read_file(&t.pool, t.site.dir, name, 1 << 20, &have,
				 NULL) == 0 &&
		    strstr(have, what))
			return true;
		usleep(50000);
	}
	return false;
}

static void watching(void)
{
	const char *argv[] = { program(), "-C",	     t.path,
			       "status",  "--watch", NULL };
	struct spawn sp = { .argv = argv };
	pid_t pid;

	sp.out = openat(t.site.dir, "seen", O_WRONLY | O_CREAT | O_CLOEXEC,
			0600);
	t.pool.ceiling_bytes = 256 << 20;
	is_int(spawn_start(&sp, &pid), 0, "it watches");
	ok(seen("seen", "43 %"), "and shows what there is");
	db_run(&t.db, "UPDATE job SET progress=999 WHERE deed = 'small'");
	ok(seen("seen", "99 %"), "and what is new");
	kill(pid, SIGTERM);
	is_int(spawn_wait(pid), 128 + SIGTERM, "until it is told to end");
	close(sp.out);
}

/* The attempt of the job that runs, told to end so many seconds ago. */
static void told(enum attempt_state state, int64_t ago_s)
{
	db_run(&t.db, "DELETE FROM attempt");
	db_run(&t.db,
	       "INSERT INTO attempt SELECT id, 1, ?, 0, '', '', 1, 1, "
	       "unixepoch() - ? FROM job WHERE state = 2",
	       (int)state, ago_s);
}

static void ending(void)
{
	json_t *o, *j;

	told(ATTEMPT_HUNG, 5);
	status(NULL);
	says("hung, told to end 0:0");
	ok(!strstr(buf_text(&said), "cannot be ended"), "it may yet end");
	told(ATTEMPT_CANCELLED, 3600);
	status(NULL);
	says("cancelled, told to end 1:00:0");
	says("cannot be ended");
	told(ATTEMPT_RUNNING, 3600);
	status(NULL);
	says("lost, told to end 1:00:0");
	o = json_loads(status("--json"), 0, NULL);
	j = json_array_get(at(o, "jobs", "list"), 0);
	ok(json_is_true(json_object_get(j, "stuck")), "stuck");
	ok(json_integer_value(json_object_get(j, "ending_since")) > 0, "since");
	json_decref(o);
	db_run(&t.db, "DELETE FROM attempt");
}

int main(void)
{
	test_site_start(&t);
	idle();
	put_jobs(receive());
	text();
	json();
	ending();
	worker();
	watching();
	buf_done(&said);
	test_site_end(&t);
	return done_testing();
}
