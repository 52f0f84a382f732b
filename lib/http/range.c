/* range.c -- "bytes=0-499", "bytes=500-", "bytes=-500" */
#include "http/range.h"
#include "base/err.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

/* Digits; more of them than fit count as the largest number. */
static const char *number(const char *p, int64_t *ret)
{
	int64_t n = 0;

	for (; *p >= '0' && *p <= '9'; p++)
		if (__builtin_mul_overflow(n, 10, &n) ||
		    __builtin_add_overflow(n, *p - '0', &n))
			n = INT64_MAX;
	*ret = n;
	return p;
}

static int behind_end(int64_t size_bytes)
{
	return err(E_RANGE, "the file has %" PRId64 " bytes", size_bytes);
}

static int last_bytes(const char *p, int64_t size_bytes, struct range *ret)
{
	int64_t n;
	const char *end = number(p, &n);

	if (end == p || *end)
		return 0;
	if (n == 0 || size_bytes == 0)
		return behind_end(size_bytes);
	if (n > size_bytes)
		n = size_bytes;
	*ret = (struct range){ .first = size_bytes - n, .bytes = n };
	return 1;
}

int range_parse(const char *header, int64_t size_bytes, struct range *ret)
{
	int64_t first, last = INT64_MAX;
	const char *p, *end;

	if (!header || strncasecmp(header, "bytes=", 6) != 0)
		return 0;
	p = header + 6;
	if (*p == '-')
		return last_bytes(p + 1, size_bytes, ret);
	end = number(p, &first);
	if (end == p || *end != '-')
		return 0;
	p = end + 1;
	if (*p) {
		end = number(p, &last);
		if (end == p || *end || last < first)
			return 0;
	}
	if (first >= size_bytes)
		return behind_end(size_bytes);
	if (last >= size_bytes)
		last = size_bytes - 1;
	*ret = (struct range){ .first = first, .bytes = last - first + 1 };
	return 1;
}
