/* str.h -- small questions about text */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;

static inline bool str_empty(const char *s)
{
	return !s || !*s;
}

bool str_eq(const char *a, const char *b); /* NULL equals only NULL */
bool str_starts(const char *s, const char *prefix);
bool str_ends(const char *s, const char *suffix);

/*
 * A decimal number, whole, without sign but '-', without white space.
 *
 * Returns 0, or E_FIELD when it is not one or lies outside min..max.
 */
int str_int64(const char *s, int64_t min, int64_t max, int64_t *ret);

/*
 * A size with an optional suffix K, M, G or T (powers of 1024).
 *
 * Returns 0, or E_FIELD.
 */
int str_bytes(const char *s, int64_t *ret);

/* Whether n bytes are valid UTF-8 without control characters, \n and \t too
 * unless lines is set. */
bool str_utf8_clean(const char *s, size_t n, bool lines);

/*
 * Make text of a stranger fit to be kept: invalid bytes and control
 * characters dropped (newlines kept when lines is set), normalised to NFC,
 * white space at the ends trimmed, cut at max_chars characters.
 *
 * Returns the text in the pool, "" when nothing is left.
 */
const char *str_tidy(struct pool *, const char *s, size_t n, size_t max_chars,
		     bool lines);

/* The decimal digits of a number and a NUL, at the end of room; returns where
 * they begin. A page has hundreds, and printf takes its time. */
#define STR_NUMBER 24
const char *str_number(char room[STR_NUMBER], int64_t n);

/* Characters, not bytes, of valid UTF-8. */
size_t str_chars(const char *s);

/* Cut white space at both ends, in place; returns the new start. */
char *str_trim(char *s);

/* Lower-case hexadecimal digits of n bytes, and a NUL, into out[2n + 1]. */
void str_hex(const unsigned char *bytes, size_t n, char *out);

#endif
