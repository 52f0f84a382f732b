/* recipe-take.c -- sections of a recipe, and the keys like no other */
#include "media/recipe-part.h"
#include "media/sniff.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "proc/record.h"

#include <ctype.h>
#include <string.h>

bool recipe_name_ok(const char *name)
{
	size_t n = name ? strlen(name) : 0;

	return n && n <= RECIPE_NAME_MAX && isalnum((unsigned char)*name) &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") == n;
}

const char *recipe_kind_of_file(struct pool *mem, const char *file)
{
	const char *slash = strrchr(file, '/');
	const char *base = slash ? slash + 1 : file;

	if (!str_ends(base, ".ini"))
		return "";
	return pool_dup_n(mem, base, strlen(base) - strlen(".ini"));
}

const struct output *recipe_output(const struct recipe *r, const char *name)
{
	for (int i = 0; i < r->outputs_n; i++)
		if (str_eq(r->outputs[i].name, name))
			return &r->outputs[i];
	return NULL;
}

const struct list *recipe_list(const struct recipe *r, const char *name)
{
	for (int i = 0; i < r->lists_n; i++)
		if (str_eq(r->lists[i].name, name))
			return &r->lists[i];
	return NULL;
}

const struct format *recipe_format(const struct recipe *r, const char *name)
{
	for (int i = 0; i < r->formats_n; i++)
		if (str_eq(r->formats[i].name, name))
			return &r->formats[i];
	return NULL;
}

static int open_format(struct reading *in, const char *name)
{
	struct format new = { .name = pool_dup(in->mem, name) };
	struct recipe *r = in->recipe;

	if (recipe_format(r, name))
		return err(E_CONFIG, "format '%s' stands here twice", name);
	VEC_ADD(in->mem, r->formats, r->formats_n, new);
	in->place = IN_FORMAT;
	return 0;
}

static int open_output(struct reading *in, const char *name)
{
	struct output new = { .name = pool_dup(in->mem, name),
			      .rank = 50,
			      .line = in->section_line };
	struct recipe *r = in->recipe;

	if (recipe_output(r, name))
		return err(E_CONFIG, "output '%s' stands here twice", name);
	in->output = r->outputs_n;
	VEC_ADD(in->mem, r->outputs, r->outputs_n, new);
	in->place = IN_OUTPUT;
	return 0;
}

/* [make OUTPUT WAY]: a way that `like` brought is written anew. */
static int open_way(struct reading *in, const char *name, const char *way)
{
	const struct output *found = recipe_output(in->recipe, name);
	struct way new = { .name = pool_dup(in->mem, way) };
	struct output *o;

	if (!found)
		return err(E_CONFIG, "no [output %s] stands above", name);
	in->output = (int)(found - in->recipe->outputs);
	o = &in->recipe->outputs[in->output];
	in->place = IN_WAY;
	for (in->way = 0; in->way < o->ways_n; in->way++)
		if (str_eq(o->ways[in->way].name, way)) {
			o->ways[in->way] = new;
			return 0;
		}
	VEC_ADD(in->mem, o->ways, o->ways_n, new);
	return 0;
}

int open_section(struct reading *in, const char *section)
{
	char **words = words_of(in->mem, section);
	int n = 0;

	for (; words[n]; n++)
		if (!recipe_name_ok(words[n]))
			return err(E_CONFIG, "'%s' is not a name", words[n]);
	in->place = IN_NOTHING;
	in->keyed = false;
	in->command = NULL;
	in->fresh = NULL;
	if (n == 1 && str_eq(words[0], "kind"))
		in->place = IN_KIND;
	else if (n == 1 && str_eq(words[0], "list"))
		in->place = IN_LIST;
	else if (n == 2 && str_eq(words[0], "recognise"))
		return open_format(in, words[1]);
	else if (n == 2 && str_eq(words[0], "output"))
		return open_output(in, words[1]);
	else if (n == 3 && str_eq(words[0], "make"))
		return open_way(in, words[1], words[2]);
	else
		return err(E_CONFIG, "there is no section [%s]", section);
	return 0;
}

/*
 * `{fact?rest}` and `{fact!rest}` around a whole argument make the argument
 * itself conditional, else they are part of its text.
 */
static const char *take_cond(struct pool *mem, const char *text,
			     struct arg *arg)
{
	size_t n = strspn(text + 1, "abcdefghijklmnopqrstuvwxyz0123456789_");
	size_t len = strlen(text);
	int depth = 0;
	size_t i = 0;

	if (text[0] != '{' || !strchr("?!", text[n + 1]) || !text[n + 1])
		return text;
	for (; i < len; i++) {
		depth += (text[i] == '{') - (text[i] == '}');
		if (depth == 0)
			break;
	}
	if (i != len - 1)
		return text;
	arg->cond = pool_dup_n(mem, text + 1, n);
	arg->negate = text[n + 1] == '!';
	return pool_dup_n(mem, text + n + 2, len - n - 3);
}

/* A list that is whole: one cannot be part of itself. */
static const struct list *list_above(const struct reading *in, const char *name)
{
	const struct recipe *r = in->recipe;
	const struct list *list = recipe_list(r, name);
	bool open = in->place == IN_LIST && list == &r->lists[r->lists_n - 1];

	return open ? NULL : list;
}

static int take_arg(struct reading *in, struct args *to, const char *text)
{
	struct arg arg = { 0 };
	int more = 1;

	arg.text = pool_dup(in->mem, take_cond(in->mem, text, &arg));
	if (arg.text[0] == '*') {
		const struct list *list = list_above(in, ++arg.text);

		if (!list)
			return err(E_CONFIG, "no list '%s' stands above",
				   arg.text);
		arg.splice = true;
		more = list->args.all;
	}
	if (more > SPEC_ARGS_MAX - to->all)
		return err(E_CONFIG, "more than %d arguments", SPEC_ARGS_MAX);
	to->all += more;
	VEC_ADD(in->mem, to->at, to->n, arg);
	return 0;
}

int take_args(struct reading *in, struct args *to, const char *line, bool split)
{
	char **words = words_of(in->mem, line);

	if (!split)
		return *line ? take_arg(in, to, line) : 0;
	for (; *words; words++) {
		int rc = take_arg(in, to, *words);

		if (rc < 0)
			return rc;
	}
	return 0;
}

static struct format *current_format(struct reading *in)
{
	return &in->recipe->formats[in->recipe->formats_n - 1];
}

static struct output *current_output(struct reading *in)
{
	return &in->recipe->outputs[in->output];
}

static int hex_digit(char c)
{
	const char *digits = "0123456789abcdef";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

static int take_bytes(const char *hex, struct magic *ret)
{
	size_t n = strlen(hex);

	if (!n || n % 2 || n / 2 > sizeof(ret->bytes))
		return err(E_CONFIG,
			   "'%s' is not 1 to %zu bytes in small "
			   "hexadecimal digits",
			   hex, sizeof(ret->bytes));
	for (size_t i = 0; i < n / 2; i++) {
		int high = hex_digit(hex[2 * i]);
		int low = hex_digit(hex[2 * i + 1]);

		if (high < 0 || low < 0)
			return err(E_CONFIG,
				   "'%s' has what is not a small "
				   "hexadecimal digit",
				   hex);
		ret->bytes[i] = (unsigned char)(16 * high + low);
	}
	ret->n = n / 2;
	return 0;
}

/* magic = OFFSET HEX [OFFSET HEX ...], each line an alternative */
int take_magic(struct reading *in, const char *value)
{
	struct format *f = current_format(in);
	struct detect d = { .how = DETECT_MAGIC };
	char **words = words_of(in->mem, value);

	if (!*words && !in->indented)
		return 0;
	for (; *words; words += 2) {
		struct magic m;
		int64_t offset;
		int rc = str_int64(words[0], 0, 4096, &offset);

		if (rc == 0 && !words[1])
			rc = err(E_CONFIG, "no bytes after offset %s",
				 words[0]);
		if (rc == 0)
			rc = take_bytes(words[1], &m);
		if (rc < 0)
			return rc;
		m.offset = (size_t)offset;
		VEC_ADD(in->mem, d.magic, d.magic_n, m);
	}
	VEC_ADD(in->mem, f->detects, f->detects_n, d);
	return 0;
}

/* detect = ftyp BRAND... | ebml DOCTYPE | mpegaudio | adts | mpegts | ... */
int take_detect(struct reading *in, const char *value)
{
	struct format *f = current_format(in);
	struct detect d = { .how = DETECT_CODE };
	char **words = words_of(in->mem, value);

	if (!*words && !in->indented)
		return 0;
	if (str_eq(*words, "ftyp"))
		d.how = DETECT_FTYP;
	else if (str_eq(*words, "ebml"))
		d.how = DETECT_EBML;
	else if (!sniff_code_known(*words))
		return err(E_CONFIG, "nothing detects '%s'", *words);
	for (words += d.how != DETECT_CODE; *words; words++)
		VEC_ADD(in->mem, d.words.at, d.words.n, *words);
	if (!d.words.n)
		return err(E_CONFIG, "what does it detect?");
	VEC_ADD(in->mem, f->detects, f->detects_n, d);
	return 0;
}

/* Everything but the name from an output above, for own keys to change. */
int take_like(struct reading *in, const char *value)
{
	const struct output *from = recipe_output(in->recipe, value);
	struct output *o = current_output(in);
	struct output copy;
	struct way *ways;

	if (!from || from == o)
		return err(E_CONFIG, "no [output %s] stands above", value);
	copy = *from;
	copy.name = o->name;
	copy.line = o->line;
	ways = vec_grown(in->mem, from->ways, from->ways_n, sizeof(*ways));
	copy.ways = ways;
	*o = copy;
	return 0;
}

/* files = NAME.EXT MIME, one a line; {name} is the output's */
int take_file(struct reading *in, const char *value)
{
	struct output *o = current_output(in);
	char **words = words_of(in->mem, value);
	struct product p;
	const char *dot;

	if (!in->indented)
		o->products_n = 0;
	if (!*words)
		return 0;
	dot = strrchr(words[0], '.');
	if (!words[1] || words[2] || !dot || !dot[1] || !strchr(words[1], '/'))
		return err(E_CONFIG, "'%s' is not NAME.EXT and a mime type",
			   value);
	p = (struct product){ words[0], dot + 1, words[1] };
	VEC_ADD(in->mem, o->products, o->products_n, p);
	return 0;
}

/* facts = PARSER FILE, one a line */
int take_learning(struct reading *in, const char *value)
{
	struct output *o = current_output(in);
	char **words = words_of(in->mem, value);
	struct learning l;

	if (!in->indented)
		o->learnings_n = 0;
	if (!*words)
		return 0;
	if (!words[1] || words[2] || !record_name_ok(words[1]))
		return err(E_CONFIG, "'%s' is not a parser and a file", value);
	if (!facts_reads(words[0]))
		return err(E_CONFIG, "there is no parser '%s' for facts",
			   words[0]);
	l = (struct learning){ words[0], words[1] };
	VEC_ADD(in->mem, o->learnings, o->learnings_n, l);
	return 0;
}

/* box = WIDTHxHEIGHT */
int take_box(struct reading *in, const char *value)
{
	struct output *o = current_output(in);
	char *w = pool_dup(in->mem, value);
	char *x = strchr(w, 'x');
	int rc;

	if (!x)
		return err(E_CONFIG, "'%s' is not WIDTHxHEIGHT", value);
	*x = '\0';
	rc = str_int64(w, 1, 32768, &o->box_w);
	if (rc < 0)
		return rc;
	return str_int64(x + 1, 1, 32768, &o->box_h);
}
