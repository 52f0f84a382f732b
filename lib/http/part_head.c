/*
 * part_head.c -- Content-Disposition of a part, and what hides in file names
 *
 * How names are written: browsers send UTF-8 bytes and escape only `"`, CR
 * and LF, as %22, %0D and %0A (WHATWG HTML, 4.10.21.8), so that "100%41.jpg"
 * means itself. RFC 7578 lets others percent-encode the whole name: believed
 * where it was ASCII and decodes to UTF-8 that is not. Some send RFC 8187's
 * filename* besides, which wins.
 */
#include "http/part_head.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "http/multipart.h"
#include "http/url.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#define EXTENSION_MAX_BYTES 16

/* Copy a quoted string; p stands behind the first quote. */
static char *take_quoted(char *out, const char **p)
{
	const char *s = *p;

	while (*s && *s != '"') {
		if (s[0] == '\\' && (s[1] == '"' || s[1] == '\\'))
			s++;
		*out++ = *s++;
	}
	*p = *s ? s + 1 : s;
	*out = '\0';
	return out;
}

/* One parameter at p, into name and value, or false at the end. */
static bool take_param(struct pool *mem, const char **p, char **ret_name,
		       char **ret_value)
{
	const char *s = *p + strspn(*p, "; \t");
	size_t n = strcspn(s, "=;");

	if (!*s)
		return false;
	*ret_name = str_trim(pool_dup_n(mem, s, n));
	s += n;
	*ret_value = pool_alloc(mem, strlen(s) + 1);
	if (*s == '=') {
		s += 1 + strspn(s + 1, " \t");
		if (*s == '"') {
			s++;
			take_quoted(*ret_value, &s);
		} else {
			n = strcspn(s, ";");
			memcpy(*ret_value, s, n);
			*ret_value = str_trim(*ret_value);
			s += n;
		}
	}
	*p = s + strcspn(s, ";");
	return true;
}

char *part_head_param(struct pool *mem, const char *header, const char *name)
{
	char *key, *value;

	while (take_param(mem, &header, &key, &value))
		if (!strcasecmp(key, name))
			return value;
	return NULL;
}

static bool is_ascii(const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (text[i] & 0x80)
			return false;
	return true;
}

/* The three escapes of browsers, in place. */
static size_t decode_browser(char *text)
{
	char *to = text;

	for (const char *s = text; *s; s++) {
		char c = *s;

		if (!strncmp(s, "%22", 3))
			c = '"';
		else if (!strncasecmp(s, "%0d", 3))
			c = '\r';
		else if (!strncasecmp(s, "%0a", 3))
			c = '\n';
		if (c != *s)
			s += 2;
		*to++ = c;
	}
	*to = '\0';
	return (size_t)(to - text);
}

static size_t decode_name(struct pool *mem, char *text)
{
	size_t n = strlen(text);
	char *other = pool_dup_n(mem, text, n);
	size_t other_n = url_decode(other, n, 0);

	if (!is_ascii(text, n) || is_ascii(other, other_n) ||
	    !str_utf8_clean(other, other_n, true))
		return decode_browser(text);
	memcpy(text, other, other_n);
	text[other_n] = '\0';
	return other_n;
}

static const char *base_name(const char *name, size_t *n)
{
	for (size_t i = *n; i > 0; i--) {
		if (name[i - 1] != '/' && name[i - 1] != '\\')
			continue;
		*n -= i;
		return name + i;
	}
	return name;
}

const char *filename_tidy(struct pool *mem, const char *name, size_t n)
{
	const char *text, *dot, *extension = "";
	size_t chars = FILENAME_MAX_CHARS;

	name = base_name(name, &n);
	text = str_tidy(mem, name, n, SIZE_MAX, false);
	if (str_chars(text) <= chars)
		return text;
	dot = strrchr(text, '.');
	if (dot && strlen(dot) <= EXTENSION_MAX_BYTES)
		extension = dot;
	chars -= str_chars(extension);
	return pool_fmt(mem, "%s%s",
			str_tidy(mem, text, strlen(text), chars, false),
			extension);
}

/* filename*=UTF-8''a%20b.jpg; NULL where there is none that we can read. */
static const char *extended_name(struct pool *mem, const char *params)
{
	char *text = part_head_param(mem, params, "filename*");
	char *name;

	if (!text || strncasecmp(text, "utf-8'", 6) != 0)
		return NULL;
	name = strchr(text + 6, '\'');
	if (!name)
		return NULL;
	name++;
	return filename_tidy(mem, name, url_decode(name, strlen(name), 0));
}

static int take_disposition(struct pool *mem, const char *value,
			    struct part *ret)
{
	size_t word = strcspn(value, "; \t");
	char *text;

	if (word != 9 || strncasecmp(value, "form-data", 9) != 0)
		return err(E_REQUEST, "a part of the form is not form-data");
	value += word;
	text = part_head_param(mem, value, "name");
	if (text) {
		decode_name(mem, text);
		ret->name = text;
	}
	ret->filename = extended_name(mem, value);
	text = part_head_param(mem, value, "filename");
	if (text && !ret->filename)
		ret->filename =
			filename_tidy(mem, text, decode_name(mem, text));
	return 0;
}

static int take_line(struct pool *mem, char *line, struct part *ret)
{
	char *colon = strchr(line, ':');
	const char *value;

	if (!colon)
		return err(E_REQUEST, "a part of the form has a head without "
				      "a colon");
	*colon = '\0';
	value = str_trim(colon + 1);
	if (!strcasecmp(line, "content-disposition"))
		return take_disposition(mem, value, ret);
	if (!strcasecmp(line, "content-type"))
		ret->type = value;
	return 0;
}

int part_head_parse(struct pool *mem, const char *text, size_t n,
		    struct part *ret)
{
	struct part part = { .name = "", .type = "" };
	const char *end = text + n;

	while (text < end) {
		const char *stop =
			memmem(text, (size_t)(end - text), "\r\n", 2);
		size_t len = (size_t)((stop ? stop : end) - text);
		char *line = pool_dup_n(mem, text, len);
		int rc;

		/* a NUL would hide what stands behind it */
		if (strlen(line) != len)
			return err(E_REQUEST, "a part of the form has a NUL "
					      "byte in its head");
		rc = take_line(mem, line, &part);
		if (rc < 0)
			return rc;
		text += len + 2;
	}
	*ret = part;
	return 0;
}
