/*
 * gremlin.c -- the administration of a site from a terminal
 *
 * This file finds the command, reads its options by the table of the command
 * and opens the site. Nothing here needs the worker to be up.
 */
#include "worker/gremlin.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "config.h"
#include "db/db.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define OPT_FIRST  256	     /* above every character */
#define POOL_BYTES (1 << 30) /* an admin's lists may be long */

static const struct subcommand *const commands[] = {
#define COMMAND_ROW(name) &command_##name,
	COMMANDS(COMMAND_ROW)
#undef COMMAND_ROW
};

void warn(const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);
	fprintf(stderr, "gremlin: ");
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

/* --- help --------------------------------------------------------------------
 */

static void print_row(const char *dashes, const char *name, const char *arg,
		      const char *help)
{
	char left[80];

	snprintf(left, sizeof(left), "%s%s%s%s", dashes, name, arg ? " " : "",
		 arg ? arg : "");
	printf("  %-24s %s\n", left, help);
}

static void print_command(const struct subcommand *c)
{
	printf("usage: gremlin [-C SITE] %s%s%s%s\n\n  %s\n\n", c->name,
	       c->opts[0].name ? " [OPTION]..." : "", c->args ? " " : "",
	       c->args ? c->args : "", c->help);
	for (const struct opt *o = c->opts; o->name; o++)
		print_row("--", o->name, o->value, o->help);
	print_row("--", "help", NULL, "show this text");
}

static void print_commands(const char *words)
{
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		if (str_starts(commands[i]->name, words))
			print_row("", commands[i]->name, commands[i]->args,
				  commands[i]->help);
}

static void print_help(void)
{
	puts("usage: gremlin [-C SITE] COMMAND [OPTION]... [ARGUMENT]...\n\n"
	     "Without -C, the site is GREMLIN_SITE, or else the one that\n"
	     "this program lies in.\n");
	print_commands("");
	puts("");
	print_row("-", "C", "SITE", "the folder of the site");
	print_row("--", "help", NULL, "show this text, or that of a command");
	print_row("--", "version", NULL, "show the version");
	puts("\ngremlin(8) tells more.");
}

/* --- options -----------------------------------------------------------------
 */

const char *opt_value(const struct gremlin *g, const char *name)
{
	const struct opt *o = g->command->opts;

	for (int i = 0; o[i].name; i++)
		if (str_eq(o[i].name, name))
			return g->values[i];
	abort(); /* the command asks for an option that it does not declare */
}

static int opt_wrong(const char *command, int c, char **argv)
{
	if (c == ':')
		return err(E_USAGE, "%s needs a value; see gremlin %s--help",
			   argv[optind - 1], command);
	return err(E_USAGE, "there is no option %s; see gremlin %s--help",
		   argv[optind - 1], command);
}

/* Returns 1 when help was asked for and given. */
static int read_options(struct gremlin *g, int argc, char **argv)
{
	const struct subcommand *c = g->command;
	struct option table[OPTS_MAX + 2] = { 0 };
	int i, n = 0;

	for (; c->opts[n].name; n++)
		table[n] = (struct option){ c->opts[n].name,
					    c->opts[n].value != NULL, NULL,
					    OPT_FIRST + n };
	table[n] = (struct option){ "help", 0, NULL, 'h' };
	optind = 0; /* begin anew */
	while ((i = getopt_long(argc, argv, ":h", table, NULL)) != -1) {
		if (i == 'h') {
			print_command(c);
			return 1;
		}
		if (i < OPT_FIRST)
			return opt_wrong(pool_fmt(&g->mem, "%s ", c->name), i,
					 argv);
		g->values[i - OPT_FIRST] = optarg ? optarg : "";
	}
	g->args = argv + optind;
	g->args_n = argc - optind;
	if (g->args_n < c->least || (c->most >= 0 && g->args_n > c->most))
		return err(E_USAGE, "it is: gremlin %s %s", c->name,
			   c->args ? c->args : "(without arguments)");
	return 0;
}

/* How many words of argv name this command; 0: they do not. */
static int words_of(const struct subcommand *c, char **argv)
{
	const char *space = strchr(c->name, ' ');

	if (!space)
		return str_eq(argv[0], c->name) ? 1 : 0;
	if (strlen(argv[0]) != (size_t)(space - c->name) ||
	    !str_starts(c->name, argv[0]))
		return 0;
	return argv[1] && str_eq(argv[1], space + 1) ? 2 : 0;
}

/* "user" alone: the first of two words. Returns 1 when help was given. */
static int half_command(struct gremlin *g, char **argv)
{
	const char *words = pool_fmt(&g->mem, "%s ", argv[0]);

	for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
		if (!str_starts(commands[i]->name, words))
			continue;
		if (argv[1] && !str_eq(argv[1], "--help"))
			return err(E_USAGE,
				   "there is no gremlin %s %s; "
				   "see gremlin %s --help",
				   argv[0], argv[1], argv[0]);
		print_commands(words);
		return 1;
	}
	return err(E_USAGE, "there is no command '%s'; see gremlin --help",
		   argv[0]);
}

static int find_command(struct gremlin *g, char **argv, int *ret_words)
{
	for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
		int words = words_of(commands[i], argv);

		if (words) {
			g->command = commands[i];
			*ret_words = words;
			return 0;
		}
	}
	return half_command(g, argv);
}

/* --- the program -------------------------------------------------------------
 */

static int run_command(struct gremlin *g)
{
	int rc;

	if (g->command->siteless)
		return g->command->run(g);
	rc = site_open(&g->mem, g->where, &g->site);
	if (rc < 0)
		return rc;
	rc = g->command->run(g);
	if (rc >= 0)
		db_checkpoint_if_due(&g->mem, &g->site);
	return rc;
}

static int start_command(struct gremlin *g, int argc, char **argv)
{
	int words = 0, rc;

	if (argc == 0)
		return err(E_USAGE, "name a command; see gremlin --help");
	rc = find_command(g, argv, &words);
	if (rc == 0)
		rc = read_options(g, argc - words + 1, argv + words - 1);
	return rc == 0 ? run_command(g) : rc;
}

/* What stands before the command; 1 when that was all. */
static int read_globals(struct gremlin *g, int argc, char **argv)
{
	static const struct option table[] = {
		{ "help", 0, NULL, 'h' },
		{ "version", 0, NULL, 'V' },
		{ 0 },
	};
	int c;

	opterr = 0;
	while ((c = getopt_long(argc, argv, "+:C:h", table, NULL)) != -1)
		switch (c) {
		case 'C': g->where = optarg; break;
		case 'h': print_help(); return 1;
		case 'V': puts(PACKAGE_STRING); return 1;
		default: return opt_wrong("", c, argv);
		}
	return 0;
}

static int finish(int rc)
{
	if (rc >= 0 && (fflush(stdout) == EOF || ferror(stdout)))
		rc = err_sys("write to standard output");
	if (rc >= 0)
		return 0;
	warn("%s", err_text(rc));
	return err_exit(rc);
}

int main(int argc, char **argv)
{
	struct gremlin g = { .mem.ceiling_bytes = POOL_BYTES, .site.dir = -1 };
	int rc;

	program_name = "gremlin";
	/* what is public must be so whatever the caller's shell says */
	umask(022);
	rc = read_globals(&g, argc, argv);
	if (rc == 0)
		rc = start_command(&g, argc - optind, argv + optind);
	rc = finish(rc);
	site_done(&g.site);
	pool_done(&g.mem);
	return rc;
}
