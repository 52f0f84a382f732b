/*
 * tool-media.c -- for tests: what the worker does with recipes, by hand
 *
 *	tool-media sniff RECIPES FILE		kind and format
 *	tool-media plan RECIPES KIND FACTS	steps, one a line
 *	tool-media ways RECIPES KIND FACTS	OUTPUT WAY of all that can be
 *used tool-media spec RECIPES KIND FACTS OUTPUT WAY DIR	writes DIR/spec
 *	tool-media learn RECIPES KIND FACTS OUTPUT DIR	reads DIR/out, adds to
 *FACTS tool-media files RECIPES KIND FACTS OUTPUT	NAME MIME WIDTH HEIGHT
 *
 * TOOLS in the environment: the needs that are met; all where it is absent.
 */
#include "base/base.h"
#include "base/err.h"
#include "base/io.h"
#include "base/str.h"
#include "media/plan.h"
#include "media/sniff.h"
#include "media/vec.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const char *program_name = "tool-media";

static struct pool mem = { .ceiling_bytes = 64 << 20 };
static struct kinds kinds;
static struct tools tools;
static struct host host = {
	.tools = &tools,
	.threads = 2,
	.max_pixels = 100000000,
	.max_length_s = 24 * 3600,
	.memory_bytes = (int64_t)4 << 30,
	.stall_s = 60,
	.spin_s = 600,
};
static struct facts facts = { .mem = &mem };
static const char *facts_file;

static int fail(int rc)
{
	fprintf(stderr, "%s: %s\n", err_name(rc), err_text(rc));
	return err_exit(rc);
}

static void set_tools(void)
{
	const char *given = getenv("TOOLS");
	char **words = given ? words_of(&mem, given) : NULL;

	for (int k = 0; !given && k < kinds.n; k++)
		for (int o = 0; o < kinds.at[k].outputs_n; o++) {
			const struct output *out = &kinds.at[k].outputs[o];

			for (int w = 0; w < out->ways_n; w++)
				for (int i = 0; i < out->ways[w].needs.n; i++)
					VEC_ADD(&mem, tools.at, tools.n,
						out->ways[w].needs.at[i]);
		}
	for (; words && *words; words++)
		VEC_ADD(&mem, tools.at, tools.n, *words);
}

static int read_facts(const char *file)
{
	char *text;
	size_t n;
	int rc = io_read_file(&mem, AT_FDCWD, file, FACT_TEXT_BYTES, &text, &n);

	facts_file = file;
	if (rc == 0)
		facts_parse(&facts, text, n);
	return rc;
}

static int do_sniff(char **argv)
{
	_cleanup_(fd_done) int fd = open(argv[0], O_RDONLY | O_CLOEXEC);
	char head[SNIFF_BYTES];
	struct sniffed found;
	size_t n;
	int rc;

	if (fd < 0)
		return err_sys("%s", argv[0]);
	rc = io_read(fd, head, sizeof(head), &n);
	if (rc == 0)
		rc = sniff(&kinds, head, n, &found);
	if (rc == 0)
		printf("%s %s\n", found.kind->name, found.format->name);
	return rc;
}

static int do_plan(char **argv)
{
	struct plan plan;
	int rc = plan_media(&mem, &kinds, argv[0], &facts, NULL, 0, &host,
			    &plan);

	if (rc < 0)
		return rc;
	for (int i = 0; i < plan.n; i++) {
		const struct step *s = &plan.steps[i];

		printf("%s %s %s %d %s %dx%d\n", plan.kind->name,
		       s->output->name,
		       s->way < 0 ? "-" : s->output->ways[s->way].name, s->rank,
		       s->blocks ? "blocks" : "-", s->width, s->height);
	}
	return 0;
}

static int do_ways(char **argv)
{
	struct plan plan;
	int rc = plan_media(&mem, &kinds, argv[0], &facts, NULL, 0, &host,
			    &plan);

	if (rc < 0)
		return rc;
	for (int i = 0; i < plan.n; i++) {
		const struct output *o = plan.steps[i].output;
		int way = -1;

		while ((way = plan_way(&mem, o, &facts, &host, way)) >= 0)
			printf("%s %s %s\n", plan.kind->name, o->name,
			       o->ways[way].name);
	}
	return 0;
}

static const struct output *output_of(const struct recipe **kind,
				      const char *name, const char *output)
{
	const struct output *o;

	*kind = kinds_find(&kinds, name);
	o = *kind ? recipe_output(*kind, output) : NULL;
	if (!o) {
		fprintf(stderr, "no output %s in %s\n", output, name);
		exit(EXIT_FAILURE);
	}
	return o;
}

static int do_spec(char **argv)
{
	_cleanup_(fd_done) int dir =
		open(argv[4], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const struct recipe *kind;
	const struct output *o = output_of(&kind, argv[0], argv[2]);
	struct spec spec;
	int rc;

	if (dir < 0)
		return err_sys("%s", argv[4]);
	for (int i = 0; i < o->ways_n; i++) {
		if (!str_eq(o->ways[i].name, argv[3]))
			continue;
		rc = plan_spec(&mem, kind, o, i, &facts, &host, 0, &spec);
		spec.id = strrchr(argv[4], '/') ? strrchr(argv[4], '/') + 1
						: argv[4];
		return rc < 0 ? rc : spec_write(dir, &spec);
	}
	return err(E_ABSENT, "no way %s", argv[3]);
}

static int do_learn(char **argv)
{
	_cleanup_(fd_done) int dir = open(pool_fmt(&mem, "%s/out", argv[3]),
					  O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const struct recipe *kind;
	const struct output *o = output_of(&kind, argv[0], argv[2]);
	_cleanup_(buf_done) struct buf text = { 0 };
	char hash[HASH_HEX + 1];
	int rc = plan_hash(&mem, kind, o, &facts, -1, hash);

	if (rc == 0)
		rc = plan_learn(kind, o, hash, &host, dir, &facts);
	if (rc < 0)
		return rc;
	facts_print(&facts, &text);
	return io_write_file(AT_FDCWD, facts_file, buf_text(&text), text.len,
			     0644);
}

static int do_files(char **argv)
{
	const struct recipe *kind;
	const struct output *o = output_of(&kind, argv[0], argv[2]);
	struct plan plan;
	int rc = plan_media(&mem, &kinds, argv[0], &facts, NULL, 0, &host,
			    &plan);

	for (int i = 0; rc == 0 && i < plan.n; i++)
		for (int p = 0; plan.steps[i].output == o && p < o->products_n;
		     p++)
			printf("%s %s %d %d\n", o->products[p].name,
			       o->products[p].mime, plan.steps[i].width,
			       plan.steps[i].height);
	return rc;
}

static const struct deed {
	const char *name;
	int args; /* after RECIPES */
	int (*run)(char **);
} deeds[] = {
	{ "sniff", 1, do_sniff }, { "plan", 2, do_plan },
	{ "ways", 2, do_ways },	  { "spec", 5, do_spec },
	{ "learn", 4, do_learn }, { "files", 3, do_files },
};

int main(int argc, char **argv)
{
	int rc;

	if (argc < 4)
		return EXIT_FAILURE;
	rc = kinds_load(&mem, argv[2], "", &kinds);
	if (rc < 0)
		return fail(rc);
	set_tools();
	for (size_t i = 0; i < ARRAY_LEN(deeds); i++) {
		if (!str_eq(deeds[i].name, argv[1]) ||
		    deeds[i].args != argc - 3)
			continue;
		rc = deeds[i].args > 1 ? read_facts(argv[4]) : 0;
		if (rc == 0)
			rc = deeds[i].run(argv + 3);
		return rc < 0 ? fail(rc) : 0;
	}
	return EXIT_FAILURE;
}
