/* 0001-base-err.c -- the table of errors has no holes, sentences are kept */
#include "tap.h"
#include "base/err.h"

#include <errno.h>

static void rows_are_whole(void)
{
	static const int codes[] = {
#define CODE(name, value, http, ex, retry, text) value,
		ERR_TABLE(CODE)
#undef CODE
	};
	size_t n = sizeof(codes) / sizeof(codes[0]);
	int good = 1;

	for (size_t i = 0; i < n; i++) {
		good &= err_http(-codes[i]) >= 400 && err_http(-codes[i]) < 600;
		good &= err_exit(-codes[i]) >= 64 && err_exit(-codes[i]) <= 78;
		for (size_t k = 0; k < i; k++)
			good &= codes[i] != codes[k];
	}
	ok(good, "statuses are in range, no value stands twice");
}

int main(void)
{
	rows_are_whole();
	is_int(err(E_ABSENT, "no entry '%s'", "x"), E_ABSENT, "code returned");
	is_str(err_text(E_ABSENT), "no entry 'x'", "sentence kept");
	is_str(err_text(E_SPACE), "the disk is full",
	       "others have the table's");
	is_int(err_add(E_ABSENT, "media %d", 3), E_ABSENT, "added");
	is_str(err_text(E_ABSENT), "media 3: no entry 'x'", "in front");
	is_int(err_errno(ENOSPC, "write"), E_SPACE, "ENOSPC is a full disk");
	is_int(err_errno(EDQUOT, "write"), E_SPACE, "EDQUOT as well");
	is_int(err_http(-9999), 500, "an unknown code is our fault");
	return done_testing();
}
