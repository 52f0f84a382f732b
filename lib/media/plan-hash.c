/*
 * plan-hash.c -- by what a rendition was made, as one hash
 *
 * It covers what decides the bytes of this output of this media, and nothing
 * else: the commands of the ways that are meant for such a media with all
 * placeholders filled in, `finish`, env, names and types of the files, and what
 * it tells. So a change of one way, box or fact makes stale what it would
 * change, and nothing else. Not in it are comments, `when`, `blocks`, rank and
 * limits, needs and notes; nor the checks, since what they would say of a file
 * that is there already is no reason to make the same bytes again; nor what
 * belongs to the machine: threads, preset, memory, pixels, and whether it makes
 * films in slices, whose commands stand for those of the way.
 *
 * The ways make a chain: the hash of a file that the second one made covers the
 * first one too, which had failed, but no third one. So a way put in front
 * makes stale what could be better now, and one put behind does not.
 */
#include "media/plan-part.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

struct chain {
	struct filling filling;
	const struct output *output;
	struct buf text; /* of all so far */
};

static void chain_done(struct chain *c)
{
	filling_done(&c->filling);
	buf_done(&c->text);
}

static int add_commands(struct chain *c, const struct commands *from)
{
	struct spec_command *commands = NULL;
	int n = 0, rc = fill_commands(&c->filling, from, &commands, &n);

	for (int i = 0; rc == 0 && i < n; i++) {
		buf_fmt(&c->text, "command %s %d\n",
			commands[i].out ? commands[i].out : "",
			commands[i].optional);
		for (int a = 0; a < commands[i].argc; a++)
			buf_fmt(&c->text, "%s\n", commands[i].argv[a]);
	}
	return rc;
}

static int add_words(struct chain *c, const char *what,
		     const struct words *words)
{
	for (int i = 0; i < words->n; i++) {
		const char *text;
		int rc = fill_text(&c->filling, words->at[i], &text);

		if (rc < 0)
			return rc;
		buf_fmt(&c->text, "%s %s\n", what, text);
	}
	return 0;
}

static int add_output(struct chain *c)
{
	const struct output *o = c->output;
	const char *w = var_get(c->filling.vars, "w");
	const char *h = var_get(c->filling.vars, "h");
	int rc;

	buf_fmt(&c->text, "size %s %s\n", w ? w : "", h ? h : "");
	for (int i = 0; i < o->products_n; i++)
		buf_fmt(&c->text, "file %s %s\n", o->products[i].name,
			o->products[i].mime);
	for (int i = 0; i < o->learnings_n; i++)
		buf_fmt(&c->text, "facts %s %s\n", o->learnings[i].parser,
			o->learnings[i].file);
	rc = add_words(c, "tell", &o->tells);
	if (rc == 0)
		rc = add_words(c, "env", &o->env);
	return rc < 0 ? rc : add_commands(c, &o->finish);
}

static int add_way(struct chain *c, const struct way *w)
{
	int rc;

	buf_str(&c->text, "way\n");
	rc = add_words(c, "env", &w->env);
	if (rc == 0)
		rc = add_commands(c, &w->commands);
	return rc < 0 ? rc : c->text.rc;
}

/*
 * Go along the chain: to a way, or to the one whose hash is `wanted`.
 *
 * Returns 1 when it was reached, 0 when there is none, or E_*.
 */
static int follow(struct pool *mem, const struct recipe *r,
		  const struct output *o, const struct facts *facts, int way,
		  const char *wanted, char ret[HASH_HEX + 1])
{
	/* the probe finds the facts: it cannot go by what it found before */
	struct facts none = { .mem = mem };
	bool is_probe = str_eq(o->name, "probe");
	struct vars vars;
	_cleanup_(chain_done) struct chain c = { .output = o };
	int rc;

	ret[0] = '\0';
	if (is_probe && facts_get(facts, "type"))
		facts_set(&none, "type", facts_get(facts, "type"));
	vars = plan_vars(mem, o, is_probe ? &none : facts, NULL, 0);
	c.filling = (struct filling){ .mem = mem, .recipe = r, .vars = &vars };
	rc = add_output(&c);
	for (int i = 0; rc == 0 && i < o->ways_n; i++) {
		if (i != way && !when_holds(&o->ways[i].when, &vars))
			continue;
		rc = add_way(&c, &o->ways[i]);
		if (rc < 0)
			return rc;
		hash_text(buf_text(&c.text), ret);
		if (wanted ? str_eq(ret, wanted) : i == way)
			return 1;
	}
	return rc;
}

int plan_hash(struct pool *mem, const struct recipe *r, const struct output *o,
	      const struct facts *facts, int way, char ret[HASH_HEX + 1])
{
	int rc = follow(mem, r, o, facts, way, NULL, ret);

	return rc < 0 ? rc : 0;
}

bool plan_hash_holds(struct pool *mem, const struct recipe *r,
		     const struct output *o, const struct facts *facts,
		     const char *hash)
{
	char own[HASH_HEX + 1];

	/* what cannot be made is not made better either */
	return hash && follow(mem, r, o, facts, -1, hash, own) != 0;
}
