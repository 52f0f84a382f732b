/* 2002-url-links.c -- paths to programs, and links back */
#include "tap.h"
#include "base/err.h"
#include "base/pool.h"
#include "http/req.h"
#include "http/url.h"

static struct pool pool;

static struct urls urls_for(const char *script, const char *server,
			    enum url_style style)
{
	struct req rq;
	struct urls urls;

	setenv("SCRIPT_NAME", script, 1);
	setenv("SERVER_SOFTWARE", server, 1);
	req_from_env(&rq, &pool);
	urls_init(&urls, &rq, style);
	return urls;
}

static void styles(void)
{
	struct urls u = urls_for("/cgi-bin/media", "Apache", URL_STYLE_AUTO);

	is_str(URL(&pool, &u, URL_MEDIA, "ann", "dog"),
	       "/cgi-bin/media/u/ann/m/dog", "plain without rewriting");
	is_str(URL(&pool, &u, URL_HOME), "/cgi-bin/index.cgi", "plain home");
	u = urls_for("/cgi-bin/media", "busybox/1.35", URL_STYLE_AUTO);
	is_str(URL(&pool, &u, URL_MEDIA, "ann", "dog"), "/u/ann/m/dog/",
	       "pretty under busybox httpd");
	is_str(URL(&pool, &u, URL_HOME), "/", "pretty home");
	u = urls_for("/cgi-bin/media", "busybox/1.35", URL_STYLE_PLAIN);
	is_str(URL(&pool, &u, URL_LOGIN), "/cgi-bin/login/auth/login",
	       "the setting wins");
	setenv("REDIRECT_GREMLIN_PRETTY", "1", 1);
	u = urls_for("/~ann/site/cgi-bin/media", "Apache", URL_STYLE_AUTO);
	unsetenv("REDIRECT_GREMLIN_PRETTY");
	is_str(URL(&pool, &u, URL_LOGIN), "/~ann/site/auth/login/",
	       "a prefix, and a server that says it rewrites");
	is_str(url_file(&pool, &u, "static/a b.css"),
	       "/~ann/site/static/a%20b.css", "a file");
}

static void coding(void)
{
	struct urls u = { .prefix = "", .pretty = 1 };
	char text[] = "a%41%zz%2";
	char form[] = "a+b%2Bc%00d";

	is_str(URL(&pool, &u, URL_PERSON, "a/b?c%\xc3\xa9\""),
	       "/u/a%2Fb%3Fc%25%C3%A9%22/", "a name is one segment");
	is_int(url_decode(text, 9, 0), 7, "decoding shrinks");
	is_str(text, "aA%zz%2", "what is no escape stays");
	is_int(url_decode(form, sizeof(form) - 1, 1), 7, "a form's value");
	ok(!memcmp(form, "a b+c\0d", 7), "with its NUL");
	is_str(url_query(&pool, "/x", "q", "a&b"), "/x?q=a%26b", "a query");
	is_str(url_query(&pool, "/x?a=1", "q", "2"), "/x?a=1&q=2", "two");
}

static void routes(void)
{
	is_int(url_find("/"), URL_HOME, "home");
	is_int(url_find(""), URL_HOME, "home without its slash");
	is_int(url_find("/u/ann"), URL_PERSON, "a person");
	is_int(url_find("/u/ann/"), URL_PERSON, "with the final slash");
	is_int(url_find("/u/ann/m/dog/"), URL_MEDIA, "a media");
	is_int(url_find("/u/ann/m/dog/edit/"), URL_EDIT, "its editor");
	is_int(url_find("/u/ann/panel/"), URL_PANEL, "a panel");
	is_int(url_find("/u/"), -1, "a part may not be empty");
	is_int(url_find("/u/ann/m/dog//"), -1, "one final slash only");
	is_int(url_find("/U/ann/"), -1, "case counts");
	is_int(url_find("/u/ann/m/dog/editor"), -1, "a longer word");
	is_int(url_find("u/ann"), -1, "no first slash");
	for (int i = 0; i < URL_COUNT; i++) {
		is_int(url_find(url_pattern(i)), i, url_pattern(i));
		ok(strlen(url_program(i)) > 0, "has a program");
	}
}

static void style_words(void)
{
	enum url_style style = URL_STYLE_AUTO;

	is_int(url_style("plain", &style), 0, "a style");
	is_int(style, URL_STYLE_PLAIN, "is understood");
	is_int(url_style("Plain", &style), E_CONFIG, "another word is not");
}

static void locals(void)
{
	ok(url_is_local("/u/ann/?a=b"), "a path of ours");
	ok(!url_is_local("//evil.example/"), "another host");
	ok(!url_is_local("/\\evil.example/"), "another host to a browser");
	ok(!url_is_local("/a\\b"), "a backslash further on");
	ok(!url_is_local("https://evil.example/"), "a whole address");
	ok(!url_is_local(""), "nothing");
	ok(!url_is_local("/a\nb"), "a line end");
}

int main(void)
{
	clearenv();
	styles();
	coding();
	routes();
	style_words();
	locals();
	pool_done(&pool);
	return done_testing();
}
