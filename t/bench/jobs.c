/*
 * jobs.c -- the worker against xargs: the same encodes by both, block by
 * block in turn; and how soon a command begins after an upload is done
 *
 * The worker is started here, as this process's child, and this process is a
 * subreaper: so the CPU time of every runner and command is known.
 */
#include "bench.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/io.h"
#include "base/str.h"
#include "job/bell.h"
#include "model/file.h"
#include "model/media.h"
#include "proc/spawn.h"
#include "t/bench/seed.sql.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NICE	     "10" /* as the commands of a spec */
#define SYNCS	     100
#define LOOK_MS	     10
#define PATIENCE_US  600e6
#define FRAMES_TRIED 400
#define FRAMES_ARG   17 /* in encode[] */

static const char *encode[] = { "ffmpeg",
				"-nostdin",
				"-v",
				"error",
				"-y",
				"-protocol_whitelist",
				"file",
				"-threads",
				"1",
				"-f",
				"yuv4mpegpipe",
				"-stream_loop",
				"-1",
				"-i",
				"file:../in",
				"-an",
				"-frames:v",
				"1",
				"-filter_threads",
				"1",
				"-c:v",
				"libx264",
				"-threads",
				"1",
				"-preset",
				"veryfast",
				"-f",
				"mp4",
				"file:encode.mp4",
				NULL };

static struct bench_site b;
static pid_t worker;
static int reaped;

/* --- what is encoded -------------------------------------------------------
 */

static void make_input(void)
{
	const char *argv[] = { "ffmpeg",
			       "-nostdin",
			       "-v",
			       "error",
			       "-f",
			       "lavfi",
			       "-i",
			       "testsrc2=s=640x360:r=25",
			       "-frames:v",
			       "10",
			       "-f",
			       "yuv4mpegpipe",
			       pool_fmt(&b.pool, "%s/bench/in", b.site.path),
			       NULL };

	must(io_make_dirs(b.site.dir, "bench"));
	finish(start(argv, NULL, -1, -1), clock_us(), "ffmpeg");
}

/* A folder as an attempt has it: `in` beside out/. */
static const char *make_folder(int i)
{
	const char *name = pool_fmt(&b.pool, "bench/%d", i);
	const char *in = pool_fmt(&b.pool, "%s/in", name);

	must(io_make_dirs(b.site.dir, pool_fmt(&b.pool, "%s/out", name)));
	if (linkat(b.site.dir, "bench/in", b.site.dir, in, 0) < 0)
		must(err_sys("link %s", in));
	return pool_fmt(&b.pool, "%s/%s/out", b.site.path, name);
}

static double try_frames(const char *folder, int64_t frames)
{
	const char *argv[ARRAY_LEN(encode) + 3] = { "env", "-C", folder };
	struct series s = { 0 };

	encode[FRAMES_ARG] = pool_fmt(&b.pool, "%lld", (long long)frames);
	memcpy(argv + 3, encode, sizeof(encode));
	for (int i = 0; i < 5; i++)
		series_add(&s, finish(start(argv, NULL, -1, -1), clock_us(),
				      "ffmpeg"));
	return series_cpu_us(&s);
}

/* As many frames as take so long. */
static void calibrate(double want_us)
{
	const char *folder = make_folder(0);
	double few = try_frames(folder, 1);
	double many = try_frames(folder, FRAMES_TRIED);
	double frames = (want_us - few) / (many - few) * FRAMES_TRIED;
	double is;

	is = try_frames(folder, frames < 1 ? 1 : (int64_t)frames);
	figure(is / 1e3, "encode.cpu_ms");
}

static void write_recipe(void)
{
	_cleanup_(buf_done) struct buf text = { 0 };
	char *begin;

	must(io_read_file(&b.pool, b.site.dir, "bench/recipe", 65536, &begin,
			  NULL));
	buf_fmt(&text, "%sargv = %s\n", begin, encode[0]);
	for (int i = 1; encode[i]; i++)
		buf_fmt(&text, "\t%s\n", encode[i]);
	must(io_write_file(b.site.dir, "recipes/bench.ini", text.at, text.len,
			   0644));
}

/* --- the worker ------------------------------------------------------------
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

/* Nanoseconds of CPU that a process of one thread has used. */
static double worker_cpu_us(void)
{
	char name[64], text[64];
	_cleanup_(fd_done) int fd = -1;
	size_t n;

	snprintf(name, sizeof(name), "/proc/%d/schedstat", (int)worker);
	fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || io_read(fd, text, sizeof(text) - 1, &n) < 0)
		give_up("the worker is gone: see %s/log", b.site.path);
	text[n] = '\0';
	return strtod(text, NULL) / 1e3;
}

/* Runners leave the worker, and come to us when they end. */
static void reap(void)
{
	pid_t pid;

	while ((pid = waitpid(-1, NULL, WNOHANG)) > 0) {
		reaped++;
		if (pid == worker)
			give_up("the worker has ended: see %s/log",
				b.site.path);
	}
}

/* Until nothing is to be done and so many runners have ended. */
static void wait_idle(int runners)
{
	double until_us = clock_us() + PATIENCE_US;
	int working = 1, failed = 0;
	const char *why = "";

	while (working || reaped < runners) {
		if (clock_us() > until_us)
			give_up("the worker does not come to an end");
		poll(NULL, 0, LOOK_MS);
		reap();
		must(db_get(&b.db, SQL_SEED_WORKING, IN(), &working, &failed));
		if (failed && db_get(&b.db, SQL_SEED_WHY, IN(), &why) == 0)
			give_up("a job failed: %s", why);
		worker_cpu_us();
	}
	reaped = 0;
}

static struct cost by_worker(int n)
{
	double cpu_us = worker_cpu_us() + children_us();
	double from_us = clock_us();
	struct cost cost = { 0 };

	bench_send(&b, "encode", n);
	bell_ring(&b.site);
	wait_idle(n);
	cost.wall_us = clock_us() - from_us;
	cost.cpu_us = worker_cpu_us() + children_us() - cpu_us;
	return cost;
}

/* --- xargs -----------------------------------------------------------------
 */

static int list_folders(int n)
{
	_cleanup_(buf_done) struct buf text = { 0 };

	for (int i = 1; i <= n; i++)
		buf_fmt(&text, "%s\n", make_folder(i));
	must(io_write_file(b.site.dir, "bench/list", text.at, text.len, 0600));
	return must(io_open_beneath(b.site.dir, "bench/list", O_RDONLY, 0));
}

static void remove_folders(int n)
{
	for (int i = 1; i <= n; i++)
		must(io_remove_tree(b.site.dir,
				    pool_fmt(&b.pool, "bench/%d", i)));
}

static struct cost by_xargs(int n, int parallel)
{
	const char *argv[ARRAY_LEN(encode) + 11] = {
		"nice",	 "-n", NICE,
		"xargs", "-P", pool_fmt(&b.pool, "%d", parallel),
		"-I",	 "{}", "env",
		"-C",	 "{}"
	};
	_cleanup_(fd_done) int list = list_folders(n);
	struct cost cost;
	double from_us;

	memcpy(argv + 11, encode, sizeof(encode));
	from_us = clock_us();
	cost = finish(start(argv, NULL, list, -1), from_us, "xargs");
	remove_folders(n);
	return cost;
}

/* --- measuring -------------------------------------------------------------
 */

static void measure_sync(void)
{
	struct series s = { 0 };
	_cleanup_(fd_done) int fd = must(io_open_beneath(
		b.site.dir, "bench/sync", O_RDWR | O_CREAT | O_EXCL, 0600));
	char page[4096] = { 0 };

	for (int i = 0; i < SYNCS; i++) {
		double from_us = clock_us();

		must(io_write(fd, page, sizeof(page)));
		must(io_sync(fd));
		series_add(&s, (struct cost){ clock_us() - from_us, 0, 0 });
	}
	figure(series_wall_us(&s) / 1e3, "fsync_ms");
}

static double real_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (double)ts.tv_sec * 1e6 + (double)ts.tv_nsec / 1e3;
}

/* Microseconds from COMMIT to what `date` says when it runs. */
static double start_us(void)
{
	int64_t media = bench_send(&b, "stamp", 1);
	double from_us = real_us();
	struct file f;
	struct media m;
	char *text;

	bell_ring(&b.site);
	wait_idle(1);
	must(media_by_id(&b.db, media, &m));
	must(file_by_name(&b.db, media, "stamp.txt", &f));
	must(io_read_file(&b.pool, b.site.dir,
			  pool_fmt(&b.pool, "content/public/%.2s/%s/%s", m.key,
				   m.key, f.path),
			  64, &text, NULL));
	return strtod(text, NULL) / 1e3 - from_us;
}

static void measure_start(int64_t rounds)
{
	struct series s = { 0 };
	double worst_us = 0;

	start_us(); /* the first one meets the worker starting */
	for (int64_t i = 0; i < rounds; i++) {
		double us = start_us();

		progress("from done to exec: %lld of %lld", (long long)i,
			 (long long)rounds);
		series_add(&s, (struct cost){ us, 0, 0 });
		worst_us = us > worst_us ? us : worst_us;
	}
	figure(series_wall_us(&s) / 1e3, "start_ms");
	figure(worst_us / 1e3, "start_worst_ms");
}

static void measure_jobs(int64_t jobs, int64_t blocks)
{
	int parallel = (int)sysconf(_SC_NPROCESSORS_ONLN);
	int64_t rounds = jobs / blocks / parallel;
	int n = (int)(rounds > 0 ? rounds : 1) * parallel;
	struct series ours = { 0 }, theirs = { 0 };

	for (int64_t i = 0; i < blocks; i++) {
		progress("jobs: %lld of %lld", (long long)i * n,
			 (long long)blocks * n);
		series_add(&ours, by_worker(n));
		series_add(&theirs, by_xargs(n, parallel));
	}
	figure((double)(n * blocks), "jobs");
	figure(parallel, "parallel");
	figure(series_wall_us(&ours) / n / 1e3, "worker.wall_ms");
	figure(series_wall_us(&theirs) / n / 1e3, "xargs.wall_ms");
	figure(series_cpu_us(&ours) / n / 1e3, "worker.cpu_ms");
	figure(series_cpu_us(&theirs) / n / 1e3, "xargs.cpu_ms");
}

int bench_jobs(int argc, char **argv)
{
	int64_t jobs = number(argv[1], 1, 100000);
	int64_t blocks = number(argv[2], 1, 100);

	(void)argc;
	bench_site_open(&b, argv[0]);
	prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	make_input();
	measure_sync();
	calibrate(1e3 * (double)number(argv[4], 50, 100000));
	write_recipe();
	start_worker();
	atexit(stop_worker);
	measure_start(number(argv[3], 1, 10000));
	measure_jobs(jobs, blocks);
	return 0;
}
