/* fuzz-urlencoded.c -- a query or a form into fields of each kind */
#include "base/pool.h"
#include "base/str.h"
#include "http/form.h"
#include "fuzz.h"

#include <string.h>

enum {
	F_LINE,
	F_TEXT,
	F_SECRET,
	F_NUMBER,
	F_FLAG,
	F_TOKEN,
	F_LOCAL
};

static const struct field fields[] = {
	[F_LINE] = { "a", "line", field_line, 9 },
	[F_TEXT] = { "b", "text", field_text, 20, FIELD_OPTIONAL },
	[F_SECRET] = { "c", "secret", field_secret, 20, FIELD_OPTIONAL },
	[F_NUMBER] = { "d", "number", field_number, 500, FIELD_OPTIONAL },
	[F_FLAG] = { "e", "flag", field_flag, 1, FIELD_OPTIONAL },
	[F_TOKEN] = { "f", "token", field_token, 20, FIELD_OPTIONAL },
	[F_LOCAL] = { "g", "path", field_local, 20, FIELD_OPTIONAL },
	{ 0 },
};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct pool pool = { 0 };
	char *text = pool_dup_n(&pool, (const char *)bytes, n);
	struct form f;

	form_init(&f, &pool, fields);
	if (form_urlencoded(&f, text, n) == 0 && form_check(&f) == 0) {
		const char *line = form_text(&f, F_LINE);

		MUST(*line && str_chars(line) <= 9);
		MUST(str_utf8_clean(line, strlen(line), false));
		MUST(!strchr(form_text(&f, F_TEXT), '\r'));
		MUST(form_number(&f, F_NUMBER) <= 500);
		MUST(strncmp(form_text(&f, F_LOCAL), "//", 2) != 0);
	}
	pool_done(&pool);
	return 0;
}
