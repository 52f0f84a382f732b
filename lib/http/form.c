/* form.c -- urlencoded pairs into declared fields, and their checkers */
#include "http/form.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "http/url.h"

#include <inttypes.h>
#include <string.h>

void form_init(struct form *f, struct pool *mem, const struct field *fields)
{
	int n = 0;

	while (fields && fields[n].name)
		n++;
	*f = (struct form){
		.mem = mem,
		.fields = fields,
		.count = n,
		.values = pool_array(mem, (size_t)n + 1, sizeof(struct value)),
	};
	for (int i = 0; i < n; i++)
		f->values[i].text = "";
}

/* A blank is no part of what FIELD_MANY is for. */
static void append(struct form *f, struct value *v, const char *bytes, size_t n)
{
	v->text = pool_fmt(f->mem, "%s %.*s", v->text, (int)n, bytes);
	v->bytes = strlen(v->text);
}

void form_put(struct form *f, const char *name, const char *bytes, size_t n)
{
	for (int i = 0; i < f->count; i++) {
		if (strcmp(f->fields[i].name, name) != 0)
			continue;
		if (f->fields[i].flags & FIELD_MANY && f->values[i].sent) {
			append(f, &f->values[i], bytes, n);
			continue;
		}
		f->values[i] = (struct value){
			.text = pool_dup_n(f->mem, bytes, n),
			.bytes = n,
			.sent = 1,
		};
	}
}

static void put_pair(struct form *f, char *pair, size_t n)
{
	char *eq = memchr(pair, '=', n);
	size_t name_len = eq ? (size_t)(eq - pair) : n;
	char *value = eq ? eq + 1 : pair + n;
	size_t len = eq ? n - name_len - 1 : 0;
	char *name;

	name_len = url_decode(pair, name_len, 1);
	name = pool_dup_n(f->mem, pair, name_len);
	if (strlen(name) != name_len)
		return;
	len = url_decode(value, len, 1);
	form_put(f, name, value, len);
}

int form_urlencoded(struct form *f, char *text, size_t n)
{
	size_t at = 0;
	int pairs = 0;

	while (at < n) {
		char *amp = memchr(text + at, '&', n - at);
		size_t len = amp ? (size_t)(amp - text) - at : n - at;

		if (++pairs > FORM_MAX_PAIRS)
			return err(E_REQUEST, "more than %d fields were sent",
				   FORM_MAX_PAIRS);
		if (len)
			put_pair(f, text + at, len);
		at += len + 1;
	}
	return 0;
}

static int check_one(struct form *f, int i)
{
	const struct field *field = &f->fields[i];
	struct value *v = &f->values[i];
	int rc = field->check(f->mem, field, v);

	if (rc < 0)
		return rc;
	if (!*v->text && !(field->flags & FIELD_OPTIONAL))
		return err(E_FIELD, "The %s is missing.", field->label);
	return 0;
}

int form_check(struct form *f)
{
	const char *sentence = NULL;
	int first = 0;

	for (int i = 0; i < f->count; i++) {
		int rc = check_one(f, i);

		if (rc < 0 && !first) {
			first = rc;
			sentence = pool_dup(f->mem, err_text(rc));
		}
	}
	return first ? err(first, "%s", sentence) : 0;
}

const char *form_text(const struct form *f, int field)
{
	return f->values[field].text;
}

int64_t form_number(const struct form *f, int field)
{
	return f->values[field].number;
}

int form_sent(const struct form *f, int field)
{
	return f->values[field].sent;
}

static int too_long(const struct field *field, size_t chars)
{
	if (chars <= field->max)
		return 0;
	return err(E_FIELD,
		   "The %s has %zu characters; at most %zu are possible.",
		   field->label, chars, field->max);
}

static int tidy(struct pool *mem, const struct field *field, struct value *v,
		bool lines)
{
	/* one character more than fits, so that too many are noticed */
	v->text = str_tidy(mem, v->text, v->bytes, field->max + 1, lines);
	v->bytes = strlen(v->text);
	return too_long(field, str_chars(v->text));
}

int field_line(struct pool *mem, const struct field *field, struct value *v)
{
	return tidy(mem, field, v, false);
}

/* Browsers send CRLF between lines; "\r" goes with the other controls. */
int field_text(struct pool *mem, const struct field *field, struct value *v)
{
	return tidy(mem, field, v, true);
}

int field_secret(struct pool *mem, const struct field *field, struct value *v)
{
	if (!str_utf8_clean(v->text, v->bytes, false)) {
		v->text = pool_dup(mem, "");
		return err(E_FIELD, "The %s holds a control character.",
			   field->label);
	}
	return too_long(field, str_chars(v->text));
}

int field_number(struct pool *mem, const struct field *field, struct value *v)
{
	(void)mem;
	if (!*v->text)
		return 0;
	if (str_int64(v->text, 0, (int64_t)field->max, &v->number) < 0)
		return err(E_FIELD, "The %s is not a number from 0 to %zu.",
			   field->label, field->max);
	return 0;
}

int field_numbers(struct pool *mem, const struct field *field, struct value *v)
{
	char *rest = pool_dup(mem, v->text), *word;
	int64_t n;

	v->number = 0;
	if (strlen(v->text) != v->bytes)
		return err(E_FIELD, "The %s is not a number.", field->label);
	while (*v->text && (word = strsep(&rest, " "))) {
		if (str_int64(word, 0, (int64_t)field->max, &n) < 0)
			return err(E_FIELD, "The %s is not a number.",
				   field->label);
		v->number++;
	}
	return 0;
}

int field_flag(struct pool *mem, const struct field *field, struct value *v)
{
	(void)mem;
	(void)field;
	v->number = v->sent;
	v->text = v->sent ? "1" : "";
	return 0;
}

int field_token(struct pool *mem, const struct field *field, struct value *v)
{
	static const char fine[] = "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789-_";

	(void)mem;
	if (v->bytes != strspn(v->text, fine) || v->bytes > field->max) {
		v->text = "";
		return err(E_FIELD, "The %s is damaged; load the page again.",
			   field->label);
	}
	return 0;
}

int field_local(struct pool *mem, const struct field *field, struct value *v)
{
	(void)mem;
	if (strlen(v->text) != v->bytes || v->bytes > field->max ||
	    !url_is_local(v->text))
		v->text = "";
	return 0;
}
