/* slice.c -- which slices are missing, and the commands that make them */
#include "media/slice.h"
#include "media/plan-part.h"
#include "media/vec.h"
#include "base/base.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/io.h"
#include "base/str.h"
#include "job/kept.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	SLICES_MAX = 400,	   /* their names make one argument */
	LENGTH_MOST_S = 24 * 3600, /* MPEG-TS counts 26 hours */
	LEAD_S = 10,		   /* before the first one: stamps of B-frames
				      are earlier than their pictures */
	TAIL_S = 60,		   /* a film may last longer than measured */
	NAME_HASH = 8
};

#define SLICE_FILE  "slice" /* what the commands of a recipe write */
#define SOUND_FILE  "sound"
#define SLICES_WORD "@slices"

struct slicing {
	struct pool *mem;
	const struct recipe *recipe;
	const struct output *output;
	const struct way *way;
	struct vars vars;
	int64_t slice_s;
	int n;
	char hash[HASH_HEX + 1]; /* of what makes them */
	int out;
	struct spec_command *commands;
	int commands_n;
	bool whole; /* nothing is missing once these have run */
};

bool slice_is_meant(const struct way *w, const struct facts *facts,
		    const struct host *host)
{
	int64_t ms = facts_int(facts, "length_ms");

	return host->slice_s > 0 && w->slice.n && w->join.n &&
	       ms > host->slice_s * 1500 && ms < LENGTH_MOST_S * 1000;
}

static const char *part_name(const struct slicing *s, const char *what)
{
	return pool_fmt(s->mem, KEPT_PREFIX "%.*s-%s", NAME_HASH, s->hash,
			what);
}

static const char *slice_name(const struct slicing *s, int k)
{
	return part_name(s, pool_fmt(s->mem, "%d", k));
}

static int fill(struct slicing *s, const struct vars *vars,
		const struct commands *from)
{
	struct filling f = { .mem = s->mem, .recipe = s->recipe, .vars = vars };
	int rc = fill_commands(&f, from, &s->commands, &s->commands_n);

	filling_done(&f);
	return rc;
}

/* The last one takes what a film has beyond its measured length. */
static struct vars vars_of(const struct slicing *s, int k)
{
	struct vars vars = s->vars;
	int64_t from_s = k * s->slice_s;
	int64_t length_s = k == s->n - 1 ? s->slice_s + TAIL_S : s->slice_s;

	vars.own = vec_grown(s->mem, vars.own, vars.own_n, sizeof(*vars.own));
	var_set_int(&vars, "slice_from_s", from_s);
	var_set_int(&vars, "slice_at_s", from_s + LEAD_S);
	var_set_int(&vars, "slice_length_s", length_s);
	/* beyond its end, since that counts from its first picture */
	var_set_int(&vars, "slice_read_s", length_s + 1);
	return vars;
}

static int hash_commands(struct slicing *s)
{
	_cleanup_(buf_done) struct buf text = { 0 };
	struct vars vars = vars_of(s, 0);
	int rc = fill(s, &vars, &s->way->slice);

	if (rc == 0)
		rc = fill(s, &vars, &s->way->sound);
	for (int i = 0; rc == 0 && i < s->commands_n; i++)
		for (int a = 0; a < s->commands[i].argc; a++)
			buf_fmt(&text, "%s\n", s->commands[i].argv[a]);
	buf_fmt(&text, "%d slices of %lld s\n", s->n, (long long)s->slice_s);
	if (rc == 0)
		rc = text.rc;
	if (rc == 0)
		hash_text(buf_text(&text), s->hash);
	s->commands_n = 0;
	return rc;
}

/* What an interrupted command left, and parts of other settings. */
static int clear(const struct slicing *s)
{
	_cleanup_(io_dir_done) DIR *d = NULL;
	const char *own = part_name(s, "");
	const struct dirent *e;
	int rc = io_open_dir(s->out, ".", &d);

	while (rc == 0 && (e = readdir(d))) {
		if (str_eq(e->d_name, ".") || str_eq(e->d_name, "..") ||
		    str_starts(e->d_name, own))
			continue;
		rc = io_remove_tree(s->out, e->d_name);
	}
	return rc;
}

static bool is_there(const struct slicing *s, const char *name)
{
	struct stat st;

	return fstatat(s->out, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	       S_ISREG(st.st_mode);
}

static int keep(struct slicing *s, const char *file, const char *name)
{
	const char *const words[] = { "@keep", file, name, NULL };
	struct spec_command c = { .argc = ARRAY_LEN(words) - 1 };

	c.argv = vec_grown(s->mem, words, ARRAY_LEN(words), sizeof(*words));
	VEC_ADD(s->mem, s->commands, s->commands_n, c);
	return 0;
}

static int add_sound(struct slicing *s)
{
	const char *name = part_name(s, SOUND_FILE);
	int rc;

	if (!s->way->sound.n || !var_true(&s->vars, "audio") ||
	    is_there(s, name))
		return 0;
	rc = fill(s, &s->vars, &s->way->sound);
	return rc < 0 ? rc : keep(s, SOUND_FILE, name);
}

/* Those that are missing, while there is room for what follows them. */
static int add_slices(struct slicing *s)
{
	int last = SPEC_COMMANDS_MAX - s->way->join.n - s->output->finish.n -
		   s->output->checks.n;

	s->whole = true;
	for (int k = 0; k < s->n; k++) {
		struct vars vars = vars_of(s, k);
		int rc;

		if (is_there(s, slice_name(s, k)))
			continue;
		if (s->commands_n + s->way->slice.n + 1 > last) {
			s->whole = false;
			return 0;
		}
		rc = fill(s, &vars, &s->way->slice);
		if (rc < 0)
			return rc;
		keep(s, SLICE_FILE, slice_name(s, k));
	}
	return 0;
}

/* @slices among the arguments of `join`: no placeholder, since values of those
 * hold nothing that means something to a program. */
static void put_list(const struct slicing *s, const char *list, int from)
{
	for (int i = from; i < s->commands_n; i++) {
		struct spec_command *c = &s->commands[i];
		const char **argv =
			vec_grown(s->mem, c->argv, c->argc, sizeof(*argv));

		for (int a = 0; a < c->argc; a++)
			if (str_eq(argv[a], SLICES_WORD))
				argv[a] = list;
		argv[c->argc] = NULL;
		c->argv = argv;
	}
}

static int add_join(struct slicing *s)
{
	_cleanup_(buf_done) struct buf list = { 0 };
	struct vars vars = s->vars;
	int from = s->commands_n, rc;

	for (int k = 0; k < s->n; k++)
		buf_fmt(&list, "%s%s", k ? "|" : "concat:", slice_name(s, k));
	if (list.rc < 0)
		return list.rc;
	vars.own = vec_grown(s->mem, vars.own, vars.own_n, sizeof(*vars.own));
	var_set(&vars, "sound", part_name(s, SOUND_FILE));
	var_set_int(&vars, "slice_lead_s", LEAD_S);
	rc = fill(s, &vars, &s->way->join);
	put_list(s, pool_dup(s->mem, buf_text(&list)), from);
	if (rc == 0)
		rc = fill(s, &vars, &s->output->finish);
	return rc < 0 ? rc : fill(s, &vars, &s->output->checks);
}

static void cut(struct slicing *s, const struct facts *facts,
		const struct host *host)
{
	int64_t ms = facts_int(facts, "length_ms");
	int64_t least_s = ms / 1000 / SLICES_MAX + 1;

	s->slice_s = host->slice_s > least_s ? host->slice_s : least_s;
	s->n = (int)((ms + s->slice_s * 1000 - 1) / (s->slice_s * 1000));
}

int slice_spec(struct pool *mem, const struct recipe *r, const struct output *o,
	       int way, const struct facts *facts, const struct host *host,
	       int tries, int out, struct spec *ret)
{
	struct slicing s = { .mem = mem,
			     .recipe = r,
			     .output = o,
			     .way = &o->ways[way],
			     .vars = plan_vars(mem, o, facts, host, tries),
			     .out = out };
	struct spec spec;
	int rc = plan_spec(mem, r, o, way, facts, host, tries, &spec);

	cut(&s, facts, host);
	if (rc == 0)
		rc = hash_commands(&s);
	if (rc == 0)
		rc = clear(&s);
	if (rc == 0)
		rc = add_sound(&s);
	if (rc == 0)
		rc = add_slices(&s);
	if (rc == 0 && s.whole)
		rc = add_join(&s);
	if (rc < 0)
		return rc;
	spec.commands = s.commands;
	spec.commands_n = s.commands_n;
	spec.watch.total_us = 0; /* each slice begins to count anew */
	*ret = spec;
	return 0;
}
