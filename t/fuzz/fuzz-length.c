/* fuzz-length.c -- the length in ffprobe's flat output */
#include "base/pool.h"
#include "proc/check.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct pool mem = { 0 };

	check_length(pool_dup_n(&mem, (const char *)bytes, n), 30000);
	pool_done(&mem);
	return 0;
}
