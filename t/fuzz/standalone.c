/*
 * standalone.c -- runs a fuzz target without a fuzzer
 *
 *	fuzz-NAME SEEDS [RUNS]
 *
 * Each file of the folder SEEDS as it is, then RUNS inputs (default 20000)
 * made of them by the same mutations each time. What crashes is written to
 * ./fuzz-crash.bin before the program ends.
 */
#include "base/base.h"
#include "fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define INPUT_MAX 65536
#define SEEDS_MAX 256

static struct {
	uint8_t *bytes;
	size_t n;
} seeds[SEEDS_MAX];
static size_t seed_count;

static uint8_t input[INPUT_MAX];
static size_t input_n;

static uint64_t dice(uint64_t sides)
{
	static uint64_t state = 0x9e3779b97f4a7c15;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state % sides;
}

static void crashed(int signal_number)
{
	int fd = open("fuzz-crash.bin", O_WRONLY | O_CREAT | O_TRUNC, 0644);

	if (fd >= 0 && write(fd, input, input_n) >= 0)
		close(fd);
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

static void seed_read(int dir, const char *name)
{
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, input, sizeof(input));

	if (n < 0) {
		perror(name);
		exit(EXIT_FAILURE);
	}
	close(fd);
	seeds[seed_count].bytes = malloc((size_t)n + 1);
	memcpy(seeds[seed_count].bytes, input, (size_t)n);
	seeds[seed_count++].n = (size_t)n;
}

static int seed_is_file(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

/* In the order of their names, so that every run is the same. */
static void seeds_read(const char *folder)
{
	struct dirent **list;
	int n = scandir(folder, &list, seed_is_file, alphasort);
	int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (n < 1 || n > SEEDS_MAX || dir < 0) {
		fprintf(stderr, "%s: no seeds, or more than %d\n", folder,
			SEEDS_MAX);
		exit(EXIT_FAILURE);
	}
	for (int i = 0; i < n; i++) {
		seed_read(dir, list[i]->d_name);
		free(list[i]);
	}
	free(list);
	close(dir);
}

static void run(void)
{
	/* exactly as long as the input, so that sanitizers see its end */
	uint8_t *copy = malloc(input_n ? input_n : 1);

	memcpy(copy, input, input_n);
	LLVMFuzzerTestOneInput(copy, input_n);
	free(copy);
}

static void take_seed(size_t i)
{
	input_n = seeds[i].n;
	memcpy(input, seeds[i].bytes, input_n);
}

/* Replace a stretch of the input by a stretch of some seed. */
static void graft(void)
{
	size_t which = dice(seed_count), n = seeds[which].n;
	size_t from = n ? dice(n) : 0, len = n ? dice(n - from + 1) : 0;
	size_t at = input_n ? dice(input_n) : 0;

	if (at + len > sizeof(input))
		len = sizeof(input) - at;
	memcpy(input + at, seeds[which].bytes + from, len);
	if (at + len > input_n)
		input_n = at + len;
}

static void mutate(void)
{
	static const uint8_t nasty[] = "\0\r\n\"\\%;=&-/\x7f\xff\xc3";
	size_t at = input_n ? dice(input_n) : 0;

	if (!input_n)
		input[input_n++] = 0;
	switch (dice(6)) {
	case 0: input[at] ^= (uint8_t)(1 << dice(8)); break;
	case 1: input[at] = (uint8_t)dice(256); break;
	case 2: input[at] = nasty[dice(sizeof(nasty) - 1)]; break;
	case 3: input_n = at; break;
	case 4:
		memmove(input + at, input + at + 1, input_n - at - 1);
		input_n--;
		break;
	default: graft();
	}
}

int main(int argc, char **argv)
{
	long runs = argc > 2 ? strtol(argv[2], NULL, 10) : 20000;

	if (argc < 2) {
		fprintf(stderr, "usage: %s SEEDS [RUNS]\n", argv[0]);
		return EXIT_FAILURE;
	}
	signal(SIGSEGV, crashed);
	signal(SIGBUS, crashed);
	signal(SIGILL, crashed);
	signal(SIGTRAP, crashed);
	signal(SIGABRT, crashed);
	seeds_read(argv[1]);
	for (size_t i = 0; i < seed_count; i++) {
		take_seed(i);
		run();
	}
	for (long i = 0; i < runs; i++) {
		take_seed(dice(seed_count));
		for (uint64_t n = dice(8) + 1; n > 0; n--)
			mutate();
		run();
	}
	printf("%zu seeds and %ld mutations\n", seed_count, runs);
	return EXIT_SUCCESS;
}
