/* range.h -- the Range header, one range of bytes (RFC 9110, section 14) */
#ifndef HTTP_RANGE_H
#define HTTP_RANGE_H

#include <stdint.h>

struct range {
	int64_t first; /* offset of the first byte */
	int64_t bytes; /* at least 1 */
};

/*
 * Understand a Range header for a file of a known size.
 *
 * header: may be NULL.
 * ret: filled when 1 is returned; lies within the file.
 *
 * Returns 1 for a range to answer with 206; 0 to send the whole file, where
 * there is no header, or one that asks for several ranges or is malformed,
 * which a server may ignore; or
 *   E_RANGE  the range lies behind the end: 416
 */
int range_parse(const char *header, int64_t size_bytes, struct range *ret);

#endif
