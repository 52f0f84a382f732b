/* fuzz-cookie.c -- a Cookie header */
#include "base/pool.h"
#include "http/cookie.h"
#include "fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct pool pool = { 0 };
	char *header = pool_dup_n(&pool, (const char *)bytes, n);
	const char *value = cookie_get(&pool, header, "gremlin");

	MUST(!value || !strchr(value, ';'));
	MUST(!value || strstr(header, "gremlin="));
	pool_done(&pool);
	return 0;
}
