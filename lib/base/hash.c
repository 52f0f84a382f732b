/* hash.c -- BLAKE2b-256 (RFC 7693), by libsodium */
#include "base/hash.h"
#include "base/err.h"
#include "base/io.h"
#include "base/str.h"

#include <string.h>
#include <unistd.h>

#define STEP_BYTES (64 * 1024)

void hash_start(struct hash *h)
{
	crypto_generichash_init(&h->state, NULL, 0, HASH_BYTES);
}

void hash_add(struct hash *h, const void *bytes, size_t n)
{
	crypto_generichash_update(&h->state, bytes, n);
}

void hash_end(struct hash *h, char hex[HASH_HEX + 1])
{
	unsigned char sum[HASH_BYTES];

	crypto_generichash_final(&h->state, sum, sizeof(sum));
	str_hex(sum, sizeof(sum), hex);
}

void hash_text(const char *text, char hex[HASH_HEX + 1])
{
	struct hash h;

	hash_start(&h);
	hash_add(&h, text, strlen(text));
	hash_end(&h, hex);
}

int hash_fd(int fd, char hex[HASH_HEX + 1], int64_t *ret_bytes)
{
	static char step[STEP_BYTES];
	int64_t bytes = 0;
	struct hash h;
	size_t n;
	int rc;

	if (lseek(fd, 0, SEEK_SET) < 0)
		return err_sys("seek to the start");
	hash_start(&h);
	do {
		rc = io_read(fd, step, sizeof(step), &n);
		if (rc < 0)
			return rc;
		hash_add(&h, step, n);
		bytes += (int64_t)n;
	} while (n);
	hash_end(&h, hex);
	if (ret_bytes)
		*ret_bytes = bytes;
	return 0;
}

static uint64_t mix(uint64_t h)
{
	h ^= h >> 32;
	return h * 0xd6e8feb86659fd93;
}

uint64_t hash_tag(const void *bytes, size_t n)
{
	const unsigned char *at = bytes;
	uint64_t h = n, word;

	for (; n >= sizeof(word); n -= sizeof(word), at += sizeof(word)) {
		memcpy(&word, at, sizeof(word));
		h = mix(h ^ word);
	}
	word = 0;
	if (n)
		memcpy(&word, at, n);
	return mix(mix(mix(h ^ word)));
}
