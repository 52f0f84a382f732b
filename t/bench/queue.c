/*
 * queue.c -- how soon a worker has looked at everything and begun a job, where
 * thousands wait and others were being made when the last worker was killed
 *
 * One attempt of the killed worker lives: this process passes for its runner.
 * The others are lost, each in one of three ways: without a folder, with a
 * folder whose lock is free, with a record of how its runner ended. Settling
 * them is part of what is measured.
 */
#include "bench.h"
#include "base/base.h"
#include "base/err.h"
#include "base/io.h"
#include "base/lock.h"
#include "job/job.h"
#include "media/maker.h"
#include "proc/procfs.h"
#include "proc/record.h"
#include "proc/spawn.h"
#include "t/bench/seed.sql.h"

#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE_US 120e6
#define DRAINED	    100 /* jobs that are done until the memory is read */

static struct bench_site b;
static pid_t worker;

/* --- what waits ------------------------------------------------------------
 */

static void write_recipe(void)
{
	char *text;

	must(io_read_file(&b.pool, b.site.dir, "bench/recipe", 65536, &text,
			  NULL));
	text = pool_fmt(&b.pool, "%sargv = true\n", text);
	must(io_write_file(b.site.dir, "recipes/bench.ini", text, strlen(text),
			   0644));
	must(io_write_file(b.site.dir, "bench/in", "", 0, 0400));
}

/* As planned, each a turn behind the one before. */
static void put_jobs(int64_t last, int n)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	struct job_new j = { .maker = MEDIA_MAKER,
			     .deed = "stamp",
			     .party = b.uid,
			     .blocks = true };

	must(tx_begin(&b.db, &tx));
	for (j.before = 0; j.before < n; j.before++) {
		j.subject = last - n + 1 + j.before;
		must(job_put(&b.db, &j));
	}
	must(tx_commit(&tx));
}

static void pass_for_runner(int dir, const char *id, const char *boot)
{
	struct procfs_stat st;
	struct start s = { .id = id,
			   .host = "bench",
			   .boot = boot,
			   .runner_pid = getpid(),
			   .child_pid = getpid(),
			   .sandbox = "none" };

	must(procfs_stat(getpid(), &st));
	s.runner_started = s.child_started = st.started;
	must(start_write(dir, &s));
	must(lock_take(must(lock_open(dir, "lock")), LOCK_EX, 0));
}

static void leave_folder(int64_t job, const char *boot, int i)
{
	int how = i == 0 ? 3 : i % 3;

	const char *dir = pool_fmt(&b.pool, "content/work/%" PRId64 ".1", job);
	_cleanup_(fd_done) int fd = -1;
	struct exit_record e = { .id = strrchr(dir, '/') + 1,
				 .verdict = VERDICT_STOPPED,
				 .command = -1,
				 .status = -1 };

	if (how == 0)
		return;
	must(io_make_dirs(b.site.dir, pool_fmt(&b.pool, "%s/out", dir)));
	fd = must(io_open_beneath(b.site.dir, dir, O_RDONLY, 0));
	must(io_write_file(fd, "lock", "", 0, 0600));
	if (how == 2)
		must(exit_write(fd, &e));
	if (how == 3)
		pass_for_runner(fd, e.id, boot);
}

static void leave_attempts(int n)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	char boot[PROCFS_BOOT_BYTES];
	int64_t job;

	must(procfs_boot_id(boot));
	must(db_run(&b.db, SQL_SEED_CLAIM, n));
	must(db_run(&b.db, SQL_SEED_ATTEMPTS, boot));
	must(db_query(&b.db, &st, SQL_SEED_ATTEMPTED));
	for (int i = 0; must(stmt_row(&st, &job)) > 0; i++)
		leave_folder(job, boot, i);
}

/* --- the worker -------------------------------------------------------------
 */

static void start_worker(void)
{
	const char *argv[] = {
		pool_fmt(&b.pool, "%s/current/bin/gremlin-worker", b.site.path),
		"-C", b.site.path, "--foreground", NULL
	};
	_cleanup_(fd_done) int log =
		openat(b.site.dir, "log/worker.log",
		       O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	struct spawn sp = { .argv = argv, .out = log, .err = log };

	must(spawn_start(&sp, &worker));
}

static void stop_worker(void)
{
	if (worker)
		kill(worker, SIGTERM);
	worker = 0;
}

static void check_alive(double until_us)
{
	if (clock_us() > until_us || waitpid(worker, NULL, WNOHANG) == worker)
		give_up("the worker does not begin: see %s/log", b.site.path);
	poll(NULL, 0, 1);
}

/* Asks until the answer is not 0; milliseconds since then. */
static double ms_until(double from_us, const char *sql, int64_t arg)
{
	int done = 0;

	while (!done) {
		check_alive(from_us + PATIENCE_US);
		must(db_get(&b.db, sql, IN(arg), &done));
	}
	return (clock_us() - from_us) / 1e3;
}

static void measure_start(int64_t first, int attempts)
{
	double from_us = clock_us();

	start_worker();
	if (attempts)
		figure(ms_until(from_us, SQL_SEED_ADOPTED, getpid()),
		       "adopt_ms");
	figure(ms_until(from_us, SQL_SEED_LOOKED_AT, first), "repair_ms");
}

static void wait_until_waiting(int most)
{
	double until_us = clock_us() + PATIENCE_US;
	int n = most + 1;

	while (n > most) {
		check_alive(until_us);
		must(db_get(&b.db, SQL_SEED_WAITING, IN(), &n));
	}
}

/* The most memory that it ever held. */
static double memory_mib(void)
{
	const char *path = pool_fmt(&b.pool, "/proc/%d/status", (int)worker);
	char line[256];
	double kib = 0;
	FILE *f = fopen(path, "re");

	while (f && fgets(line, sizeof(line), f))
		sscanf(line, "VmHWM: %lf", &kib);
	if (f)
		fclose(f);
	return kib / 1024;
}

int bench_queue(int argc, char **argv)
{
	int jobs = (int)number(argv[1], 1, 60000);
	int attempts = (int)number(argv[3], 0, 64), waiting;
	int64_t first;

	(void)argc;
	bench_site_open(&b, argv[0]);
	write_recipe();
	progress("a queue of %d jobs", jobs);
	must(db_run(&b.db, SQL_SEED_MORE_FILES, number(argv[2], 1, 100000000)));
	put_jobs(bench_send(&b, "stamp", jobs), jobs);
	leave_attempts(attempts);
	must(db_run(&b.db, SQL_SEED_FLUSH));
	must(db_get(&b.db, SQL_SEED_FIRST_JOB, IN(), &first));
	must(db_get(&b.db, SQL_SEED_WAITING, IN(), &waiting));
	atexit(stop_worker);
	measure_start(first, attempts);
	progress("the worker at work");
	wait_until_waiting(waiting > DRAINED ? waiting - DRAINED : 0);
	figure(memory_mib(), "queue.rss_mib");
	figure(jobs, "queue.jobs");
	figure(attempts, "queue.attempts");
	return 0;
}
