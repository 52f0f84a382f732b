/* fuzz-facts.c -- what tools print of strangers' files; the first byte tells
 * which of them */
#include "media/facts.h"
#include "media/vars.h"
#include "base/base.h"
#include "base/str.h"
#include "fuzz.h"

#include <string.h>

const char *program_name = "fuzz-facts";

static const char *const parsers[] = { "flat", "picture", "demux", "header",
				       "exif" };

static const char *const derived[] = { "step",	     "fits",	    "rate",
				       "poster_s",   "tile_count",  "turn",
				       "tile_width", "tile_height", "hd",
				       "sheet_width" };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct pool pool = { .ceiling_bytes = (size_t)1 << 30 };
	struct facts f = { .mem = &pool };
	const struct vars vars = { .mem = &pool, .facts = &f };
	size_t which = n ? bytes[0] % ARRAY_LEN(parsers) : 0;
	const char *text = n ? (const char *)bytes + 1 : "";

	facts_set(&f, "type", "jpeg");
	facts_parse(&f, text, n ? n - 1 : 0);
	facts_read(&f, parsers[which], text, n ? n - 1 : 0);
	for (int i = 0; i < f.n; i++) {
		MUST(fact_known(f.at[i].name));
		MUST(str_utf8_clean(f.at[i].value, strlen(f.at[i].value),
				    false));
	}
	for (size_t i = 0; i < ARRAY_LEN(derived); i++)
		var_get(&vars, derived[i]);
	pool_done(&pool);
	return 0;
}
