/* fuzz-part-head.c -- the head of one part, with its file names */
#include "base/pool.h"
#include "base/str.h"
#include "http/multipart.h"
#include "http/part_head.h"
#include "fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct pool pool = { 0 };
	struct part part;

	if (part_head_parse(&pool, (const char *)bytes, n, &part) == 0 &&
	    part.filename) {
		size_t len = strlen(part.filename);

		MUST(str_utf8_clean(part.filename, len, false));
		MUST(str_chars(part.filename) <= FILENAME_MAX_CHARS);
		MUST(!strpbrk(part.filename, "/"));
	}
	pool_done(&pool);
	return 0;
}
