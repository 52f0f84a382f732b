/* fuzz-path.c -- a path to a route, its parts to a link, and back again */
#include "base/pool.h"
#include "http/req.h"
#include "http/url.h"
#include "fuzz.h"

#include <string.h>

/* A link made of the parts leads to the same route. */
static void there_and_back(struct req *rq, enum url which)
{
	struct urls urls = { .prefix = "", .pretty = 1 };
	const char *parts[REQ_PARTS_MAX + 1] = { NULL };
	char *link;
	size_t n;

	for (int i = 0; i < rq->part_count; i++)
		parts[i] = rq->parts[i].text;
	link = pool_dup(rq->mem, url_make(rq->mem, &urls, which, parts));
	MUST(url_is_local(link));
	n = url_decode(link, strlen(link), 0);
	MUST(strlen(link) == n);
	MUST(url_find(link) == (int)which);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct pool pool = { 0 };
	struct req rq = { .mem = &pool };
	char *path = pool_dup_n(&pool, (const char *)bytes, n);
	int which;

	url_decode(path, n, 0);
	url_is_local(path);
	which = url_find(path);
	if (which >= 0) {
		MUST(url_match(url_pattern(which), path, &rq));
		there_and_back(&rq, which);
	}
	pool_done(&pool);
	return 0;
}
