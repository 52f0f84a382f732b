/* fuzz.h -- what a fuzz target defines; either main calls it */
#ifndef T_FUZZ_FUZZ_H
#define T_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* Take strangers' bytes; whatever goes wrong must end the program. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* A thing that must hold for any input. */
#define MUST(cond)                                                             \
	do {                                                                   \
		if (!(cond))                                                   \
			__builtin_trap();                                      \
	} while (0)

#endif
