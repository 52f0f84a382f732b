/* 4001-view-render.c -- a tree of texts through templates */
#include "tap.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/io.h"
#include "base/pool.h"
#include "view/view.h"

#include <fcntl.h>
#include <unistd.h>

#define PRAGMA "{{%AUTOESCAPE context=\"HTML\"}}\n"

static struct pool pool;
static char folder[] = "/tmp/gremlin-view-XXXXXX";
static int dir = -1;

static void template(const char *name, const char *text)
{
	if (io_write_file(dir, name, text, strlen(text), 0644) < 0)
		exit(99);
}

static const char *rendered(const struct view *v)
{
	struct buf b = { 0 };
	int rc = view_render(v, folder, &b);
	const char *text = pool_dup(&pool, buf_text(&b));

	buf_done(&b);
	return rc < 0 ? err_text(rc) : text;
}

static void texts(void)
{
	struct view *v = view_new(&pool, "TEXTS");

	template("texts.tpl", PRAGMA "<p title=\"{{A}}\">{{B}}|{{C}}|{{D}}"
				     "<a href=\"{{E}}\">{{F:none}}</a>");
	view_set(v, "A", "\"><script>");
	view_set(v, "B", "<b>&amp;");
	view_set(v, "C", NULL);
	view_set(v, "E", "javascript:alert(1)");
	view_set(v, "F", "first");
	view_set(v, "F", "<i>last</i>");
	is_str(rendered(v),
	       "<p title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt;&amp;amp;||"
	       "<a href=\"#\"><i>last</i></a>",
	       "texts are escaped for where they stand");
	view_set(v, "E", "/u/a%20b/?x=1&y=2");
	view_set_number(v, "B", INT64_MIN);
	is_str(rendered(v),
	       "<p title=\"&quot;&gt;&lt;script&gt;\">-9223372036854775808||"
	       "<a href=\"/u/a%20b/?x=1&amp;y=2\"><i>last</i></a>",
	       "an address, a number");
	view_set_number(v, "B", 0);
	ok(strstr(rendered(v), ">0||"), "none");
}

static void sections(void)
{
	struct view *v = view_new(&pool, "SECTIONS");
	struct view *in;

	template("sections.tpl", PRAGMA "{{#S}}\n[{{A}}{{#T}}({{A}}{{B}})"
					"{{/T}}]\n{{/S}}\n{{#U}}u{{/U}}");
	view_set(v, "B", "outer");
	view_set(view_add(v, "S"), "A", "1");
	in = view_add(v, "S");
	view_set(in, "A", "2");
	view_add(in, "T");
	view_set(view_add(in, "T"), "A", "3");
	is_str(rendered(v), "[1]\n[2(2outer)(3outer)]\n",
	       "sections repeat in order and look outside");
	view_add(v, "U");
	ok(strstr(rendered(v), "]\nu"), "a section without markers");
}

static void includes(void)
{
	struct view *v = view_new(&pool, "FRAME");
	struct view *body = view_include(v, "BODY", "INNER");

	template("frame.tpl", PRAGMA "<{{>BODY}}{{>OTHER}}>");
	template("inner.tpl", PRAGMA "{{A}}{{B}}{{#S}}!{{/S}}");
	view_set(v, "A", "a");
	view_set(body, "B", "b");
	view_add(body, "S");
	is_str(rendered(v), "<ab!>", "an included template looks outside too");
}

static void failures(void)
{
	struct view *v = view_new(&pool, "FRAME");
	struct buf b = { .max_bytes = 1 };

	view_include(v, "BODY", "NOWHERE");
	is_int(view_render(v, folder, &b), E_LARGE, "a page over its limit");
	buf_done(&b);
	b.max_bytes = 0;
	is_int(view_render(v, folder, &b), E_CONFIG, "a missing template");
	ok(strstr(err_text(E_CONFIG), "nowhere.tpl is missing"), "is named");
	buf_done(&b);
	template("broken.tpl", PRAGMA "{{#S}}never closed");
	is_int(view_render(view_new(&pool, "BROKEN"), folder, &b), E_CONFIG,
	       "a malformed template");
	ok(strstr(err_text(E_CONFIG), "broken.tpl is malformed"), "is named");
	buf_done(&b);
}

int main(void)
{
	if (!mkdtemp(folder))
		return 99;
	dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	texts();
	sections();
	includes();
	failures();
	io_remove_tree(AT_FDCWD, folder);
	close(dir);
	pool_done(&pool);
	return done_testing();
}
