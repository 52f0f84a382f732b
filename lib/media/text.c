/* text.c -- check and fill in {placeholders} */
#include "media/text.h"
#include "base/err.h"

#include <stdio.h>
#include <string.h>

enum {
	DEPTH_MAX = 4,
	NAME_ROOM = 48
};

static const char name_bytes[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
static const char safe_bytes[] = "abcdefghijklmnopqrstuvwxyz"
				 "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._=,-";

struct walk {
	const char *at;
	const struct vars *vars; /* NULL: only look whether it can be read */
	struct buf *out;
};

static int put_value(struct walk *w, const char *name)
{
	const char *value = w->vars ? var_get(w->vars, name) : NULL;

	if (!value)
		return 0;
	if (strspn(value, safe_bytes) != strlen(value))
		return err(E_FORMAT,
			   "the fact %s is '%.60s', which cannot be "
			   "part of a command",
			   name, value);
	buf_str(w->out, value);
	return 0;
}

static int take_name(struct walk *w, char name[NAME_ROOM])
{
	size_t n = strspn(w->at, name_bytes);

	if (!n || n >= NAME_ROOM)
		return err(E_CONFIG, "no name after '{' at '%.20s'", w->at);
	memcpy(name, w->at, n);
	name[n] = '\0';
	w->at += n;
	if (!var_known(name) || fact_foreign(name))
		return err(E_CONFIG, "there is no {%s}", name);
	return 0;
}

static int walk(struct walk *w, bool live, int depth);

/* From behind '{' to behind its '}'. */
static int placeholder(struct walk *w, bool live, int depth)
{
	char name[NAME_ROOM];
	int rc = take_name(w, name);
	char mark = *w->at;

	if (rc < 0)
		return rc;
	if (mark == '?' || mark == '!') {
		bool held = w->vars && var_true(w->vars, name);

		w->at++;
		rc = walk(w, live && held == (mark == '?'), depth + 1);
	} else if (live) {
		rc = put_value(w, name);
	}
	if (rc < 0)
		return rc;
	if (*w->at != '}')
		return err(E_CONFIG, "'{%s' has no '}'", name);
	w->at++;
	return 0;
}

static int walk(struct walk *w, bool live, int depth)
{
	if (depth > DEPTH_MAX)
		return err(E_CONFIG, "more than %d braces in each other",
			   DEPTH_MAX);
	while (*w->at) {
		int rc;

		if (*w->at == '}' && depth)
			return 0;
		if (*w->at == '}')
			return err(E_CONFIG, "'}' without '{'");
		if (*w->at != '{') {
			if (live && w->out)
				buf_char(w->out, *w->at);
			w->at++;
			continue;
		}
		w->at++;
		rc = placeholder(w, live, depth);
		if (rc < 0)
			return rc;
	}
	return 0;
}

int text_check(const char *text)
{
	struct walk w = { .at = text };

	return walk(&w, false, 0);
}

int text_expand(struct buf *out, const struct vars *vars, const char *text)
{
	struct walk w = { .at = text, .vars = vars, .out = out };

	return walk(&w, true, 0);
}
