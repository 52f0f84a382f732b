/* base.h -- the few macros that every file may use */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Run done(&variable) when the variable goes out of scope. Only for what the
 * kernel or a library holds; the zero value (for descriptors -1) is valid.
 */
#define _cleanup_(done) __attribute__((cleanup(done)))

#define ARRAY_LEN(a)	(sizeof(a) / sizeof((a)[0]))

/* Programs are told apart in messages by this; main() sets it first. */
extern const char *program_name;

#define GREMLIN_SCHEMA 1

#endif
