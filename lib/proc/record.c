/*
 * record.c -- the lines that spec, start and exit are made of
 *
 * Strict in both directions: what is printed is held against the same table
 * as what is read, so that no record gets to disk that cannot be read back.
 */
#include "proc/record.h"
#include "base/base.h"
#include "base/err.h"
#include "base/fault.h"
#include "base/io.h"
#include "base/str.h"
#include "proc/record-line.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define RECORD_FORMAT 1

int record_number(const char *text, int64_t min, int64_t max, int64_t *ret)
{
	if (str_int64(text, min, max, ret) < 0)
		return err(E_FORMAT,
			   "'%.40s' is no number within %lld and %lld", text,
			   (long long)min, (long long)max);
	return 0;
}

static bool plain(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			return false;
	}
	return true;
}

int record_put(struct buf *out, const char *name, const char *value, size_t max)
{
	size_t len = strlen(value);

	if (len == 0 || len > max || !plain(value, len))
		return err(E_FORMAT, "%s cannot be put into one line", name);
	buf_fmt(out, "%s=%s\n", name, value);
	return 0;
}

bool record_name_ok(const char *name)
{
	size_t len = strlen(name);

	if (len == 0 || len > RECORD_FILE_NAME_MAX || name[0] == '.' ||
	    name[0] == '_' || name[0] == '-')
		return false;
	return strspn(name, "abcdefghijklmnopqrstuvwxyz"
			    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") == len;
}

static int text_in(const struct record_field *f, const char *value,
		   const char **ret)
{
	if (strlen(value) > (size_t)f->max)
		return err(E_FORMAT, "longer than %lld bytes",
			   (long long)f->max);
	*ret = value;
	return 0;
}

static int bool_in(const char *value, bool *ret)
{
	*ret = strcmp(value, "yes") == 0;
	if (!*ret && strcmp(value, "no") != 0)
		return err(E_FORMAT, "neither yes nor no");
	return 0;
}

static int verdict_in(const char *value, enum verdict *ret)
{
	for (int v = 0; v < VERDICT_N; v++) {
		if (strcmp(verdict_name(v), value) == 0) {
			*ret = v;
			return 0;
		}
	}
	return err(E_FORMAT, "no verdict '%.40s'", value);
}

static int field_in(const struct record_field *f, void *rec, const char *value)
{
	char *at = (char *)rec + f->offset;
	int64_t n = 0;
	int rc;

	switch (f->type) {
	case FIELD_TEXT: return text_in(f, value, (const char **)at);
	case FIELD_BOOL: return bool_in(value, (bool *)at);
	case FIELD_VERDICT: return verdict_in(value, (enum verdict *)at);
	case FIELD_I64:
	case FIELD_INT: break;
	}
	rc = record_number(value, f->min, f->max, &n);
	if (rc < 0)
		return rc;
	if (f->type == FIELD_INT)
		*(int *)at = (int)n;
	else
		*(int64_t *)at = n;
	return 0;
}

static int number_out(const struct record_field *f, int64_t n, struct buf *out)
{
	if (n < f->min || n > f->max)
		return err(E_FORMAT, "%s: %lld is not within %lld and %lld",
			   f->name, (long long)n, (long long)f->min,
			   (long long)f->max);
	if (n != 0 || f->required)
		buf_fmt(out, "%s=%lld\n", f->name, (long long)n);
	return 0;
}

static int field_out(const struct record_field *f, const void *rec,
		     struct buf *out)
{
	const char *at = (const char *)rec + f->offset;
	size_t max = RECORD_TEXT_MAX;
	const char *text;

	switch (f->type) {
	case FIELD_I64: return number_out(f, *(const int64_t *)at, out);
	case FIELD_INT: return number_out(f, *(const int *)at, out);
	case FIELD_BOOL:
		text = *(const bool *)at ? "yes" : f->required ? "no" : NULL;
		break;
	case FIELD_VERDICT:
		text = verdict_name(*(const enum verdict *)at);
		break;
	case FIELD_TEXT:
	default:
		text = *(const char *const *)at;
		max = (size_t)f->max;
		break;
	}
	if (!text && f->required)
		return err(E_FORMAT, "%s is missing", f->name);
	return text ? record_put(out, f->name, text, max) : 0;
}

/* Cut the next line off *at, which has at least one; NULL in ret_value: none */
static int line_cut(char **at, const char **ret_name, const char **ret_value)
{
	char *line = *at;
	char *nl = strchr(line, '\n');
	char *eq;

	if (!nl)
		return err(E_FORMAT, "the last line has no end");
	*nl = '\0';
	*at = nl + 1;
	if (!plain(line, (size_t)(nl - line)))
		return err(E_FORMAT, "a byte that is not text");
	eq = strchr(line, '=');
	if (eq)
		*eq = '\0';
	*ret_name = line;
	*ret_value = eq ? eq + 1 : NULL;
	return eq && eq[1] == '\0' ? err(E_FORMAT, "%.40s= is empty", line) : 0;
}

static int head_in(const struct record_type *t, char **at)
{
	char want[64];
	const char *line, *value, *number;
	int64_t format;
	int rc;

	rc = line_cut(at, &line, &value);
	if (rc < 0)
		return rc;
	snprintf(want, sizeof(want), "gremlin %s ", t->name);
	if (value || strncmp(line, want, strlen(want)) != 0)
		return err(E_FORMAT, "it does not begin with '%s%d'", want,
			   RECORD_FORMAT);
	number = line + strlen(want);
	rc = record_number(number, 1, INT32_MAX, &format);
	if (rc < 0)
		return rc;
	if (format > RECORD_FORMAT)
		return err(E_FORMAT, "format %s is of a newer release", number);
	return 0;
}

static int line_in(const struct record_type *t, struct pool *mem, void *rec,
		   const char *name, const char *value, uint64_t *seen)
{
	for (int i = 0; i < t->fields_n; i++) {
		if (strcmp(t->fields[i].name, name) != 0)
			continue;
		if (!value)
			return err(E_FORMAT, "%s without a value", name);
		if (*seen & (uint64_t)1 << i)
			return err(E_FORMAT, "%s stands there twice", name);
		*seen |= (uint64_t)1 << i;
		return field_in(&t->fields[i], rec, value);
	}
	if (!t->line)
		return err(E_FORMAT, "unknown name '%.40s'", name);
	return t->line(mem, rec, name, value);
}

static int all_required(const struct record_type *t, uint64_t seen)
{
	for (int i = 0; i < t->fields_n; i++) {
		if (t->fields[i].required && !(seen & (uint64_t)1 << i))
			return err(E_FORMAT, "%s is missing",
				   t->fields[i].name);
	}
	return 0;
}

static int lines_in(const struct record_type *t, struct pool *mem, char *at,
		    void *rec, int *ret_line)
{
	const char *name, *value;
	uint64_t seen = 0;
	int rc;

	*ret_line = 1;
	rc = head_in(t, &at);
	while (rc == 0) {
		++*ret_line;
		rc = line_cut(&at, &name, &value);
		if (rc == 0 && !value && strcmp(name, "end") == 0)
			break;
		if (rc == 0)
			rc = line_in(t, mem, rec, name, value, &seen);
	}
	if (rc < 0)
		return rc;
	if (*at)
		return err(E_FORMAT, "something follows the end");
	rc = all_required(t, seen);
	return rc < 0 || !t->check ? rc : t->check(rec);
}

int record_parse(const struct record_type *t, struct pool *mem,
		 const char *text, size_t len, void *ret)
{
	int line = 0, rc;

	if (len > RECORD_BYTES_MAX)
		return err(E_FORMAT, "%s: longer than %d bytes", t->name,
			   RECORD_BYTES_MAX);
	if (memchr(text, '\0', len))
		return err(E_FORMAT, "%s: a NUL byte", t->name);
	rc = lines_in(t, mem, pool_dup_n(mem, text, len), ret, &line);
	return rc < 0 ? err_add(rc, "%s, line %d", t->name, line) : 0;
}

int record_print(const struct record_type *t, const void *rec, struct buf *out)
{
	int rc = 0;

	buf_fmt(out, "gremlin %s %d\n", t->name, RECORD_FORMAT);
	for (int i = 0; i < t->fields_n && rc == 0; i++)
		rc = field_out(&t->fields[i], rec, out);
	if (rc == 0 && t->print)
		rc = t->print(rec, out);
	if (rc == 0 && t->check)
		rc = t->check(rec);
	if (rc < 0)
		return err_add(rc, "%s", t->name);
	buf_str(out, "end\n");
	if (out->len > RECORD_BYTES_MAX)
		return err(E_FORMAT, "%s: longer than %d bytes", t->name,
			   RECORD_BYTES_MAX);
	return out->rc;
}

int record_read(const struct record_type *t, int dir, struct pool *mem,
		void *ret)
{
	char *text;
	size_t len;
	int rc;

	rc = io_read_file(mem, dir, t->name, RECORD_BYTES_MAX, &text, &len);
	if (rc == E_LARGE)
		return err(E_FORMAT, "%s: longer than %d bytes", t->name,
			   RECORD_BYTES_MAX);
	return rc < 0 ? rc : record_parse(t, mem, text, len, ret);
}

/* Whole under its name, but not synced: a crash may leave it empty. */
static int write_quick(int dir, const char *name, const struct buf *text)
{
	char tmp[64];
	int rc;

	snprintf(tmp, sizeof(tmp), "%s.tmp", name);
	_cleanup_(fd_done) int fd = openat(
		dir, tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_sys("create %s", tmp);
	rc = io_write(fd, text->at, text->len);
	if (rc < 0)
		return err_add(rc, "%s", tmp);
	if (FAULT("record") || renameat(dir, tmp, dir, name) < 0)
		return err_sys("rename %s to %s", tmp, name);
	return 0;
}

int record_write(const struct record_type *t, int dir, const void *rec,
		 bool durable)
{
	_cleanup_(buf_done) struct buf text = { .max_bytes =
							2 * RECORD_BYTES_MAX };
	int rc;

	rc = record_print(t, rec, &text);
	if (rc < 0)
		return rc;
	if (durable)
		return io_write_file(dir, t->name, text.at, text.len, 0600);
	return write_quick(dir, t->name, &text);
}
