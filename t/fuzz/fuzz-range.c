/* fuzz-range.c -- a Range header, and dates of conditions */
#include "base/pool.h"
#include "http/cond.h"
#include "http/range.h"
#include "http/req.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct pool pool = { 0 };
	char *text = pool_dup_n(&pool, (const char *)bytes, n);
	struct req rq = { .method = GET };
	struct range r;

	for (int64_t size = 0; size < 3000; size += 999)
		if (range_parse(text, size, &r) == 1)
			MUST(r.first >= 0 && r.bytes >= 1 &&
			     r.first + r.bytes <= size);
	rq.vars[REQ_IF_NONE_MATCH] = text;
	rq.vars[REQ_IF_RANGE] = text;
	cond_is_fresh(&rq, "\"abc\"", 1);
	cond_range_counts(&rq, "\"abc\"", 1);
	http_date_parse(text);
	pool_done(&pool);
	return 0;
}
