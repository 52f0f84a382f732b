/* fuzz-record.c -- the records; what is read can be printed and read again */
#include "base/buf.h"
#include "base/pool.h"
#include "proc/record.h"
#include "fuzz.h"

/* One record through both directions. */
#define THERE_AND_BACK(kind, type)                                             \
	do {                                                                   \
		struct type rec, again;                                        \
		struct buf text = { 0 };                                       \
		if (kind##_parse(&mem, at, n, &rec) == 0) {                    \
			MUST(kind##_print(&rec, &text) == 0);                  \
			MUST(kind##_parse(&mem, text.at, text.len, &again) ==  \
			     0);                                               \
		}                                                              \
		buf_done(&text);                                               \
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct pool mem = { .ceiling_bytes = 256 << 20 };
	const char *at = (const char *)bytes;

	THERE_AND_BACK(spec, spec);
	THERE_AND_BACK(start, start);
	THERE_AND_BACK(exit, exit_record);
	pool_done(&mem);
	return 0;
}
