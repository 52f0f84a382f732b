/* rand.h -- random bytes of the kernel, and keys made of them */
#ifndef BASE_RAND_H
#define BASE_RAND_H

#include <stddef.h>

/* 128 random bits in the URL alphabet A-Z a-z 0-9 - _, and a NUL. */
#define RAND_KEY_CHARS 22

/* Fills n bytes; ends the program when the kernel has none to give. */
void rand_bytes(void *out, size_t n);

/* chars characters of the URL alphabet (6 bits each) and a NUL. */
void rand_text(char *out, size_t chars);

static inline void rand_key(char out[RAND_KEY_CHARS + 1])
{
	rand_text(out, RAND_KEY_CHARS);
}

#endif
