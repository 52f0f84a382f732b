/* settings.c -- gremlin.ini: every key has a default */
#include "base/settings.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/io.h"
#include "base/pool.h"
#include "base/str.h"

#include <ini.h>
#include <stddef.h>
#include <string.h>

#define FILE_BYTES (64 * 1024)

enum setting_type {
	SETTING_TEXT,
	SETTING_WORD,
	SETTING_NUMBER,
	SETTING_BYTES
};

struct setting {
	const char *section, *key;
	enum setting_type type;
	size_t offset;
	const char *def, *help;
};

static const struct setting table[] = {
#define SETTINGS_ROW(section, key, type, field, def, help)                     \
	{ #section, #key, SETTING_##type, offsetof(struct settings, field),    \
	  def,	    help },
	SETTINGS_TABLE(SETTINGS_ROW)
#undef SETTINGS_ROW
};

#define WORDS_MAX 4

/* The words that a WORD may be; who adds one adds its words here. */
static const struct {
	const char *key, *words[WORDS_MAX];
} words[] = {
	{ "urls", { "auto", "pretty", "plain" } },
	{ "registration", { "open", "closed" } },
	{ "redirect", { "auto", "no" } },
	{ "require_sandbox", { "yes", "no" } },
};

struct reading {
	struct pool *pool;
	struct settings *set;
	int rc;
};

static int check_word(struct pool *p, const char *key, const char *value)
{
	const char *list = "";

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (!str_eq(words[i].key, key))
			continue;
		for (int k = 0; k < WORDS_MAX && words[i].words[k]; k++) {
			if (str_eq(words[i].words[k], value))
				return 0;
			list = pool_fmt(p, "%s%s%s", list, k ? " or " : "",
					words[i].words[k]);
		}
	}
	return err(E_CONFIG, "%s is %s, not '%.40s'", key, list, value);
}

static int assign(struct reading *rd, const struct setting *s,
		  const char *value)
{
	char *field = (char *)rd->set + s->offset;
	int rc = 0;

	switch (s->type) {
	case SETTING_NUMBER:
		return str_int64(value, 0, INT32_MAX, (int64_t *)(void *)field);
	case SETTING_BYTES: return str_bytes(value, (int64_t *)(void *)field);
	case SETTING_WORD: rc = check_word(rd->pool, s->key, value); break;
	case SETTING_TEXT: break;
	}
	if (rc < 0)
		return rc;
	*(const char **)(void *)field = pool_dup(rd->pool, value);
	return 0;
}

static const struct setting *setting_find(const char *section, const char *key)
{
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		if (str_eq(table[i].section, section) &&
		    str_eq(table[i].key, key))
			return &table[i];
	return NULL;
}

static int on_entry(void *user, const char *section, const char *key,
		    const char *value)
{
	struct reading *rd = user;
	const struct setting *s = setting_find(section, key);

	if (!s)
		rd->rc = err(E_CONFIG, "unknown key '%.40s' in [%.40s]", key,
			     section);
	else
		rd->rc = assign(rd, s, value);
	return rd->rc == 0;
}

int settings_read(struct pool *p, int dir, struct settings *ret)
{
	struct settings set = { 0 };
	struct reading rd = { .pool = p, .set = &set };
	char *text;
	int rc, line;

	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		rc = assign(&rd, &table[i], table[i].def);
		if (rc < 0)
			return err_add(E_BUG, "default of %s", table[i].key);
	}
	rc = io_read_file(p, dir, "gremlin.ini", FILE_BYTES, &text, NULL);
	if (rc < 0)
		return rc;
	line = ini_parse_string(text, on_entry, &rd);
	if (line && rd.rc == 0)
		return err(E_CONFIG, "gremlin.ini, line %d: not 'key = value'",
			   line);
	if (line) {
		err_add(rd.rc, "gremlin.ini, line %d", line);
		return err(E_CONFIG, "%s", err_text(rd.rc));
	}
	*ret = set;
	return 0;
}

const char *settings_example(struct pool *p)
{
	_cleanup_(buf_done) struct buf b = { 0 };
	const char *section = "";

	buf_str(&b, "; gremlin.ini -- settings of this site; what stands here\n"
		    "; behind a semicolon is the default\n");
	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		if (!str_eq(section, table[i].section))
			buf_fmt(&b, "\n[%s]\n", table[i].section);
		section = table[i].section;
		buf_fmt(&b, "; %s\n;%s = %s\n", table[i].help, table[i].key,
			table[i].def);
	}
	return pool_dup(p, buf_text(&b));
}
