/* 0003-base-str.c -- numbers, sizes and text of strangers */
#include "tap.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/rand.h"
#include "base/hash.h"
#include "base/str.h"

static struct pool pool;

static const char *tidy(const char *s, size_t max, bool lines)
{
	return str_tidy(&pool, s, strlen(s), max, lines);
}

static void numbers(void)
{
	int64_t n = 42;

	is_int(str_int64("17", 0, 100, &n), 0, "a number");
	is_int(n, 17, "its value");
	is_int(str_int64("17x", 0, 100, &n), E_FIELD, "rubbish behind it");
	is_int(str_int64(" 17", 0, 100, &n), E_FIELD, "white space before it");
	is_int(str_int64("", 0, 100, &n), E_FIELD, "nothing");
	is_int(str_int64("101", 0, 100, &n), E_FIELD, "too large");
	is_int(str_int64("99999999999999999999", 0, 100, &n), E_FIELD,
	       "beyond 64 bits");
	is_int(n, 17, "untouched on failure");
	is_int(str_bytes("2K", &n), 0, "a size");
	is_int(n, 2048, "in bytes");
	is_int(str_bytes("9999999999G", &n), E_FIELD, "a size too large");
	is_int(str_bytes("K", &n), E_FIELD, "a suffix alone");
}

static void texts(void)
{
	is_str(tidy("  a\r\nb\tc  ", 99, false), "a b c", "one line");
	is_str(tidy("a\nb", 99, true), "a\nb", "lines stay");
	is_str(tidy("a\xff\xfe"
		    "b",
		    99, false),
	       "ab", "bad bytes go");
	is_str(tidy("x\xe2\x80\xaeg", 99, false), "xg", "overrides go");
	is_str(tidy("e\xcc\x81", 99, false), "\xc3\xa9", "composed");
	is_str(tidy("\xf0\x9f\x98\x80\xf0\x9f\x98\x80", 1, false),
	       "\xf0\x9f\x98\x80", "cut between characters");
	is_int(str_chars("\xc3\xa9x"), 2, "characters are counted");
	ok(!str_utf8_clean("a\0b", 3, true), "NUL is not clean");
	ok(str_utf8_clean("gr\xc3\xbc\xc3\x9f", 6, false), "umlauts are");
	ok(!str_utf8_clean("\xc0\xaf", 2, false), "overlong is not");
}

static void digits(void)
{
	char room[STR_NUMBER];

	is_str(str_number(room, 0), "0", "none");
	is_str(str_number(room, -7), "-7", "a negative one");
	is_str(str_number(room, INT64_MAX), "9223372036854775807", "the last");
	is_str(str_number(room, INT64_MIN), "-9223372036854775808",
	       "the first");
}

int main(void)
{
	char a[RAND_KEY_CHARS + 1], b[RAND_KEY_CHARS + 1], hex[HASH_HEX + 1];

	numbers();
	texts();
	rand_key(a);
	rand_key(b);
	ok(strlen(a) == 22 && strcmp(a, b), "keys are long and differ");
	hash_text("abc", hex);
	is_str(hex,
	       "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c0"
	       "68d52319",
	       "BLAKE2b-256 of abc");
	digits();
	ok(hash_tag("abcdefgh", 8) != hash_tag("abcdefgi", 8), "tags differ");
	ok(hash_tag("", 0) != hash_tag("\0", 1), "also of nothing and a NUL");
	pool_done(&pool);
	return done_testing();
}
