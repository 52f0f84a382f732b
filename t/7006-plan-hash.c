/* 7006-plan-hash.c -- which change of a recipe makes which rendition stale */
#include "tap.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "media/plan.h"

const char *program_name = "7006-plan-hash";

static struct pool mem = { .ceiling_bytes = 64 << 20 };

/* A still of two widths; HEIC goes its own way, BMP has one only. */
static const char recipe[] = "; a comment\n"
			     "[kind]\n"
			     "title = Test\n"
			     "[list]\n"
			     "loud = -v 9\n"
			     "[output probe]\n"
			     "facts = flat flat\n"
			     "[make probe one]\n"
			     "argv = ffprobe -i in\n"
			     "[output small]\n"
			     "rank = 7\n"
			     "stall_s = 30\n"
			     "box = 100x100\n"
			     "env = A=1\n"
			     "files = {name}.webp image/webp\n"
			     "tell = iso={w}\n"
			     "finish = cwebp -q 80 {threads} {max_pixels}\n"
			     "check = @still {name}.webp {w} {h}\n"
			     "[make small heif]\n"
			     "needs = vips\n"
			     "when = type = heic\n"
			     "argv = heif *loud\n"
			     "[make small first]\n"
			     "when = type != bmp\n"
			     "argv = first {turn}\n"
			     "[make small rest]\n"
			     "note = It is damaged.\n"
			     "argv = rest {w}\n"
			     "[output large]\n"
			     "like = small\n"
			     "box = 400x400\n";

static const char *edited(const char *from, const char *to)
{
	const char *at = strstr(recipe, from);

	if (!at)
		return recipe;
	return pool_fmt(&mem, "%.*s%s%s", (int)(at - recipe), recipe, to,
			at + strlen(from));
}

static struct facts facts_of(const char *text)
{
	struct facts f = { .mem = &mem };

	facts_parse(&f, text, strlen(text));
	return f;
}

static struct recipe read_recipe(const char *text)
{
	struct recipe r = { 0 };

	if (recipe_parse(&mem, "test.ini", text, strlen(text), &r) < 0)
		printf("# %s\n", err_text(E_CONFIG));
	return r;
}

/* By the way of that name in the recipe as it was. */
static const char *made_by(const char *output, const char *way,
			   const struct facts *f)
{
	struct recipe r = read_recipe(recipe);
	const struct output *o = recipe_output(&r, output);
	char hash[HASH_HEX + 1];
	int i = 0;

	while (!str_eq(o->ways[i].name, way))
		i++;
	plan_hash(&mem, &r, o, f, i, hash);
	return pool_dup(&mem, hash);
}

#define JPEG "type=jpeg\nwidth=300\nheight=200\n"
#define HEIC "type=heic\nwidth=300\nheight=200\n"
#define BMP  "type=bmp\nwidth=300\nheight=200\n"

static const struct {
	const char *facts, *output, *way;
} media[] = {
	{ JPEG, "small", "first" }, { JPEG, "small", "rest" },
	{ JPEG, "large", "first" }, { HEIC, "small", "heif" },
	{ HEIC, "small", "first" }, { BMP, "small", "rest" },
	{ JPEG, "probe", "one" },
};

/* stale: s or . for each of those */
static const struct {
	const char *from, *to, *stale, *name;
} edits[] = {
	{ "; a comment", "; another", ".......", "a comment" },
	{ "rank = 7", "rank = 9", ".......", "the rank" },
	{ "stall_s = 30", "stall_s = 90", ".......", "a limit" },
	{ "needs = vips", "needs = ffmpeg", ".......", "what a way needs" },
	{ "note = It", "note = The file", ".......", "a note" },
	{ "title = Test", "title = Tests", ".......", "the title" },
	{ "check = @still {name}.webp {w} {h}\n", "check = cwebp\n", ".......",
	  "a check" },
	{ "[list]\nloud = -v 9\n[output probe]\nfacts = flat flat\n",
	  "[output probe]\nfacts = flat flat\n[list]\nloud = -v 9\n", ".......",
	  "the order of sections" },
	{ "-q 80", "-q 90", "ssssss.", "the end of all ways" },
	{ "argv = first {turn}", "argv = first -x {turn}", "sss.s..",
	  "a way: what it made, and what was made after it had failed" },
	{ "argv = rest", "argv = rest -x", ".s...s.",
	  "the last way: what it made" },
	{ "-v 9", "-v 8", "...ss..", "a list: who uses it" },
	{ "when = type = heic", "when = type = heic or width > 200", "sss..s.",
	  "a condition: what it lets in goes that way first" },
	{ "when = type != bmp", "when = type != bmp or width < 9", ".......",
	  "a condition that changes nothing for them" },
	{ "[make small rest]",
	  "[make small more]\nargv = more\n[make small rest]", ".s...s.",
	  "a way in between: what later ways made" },
	{ "box = 100x100", "box = 100x90", ".......",
	  "a box that gives the same sizes" },
	{ "box = 100x100", "box = 80x80", "ss.sss.", "a smaller box" },
	{ "box = 400x400", "box = 200x200", "..s....", "that of another" },
	{ "env = A=1", "env = A=2", "ssssss.", "the environment" },
	{ "image/webp", "image/png", "ssssss.", "the type" },
	{ "tell = iso={w}", "tell = iso={h}", "ssssss.", "what is told" },
	{ "ffprobe -i", "ffprobe -x -i", "......s", "the probe" },
};

static void changes(void)
{
	for (size_t e = 0; e < ARRAY_LEN(edits); e++) {
		struct recipe r =
			read_recipe(edited(edits[e].from, edits[e].to));
		char stale[ARRAY_LEN(media) + 1] = "";

		for (size_t i = 0; i < ARRAY_LEN(media); i++) {
			struct facts f = facts_of(media[i].facts);

			stale[i] =
				plan_hash_holds(
					&mem, &r,
					recipe_output(&r, media[i].output), &f,
					made_by(media[i].output, media[i].way,
						&f))
					? '.'
					: 's';
		}
		is_str(stale, edits[e].stale, edits[e].name);
	}
}

static bool holds(const char *output, const char *way, const char *facts,
		  const char *now)
{
	struct recipe r = read_recipe(recipe);
	struct facts then = facts_of(facts), f = facts_of(now);

	return plan_hash_holds(&mem, &r, recipe_output(&r, output), &f,
			       made_by(output, way, &then));
}

/* What was found out about the file changes: a better probe. */
static void facts(void)
{
	struct recipe r = read_recipe(recipe);
	struct facts odd = facts_of("type=jpeg\nwidth=3\nheight=a;b\n");
	char hash[HASH_HEX + 1];

	ok(holds("small", "first", JPEG, JPEG "iso=9\n"),
	   "a fact that no command names changes nothing");
	ok(!holds("small", "first", "type=png\nwidth=300\nheight=200\n",
		  "type=png\nwidth=300\nheight=200\norientation=3\n"),
	   "one that does makes it stale");
	ok(holds("probe", "one", JPEG, JPEG "orientation=3\n"),
	   "the probe does not go by what it found");
	ok(!plan_hash_holds(&mem, &r, recipe_output(&r, "small"), &odd, NULL),
	   "what was never made does not hold");
	ok(!plan_hash_holds(&mem, &r, recipe_output(&r, "small"), &odd, ""),
	   "nor what nothing is known of");
	is_int(plan_hash(&mem, &r, recipe_output(&r, "small"), &odd, 1, hash),
	       0, "a fact that is no number where no command names it");
}

int main(void)
{
	changes();
	facts();
	pool_done(&mem);
	return done_testing();
}
