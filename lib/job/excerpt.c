/*
 * excerpt.c -- the last lines of a log, for the person who sent the file
 *
 * What a log says was written by programs about a stranger's bytes, and shows
 * it to whoever sent those: neither is to be trusted with the other.
 */
#include "job/excerpt.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/pool.h"
#include "base/str.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#define LINE_CHARS 200
#define ADDRESS	   " @ 0x"
#define ENDS_PATH  " \t'\",;()[]<>|"
#define CSI	   "\033["
#define WORK	   "/content/work/"

struct line {
	const char *text;
	int times;
};

/* A ring: the last lines, each of them once. */
struct tail {
	struct pool *mem;
	struct line at[EXCERPT_LINES];
	int n;
};

/* Remove what stands between the two, which lie in one string. */
static void cut(char *from, const char *to)
{
	memmove(from, to, strlen(to) + 1);
}

/* From the start each time: what is cut may bring another one together. */
static void cut_all(char *text, const char *what)
{
	char *at;

	while ((at = strstr(text, what)))
		cut(at, at + strlen(what));
}

/* The attempt's folder, and the site's. */
static void cut_folders(struct pool *p, char *text, const char *dir)
{
	const char *work = strstr(dir, WORK);

	cut_all(text, pool_fmt(p, "%s/", dir));
	if (work && work > dir)
		cut_all(text, pool_fmt(p, "%.*s/", (int)(work - dir), dir));
}

/* "[mov @ 0x55d0c8e3a740]" differs from run to run and tells nobody anything */
static void cut_addresses(char *text)
{
	while ((text = strstr(text, ADDRESS))) {
		size_t n = strlen(ADDRESS);

		cut(text, text + n + strspn(text + n, "0123456789abcdef"));
	}
}

/* A path begins where no word goes on. */
static bool begins_path(const char *text, const char *at)
{
	return *at == '/' && at[1] && !strchr(ENDS_PATH, at[1]) &&
	       (at == text ||
		(!isalnum((unsigned char)at[-1]) && !strchr("._-~%/", at[-1])));
}

static void shorten_paths(char *text)
{
	for (char *at = text; *at; at++) {
		char *end = at + strcspn(at, ENDS_PATH), *last = at;

		if (!begins_path(text, at))
			continue;
		for (char *slash = at; slash < end; slash++)
			if (*slash == '/' && slash + 1 < end)
				last = slash + 1;
		cut(at, last);
	}
}

/* U+200B to U+200F, U+202A to U+202E, U+2060 to U+206F, U+FEFF */
static bool is_unseen(const unsigned char *at)
{
	if (at[0] == 0xef && at[1] == 0xbb && at[2] == 0xbf)
		return true;
	if (at[0] != 0xe2)
		return false;
	return (at[1] == 0x80 && ((at[2] >= 0x8b && at[2] <= 0x8f) ||
				  (at[2] >= 0xaa && at[2] <= 0xae))) ||
	       (at[1] == 0x81 && at[2] >= 0xa0 && at[2] <= 0xaf);
}

static void cut_unseen(char *text)
{
	while (*text)
		if (is_unseen((const unsigned char *)text))
			cut(text, text + 3);
		else
			text++;
}

static void cut_colours(char *text)
{
	while ((text = strstr(text, CSI))) {
		size_t n = strlen(CSI);

		n += strspn(text + n, "0123456789;");
		cut(text, text + n + (text[n] != '\0'));
	}
}

/* text: n bytes without a line's end. */
static const char *clean(struct pool *p, const char *text, size_t n,
			 const char *dir)
{
	char *raw = pool_dup_n(p, text, n), *line;

	for (size_t i = 0; i < n; i++)
		if (!raw[i])
			raw[i] = ' ';
	cut_colours(raw);
	line = pool_dup(p, str_tidy(p, raw, strlen(raw), SIZE_MAX, false));
	cut_unseen(line);
	cut_folders(p, line, dir);
	cut_addresses(line);
	shorten_paths(line);
	return str_tidy(p, line, strlen(line), LINE_CHARS, false);
}

static void add(struct tail *t, const char *text)
{
	struct line *last = t->n ? &t->at[t->n - 1] : NULL;

	if (!*text)
		return;
	if (last && str_eq(last->text, text)) {
		last->times++;
		return;
	}
	if (t->n == EXCERPT_LINES) {
		memmove(t->at, t->at + 1, sizeof(t->at) - sizeof(t->at[0]));
		t->n--;
	}
	t->at[t->n++] = (struct line){ text, 1 };
}

static void add_lines(struct tail *t, const char *log, size_t n,
		      const char *dir)
{
	while (n) {
		size_t k = 0;

		while (k < n && log[k] != '\n' && log[k] != '\r')
			k++;
		add(t, clean(t->mem, log, k, dir));
		k += k < n;
		log += k;
		n -= k;
	}
}

static const char *print(struct pool *p, const struct line *l)
{
	return l->times == 1 ? l->text
			     : pool_fmt(p, "%s (%d times)", l->text, l->times);
}

/* From the last one backwards as many as there is room for. */
static const char *join(const struct tail *t)
{
	_cleanup_(buf_done) struct buf b = { 0 };
	const char *lines[EXCERPT_LINES];
	size_t bytes = 0;
	int first = t->n;

	while (first > 0) {
		lines[first - 1] = print(t->mem, &t->at[first - 1]);
		bytes += strlen(lines[first - 1]) + 1;
		if (bytes > EXCERPT_BYTES)
			break;
		first--;
	}
	for (int i = first; i < t->n; i++)
		buf_fmt(&b, "%s%s", i > first ? "\n" : "", lines[i]);
	return pool_dup(t->mem, buf_text(&b));
}

const char *excerpt(struct pool *p, const char *log, size_t n, const char *dir,
		    const char *message)
{
	struct tail t = { .mem = p };
	const char *said;

	add_lines(&t, log, n, dir);
	if (message) {
		said = clean(p, message, strlen(message), dir);
		if (!t.n || !strstr(t.at[t.n - 1].text, said))
			add(&t, said);
	}
	return join(&t);
}
