/* 2006-range-bytes.c -- parts of a file of 1000 bytes */
#include "tap.h"
#include "base/err.h"
#include "http/range.h"

static void is_range(const char *header, int64_t first, int64_t bytes)
{
	struct range r = { 0 };

	is_int(range_parse(header, 1000, &r), 1, header);
	is_int(r.first, first, "its first byte");
	is_int(r.bytes, bytes, "its length");
}

static int parse(const char *header, int64_t size)
{
	struct range r;

	return range_parse(header, size, &r);
}

int main(void)
{
	is_range("bytes=0-499", 0, 500);
	is_range("bytes=500-", 500, 500);
	is_range("bytes=-300", 700, 300);
	is_range("bytes=0-0", 0, 1);
	is_range("bytes=999-5000", 999, 1);
	is_range("bytes=-5000", 0, 1000);
	is_range("BYTES=1-2", 1, 2);
	is_range("bytes=0-99999999999999999999999", 0, 1000);
	is_int(parse(NULL, 1000), 0, "no header");
	is_int(parse("bytes=0-1,5-6", 1000), 0, "two ranges: the whole file");
	is_int(parse("bytes=5-4", 1000), 0, "backwards");
	is_int(parse("bytes=-", 1000), 0, "no number");
	is_int(parse("bytes=a-b", 1000), 0, "letters");
	is_int(parse("bytes=1", 1000), 0, "no hyphen");
	is_int(parse("lines=1-2", 1000), 0, "another unit");
	is_int(parse("bytes=1-2x", 1000), 0, "rubbish behind it");
	is_int(parse("bytes=1000-", 1000), E_RANGE, "behind the end");
	is_int(parse("bytes=-0", 1000), E_RANGE, "the last nothing");
	is_int(parse("bytes=0-", 0), E_RANGE, "of an empty file");
	is_int(parse("bytes=-1", 0), E_RANGE, "the end of an empty file");
	is_int(parse("bytes=99999999999999999999-", 1000), E_RANGE,
	       "beyond 64 bits");
	return done_testing();
}
