/* fuzz-still.c -- markers and chunks of pictures */
#include "proc/check.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	int rc = check_still(bytes, n, 100000, 100000);

	/* one byte short, it is no picture any more */
	if (rc == 0)
		MUST(check_still(bytes, n - 1, 100000, 100000) < 0);
	return 0;
}
