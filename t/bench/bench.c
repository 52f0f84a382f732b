/* bench.c -- the measuring program: its parts by name, and what they share */
#include "bench.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "model/user.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	int args; /* at least so many */
	const char *usage;
} parts[] = {
	{ "seed", bench_seed, 2, "SITE COUNT" },
	{ "pages", bench_pages, 4, "ROUNDS {NAME PROGRAM PATH}..." },
	{ "load", bench_load, 5, "PORT CLIENTS SECONDS {NAME PATH}..." },
	{ "upload", bench_upload, 4, "SITE MIB ROUNDS PROGRAM" },
	{ "jobs", bench_jobs, 5, "SITE JOBS BLOCKS STARTS ENCODE_MS" },
	{ "queue", bench_queue, 4, "SITE JOBS FILES ATTEMPTS" },
};

/* --- saying ----------------------------------------------------------------
 */

static bool on_a_line;

static void clear_line(void)
{
	if (on_a_line)
		fputs("\r\033[K", stderr);
	on_a_line = false;
}

void give_up(const char *fmt, ...)
{
	va_list ap;

	clear_line();
	fputs("bench: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

int must(int rc)
{
	if (rc < 0)
		give_up("%s", err_text(rc));
	return rc;
}

void progress(const char *fmt, ...)
{
	va_list ap;

	if (!isatty(STDERR_FILENO))
		return;
	clear_line();
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	on_a_line = true;
}

void figure(double value, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf(" %.3f\n", value);
}

int64_t number(const char *text, int64_t min, int64_t max)
{
	int64_t n;

	if (str_int64(text, min, max, &n) < 0)
		give_up("'%s' is no number within %lld and %lld", text,
			(long long)min, (long long)max);
	return n;
}

/* --- running programs ------------------------------------------------------
 */

double clock_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e6 + (double)ts.tv_nsec / 1e3;
}

static double time_us(struct timeval tv)
{
	return (double)tv.tv_sec * 1e6 + (double)tv.tv_usec;
}

static void stream(posix_spawn_file_actions_t *files, int fd, int as)
{
	if (fd >= 0)
		posix_spawn_file_actions_adddup2(files, fd, as);
	else
		posix_spawn_file_actions_addopen(files, as, "/dev/null", O_RDWR,
						 0);
}

/* posix_spawn() takes arrays of char *, and promises not to write to them. */
union vector {
	const char *const *given;
	char *const *wanted;
};

pid_t start(const char *const *argv, const char *const *env, int in, int out)
{
	const union vector a = { argv }, e = { env };
	posix_spawn_file_actions_t files;
	pid_t pid;
	int rc;

	posix_spawn_file_actions_init(&files);
	stream(&files, in, STDIN_FILENO);
	stream(&files, out, STDOUT_FILENO);
	rc = posix_spawnp(&pid, argv[0], &files, NULL, a.wanted,
			  env ? e.wanted : environ);
	posix_spawn_file_actions_destroy(&files);
	if (rc)
		give_up("%s: %s", argv[0], strerror(rc));
	return pid;
}

struct cost finish(pid_t pid, double from_us, const char *name)
{
	struct rusage ru;
	int status;

	while (wait4(pid, &status, 0, &ru) < 0)
		if (errno != EINTR)
			give_up("%s: %s", name, strerror(errno));
	if (status)
		give_up("%s failed (status %#x)", name, (unsigned)status);
	return (struct cost){ clock_us() - from_us,
			      time_us(ru.ru_utime) + time_us(ru.ru_stime),
			      ru.ru_maxrss * 1024 };
}

double children_us(void)
{
	struct rusage ru;

	getrusage(RUSAGE_CHILDREN, &ru);
	return time_us(ru.ru_utime) + time_us(ru.ru_stime);
}

/* --- series ----------------------------------------------------------------
 */

void series_add(struct series *s, struct cost c)
{
	if (s->n == s->room) {
		s->room = s->room ? 2 * s->room : 64;
		s->at = realloc(s->at, (size_t)s->room * sizeof(*s->at));
		if (!s->at)
			give_up("no memory");
	}
	s->at[s->n++] = c;
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static double median(const struct series *s, bool cpu)
{
	double *list = calloc((size_t)s->n + 1, sizeof(*list)), m;

	if (!list)
		give_up("no memory");
	for (int i = 0; i < s->n; i++)
		list[i] = cpu ? s->at[i].cpu_us : s->at[i].wall_us;
	qsort(list, (size_t)s->n, sizeof(*list), by_value);
	m = (list[s->n / 2] + list[(s->n ? s->n - 1 : 0) / 2]) / 2;
	free(list);
	return m;
}

double series_wall_us(const struct series *s)
{
	return median(s, false);
}

double series_cpu_us(const struct series *s)
{
	return median(s, true);
}

int64_t series_rss_bytes(const struct series *s)
{
	int64_t most = 0;

	for (int i = 0; i < s->n; i++)
		if (s->at[i].rss_bytes > most)
			most = s->at[i].rss_bytes;
	return most;
}

/* --- beginning ---------------------------------------------------------------
 */

void bench_site_open(struct bench_site *b, const char *path)
{
	struct user ann;

	b->pool = (struct pool){ .ceiling_bytes = (size_t)1 << 30 };
	must(site_open(&b->pool, path, &b->site));
	must(db_open(&b->pool, &b->site, &b->db));
	must(user_by_name(&b->db, "ann", &ann));
	b->uid = ann.uid;
}

static int usage(void)
{
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		fprintf(stderr, "%s bench %s %s\n",
			i ? "      " : "usage:", parts[i].name, parts[i].usage);
	return err_exit(E_USAGE);
}

int main(int argc, char **argv)
{
	program_name = "bench";
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (size_t i = 0; argc > 1 && i < ARRAY_LEN(parts); i++) {
		if (!str_eq(parts[i].name, argv[1]))
			continue;
		if (argc - 2 < parts[i].args)
			return usage();
		parts[i].run(argc - 2, argv + 2);
		clear_line();
		return EXIT_SUCCESS;
	}
	return usage();
}
