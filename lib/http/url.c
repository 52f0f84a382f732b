/* url.c -- paths to programs, and back: links */
#include "http/url.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/pool.h"
#include "http/req.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define CGI_BIN "/cgi-bin/"

static const struct {
	const char *program;
	const char *pattern;
} table[] = {
#define URL_ROW(name, program, pattern) [URL_##name] = { program, pattern },
	URL_TABLE(URL_ROW)
#undef URL_ROW
};

const char *url_program(enum url which)
{
	return table[which].program;
}

const char *url_pattern(enum url which)
{
	return table[which].pattern;
}

static int is_unreserved(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
	       c == '~';
}

/* At most three bytes for each; returns the end. */
static char *encode(char *to, const char *text, char also)
{
	static const char hex[] = "0123456789ABCDEF";

	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (is_unreserved(c) || (also && *text == also)) {
			*to++ = *text;
			continue;
		}
		*to++ = '%';
		*to++ = hex[c >> 4];
		*to++ = hex[c & 15];
	}
	return to;
}

void url_encode(struct buf *b, const char *text)
{
	char *at = buf_room(b, 3 * strlen(text));

	if (at)
		buf_grew(b, (size_t)(encode(at, text, 0) - at));
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

size_t url_decode(char *text, size_t n, int plus)
{
	size_t to = 0;

	for (size_t i = 0; i < n; i++) {
		char c = text[i];

		if (c == '+' && plus)
			c = ' ';
		if (c == '%' && n - i > 2 && hex_value(text[i + 1]) >= 0 &&
		    hex_value(text[i + 2]) >= 0) {
			c = (char)(hex_value(text[i + 1]) << 4 |
				   hex_value(text[i + 2]));
			i += 2;
		}
		text[to++] = c;
	}
	if (to < n)
		text[to] = '\0';
	return to;
}

/* One "{name}" of the pattern catches up to the next slash. */
static int catch_part(const char **pattern, const char **path, struct req *rq)
{
	const char *name = *pattern + 1;
	size_t name_len = strcspn(name, "}");
	size_t len = strcspn(*path, "/");

	if (!len)
		return 0;
	if (rq) {
		assert(rq->part_count < REQ_PARTS_MAX);
		rq->parts[rq->part_count++] = (struct req_part){
			.name = pool_dup_n(rq->mem, name, name_len),
			.text = pool_dup_n(rq->mem, *path, len),
		};
	}
	*pattern = name + name_len + 1;
	*path += len;
	return 1;
}

int url_match(const char *pattern, const char *path, struct req *rq)
{
	const char *whole = pattern;

	if (rq && !url_match(pattern, path, NULL))
		return 0;
	if (rq)
		rq->part_count = 0;
	while (*pattern) {
		if (*pattern == '{') {
			if (!catch_part(&pattern, &path, rq))
				return 0;
			continue;
		}
		if (*pattern == '/' && !pattern[1] && !*path)
			return pattern == whole;
		if (*pattern++ != *path++)
			return 0;
	}
	if (*path == '/')
		path++;
	return !*path;
}

int url_find(const char *path)
{
	for (int i = 0; i < URL_COUNT; i++)
		if (url_match(table[i].pattern, path, NULL))
			return i;
	return -1;
}

int url_style(const char *word, enum url_style *ret)
{
	static const char *const words[] = {
		[URL_STYLE_AUTO] = "auto",
		[URL_STYLE_PRETTY] = "pretty",
		[URL_STYLE_PLAIN] = "plain",
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (!strcmp(words[i], word)) {
			*ret = (enum url_style)i;
			return 0;
		}
	return err(E_CONFIG,
		   "gremlin.ini: urls = %s; it is auto, pretty or plain", word);
}

static int server_rewrites(const struct req *rq)
{
	return req_is_busybox(rq) || getenv("GREMLIN_PRETTY") ||
	       getenv("REDIRECT_GREMLIN_PRETTY");
}

void urls_init(struct urls *ret, const struct req *rq, enum url_style style)
{
	const char *end = strstr(rq->script, CGI_BIN);
	size_t n = end ? (size_t)(end - rq->script) : 0;
	char *prefix = pool_alloc(rq->mem, 3 * n + 1);

	encode(prefix, pool_dup_n(rq->mem, rq->script, n), '/');
	ret->prefix = prefix;
	ret->pretty = style == URL_STYLE_PRETTY ||
		      (style == URL_STYLE_AUTO && server_rewrites(rq));
}

/* The room was for the longest text: three bytes for each. */
static const char *trimmed(struct pool *mem, const char *link, size_t room,
			   const char *end)
{
	pool_trim(mem, link, room, (size_t)(end - link) + 1);
	return link;
}

static char *fill_pattern(char *to, const char *pattern,
			  const char *const parts[])
{
	while (*pattern) {
		size_t plain = strcspn(pattern, "{");

		to = mempcpy(to, pattern, plain);
		pattern += plain;
		if (!*pattern)
			break;
		assert(*parts);
		to = encode(to, *parts++, 0);
		pattern += strcspn(pattern, "}") + 1;
	}
	assert(!*parts);
	return to;
}

const char *url_make(struct pool *mem, const struct urls *urls, enum url which,
		     const char *const parts[])
{
	const char *program = table[which].program;
	const char *pattern = table[which].pattern;
	size_t room = strlen(urls->prefix) + sizeof(CGI_BIN) + strlen(program) +
		      strlen(pattern) + 2;
	char *link, *to;

	for (const char *const *p = parts; *p; p++)
		room += 3 * strlen(*p);
	link = pool_alloc(mem, room);
	to = stpcpy(link, urls->prefix);
	if (!urls->pretty)
		to = stpcpy(stpcpy(to, CGI_BIN), program);
	if (urls->pretty || which != URL_HOME)
		to = fill_pattern(to, pattern, parts);
	if (urls->pretty && which != URL_HOME)
		*to++ = '/';
	return trimmed(mem, link, room, to);
}

const char *url_again(struct pool *mem, const struct urls *urls, enum url which,
		      const struct req *rq)
{
	const char *parts[REQ_PARTS_MAX + 1] = { NULL };
	struct req own = { .mem = mem };
	const char *link;

	/* no route may have taken its parts */
	url_match(table[which].pattern, rq->path, &own);
	for (int i = 0; i < own.part_count; i++)
		parts[i] = own.parts[i].text;
	link = url_make(mem, urls, which, parts);
	return *rq->query ? pool_fmt(mem, "%s?%s", link, rq->query) : link;
}

const char *url_file(struct pool *mem, const struct urls *urls,
		     const char *path)
{
	size_t room = strlen(urls->prefix) + 2 + 3 * strlen(path);
	char *link = pool_alloc(mem, room);
	char *to = stpcpy(link, urls->prefix);

	*to++ = '/';
	return trimmed(mem, link, room, encode(to, path, '/'));
}

const char *url_below(struct pool *mem, const char *base, const char *name)
{
	size_t n = strlen(base), room = n + 1 + 3 * strlen(name);
	char *link = pool_alloc(mem, room);

	return trimmed(mem, link, room,
		       encode(mempcpy(link, base, n), name, 0));
}

const char *url_query(struct pool *mem, const char *link, const char *name,
		      const char *value)
{
	char *text = pool_alloc(
		mem, strlen(link) + 3 + 3 * strlen(name) + 3 * strlen(value));
	char *to = stpcpy(text, link);

	*to++ = strchr(link, '?') ? '&' : '?';
	to = encode(to, name, 0);
	*to++ = '=';
	encode(to, value, 0);
	return text;
}

int url_is_local(const char *text)
{
	if (text[0] != '/' || text[1] == '/' || text[1] == '\\')
		return 0;
	for (; *text; text++)
		if ((unsigned char)*text < 0x21 || *text == 0x7f ||
		    *text == '\\')
			return 0;
	return 1;
}
