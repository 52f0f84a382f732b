/* fuzz-recipe.c -- the text of a recipe, and all that it plans */
#include "media/plan.h"
#include "base/str.h"
#include "fuzz.h"

#include <string.h>

const char *program_name = "fuzz-recipe";

static void hash_all(struct pool *pool, const struct recipe *r,
		     const struct facts *facts)
{
	char hash[HASH_HEX + 1];

	for (int i = 0; i < r->outputs_n; i++)
		if (plan_hash(pool, r, &r->outputs[i], facts, -1, hash) == 0)
			MUST(strlen(hash) == HASH_HEX);
}

static void plan_all(struct pool *pool, struct recipe *r)
{
	struct kinds kinds = { .at = r, .n = 1 };
	struct tools tools = { 0 };
	struct host host = { .tools = &tools,
			     .threads = 1,
			     .max_pixels = 99,
			     .max_length_s = 99 };
	struct facts facts = { .mem = pool };
	struct plan plan;
	struct spec spec;

	facts_parse(&facts, "made.probe=x\nwidth=9\nheight=9\naudio=1\n", 38);
	if (plan_media(pool, &kinds, r->name, &facts, NULL, 0, &host, &plan) <
	    0)
		return;
	hash_all(pool, r, &facts);
	for (int i = 0; i < plan.n; i++)
		for (int w = 0; w < plan.steps[i].output->ways_n; w++)
			plan_spec(pool, r, plan.steps[i].output, w, &facts,
				  &host, 0, &spec);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct pool pool = { .ceiling_bytes = (size_t)1 << 30 };
	struct recipe r;

	if (recipe_parse(&pool, "fuzz.ini", (const char *)bytes, n, &r) == 0) {
		MUST(recipe_output(&r, "probe"));
		plan_all(&pool, &r);
	}
	pool_done(&pool);
	return 0;
}
