/* str.c -- small questions about text */
#include "base/str.h"
#include "base/err.h"
#include "base/pool.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

bool str_eq(const char *a, const char *b)
{
	if (!a || !b)
		return a == b;
	return strcmp(a, b) == 0;
}

bool str_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool str_ends(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);

	return n >= m && memcmp(s + n - m, suffix, m) == 0;
}

int str_int64(const char *s, int64_t min, int64_t max, int64_t *ret)
{
	long long n;
	char *end;

	if (str_empty(s) || (!isdigit((unsigned char)*s) && *s != '-'))
		return err(E_FIELD, "'%.40s' is not a number", s ? s : "");
	errno = 0;
	n = strtoll(s, &end, 10);
	if (errno || *end || end == s)
		return err(E_FIELD, "'%.40s' is not a number", s);
	if (n < min || n > max)
		return err(E_FIELD, "%lld is not between %lld and %lld", n,
			   (long long)min, (long long)max);
	*ret = n;
	return 0;
}

int str_bytes(const char *s, int64_t *ret)
{
	static const char suffixes[] = "KMGT";
	size_t n = s ? strlen(s) : 0;
	const char *suffix;
	char digits[24];
	int64_t value;
	int rc;

	if (!n || n >= sizeof(digits))
		return err(E_FIELD, "'%.40s' is not a size", s ? s : "");
	suffix = strchr(suffixes, toupper((unsigned char)s[n - 1]));
	memcpy(digits, s, n + 1);
	if (suffix)
		digits[n - 1] = '\0';
	rc = str_int64(digits, 0, INT64_MAX, &value);
	if (rc < 0)
		return err(E_FIELD, "'%s' is not a size such as 500M", s);
	for (int k = suffix ? (int)(suffix - suffixes) + 1 : 0; k; k--)
		if (__builtin_mul_overflow(value, 1024, &value))
			return err(E_FIELD, "'%s' is too large a size", s);
	*ret = value;
	return 0;
}

static bool is_control(utf8proc_int32_t c, bool lines)
{
	if (lines && (c == '\n' || c == '\t'))
		return false;
	/* C0, C1, line separators, direction overrides, the BOM */
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 ||
	       c == 0x2029 || (c >= 0x202a && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

bool str_utf8_clean(const char *s, size_t n, bool lines)
{
	const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)s;

	while (n) {
		utf8proc_int32_t c;
		utf8proc_ssize_t k =
			utf8proc_iterate(at, (utf8proc_ssize_t)n, &c);

		if (k <= 0 || is_control(c, lines))
			return false;
		at += k;
		n -= (size_t)k;
	}
	return true;
}

/* Copies what may stay, with a lone or doubled CR made one LF. */
static size_t copy_clean(char *out, const char *s, size_t n, bool lines)
{
	size_t len = 0;

	for (size_t i = 0; i < n;) {
		utf8proc_int32_t c;
		utf8proc_ssize_t k =
			utf8proc_iterate((const utf8proc_uint8_t *)s + i,
					 (utf8proc_ssize_t)(n - i), &c);

		if (k <= 0) {
			i++;
			continue;
		}
		if ((c == '\n' || c == '\t') && !lines)
			out[len++] = ' ';
		if (!is_control(c, lines)) {
			memcpy(out + len, s + i, (size_t)k);
			len += (size_t)k;
		}
		i += (size_t)k;
	}
	out[len] = '\0';
	return len;
}

static void cut_chars(char *s, size_t max_chars)
{
	for (; *s && max_chars; max_chars--)
		do
			s++;
		while (((unsigned char)*s & 0xc0) == 0x80);
	*s = '\0';
}

const char *str_tidy(struct pool *p, const char *s, size_t n, size_t max_chars,
		     bool lines)
{
	char *clean = pool_alloc(p, n + 1);
	utf8proc_uint8_t *nfc;

	copy_clean(clean, s, n, lines);
	nfc = utf8proc_NFC((const utf8proc_uint8_t *)clean);
	if (nfc) {
		clean = pool_dup(p, (const char *)nfc);
		free(nfc);
	}
	clean = str_trim(clean);
	cut_chars(clean, max_chars);
	return str_trim(clean);
}

size_t str_chars(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

char *str_trim(char *s)
{
	char *end;

	while (*s && strchr(" \t\r\n", *s))
		s++;
	end = s + strlen(s);
	while (end > s && strchr(" \t\r\n", end[-1]))
		end--;
	*end = '\0';
	return s;
}

const char *str_number(char room[STR_NUMBER], int64_t n)
{
	char *at = room + STR_NUMBER - 1;
	uint64_t left = n < 0 ? -(uint64_t)n : (uint64_t)n;

	*at = '\0';
	do
		*--at = (char)('0' + left % 10);
	while (left /= 10);
	if (n < 0)
		*--at = '-';
	return at;
}

void str_hex(const unsigned char *bytes, size_t n, char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * n] = '\0';
}
