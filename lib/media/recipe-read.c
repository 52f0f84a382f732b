/*
 * recipe-read.c -- read the text of a recipe, by inih
 *
 * inih hands over the lines of a value one by one, but not where they stand,
 * and cuts what is too long for it without a word. So it reads through
 * next_line(), which counts, sees which lines are indented (they go on with
 * the value above), and refuses what would be cut.
 */
#include "media/recipe-part.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

#include <ini.h>
#include <string.h>

enum key_type {
	KEY_TEXT,
	KEY_NAME,
	KEY_NUMBER,
	KEY_BYTES,
	KEY_YES,
	KEY_WHEN,
	KEY_WORDS,    /* any number on a line */
	KEY_LINES,    /* one a line */
	KEY_COMMANDS, /* a key line begins one, the lines below go on */
	KEY_OUT,      /* these two belong to the command above */
	KEY_OPTIONAL,
	KEY_SPECIAL,
};

struct key {
	enum place place;
	const char *name;
	enum key_type type;
	size_t offset;
	int (*special)(struct reading *, const char *value);
};

#define KEY(where, key, how, of, field)                                        \
	{                                                                      \
		where, key, how, offsetof(struct of, field), NULL              \
	}

static const struct key keys[] = {
	KEY(IN_KIND, "title", KEY_TEXT, recipe, title),
	KEY(IN_KIND, "page", KEY_NAME, recipe, page),
	KEY(IN_KIND, "when", KEY_WHEN, recipe, when),
	KEY(IN_KIND, "otherwise", KEY_NAME, recipe, otherwise),
	KEY(IN_FORMAT, "mime", KEY_TEXT, format, mime),
	KEY(IN_FORMAT, "ext", KEY_NAME, format, ext),
	{ IN_FORMAT, "magic", KEY_SPECIAL, 0, take_magic },
	{ IN_FORMAT, "detect", KEY_SPECIAL, 0, take_detect },
	{ IN_OUTPUT, "like", KEY_SPECIAL, 0, take_like },
	{ IN_OUTPUT, "files", KEY_SPECIAL, 0, take_file },
	{ IN_OUTPUT, "facts", KEY_SPECIAL, 0, take_learning },
	{ IN_OUTPUT, "box", KEY_SPECIAL, 0, take_box },
	KEY(IN_OUTPUT, "size", KEY_TEXT, output, size),
	KEY(IN_OUTPUT, "turns", KEY_YES, output, box_turns),
	KEY(IN_OUTPUT, "even", KEY_YES, output, even),
	KEY(IN_OUTPUT, "tell", KEY_LINES, output, tells),
	KEY(IN_OUTPUT, "when", KEY_WHEN, output, when),
	KEY(IN_OUTPUT, "blocks", KEY_WHEN, output, blocks),
	KEY(IN_OUTPUT, "rank", KEY_NUMBER, output, rank),
	KEY(IN_OUTPUT, "heavy", KEY_YES, output, heavy),
	KEY(IN_OUTPUT, "ways", KEY_WORDS, output, order),
	KEY(IN_OUTPUT, "env", KEY_LINES, output, env),
	KEY(IN_OUTPUT, "progress", KEY_TEXT, output, progress),
	KEY(IN_OUTPUT, "stall_s", KEY_NUMBER, output, stall_s),
	KEY(IN_OUTPUT, "spin_s", KEY_NUMBER, output, spin_s),
	KEY(IN_OUTPUT, "wall_s", KEY_NUMBER, output, wall_s),
	KEY(IN_OUTPUT, "memory", KEY_BYTES, output, memory_bytes),
	KEY(IN_OUTPUT, "finish", KEY_COMMANDS, output, finish),
	KEY(IN_OUTPUT, "check", KEY_COMMANDS, output, checks),
	{ IN_OUTPUT, "out", KEY_OUT, 0, NULL },
	{ IN_OUTPUT, "optional", KEY_OPTIONAL, 0, NULL },
	KEY(IN_WAY, "needs", KEY_WORDS, way, needs),
	KEY(IN_WAY, "when", KEY_WHEN, way, when),
	KEY(IN_WAY, "argv", KEY_COMMANDS, way, commands),
	KEY(IN_WAY, "slice", KEY_COMMANDS, way, slice),
	KEY(IN_WAY, "sound", KEY_COMMANDS, way, sound),
	KEY(IN_WAY, "join", KEY_COMMANDS, way, join),
	{ IN_WAY, "out", KEY_OUT, 0, NULL },
	{ IN_WAY, "optional", KEY_OPTIONAL, 0, NULL },
	KEY(IN_WAY, "env", KEY_LINES, way, env),
	KEY(IN_WAY, "reads", KEY_WORDS, way, reads),
	KEY(IN_WAY, "devices", KEY_WORDS, way, devices),
	KEY(IN_WAY, "forks", KEY_YES, way, forks),
	KEY(IN_WAY, "note", KEY_TEXT, way, note),
};

static void *object(struct reading *in)
{
	struct recipe *r = in->recipe;

	switch (in->place) {
	case IN_FORMAT: return &r->formats[r->formats_n - 1];
	case IN_OUTPUT: return &r->outputs[in->output];
	case IN_WAY: return &r->outputs[in->output].ways[in->way];
	case IN_LIST:
	case IN_KIND:
	case IN_NOTHING: break;
	}
	return r;
}

static int take_yes(const char *value, bool *to)
{
	if (!str_eq(value, "yes") && !str_eq(value, "no"))
		return err(E_CONFIG, "'%s' is neither yes nor no", value);
	*to = str_eq(value, "yes");
	return 0;
}

/* `rank` is an int, the others are int64_t. */
static int take_number(const struct key *key, const char *value, void *to)
{
	int64_t n;
	int rc = key->type == KEY_BYTES ? str_bytes(value, &n)
					: str_int64(value, 0, 1000000, &n);

	if (rc < 0)
		return rc;
	if (key->offset == offsetof(struct output, rank))
		*(int *)to = (int)n;
	else
		*(int64_t *)to = n;
	return 0;
}

static int take_words(struct reading *in, struct words *to, const char *value,
		      bool whole)
{
	char **words = words_of(in->mem, value);

	if (!in->indented)
		to->n = 0;
	if (whole && *value) {
		VEC_ADD(in->mem, to->at, to->n, pool_dup(in->mem, value));
		return 0;
	}
	for (; !whole && *words; words++)
		VEC_ADD(in->mem, to->at, to->n, *words);
	return 0;
}

static int take_when(struct reading *in, struct when *to, const char *value)
{
	if (!in->indented)
		to->n = 0;
	return *value ? when_add(in->mem, to, value) : 0;
}

static int take_text(struct reading *in, const char **to, const char *value)
{
	if (in->indented && *to && *value)
		*to = pool_fmt(in->mem, "%s %s", *to, value);
	else
		*to = pool_dup(in->mem, value);
	return 0;
}

static int take_name(struct reading *in, const char **to, const char *value)
{
	if (!recipe_name_ok(value))
		return err(E_CONFIG, "'%s' is not a name", value);
	*to = pool_dup(in->mem, value);
	return 0;
}

/* A command begins on the key line, where blanks part its arguments; each
 * line below is one argument, blanks and all. */
static int take_command(struct reading *in, struct commands *to,
			const char *value)
{
	struct command new = { .line = in->line };

	if (!in->indented) {
		/* what `like` brought goes when the first own one comes */
		if (in->fresh != to) {
			in->fresh = to;
			to->n = 0;
		}
		VEC_ADD(in->mem, to->at, to->n, new);
	}
	in->command = &to->at[to->n - 1];
	return take_args(in, &in->command->args, value, !in->indented);
}

static int take_command_word(struct reading *in, const struct key *key,
			     const char *value)
{
	if (!in->command)
		return err(E_CONFIG, "'%s' stands below no command", key->name);
	if (key->type == KEY_OPTIONAL)
		return take_yes(value, &in->command->optional);
	in->command->out = pool_dup(in->mem, value);
	return 0;
}

static int take_key(struct reading *in, const struct key *key,
		    const char *value)
{
	void *to = (char *)object(in) + key->offset;

	switch (key->type) {
	case KEY_TEXT: return take_text(in, to, value);
	case KEY_NAME: return take_name(in, to, value);
	case KEY_NUMBER:
	case KEY_BYTES: return take_number(key, value, to);
	case KEY_YES: return take_yes(value, to);
	case KEY_WHEN: return take_when(in, to, value);
	case KEY_WORDS: return take_words(in, to, value, false);
	case KEY_LINES: return take_words(in, to, value, true);
	case KEY_COMMANDS: return take_command(in, to, value);
	case KEY_OUT:
	case KEY_OPTIONAL: return take_command_word(in, key, value);
	case KEY_SPECIAL: break;
	}
	return key->special(in, value);
}

static int take_list_line(struct reading *in, const char *name,
			  const char *value)
{
	struct recipe *r = in->recipe;
	struct list new = { .name = pool_dup(in->mem, name) };

	if (!in->indented) {
		if (!recipe_name_ok(name) || recipe_list(r, name))
			return err(E_CONFIG, "a list cannot be called '%s'%s",
				   name, recipe_list(r, name) ? " twice" : "");
		VEC_ADD(in->mem, r->lists, r->lists_n, new);
	}
	return take_args(in, &r->lists[r->lists_n - 1].args, value,
			 !in->indented);
}

static int take_line(struct reading *in, const char *section, const char *name,
		     const char *value)
{
	if (in->section_line != in->last_section) {
		int rc = open_section(in, section);

		if (rc < 0) {
			in->line = in->section_line;
			return rc;
		}
		in->last_section = in->section_line;
	}
	if (in->indented && !in->keyed)
		return err(E_CONFIG, "the line is indented below no key");
	in->keyed = true;
	if (in->place == IN_LIST)
		return take_list_line(in, name, value);
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (keys[i].place == in->place && str_eq(keys[i].name, name))
			return take_key(in, &keys[i], value);
	return err(E_CONFIG, "there is no key '%s' in [%s]", name, section);
}

static int handle(void *user, const char *section, const char *name,
		  const char *value)
{
	struct reading *in = user;

	if (in->rc == 0)
		in->rc = take_line(in, section, name, value);
	return in->rc == 0;
}

static int check_bytes(const char *line, size_t n)
{
	if (n > RECIPE_LINE_MAX)
		return err(E_CONFIG,
			   "the line has %zu bytes, %d at most can be read", n,
			   RECIPE_LINE_MAX);
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)line[i] < ' ' && line[i] != '\t')
			return err(E_CONFIG, "the line has a control byte");
	return 0;
}

/* line: ends in NUL, and went through check_bytes(). */
static int check_line(const char *line)
{
	if (*line == ';' || *line == '#')
		return 0;
	for (const char *at = line; (at = strchr(at, ';')); at++)
		if (at > line && (at[-1] == ' ' || at[-1] == '\t'))
			return err(E_CONFIG, "' ;' would begin a comment, also "
					     "within a value: write it "
					     "without the blank");
	if (!strchr(" \t", *line) && strcspn(line, "=:]") > RECIPE_NAME_MAX)
		return err(E_CONFIG, "the name has more than %d bytes",
			   RECIPE_NAME_MAX);
	return 0;
}

/* What fgets() is to a file; NULL at the end and after the first error. */
static char *next_line(char *to, int room, void *user)
{
	struct reading *in = user;
	const char *feed;
	size_t n;

	if (in->rc < 0 || in->at >= in->end)
		return NULL;
	feed = memchr(in->at, '\n', (size_t)(in->end - in->at));
	n = (size_t)((feed ? feed : in->end) - in->at);
	if (++in->line > RECIPE_LINES_MAX)
		in->rc = err(E_CONFIG, "more than %d lines", RECIPE_LINES_MAX);
	else
		in->rc = check_bytes(in->at, n);
	if (in->rc < 0 || (int)n + 2 > room)
		return NULL;
	memcpy(to, in->at, n);
	to[n] = '\0';
	in->rc = check_line(to);
	if (n && !strchr(";#", *to))
		hash_add(&in->hash, in->at, n + (feed ? 1 : 0));
	in->indented = *to == ' ' || *to == '\t';
	if (*to == '[')
		in->section_line = in->line;
	memcpy(to + n, "\n", 2);
	in->at += n + (feed ? 1 : 0);
	return in->rc < 0 ? NULL : to;
}

int recipe_parse(struct pool *mem, const char *file, const char *text, size_t n,
		 struct recipe *ret)
{
	struct recipe r = { .file = pool_dup(mem, file) };
	struct reading in = {
		.mem = mem, .recipe = &r, .at = text, .end = text + n
	};
	int bad, rc;

	r.name = recipe_kind_of_file(mem, file);
	if (!recipe_name_ok(r.name))
		return err(E_CONFIG,
			   "%s: the name of a recipe is a word of "
			   "small letters and .ini",
			   file);
	if (n > RECIPE_BYTES_MAX)
		return err(E_CONFIG, "%s: more than %d bytes", file,
			   RECIPE_BYTES_MAX);
	hash_start(&in.hash);
	bad = ini_parse_stream(next_line, &in, handle, &in);
	if (in.rc < 0)
		return err_add(in.rc, "%s:%d", file, in.line);
	if (bad)
		return err(E_CONFIG, "%s:%d: neither [section] nor key = value",
			   file, bad);
	rc = recipe_check(mem, &r);
	if (rc < 0)
		return rc;
	hash_end(&in.hash, r.hash);
	*ret = r;
	return 0;
}
