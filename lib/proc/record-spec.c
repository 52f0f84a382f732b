/*
 * record-spec.c -- what an attempt is to do, and within what limits
 *
 * `command` opens the next command; `arg`, `out` and `optional` belong to the
 * one opened last. Arrays have room for all that the limits allow, since a
 * spec lives for one attempt only.
 */
#include "proc/record.h"
#include "base/base.h"
#include "base/err.h"
#include "proc/record-line.h"

#include <string.h>

#define SECONDS_MAX (366LL * 24 * 3600)
#define BYTES_MAX   (1LL << 50)
#define US_MAX	    (1LL << 60)

#define AT(member)  offsetof(struct spec, member)

static const struct record_field spec_fields[] = {
	{ "id", FIELD_TEXT, AT(id), 1, RECORD_ID_MAX, true },
	{ "wall_s", FIELD_I64, AT(limits.wall_s), 0, SECONDS_MAX, false },
	{ "cpu_s", FIELD_I64, AT(limits.cpu_s), 0, SECONDS_MAX, false },
	{ "as_bytes", FIELD_I64, AT(limits.as_bytes), 0, BYTES_MAX, false },
	{ "fsize_bytes", FIELD_I64, AT(limits.fsize_bytes), 0, BYTES_MAX,
	  false },
	{ "nofile", FIELD_I64, AT(limits.nofile), 0, 1 << 20, false },
	{ "grace_s", FIELD_I64, AT(limits.grace_s), 0, 3600, false },
	{ "nice", FIELD_INT, AT(limits.nice), 0, 19, false },
	{ "idle_io", FIELD_BOOL, AT(limits.idle_io), 0, 0, false },
	{ "stall_s", FIELD_I64, AT(watch.stall_s), 0, SECONDS_MAX, false },
	{ "spin_s", FIELD_I64, AT(watch.spin_s), 0, SECONDS_MAX, false },
	{ "progress", FIELD_TEXT, AT(watch.progress), 1, RECORD_FILE_NAME_MAX,
	  false },
	{ "total_us", FIELD_I64, AT(watch.total_us), 0, US_MAX, false },
	{ "forks", FIELD_BOOL, AT(forks), 0, 0, false },
	{ "network", FIELD_BOOL, AT(network), 0, 0, false },
	{ "require_sandbox", FIELD_BOOL, AT(require_sandbox), 0, 0, false },
};

/* The lists of single values, all alike. */
static const struct {
	const char *name;
	size_t offset;
} spec_lists[] = {
	{ "env", AT(env) },
	{ "read", AT(reads) },
	{ "device", AT(devices) },
};

/* Append to a NULL-terminated array with room for max, made at first use. */
static int append(struct pool *mem, const char *const **list, int max,
		  const char *value)
{
	const char **at;
	int n = 0;

	if (!*list)
		*list = pool_array(mem, (size_t)max + 1, sizeof(**list));
	while ((*list)[n])
		n++;
	if (n == max)
		return err(E_FORMAT, "more than %d of them", max);
	memcpy(&at, list, sizeof(at)); /* ours, behind a const for readers */
	at[n] = value;
	return 0;
}

static struct spec_command *last_command(const struct spec *sp)
{
	struct spec_command *at;

	memcpy(&at, &sp->commands, sizeof(at));
	return sp->commands_n ? at + sp->commands_n - 1 : NULL;
}

static int command_open(struct pool *mem, struct spec *sp)
{
	if (!sp->commands)
		sp->commands = pool_array(mem, SPEC_COMMANDS_MAX,
					  sizeof(*sp->commands));
	if (sp->commands_n == SPEC_COMMANDS_MAX)
		return err(E_FORMAT, "more than %d commands",
			   SPEC_COMMANDS_MAX);
	sp->commands_n++;
	return 0;
}

static int arg_in(struct pool *mem, struct spec_command *c, const char *value)
{
	if (strlen(value) > RECORD_ARG_MAX)
		return err(E_FORMAT, "an argument longer than %d bytes",
			   RECORD_ARG_MAX);
	c->argc++;
	return append(mem, &c->argv, SPEC_ARGS_MAX, value);
}

static int command_line(struct pool *mem, struct spec_command *c,
			const char *name, const char *value)
{
	if (!c || !value)
		return err(E_FORMAT, "'%.40s' out of place", name);
	if (strcmp(name, "arg") == 0)
		return arg_in(mem, c, value);
	if (strcmp(name, "out") == 0 && !c->out) {
		c->out = value;
		return 0;
	}
	if (strcmp(name, "optional") == 0 && strcmp(value, "yes") == 0) {
		c->optional = true;
		return 0;
	}
	return err(E_FORMAT, "'%.40s' is unknown, or stands there twice", name);
}

static int spec_line(struct pool *mem, void *rec, const char *name,
		     const char *value)
{
	struct spec *sp = rec;

	if (!value && strcmp(name, "command") == 0)
		return command_open(mem, sp);
	for (size_t i = 0; value && i < ARRAY_LEN(spec_lists); i++) {
		if (strcmp(spec_lists[i].name, name) != 0)
			continue;
		if (strlen(value) > RECORD_TEXT_MAX)
			return err(E_FORMAT, "longer than %d bytes",
				   RECORD_TEXT_MAX);
		return append(mem,
			      (const char *const **)((char *)rec +
						     spec_lists[i].offset),
			      SPEC_LIST_MAX, value);
	}
	return command_line(mem, last_command(sp), name, value);
}

static int list_print(const char *const *list, const char *name, int max,
		      size_t max_len, struct buf *out)
{
	int rc = 0;

	for (int i = 0; list && list[i] && rc == 0; i++) {
		if (i == max)
			return err(E_FORMAT, "more than %d %s lines", max,
				   name);
		rc = record_put(out, name, list[i], max_len);
	}
	return rc;
}

static int command_print(const struct spec_command *c, struct buf *out)
{
	int rc;

	buf_str(out, "command\n");
	rc = list_print(c->argv, "arg", SPEC_ARGS_MAX, RECORD_ARG_MAX, out);
	if (rc < 0)
		return rc;
	if (c->out)
		rc = record_put(out, "out", c->out, RECORD_FILE_NAME_MAX);
	if (c->optional)
		buf_str(out, "optional=yes\n");
	return rc;
}

static int spec_lines_print(const void *rec, struct buf *out)
{
	const struct spec *sp = rec;
	int rc = 0;

	for (size_t i = 0; i < ARRAY_LEN(spec_lists) && rc == 0; i++)
		rc = list_print(
			*(const char *const *const *)((const char *)rec +
						      spec_lists[i].offset),
			spec_lists[i].name, SPEC_LIST_MAX, RECORD_TEXT_MAX,
			out);
	for (int i = 0; i < sp->commands_n && rc == 0; i++)
		rc = command_print(&sp->commands[i], out);
	return rc;
}

static int command_check(const struct spec_command *c)
{
	int n = 0;

	while (c->argv && c->argv[n])
		n++;
	if (n == 0 || n != c->argc)
		return err(E_FORMAT, "a command without arguments");
	if (c->out && !record_name_ok(c->out))
		return err(E_FORMAT, "'%s' is no name for a file in out/",
			   c->out);
	return 0;
}

/* The path is absolute, and goes nowhere but down. */
static bool path_ok(const char *path)
{
	return path[0] == '/' && !strstr(path, "/../") &&
	       (strlen(path) < 3 ||
		strcmp(path + strlen(path) - 3, "/..") != 0);
}

static int grants_check(const struct spec *sp)
{
	for (int i = 0; sp->reads && sp->reads[i]; i++) {
		if (!path_ok(sp->reads[i]))
			return err(E_FORMAT, "read=%s is no absolute path",
				   sp->reads[i]);
	}
	for (int i = 0; sp->devices && sp->devices[i]; i++) {
		if (!path_ok(sp->devices[i]) ||
		    strncmp(sp->devices[i], "/dev/", 5) != 0)
			return err(E_FORMAT, "device=%s is not below /dev",
				   sp->devices[i]);
	}
	for (int i = 0; sp->env && sp->env[i]; i++) {
		if (strcspn(sp->env[i], "=") == 0 || !strchr(sp->env[i], '='))
			return err(E_FORMAT, "env=%s is not NAME=value",
				   sp->env[i]);
	}
	return 0;
}

static int spec_check(const void *rec)
{
	const struct spec *sp = rec;
	int rc = 0;

	if (!record_name_ok(sp->id))
		return err(E_FORMAT, "'%s' is no name of an attempt", sp->id);
	if (sp->watch.progress && !record_name_ok(sp->watch.progress))
		return err(E_FORMAT, "'%s' is no name for a file in out/",
			   sp->watch.progress);
	if (sp->commands_n < 1 || sp->commands_n > SPEC_COMMANDS_MAX)
		return err(E_FORMAT, "not 1 to %d commands", SPEC_COMMANDS_MAX);
	for (int i = 0; i < sp->commands_n && rc == 0; i++)
		rc = command_check(&sp->commands[i]);
	return rc < 0 ? rc : grants_check(sp);
}

static const struct record_type spec_type = {
	.name = "spec",
	.fields = spec_fields,
	.fields_n = ARRAY_LEN(spec_fields),
	.line = spec_line,
	.print = spec_lines_print,
	.check = spec_check,
};

int spec_parse(struct pool *mem, const char *text, size_t len, struct spec *ret)
{
	struct spec sp = { 0 };
	int rc = record_parse(&spec_type, mem, text, len, &sp);

	if (rc == 0)
		*ret = sp;
	return rc;
}

int spec_print(const struct spec *sp, struct buf *out)
{
	return record_print(&spec_type, sp, out);
}

int spec_read(int dir, struct pool *mem, struct spec *ret)
{
	struct spec sp = { 0 };
	int rc = record_read(&spec_type, dir, mem, &sp);

	if (rc == 0)
		*ret = sp;
	return rc;
}

int spec_write(int dir, const struct spec *sp)
{
	return record_write(&spec_type, dir, sp, false);
}
