/*
 * record-exit.c -- how an attempt ended, and what it made
 *
 * A file that it made stands in one line, `output=BYTES HASH NAME`.
 */
#include "proc/record.h"
#include "base/base.h"
#include "base/err.h"
#include "base/hash.h"
#include "proc/record-line.h"

#include <string.h>

#define SIGNAL_MAX 64
#define AT(member) offsetof(struct exit_record, member)

static const struct record_field exit_fields[] = {
	{ "id", FIELD_TEXT, AT(id), 1, RECORD_ID_MAX, true },
	{ "verdict", FIELD_VERDICT, AT(verdict), 0, 0, true },
	{ "command", FIELD_INT, AT(command), -1, SPEC_COMMANDS_MAX - 1, true },
	{ "status", FIELD_INT, AT(status), -1, 255, true },
	{ "signal", FIELD_INT, AT(signal), 0, SIGNAL_MAX, true },
	{ "ours", FIELD_BOOL, AT(ours), 0, 0, true },
	{ "message", FIELD_TEXT, AT(message), 1, RECORD_TEXT_MAX, false },
	{ "wall_ms", FIELD_I64, AT(wall_ms), 0, INT64_MAX, true },
	{ "cpu_ms", FIELD_I64, AT(cpu_ms), 0, INT64_MAX, true },
	{ "rss_bytes", FIELD_I64, AT(rss_bytes), 0, INT64_MAX, true },
	{ "free_bytes", FIELD_I64, AT(free_bytes), 0, INT64_MAX, true },
	{ "log_from", FIELD_I64, AT(log_from), 0, INT64_MAX, false },
	{ "oom_kills", FIELD_I64, AT(oom_kills), 0, INT64_MAX, false },
};

struct verdict_row {
	const char *name, *text;
	bool counts;
};

static const struct verdict_row verdicts[VERDICT_N] = {
#define VERDICT_ROW(upper, lower, does, meaning)                               \
	[VERDICT_##upper] = { #lower, meaning, does },
	VERDICT_TABLE(VERDICT_ROW)
#undef VERDICT_ROW
};

static const struct verdict_row *row_of(enum verdict v)
{
	return &verdicts[(unsigned)v < VERDICT_N ? v : VERDICT_LOST];
}

const char *verdict_name(enum verdict v)
{
	return row_of(v)->name;
}

const char *verdict_text(enum verdict v)
{
	return row_of(v)->text;
}

bool verdict_counts(enum verdict v)
{
	return row_of(v)->counts;
}

static bool hash_ok(const char *hash)
{
	return hash && strlen(hash) == HASH_HEX &&
	       strspn(hash, "0123456789abcdef") == HASH_HEX;
}

static int output_check(const struct exit_output *o)
{
	if (!o->name || !record_name_ok(o->name) || !hash_ok(o->hash) ||
	    o->bytes < 0)
		return err(E_FORMAT, "output is not BYTES HASH NAME");
	return 0;
}

static int output_in(struct pool *mem, struct exit_record *ex,
		     const char *value)
{
	char *bytes = pool_dup(mem, value);
	char *hash = strchr(bytes, ' ');
	char *name = hash ? strchr(hash + 1, ' ') : NULL;
	struct exit_output o = { 0 }, *list;
	int rc;

	if (!name)
		return err(E_FORMAT, "output is not BYTES HASH NAME");
	*hash++ = '\0';
	*name++ = '\0';
	rc = record_number(bytes, 0, INT64_MAX, &o.bytes);
	if (rc < 0)
		return rc;
	if (ex->outputs_n == EXIT_OUTPUTS_MAX)
		return err(E_FORMAT, "more than %d outputs", EXIT_OUTPUTS_MAX);
	if (!ex->outputs)
		ex->outputs = pool_array(mem, EXIT_OUTPUTS_MAX, sizeof(o));
	o.hash = hash;
	o.name = name;
	memcpy(&list, &ex->outputs, sizeof(list));
	list[ex->outputs_n++] = o;
	return output_check(&o);
}

static int exit_line(struct pool *mem, void *rec, const char *name,
		     const char *value)
{
	if (!value || strcmp(name, "output") != 0)
		return err(E_FORMAT, "unknown name '%.40s'", name);
	return output_in(mem, rec, value);
}

static int outputs_print(const void *rec, struct buf *out)
{
	const struct exit_record *ex = rec;
	int rc;

	for (int i = 0; i < ex->outputs_n; i++) {
		rc = output_check(&ex->outputs[i]);
		if (rc < 0)
			return rc;
		buf_fmt(out, "output=%lld %s %s\n",
			(long long)ex->outputs[i].bytes, ex->outputs[i].hash,
			ex->outputs[i].name);
	}
	return 0;
}

static int exit_check(const void *rec)
{
	const struct exit_record *ex = rec;

	if (!record_name_ok(ex->id))
		return err(E_FORMAT, "'%s' is no name of an attempt", ex->id);
	if (ex->outputs_n > EXIT_OUTPUTS_MAX)
		return err(E_FORMAT, "more than %d outputs", EXIT_OUTPUTS_MAX);
	if (ex->outputs_n && ex->verdict != VERDICT_OK)
		return err(E_FORMAT, "outputs, although the verdict is %s",
			   verdict_name(ex->verdict));
	for (int i = 1; i < ex->outputs_n; i++) {
		if (strcmp(ex->outputs[i - 1].name, ex->outputs[i].name) >= 0)
			return err(E_FORMAT, "outputs are not in order");
	}
	return 0;
}

static const struct record_type exit_type = {
	.name = "exit",
	.fields = exit_fields,
	.fields_n = ARRAY_LEN(exit_fields),
	.line = exit_line,
	.print = outputs_print,
	.check = exit_check,
};

int exit_parse(struct pool *mem, const char *text, size_t len,
	       struct exit_record *ret)
{
	struct exit_record ex = { 0 };
	int rc = record_parse(&exit_type, mem, text, len, &ex);

	if (rc == 0)
		*ret = ex;
	return rc;
}

int exit_print(const struct exit_record *ex, struct buf *out)
{
	return record_print(&exit_type, ex, out);
}

int exit_read(int dir, struct pool *mem, struct exit_record *ret)
{
	struct exit_record ex = { 0 };
	int rc = record_read(&exit_type, dir, mem, &ex);

	if (rc == 0)
		*ret = ex;
	return rc;
}

int exit_write(int dir, const struct exit_record *ex)
{
	return record_write(&exit_type, dir, ex, true);
}
