/* check-bytes.h -- take bytes off a block, never beyond its end */
#ifndef PROC_CHECK_BYTES_H
#define PROC_CHECK_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct bytes {
	const unsigned char *at;
	size_t left;
};

/* The next n bytes, or NULL when there are not so many. */
static inline const unsigned char *bytes_take(struct bytes *b, size_t n)
{
	const unsigned char *at = b->at;

	if (n > b->left)
		return NULL;
	b->at += n;
	b->left -= n;
	return at;
}

static inline bool bytes_begin(const struct bytes *b, const char *with,
			       size_t n)
{
	return b->left >= n && memcmp(b->at, with, n) == 0;
}

static inline uint32_t be16(const unsigned char *at)
{
	return (uint32_t)at[0] << 8 | at[1];
}

static inline uint32_t be32(const unsigned char *at)
{
	return be16(at) << 16 | be16(at + 2);
}

static inline uint64_t be64(const unsigned char *at)
{
	return (uint64_t)be32(at) << 32 | be32(at + 4);
}

static inline uint32_t le16(const unsigned char *at)
{
	return (uint32_t)at[1] << 8 | at[0];
}

static inline uint32_t le24(const unsigned char *at)
{
	return (uint32_t)at[2] << 16 | le16(at);
}

static inline uint32_t le32(const unsigned char *at)
{
	return le16(at + 2) << 16 | le16(at);
}

#endif
