/* bench.h -- what the measuring programs of `make bench` share */
#ifndef T_BENCH_BENCH_H
#define T_BENCH_BENCH_H

#include "base/pool.h"
#include "base/site.h"
#include "db/db.h"

#include <stdint.h>
#include <sys/types.h>

/* What one run of a program has cost. */
struct cost {
	double wall_us, cpu_us; /* CPU: user and system, with its children */
	int64_t rss_bytes;	/* at its largest */
};

/* Costs of the same thing, measured again and again. */
struct series {
	struct cost *at;
	int n, room;
};

/* End the bench unless rc >= 0; what it says is the library's sentence. */
int must(int rc);
_Noreturn void give_up(const char *fmt, ...)
	__attribute__((format(printf, 1, 2)));

/* One line that the next one overwrites; nothing where stderr is a file. */
void progress(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* A figure for the table: "NAME VALUE" on stdout. */
void figure(double value, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* A number of the command line. */
int64_t number(const char *text, int64_t min, int64_t max);

double clock_us(void);

/* in, out: descriptors, or -1 for /dev/null. env NULL: ours. */
pid_t start(const char *const *argv, const char *const *env, int in, int out);

/* Wait for it; gives up where it fails. from_us: when it was started. */
struct cost finish(pid_t, double from_us, const char *name);

/* CPU time of all children that were waited for so far. */
double children_us(void);

void series_add(struct series *, struct cost);
double series_wall_us(const struct series *); /* median */
double series_cpu_us(const struct series *);  /* median */
int64_t series_rss_bytes(const struct series *);

/* A site for measuring, open; it stays open until the bench ends. */
struct bench_site {
	struct pool pool;
	struct site site;
	struct db db;
	int64_t uid; /* of the account ann */
};
void bench_site_open(struct bench_site *, const char *path);

/*
 * So many uploads of a type of recipe.ini, in one transaction: rows, and links
 * in content/incoming to SITE/bench/in. Returns the number of the last one.
 */
int64_t bench_send(struct bench_site *, const char *type, int n);

/* The measurements, each with the arguments of bench.c's table. */
int bench_seed(int argc, char **argv);
int bench_pages(int argc, char **argv);
int bench_load(int argc, char **argv);
int bench_upload(int argc, char **argv);
int bench_jobs(int argc, char **argv);
int bench_queue(int argc, char **argv);

#endif
