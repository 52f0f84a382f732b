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

static void encode(struct buf *b, const char *text, char also)
{
	static const char hex[] = "0123456789ABCDEF";

	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (is_unreserved(c) || (also && c == (unsigned char)also)) {
			buf_char(b, *text);
			continue;
		}
		buf_put(b, (char[]){ '%', hex[c >> 4], hex[c & 15] }, 3);
	}
}

void url_encode(struct buf *b, const char *text)
{
	encode(b, text, 0);
}

void url_encode_path(struct buf *b, const char *text)
{
	encode(b, text, '/');
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

static int server_rewrites(const struct req *rq)
{
	return req_is_busybox(rq) || getenv("GREMLIN_PRETTY") ||
	       getenv("REDIRECT_GREMLIN_PRETTY");
}

void urls_init(struct urls *ret, const struct req *rq, enum url_style style)
{
	const char *end = strstr(rq->script, CGI_BIN);
	struct buf b = { 0 };

	ret->pretty = style == URL_STYLE_PRETTY ||
		      (style == URL_STYLE_AUTO && server_rewrites(rq));
	ret->prefix = "";
	if (!end || end == rq->script)
		return;
	url_encode_path(&b, pool_dup_n(rq->mem, rq->script,
				       (size_t)(end - rq->script)));
	ret->prefix = pool_dup(rq->mem, buf_text(&b));
	buf_done(&b);
}

static void fill_pattern(struct buf *b, const char *pattern,
			 const char *const parts[])
{
	while (*pattern) {
		size_t plain = strcspn(pattern, "{");

		buf_put(b, pattern, plain);
		pattern += plain;
		if (!*pattern)
			break;
		assert(*parts);
		url_encode(b, *parts++);
		pattern += strcspn(pattern, "}") + 1;
	}
	assert(!*parts);
}

static const char *finish(struct pool *mem, struct buf *b)
{
	const char *text = pool_dup_n(mem, buf_text(b), b->len);

	buf_done(b);
	return text;
}

const char *url_make(struct pool *mem, const struct urls *urls, enum url which,
		     const char *const parts[])
{
	const char *pattern = table[which].pattern;
	struct buf b = { 0 };

	buf_str(&b, urls->prefix ? urls->prefix : "");
	if (which == URL_HOME && !urls->pretty) {
		buf_str(&b, CGI_BIN "index.cgi");
		return finish(mem, &b);
	}
	if (!urls->pretty) {
		buf_str(&b, CGI_BIN);
		buf_str(&b, table[which].program);
	}
	fill_pattern(&b, pattern, parts);
	if (urls->pretty && which != URL_HOME)
		buf_char(&b, '/');
	return finish(mem, &b);
}

const char *url_file(struct pool *mem, const struct urls *urls,
		     const char *path)
{
	struct buf b = { 0 };

	buf_str(&b, urls->prefix ? urls->prefix : "");
	buf_char(&b, '/');
	url_encode_path(&b, path);
	return finish(mem, &b);
}

const char *url_query(struct pool *mem, const char *link, const char *name,
		      const char *value)
{
	struct buf b = { 0 };

	buf_str(&b, link);
	buf_char(&b, strchr(link, '?') ? '&' : '?');
	url_encode(&b, name);
	buf_char(&b, '=');
	url_encode(&b, value);
	return finish(mem, &b);
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
