/* fuzz-excerpt.c -- the last lines of a log that strangers' files filled */
#include "base/pool.h"
#include "base/str.h"
#include "job/excerpt.h"
#include "fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct pool mem = { 0 };
	const char *text = excerpt(&mem, (const char *)bytes, n,
				   "/srv/site/content/work/1.1", NULL);
	int lines = 1;

	for (const char *at = text; (at = strchr(at, '\n')); at++)
		lines++;
	MUST(lines <= EXCERPT_LINES);
	MUST(strlen(text) <= EXCERPT_BYTES);
	MUST(str_utf8_clean(text, strlen(text), true));
	MUST(!strstr(text, "/srv/site/"));
	pool_done(&mem);
	return 0;
}
