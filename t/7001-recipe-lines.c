/* 7001-recipe-lines.c -- recipes that can be read, and each that cannot */
#include "tap.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "media/recipe.h"

const char *program_name = "7001-recipe-lines";

static struct pool mem;

static const char good[] = "; a comment\n"
			   "[kind]\n"
			   "title = Test\n"
			   "when = width > 1 or not audio\n"
			   "otherwise = other\n"
			   "[recognise abc]\n"
			   "mime = test/abc\n"
			   "ext = abc\n"
			   "magic = 0 616263 8 00ff\n"
			   "\t4 64\n"
			   "detect = ftyp abcd abce\n"
			   "[list]\n"
			   "tool =\n"
			   "\ttool\n"
			   "\t--words with blanks\n"
			   "more = *tool -x\n"
			   "[output probe]\n"
			   "facts = flat flat\n"
			   "[make probe one]\n"
			   "argv = *tool {audio?-a} b\n"
			   "\tx={w},{video!no {width}}\n"
			   "out = flat\n"
			   "argv = @exif in exif\n"
			   "optional = yes\n"
			   "[output big]\n"
			   "rank = 7\n"
			   "blocks = yes\n"
			   "box = 100x50\n"
			   "files = {name}.webp image/webp\n"
			   "check = @still {name}.webp {w} {h}\n"
			   "[make big one]\n"
			   "needs = vips ffmpeg:libwebp\n"
			   "argv = *more\n"
			   "[output huge]\n"
			   "like = big\n"
			   "ways = two one\n"
			   "box = 200x100\n"
			   "[make huge two]\n"
			   "argv = other\n";

static int parse(const char *text, struct recipe *r)
{
	return recipe_parse(&mem, "test.ini", text, strlen(text), r);
}

static void reads_all(void)
{
	const struct output *big, *huge;
	const struct command *first;
	struct recipe r;

	is_int(parse(good, &r), 0, "a recipe is read");
	is_str(r.name, "test", "it is called like its file");
	is_int(r.formats_n, 1, "one format");
	is_int(r.formats[0].detects_n, 3, "with three signs");
	is_int(r.formats[0].detects[0].magic[1].offset, 8, "second place");
	is_int(recipe_list(&r, "tool")->args.n, 2, "a list of two");
	is_str(recipe_list(&r, "tool")->args.at[1].text, "--words with blanks",
	       "a line below is one argument");
	first = &recipe_output(&r, "probe")->ways[0].commands.at[0];
	is_int(first->args.n, 4, "blanks part those of the first line");
	ok(first->args.at[0].splice, "a list stands in its place");
	is_str(first->args.at[1].cond, "audio", "a condition of its own");
	is_str(first->args.at[1].text, "-a", "and its text");
	is_str(first->out, "flat", "its output goes into a file");
	ok(first[1].optional && !first->optional, "the second may fail");
	big = recipe_output(&r, "big");
	huge = recipe_output(&r, "huge");
	is_str(big->products[0].name, "big.webp", "{name} in the files");
	is_str(huge->products[0].name, "huge.webp", "also of one like it");
	is_int(huge->ways_n, 2, "`like` brings the ways");
	is_str(huge->ways[0].name, "two", "`ways` orders them");
	is_int(huge->rank, 7, "`like` brings the rank");
	is_int(huge->box_w, 200, "an own box stands");
	is_int(big->box_w, 100, "and leaves that of the other");
	is_int(huge->checks.n, 1, "`like` brings the checks");
	ok(big->blocks.n == 1, "it blocks");
}

/* A change of any line changes the hash, but for comments. */
static void hashes(void)
{
	char text[sizeof(good)];
	struct recipe a, b;

	parse(good, &a);
	is_int(strlen(a.hash), HASH_HEX, "it is whole");
	memcpy(text, good, sizeof(good));
	strstr(text, "--words")[2] = 'W';
	is_int(parse(text, &b), 0, "the same with another word");
	ok(!str_eq(a.hash, b.hash), "changes the hash");
	memcpy(text, good, sizeof(good));
	strstr(text, "comment")[0] = 'C';
	is_int(parse(text, &b), 0, "the same with another comment");
	is_str(a.hash, b.hash, "does not");
	is_int(parse(pool_fmt(&mem, "%s\n\n; end\n", good), &b), 0,
	       "empty lines and a comment more");
	is_str(a.hash, b.hash, "do not either");
}

#define PROBE	"[output probe]\nfacts = flat flat\n[make probe one]\n"
#define LONG50	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define LONG200 LONG50 LONG50 LONG50 LONG50

static const struct bad {
	const char *text, *sentence, *name;
} bads[] = {
	{ PROBE "argv = x\n\t" LONG200 "\n", "test.ini:5: the line has 201",
	  "a line that inih would cut" },
	{ PROBE "argv = x a ;b\n", "test.ini:4: ' ;'",
	  "a comment within a value" },
	{ PROBE "argv = x\n\ta\t;b\n", "test.ini:5: ' ;'", "also after a tab" },
	{ "[" LONG50 "]\n", "test.ini:1: the name", "a section too long" },
	{ LONG50 " = x\n", "test.ini:1: the name", "a key too long" },
	{ PROBE "argv = a\001b\n", "test.ini:4: the line has a control",
	  "a control byte" },
	{ "[list]\n\tx = y\n", "test.ini:2: the line is indented",
	  "an indented line below no key" },
	{ "[kind]\nfoo\n", "test.ini:2: neither", "no key" },
	{ "[kind]\nfoo = x\n", "test.ini:2: there is no key 'foo' in [kind]",
	  "an unknown key" },
	{ "\n[kin]\ntitle = x\n", "test.ini:2: there is no section",
	  "an unknown section" },
	{ "[kind]\nwhen = wdith > 3\n", "test.ini:2: there is no fact 'wdith'",
	  "an unknown fact in a condition" },
	{ "[kind]\nwhen = width >\n", "test.ini:2: nothing after 'width >'",
	  "a condition cut short" },
	{ "[kind]\nwhen = width and height\n", "test.ini:2: 'and' where 'or'",
	  "a word between conditions" },
	{ "[kind]\nwhen = width or\n", "test.ini:2: a condition ends",
	  "nothing after or" },
	{ PROBE "argv = x {wdith}\n", "test.ini:4: there is no {wdith}",
	  "an unknown placeholder" },
	{ PROBE "argv = x {title}\n", "test.ini:4: there is no {title}",
	  "text of strangers in a command" },
	{ PROBE "argv = x a{width\n", "test.ini:4: '{width' has no '}'",
	  "a brace that stays open" },
	{ PROBE "argv = x a}\n", "test.ini:4: '}' without",
	  "a brace that was never open" },
	{ PROBE "argv = x *none\n", "test.ini:4: no list 'none'",
	  "an unknown list" },
	{ "[list]\na = x *a\n", "test.ini:2: no list 'a'",
	  "a list that is part of itself" },
	{ "[list]\na = 1 2 3 4 5 6 7 8\nb = *a *a *a *a *a *a\n"
	  "c = *b *b *b *b *b *b\n",
	  "test.ini:4: more than 256", "lists that grow without end" },
	{ PROBE "argv = /bin/sh\n", "test.ini:4: '/bin/sh' is not the name",
	  "a path as program" },
	{ PROBE "argv =\n", "test.ini:4: a command without a word",
	  "an empty command" },
	{ PROBE "out = flat\n", "test.ini:4: 'out' stands below no command",
	  "an output of no command" },
	{ PROBE "argv = x\nout = ../x\n", "test.ini:4: '../x' is not a name",
	  "an output elsewhere" },
	{ PROBE "argv = x\noptional = perhaps\n", "test.ini:5: 'perhaps' is",
	  "neither yes nor no" },
	{ "[make probe one]\nargv = x\n", "test.ini:1: no [output probe]",
	  "a way of no output" },
	{ "[output probe]\nfacts = flat flat\n",
	  "test.ini:1: [output probe] has no [make", "an output of no way" },
	{ "[output probe]\n[make probe one]\nargv = x\n",
	  "test.ini:2: no [output probe]", "a section that says nothing" },
	{ "[output probe]\nrank = 1\n[make probe one]\nargv = x\n",
	  "test.ini:1: [output probe] leaves neither",
	  "an output that leaves nothing" },
	{ "[output probe]\nfacts = flt flat\n",
	  "test.ini:2: there is no parser", "an unknown parser" },
	{ "[output probe]\nfiles = a/b.x image/x\n[make probe one]\nargv = x\n",
	  "test.ini:1: 'a/b.x' is not a name", "a file elsewhere" },
	{ "[output probe]\nfiles = a.x\n", "test.ini:2: 'a.x' is not NAME.EXT",
	  "a file without mime type" },
	{ "[output probe]\nbox = 12\n", "test.ini:2: '12' is not WIDTHx",
	  "half a box" },
	{ "[output probe]\nlike = other\n", "test.ini:2: no [output other]",
	  "like nothing" },
	{ "[output probe]\nrank = 1\n[output probe]\nrank = 1\n",
	  "test.ini:3: output 'probe' stands here twice", "twice the same" },
	{ "[output probe]\ntell = foo=1\n[make probe one]\nargv = x\n",
	  "test.ini:1: 'foo=1' is not FACT=TEXT", "telling what is no fact" },
	{ "[recognise a]\nmagic = 0 6\n", "test.ini:2: '6' is not 1 to",
	  "half a byte" },
	{ "[recognise a]\nmagic = 0 6g\n", "test.ini:2: '6g' has what",
	  "no hexadecimal digit" },
	{ "[recognise a]\nmagic = 0\n", "test.ini:2: no bytes after",
	  "an offset without bytes" },
	{ "[recognise a]\ndetect = guess\n", "test.ini:2: nothing detects",
	  "an unknown way to detect" },
	{ "[recognise a]\nmagic = 0 61\n", "[recognise a] needs mime",
	  "a format without type" },
	{ "[kind]\ntitle = x\n", "there is no [output probe]",
	  "no way to look at it" },
};

static void refuses(void)
{
	for (size_t i = 0; i < ARRAY_LEN(bads); i++) {
		struct recipe r;
		int rc = parse(bads[i].text, &r);
		const char *text = err_text(rc);

		if (!ok(rc == E_CONFIG && strstr(text, bads[i].sentence),
			bads[i].name))
			printf("#   %d: %s\n", rc, text);
	}
	is_int(recipe_parse(&mem, "Bad Name.ini", good, strlen(good), NULL),
	       E_CONFIG, "a name of a file that is no name of a kind");
}

int main(void)
{
	reads_all();
	hashes();
	refuses();
	pool_done(&mem);
	return done_testing();
}
