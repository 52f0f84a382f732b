/* fuzz-multipart.c -- byte 0: how many bytes arrive at a time; then a body */
#include "base/pool.h"
#include "http/multipart.h"
#include "fuzz.h"

#include <string.h>

struct rest {
	const uint8_t *at;
	size_t left, step;
};

static int rest_read(void *from, void *to, size_t size)
{
	struct rest *r = from;
	size_t n = r->step < size ? r->step : size;

	MUST(size > 0);
	if (n > r->left)
		n = r->left;
	memcpy(to, r->at, n);
	r->at += n;
	r->left -= n;
	return (int)n;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const char type[] = "multipart/form-data; boundary=b";
	struct pool pool = { 0 };
	struct rest rest = { bytes + 1, n - 1, n ? bytes[0] + 1u : 1 };
	struct multipart mp;
	struct part part;
	const char *text;
	size_t sum = 0;
	int got;

	if (n < 1)
		return 0;
	MUST(multipart_open(&mp, &pool, type, rest_read, &rest) == 0);
	while (multipart_next(&mp, &part) > 0) {
		MUST(part.name && part.type);
		MUST(!part.filename || !strchr(part.filename, '/'));
		while ((got = multipart_bytes(&mp, &text)) > 0)
			sum += (size_t)got;
	}
	MUST(sum <= n);
	pool_done(&pool);
	return 0;
}
