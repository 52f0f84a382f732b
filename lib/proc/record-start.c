/* record-start.c -- who runs an attempt, and since when */
#include "base/base.h"
#include "proc/record-line.h"

#define TICKS_MAX  INT64_MAX
#define PID_MAX	   INT32_MAX

#define AT(member) offsetof(struct start, member)

static const struct record_field start_fields[] = {
	{ "id", FIELD_TEXT, AT(id), 1, RECORD_ID_MAX, true },
	{ "host", FIELD_TEXT, AT(host), 1, RECORD_TEXT_MAX, true },
	{ "boot", FIELD_TEXT, AT(boot), 1, RECORD_ID_MAX, true },
	{ "runner_pid", FIELD_INT, AT(runner_pid), 1, PID_MAX, true },
	{ "runner_started", FIELD_I64, AT(runner_started), 0, TICKS_MAX, true },
	{ "child_pid", FIELD_INT, AT(child_pid), 1, PID_MAX, true },
	{ "child_started", FIELD_I64, AT(child_started), 0, TICKS_MAX, true },
	{ "sandbox", FIELD_TEXT, AT(sandbox), 1, RECORD_TEXT_MAX, true },
};

static const struct record_type start_type = {
	.name = "start",
	.fields = start_fields,
	.fields_n = ARRAY_LEN(start_fields),
};

int start_parse(struct pool *mem, const char *text, size_t len,
		struct start *ret)
{
	struct start st = { 0 };
	int rc = record_parse(&start_type, mem, text, len, &st);

	if (rc == 0)
		*ret = st;
	return rc;
}

int start_print(const struct start *st, struct buf *out)
{
	return record_print(&start_type, st, out);
}

int start_read(int dir, struct pool *mem, struct start *ret)
{
	struct start st = { 0 };
	int rc = record_read(&start_type, dir, mem, &st);

	if (rc == 0)
		*ret = st;
	return rc;
}

int start_write(int dir, const struct start *st)
{
	return record_write(&start_type, dir, st, false);
}
