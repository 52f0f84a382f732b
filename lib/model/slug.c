/* slug.c -- a title as it stands in a URL */
#include "model/slug.h"
#include "base/pool.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static bool is_word(utf8proc_int32_t c)
{
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ND: return true;
	default: return false;
	}
}

/* Words joined by one '-', cut after SLUG_MAX_CHARS at the end of one. */
static const char *join_words(struct pool *p, const utf8proc_uint8_t *at)
{
	char *out = pool_alloc(p, strlen((const char *)at) + 1);
	size_t len = 0, chars = 0;
	bool gap = false;

	while (*at && chars < SLUG_MAX_CHARS) {
		utf8proc_int32_t c;
		utf8proc_ssize_t n = utf8proc_iterate(at, -1, &c);

		if (n <= 0)
			break;
		if (!is_word(c)) {
			gap = len > 0;
		} else {
			if (gap)
				out[len++] = '-';
			gap = false;
			memcpy(out + len, at, (size_t)n);
			len += (size_t)n;
			chars++;
		}
		at += n;
	}
	out[len] = '\0';
	return out;
}

const char *slug_of(struct pool *p, const char *title)
{
	utf8proc_uint8_t *folded = NULL;
	const char *slug = "";

	utf8proc_map((const utf8proc_uint8_t *)title, 0, &folded,
		     UTF8PROC_NULLTERM | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
			     UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK |
			     UTF8PROC_IGNORE);
	if (folded)
		slug = join_words(p, folded);
	free(folded);
	return *slug ? slug : "untitled";
}
