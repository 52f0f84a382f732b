/*
 * pages.c -- what one page costs: programs started one after the other, round
 * by round, so that what else the machine does meets all of them alike
 */
#include "bench.h"
#include "base/str.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define WARM_UP	    20
#define PAGES_MAX   16
#define REPLY_BYTES (256 * 1024)

struct page {
	const char *name;
	const char *argv[2];
	const char *env[16];
	struct series series;
	size_t bytes;
};

static char reply[REPLY_BYTES + 1];

static void page_set(struct pool *p, struct page *page, char **words)
{
	const char *slash = strrchr(words[1], '/');

	page->name = words[0];
	page->argv[0] = words[1];
	memcpy(page->env,
	       ((const char *[]){
		       "GATEWAY_INTERFACE=CGI/1.1", "REQUEST_METHOD=GET",
		       "SERVER_PROTOCOL=HTTP/1.1", "SERVER_SOFTWARE=bench",
		       "HTTP_HOST=localhost", "QUERY_STRING=",
		       "REMOTE_ADDR=127.0.0.1", "GREMLIN_PRETTY=1",
		       pool_fmt(p, "SCRIPT_NAME=/cgi-bin%s",
				slash ? slash : "/bare"),
		       pool_fmt(p, "PATH_INFO=%s", words[2]), NULL }),
	       11 * sizeof(char *));
}

static size_t read_all(int fd)
{
	size_t n = 0;
	ssize_t k;

	while ((k = read(fd, reply + n, REPLY_BYTES - n)) > 0)
		n += (size_t)k;
	reply[n] = '\0';
	return n;
}

static void shoot(struct page *page, bool counts)
{
	struct cost cost;
	double from_us;
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) < 0)
		give_up("no pipe");
	from_us = clock_us();
	pid = start(page->argv, page->env, -1, ends[1]);
	close(ends[1]);
	page->bytes = read_all(ends[0]);
	cost = finish(pid, from_us, page->name);
	close(ends[0]);
	if (!str_starts(reply, "Status: 200 "))
		give_up("%s answers: %.200s", page->argv[0], reply);
	if (counts)
		series_add(&page->series, cost);
}

int bench_pages(int argc, char **argv)
{
	static struct page pages[PAGES_MAX];
	int64_t rounds = number(argv[0], 1, 1000000);
	struct pool pool = { 0 };
	int n = 0;

	for (int i = 1; i + 2 < argc && n < PAGES_MAX; i += 3)
		page_set(&pool, &pages[n++], &argv[i]);
	for (int64_t r = -WARM_UP; r < rounds; r++) {
		if (r % 50 == 0)
			progress("pages: %lld of %lld", (long long)r,
				 (long long)rounds);
		for (int i = 0; i < n; i++)
			shoot(&pages[i], r >= 0);
	}
	for (int i = 0; i < n; i++) {
		const struct page *p = &pages[i];

		figure(series_wall_us(&p->series), "%s.wall_us", p->name);
		figure(series_cpu_us(&p->series), "%s.cpu_us", p->name);
		figure((double)p->bytes, "%s.bytes", p->name);
	}
	pool_done(&pool);
	return 0;
}
