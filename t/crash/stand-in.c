/*
 * stand-in.c -- what stands in for ffmpeg while everything is killed
 *
 *	stand-in probe LOCKS		a header, as vipsheader prints it
 *	stand-in make LOCKS NAME	NAME, made of ../in
 *
 * LOCKS is a folder outside the site with files 0 to 4095. The one of its job
 * (by its folder, content/work/JOB.N/out) is locked while it works: if another
 * attempt of the same job has it, it says so and fails for good. One that was
 * killed may hold it for a moment, until it finds the time to die; so some
 * work for longer than that.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define LOCKS_N	   4096
#define DYING_MS   2000
#define LONG_MS	   3000
#define ONE_IN	   64 /* works for that long */
#define STEP_BYTES (64 * 1024)

static void pause_us(long us)
{
	struct timespec ts = { us / 1000000, us % 1000000 * 1000 };

	nanosleep(&ts, NULL);
}

static void fail(const char *what)
{
	perror(what);
	exit(EXIT_FAILURE);
}

static void lock_job(const char *locks)
{
	char cwd[4096], path[4200];
	long job;
	char *at;
	int fd;

	if (!getcwd(cwd, sizeof(cwd)))
		fail("getcwd");
	at = strstr(cwd, "/content/work/");
	job = at ? strtol(at + strlen("/content/work/"), NULL, 10) : 0;
	if (job <= 0) {
		fprintf(stderr, "in %s: no folder of an attempt\n", cwd);
		exit(EXIT_FAILURE);
	}
	snprintf(path, sizeof(path), "%s/%ld", locks, job % LOCKS_N);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		fail(path);
	for (int ms = 0; flock(fd, LOCK_EX | LOCK_NB) < 0; ms += 5) {
		if (ms >= DYING_MS) {
			fprintf(stderr, "RUNS TWICE: job %ld\n", job);
			exit(99);
		}
		pause_us(5000);
	}
}

static void write_all(int fd, const char *at, size_t n)
{
	while (n) {
		ssize_t k = write(fd, at, n);

		if (k < 0)
			fail("write");
		at += k;
		n -= (size_t)k;
	}
}

static void make(const char *name)
{
	static char step[STEP_BYTES];
	int in = open("../in", O_RDONLY), out;
	ssize_t n;

	if (in < 0)
		fail("../in");
	out = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	if (out < 0)
		fail(name);
	snprintf(step, sizeof(step), "%s of\n", name);
	write_all(out, step, strlen(step));
	while ((n = read(in, step, sizeof(step))) > 0) {
		write_all(out, step, (size_t)n);
		pause_us(getpid() % 2000);
	}
	if (n < 0)
		fail("../in");
}

int main(int argc, char **argv)
{
	if (argc < 3)
		return EXIT_FAILURE;
	lock_job(argv[2]);
	pause_us(getpid() % ONE_IN ? getpid() % 5000 : LONG_MS * 1000);
	if (strcmp(argv[1], "probe") == 0)
		puts("width: 640\nheight: 480\nbands: 3");
	else if (argc == 4)
		make(argv[3]);
	else
		return EXIT_FAILURE;
	return EXIT_SUCCESS;
}
