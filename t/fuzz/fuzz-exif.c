/* fuzz-exif.c -- facts of EXIF: each line is a name and clean text */
#include "base/buf.h"
#include "base/pool.h"
#include "base/str.h"
#include "proc/check.h"
#include "fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct pool mem = { 0 };
	struct buf facts = { 0 };

	check_exif(&mem, bytes, n, &facts);
	MUST(facts.rc == 0 && facts.len < 8192);
	MUST(str_utf8_clean(buf_text(&facts), facts.len, true));
	for (const char *at = buf_text(&facts); *at;) {
		const char *nl = strchr(at, '\n'), *eq = strchr(at, '=');

		MUST(nl && eq && eq < nl && eq[1] != '\n');
		at = nl + 1;
	}
	buf_done(&facts);
	pool_done(&mem);
	return 0;
}
