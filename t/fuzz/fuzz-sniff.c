/* fuzz-sniff.c -- the first bytes of a file */
#include "media/sniff.h"
#include "base/err.h"
#include "fuzz.h"

#include <string.h>

const char *program_name = "fuzz-sniff";

static const char recipe[] = "[recognise all]\nmime = a/b\next = b\n"
			     "magic = 0 ffd8 9 01\ndetect = ftyp qt abcd *\n"
			     "detect = ebml webm\ndetect = adts mpegts\n"
			     "detect = mpegaudio\n"
			     "[output probe]\nfacts = flat flat\n"
			     "[make probe one]\nargv = x\n";

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct pool pool = { .ceiling_bytes = (size_t)1 << 30 };
	struct recipe r;
	struct kinds kinds = { .at = &r, .n = 1 };
	struct sniffed s = { 0 };
	int rc;

	MUST(recipe_parse(&pool, "fuzz.ini", recipe, strlen(recipe), &r) == 0);
	rc = sniff(&kinds, bytes, n, &s);
	MUST(rc == 0 || rc == E_UNSUPPORTED || rc == E_EMPTY);
	MUST((rc == 0) == (s.format != NULL));
	pool_done(&pool);
	return 0;
}
