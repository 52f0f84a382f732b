/*
 * gremlin.h -- what the commands of gremlin share
 *
 * A command is one struct in a file of its own and one line in COMMANDS(); the
 * parser, --help and the completion of the shell go by that struct.
 */
#ifndef GREMLIN_H
#define GREMLIN_H

#include "base/pool.h"
#include "base/site.h"

#include <stdbool.h>

#define OPTS_MAX 8

/* An option of a command; a row without a name ends the list. */
struct opt {
	const char *name;  /* without the dashes */
	const char *value; /* what it takes, as --help calls it; NULL: a flag */
	const char *help;
};

struct gremlin {
	const struct subcommand *command;
	const char *where; /* what -C gave, or NULL */
	struct pool mem;   /* until the program ends */
	struct site site;  /* not open for a command that is siteless */
	const char *values[OPTS_MAX]; /* in the order of command->opts */
	char **args;
	int args_n;
};

struct subcommand {
	const char *name; /* one word or two: "init", "user add" */
	const char *args; /* as --help shows them, or NULL */
	int least, most;  /* of args; most < 0: any number */
	const char *help; /* one line, without a full stop */
	struct opt opts[OPTS_MAX + 1];
	bool siteless; /* finds its site itself */
	int (*run)(struct gremlin *);
};

/* Every command, in the order of --help. */
#define COMMANDS(X)                                                            \
	X(init)                                                                \
	X(user_add)                                                            \
	X(user_password)                                                       \
	X(user_list)                                                           \
	X(add)                                                                 \
	X(status)                                                              \
	X(kinds)                                                               \
	X(plan)                                                                \
	X(remake)                                                              \
	X(retry)                                                               \
	X(check)                                                               \
	X(doctor)

#define COMMAND_DECLARE(name) extern const struct subcommand command_##name;
COMMANDS(COMMAND_DECLARE)
#undef COMMAND_DECLARE

/* What an option was given, "" for a flag, or NULL where it was not given. */
const char *opt_value(const struct gremlin *, const char *name);

static inline bool opt_given(const struct gremlin *g, const char *name)
{
	return opt_value(g, name) != NULL;
}

/* A line on standard error, for what does not stop the command. */
void warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Text of strangers as one line of at most so many cells of a terminal, to
 * which it does nothing. */
const char *one_line(struct pool *, const char *text, size_t max);

/* The same of exactly so many cells; "..." where it was cut. */
const char *column(struct pool *, const char *text, size_t max);

struct db;
struct media;

/* A media by its number, NAME/SLUG or address. 0, E_ABSENT, E_FIELD, E_*. */
int media_named(struct db *, const char *text, struct media *ret);

/* The numbers of the next media after one, at most max; how many or E_*. */
int media_ids(struct db *, int64_t after, int max, int64_t *ids);

/* --- progress on a terminal; gremlin-bar.c ---------------------------------
 */

/* How wide the terminal is that this descriptor leads to; 0: it is none. */
int tty_width(int fd);

/* "[====>     ]  43 %", in the pool. width: of what is between the brackets. */
const char *bar_text(struct pool *, int permille, int width);

/* One line on standard error that is drawn again and again, at most ten times
 * a second, and gone at the end. Where that is no terminal, nothing. */
struct bar {
	const char *label;
	int64_t total, done;
	int64_t drawn_ms;
	int width;
};

void bar_start(struct bar *, const char *label, int64_t total);
void bar_move(struct bar *, int64_t by);
/* Before anything else is written, and at the end. */
void bar_clear(struct bar *);

/* A password typed, piped or made, as the options say; gremlin-ask.c. */
int ask_password(struct gremlin *, const char *name, const char **ret);

/*
 * One of the letters, asked for until one of them is typed, three times; 0 when
 * none was, or standard input ends: nothing is to be done then.
 */
char ask_letter(const char *question, const char *letters);

/* Publish a file as the private media of somebody, or of the first admin where
 * nobody has that number. 0 or E_*. gremlin-add.c. */
int give_back(struct gremlin *, const char *path, int64_t uid);

#endif
