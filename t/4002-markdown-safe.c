/* 4002-markdown-safe.c -- Markdown of strangers */
#include "tap.h"
#include "base/pool.h"
#include "view/markdown.h"

static struct pool pool;

static void is_html(const char *text, const char *html, const char *name)
{
	is_str(markdown_html(&pool, text), html, name);
}

static int has(const char *text, const char *part)
{
	return strstr(markdown_html(&pool, text), part) != NULL;
}

static void safe(void)
{
	is_html("*a* **b**", "<p><em>a</em> <strong>b</strong></p>\n",
		"emphasis");
	is_html("", "", "nothing");
	is_html("a < b & c", "<p>a &lt; b &amp; c</p>\n", "it is escaped");
	ok(!has("<script>alert(1)</script>", "<script"), "no script");
	ok(!has("a <b onclick=x>b</b>", "<b "), "no inline HTML");
	is_html("[x](https://a.example/?a&b)",
		"<p><a rel=\"nofollow ugc\" href=\"https://a.example/?a&amp;b\""
		">x</a></p>\n",
		"a link is not endorsed");
	ok(!has("[x](javascript:alert(1))", "javascript"), "no javascript:");
	ok(!has("[x](  JaVaScRiPt:alert(1))", "alert"), "in no spelling");
	ok(!has("[x](data:text/html,hi)", "data:"), "no data:");
	ok(!has("<javascript:alert(1)>", "href=\"javascript"), "no autolink");
	ok(has("`<a href=`", "<code>&lt;a href=</code>"), "code stays code");
	is_html("![alt *x*](https://a.example/p.png)",
		"<p><a rel=\"nofollow ugc\" href=\"https://a.example/p.png\">"
		"alt <em>x</em></a></p>\n",
		"a picture becomes a link");
	is_html("# a\n\n###### b", "<h3>a</h3>\n<h6>b</h6>\n",
		"headings stand below those of the page");
	ok(has("a\xff"
	       "b",
	       "a\xef\xbf\xbd"
	       "b"),
	   "bytes that are not UTF-8");
}

static void bounded(void)
{
	char *text = pool_alloc(&pool, 3 * MARKDOWN_MAX_BYTES);

	memset(text, 'a', (size_t)2 * MARKDOWN_MAX_BYTES);
	ok(strlen(markdown_html(&pool, text)) < MARKDOWN_MAX_BYTES + 100,
	   "a long text is cut");
	for (int i = 0; i < MARKDOWN_MAX_BYTES; i++)
		text[i] = "![["[i % 3];
	ok(markdown_html(&pool, text)[0], "thousands of open brackets");
	memset(text, '>', MARKDOWN_MAX_BYTES);
	ok(markdown_html(&pool, text)[0], "thousands of quotes in quotes");
	memset(text, '*', MARKDOWN_MAX_BYTES);
	ok(markdown_html(&pool, text)[0], "thousands of stars");
}

static void summaries(void)
{
	is_str(markdown_summary(&pool, "# Two *words*\n\nand [more](/x)\nhere",
				99),
	       "Two words and more here", "a summary has no markup");
	is_str(markdown_summary(&pool, "abcdefghij", 5), "abcd\xe2\x80\xa6",
	       "and is cut");
	is_str(markdown_summary(&pool, "abcde", 5), "abcde", "only if needed");
	is_str(markdown_summary(&pool, "a<b>c</b>", 9), "ac", "without HTML");
}

int main(void)
{
	safe();
	bounded();
	summaries();
	pool_done(&pool);
	return done_testing();
}
