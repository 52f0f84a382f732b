/* hash.h -- BLAKE2b-256 (RFC 7693), by libsodium */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <sodium/crypto_generichash.h>
#include <stddef.h>
#include <stdint.h>

#define HASH_BYTES 32
#define HASH_HEX   64

struct hash {
	crypto_generichash_state state;
};

void hash_start(struct hash *);
void hash_add(struct hash *, const void *bytes, size_t n);

/* Hexadecimal digits and a NUL; the state is used up. */
void hash_end(struct hash *, char hex[HASH_HEX + 1]);

void hash_text(const char *text, char hex[HASH_HEX + 1]);

/* 64 bits that tell texts apart, a word at a time; whoever wants two texts with
 * the same ones can make them. */
uint64_t hash_tag(const void *bytes, size_t n);

/* From the start of the file to its end; the offset moves. 0 or E_IO. */
int hash_fd(int fd, char hex[HASH_HEX + 1], int64_t *ret_bytes);

#endif
