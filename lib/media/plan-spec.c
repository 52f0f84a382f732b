/* plan-spec.c -- the commands of one output, and what they found out */
#include "media/plan.h"
#include "media/plan-part.h"
#include "media/text.h"
#include "media/vec.h"
#include "base/base.h"
#include "base/err.h"
#include "base/io.h"
#include "base/str.h"

#include <fcntl.h>
#include <string.h>

enum {
	NICE = 10,
	FILES_OPEN = 256,
	/* the watch rule ends what hangs: these are for what never ends */
	WALL_UNKNOWN_S = 6 * 3600,
	WALL_LEAST_S = 3600,
	WALL_TIMES = 60,
	LENGTH_MOST_S = 5 * 24 * 3600, /* of a record's limits */
	BYTES_A_SECOND = 2000000
};

#define BYTES_LEAST ((int64_t)8 << 30)

static const char *const *closed(struct pool *mem, const struct words *words)
{
	const char **list = vec_grown(mem, words->at, words->n, sizeof(*list));

	return list;
}

static int64_t or_else(int64_t n, int64_t otherwise)
{
	return n ? n : otherwise;
}

static int64_t length_s(const struct facts *facts)
{
	int64_t s = facts_int(facts, "length_ms") / 1000;

	return s < 0 ? 0 : s < LENGTH_MOST_S ? s : LENGTH_MOST_S;
}

/* A slow board needs 30 times as long as a film lasts to encode it. */
static int64_t wall_s(const struct facts *facts)
{
	if (!facts_get(facts, "length_ms"))
		return WALL_UNKNOWN_S;
	return WALL_LEAST_S + WALL_TIMES * length_s(facts);
}

static void set_limits(const struct output *o, const struct host *host,
		       const struct facts *facts, struct spec *spec)
{
	spec->limits = (struct spec_limits){
		.wall_s = or_else(o->wall_s, wall_s(facts)),
		.as_bytes = or_else(o->memory_bytes, host->memory_bytes),
		.fsize_bytes = BYTES_LEAST + BYTES_A_SECOND * length_s(facts),
		.nofile = FILES_OPEN,
		.nice = NICE,
	};
	spec->watch = (struct spec_watch){
		.stall_s = or_else(o->stall_s, host->stall_s),
		.spin_s = or_else(o->spin_s, host->spin_s),
		.progress = o->progress,
		.total_us = 1000 * facts_int(facts, "length_ms"),
	};
	spec->require_sandbox = host->require_sandbox;
}

int plan_spec(struct pool *mem, const struct recipe *r, const struct output *o,
	      int way, const struct facts *facts, const struct host *host,
	      int tries, struct spec *ret)
{
	const struct way *w = &o->ways[way];
	struct vars vars = plan_vars(mem, o, facts, host, tries);
	struct filling f = { .mem = mem, .recipe = r, .vars = &vars };
	struct spec_command *commands = NULL;
	struct spec spec = { .forks = w->forks };
	int rc;

	rc = fill_commands(&f, &w->commands, &commands, &spec.commands_n);
	if (rc == 0)
		rc = fill_commands(&f, &o->finish, &commands, &spec.commands_n);
	if (rc == 0)
		rc = fill_commands(&f, &o->checks, &commands, &spec.commands_n);
	if (rc == 0)
		rc = fill_env(&f, &o->env, &w->env, &spec.env);
	filling_done(&f);
	if (rc < 0)
		return rc;
	spec.commands = commands;
	spec.reads = closed(mem, &w->reads);
	spec.devices = closed(mem, &w->devices);
	set_limits(o, host, facts, &spec);
	*ret = spec;
	return 0;
}

/* Its first FACT_TEXT_BYTES: what counts stands in front. */
static int learn_text(const struct learning *l, int out, struct facts *facts)
{
	char *text = pool_alloc(facts->mem, FACT_TEXT_BYTES);
	_cleanup_(fd_done) int fd =
		io_open_beneath(out, l->file, O_RDONLY | O_NONBLOCK, 0);
	size_t n;
	int rc;

	if (fd < 0)
		return fd == E_ABSENT ? 0 : fd;
	rc = io_read(fd, text, FACT_TEXT_BYTES, &n);
	return rc < 0 ? rc : facts_read(facts, l->parser, text, n);
}

static int learn_texts(const struct output *o, int out, struct facts *facts)
{
	for (int i = 0; i < o->learnings_n; i++) {
		int rc = learn_text(&o->learnings[i], out, facts);

		if (rc < 0)
			return rc;
	}
	return 0;
}

static int tell(const struct output *o, const struct host *host,
		struct facts *facts)
{
	struct vars vars = plan_vars(facts->mem, o, facts, host, 0);
	struct filling f = { .mem = facts->mem, .vars = &vars };
	int rc = 0;

	for (int i = 0; rc == 0 && i < o->tells.n; i++) {
		const char *line = o->tells.at[i];
		size_t n = strcspn(line, "=");
		const char *value = NULL;

		rc = fill_text(&f, line + n + 1, &value);
		if (rc == 0)
			facts_set(facts, pool_dup_n(facts->mem, line, n),
				  value);
	}
	filling_done(&f);
	return rc;
}

/* A new probe finds all facts anew, but what others told of their files is
 * true until those are made again. */
static void forget(const struct recipe *r, struct facts *facts)
{
	const struct facts old = *facts;

	*facts = (struct facts){ .mem = old.mem };
	facts_set(facts, "type", facts_get(&old, "type"));
	for (int i = 0; i < r->outputs_n; i++)
		for (int t = 0; t < r->outputs[i].tells.n; t++) {
			const char *line = r->outputs[i].tells.at[t];
			const char *name =
				pool_dup_n(old.mem, line, strcspn(line, "="));

			if (facts_get(&old, name))
				facts_set(facts, name, facts_get(&old, name));
		}
}

int plan_learn(const struct recipe *r, const struct output *o, const char *hash,
	       const struct host *host, int out, struct facts *facts)
{
	int rc;

	if (str_eq(o->name, "probe"))
		forget(r, facts);
	rc = learn_texts(o, out, facts);
	if (rc == 0)
		rc = tell(o, host, facts);
	if (rc == 0 && !o->products_n)
		facts_set(facts, pool_fmt(facts->mem, "made.%s", o->name),
			  hash);
	return rc;
}
