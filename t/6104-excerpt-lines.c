/* 6104-excerpt-lines.c -- of a log, what its sender may and can read */
#include "tap.h"
#include "base/base.h"
#include "base/pool.h"
#include "base/str.h"
#include "job/excerpt.h"

#define DIR "/srv/my site/content/work/12.1"

static struct pool pool;

static const char *of(const char *log)
{
	return excerpt(&pool, log, strlen(log), DIR, NULL);
}

static void lines(void)
{
	is_str(of(""), "", "nothing");
	is_str(of("\n \n\n"), "", "nothing but ends of lines");
	is_str(of("one\ntwo\n"), "one\ntwo", "two lines");
	is_str(of("1 %\r2 %\r100 %\nend"), "1 %\n2 %\n100 %\nend",
	       "who writes over its line");
	is_str(of("a\na\na\nb\na\n"), "a (3 times)\nb\na",
	       "the same is said once");
	is_str(excerpt(&pool, "x\n", 2, DIR, "sh ended with status 3"),
	       "x\nsh ended with status 3", "the runner's word is the last");
	is_str(excerpt(&pool, "gremlin-run: too long\n", 22, DIR, "too long"),
	       "gremlin-run: too long", "unless it stands there");
}

static void paths(void)
{
	is_str(of("cannot open " DIR "/out/o.mp4"), "cannot open out/o.mp4",
	       "the attempt's folder is left out");
	is_str(of("file:/srv/x/secret/in: Permission denied"),
	       "file:in: Permission denied", "of a path, its end");
	is_str(of("'/usr/lib/x86_64-linux-gnu/libx.so.1' (/etc/passwd)"),
	       "'libx.so.1' (passwd)", "in quotes and brackets");
	is_str(of("in" DIR "/out and in/srv/my site/content/raw/x"),
	       "inout and incontent/raw/x", "also where a word goes on");
	is_str(of("/a//b/ and /"), "b/ and /", "odd ones");
	is_str(of("../in: 30000/1001 fps, and/or http://x/y"),
	       "../in: 30000/1001 fps, and/or http:y", "what is none");
	is_str(of("[mov,mp4 @ 0x55d0c8e3a740] moov atom not found"),
	       "[mov,mp4] moov atom not found", "no address in memory");
}

static void bytes(void)
{
	is_str(of("a\x01"
		  "b\x7f"
		  "c\xff"
		  "d\xc3\xa9"),
	       "abcd\xc3\xa9", "only text stays");
	is_str(of("\x1b[31mred\x1b[0m"), "red", "no colours");
	is_str(of("gpj.\xe2\x80\xae"
		  "exe \xe2\x80\x8b"
		  "x\xef\xbb\xbf"),
	       "gpj.exe x", "nothing that turns or hides");
	is_str(excerpt(&pool, "a\0b", 3, DIR, NULL), "a b", "a NUL");
	is_str(of("\xe2\x80"), "", "a cut character");
	is_str(of("\x1b["), "", "a cut colour");
}

static int count(const char *text)
{
	int n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n + 1;
}

static void limits(void)
{
	char log[40000] = "", *at = log;
	const char *got;

	for (int i = 0; i < 1000; i++)
		at += snprintf(at, 40, "line %d\n", i);
	got = of(log);
	is_int(count(got), EXCERPT_LINES, "so many lines at most");
	ok(str_starts(got, "line 980\n") && str_ends(got, "line 999"),
	   "the last ones");
	at = log;
	for (int i = 0; i < 30; i++)
		at += snprintf(at, 500, "%d %0400d\n", i, 0);
	got = of(log);
	ok(strlen(got) <= EXCERPT_BYTES, "so many bytes at most");
	ok(count(got) >= 9 && !strstr(got, "\n\n"), "in whole lines");
	memset(log, 0, sizeof(log));
	for (int i = 0; i < 600; i++)
		memcpy(log + 3 * i, "\xe2\x82\xac", 3);
	got = of(log);
	is_int(str_chars(got), 200, "a long line is cut");
	ok(str_utf8_clean(got, strlen(got), true), "between characters");
}

int main(void)
{
	lines();
	paths();
	bytes();
	limits();
	pool_done(&pool);
	return done_testing();
}
