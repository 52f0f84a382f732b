/* 1104-model-lost.c -- originals that no row claims are kept, with a note */
#include "tap.h"
#include "site.h"
#include "base/err.h"
#include "base/str.h"
#include "model/lost.h"

#define ID "AAAAAAAAAAAAAAAAAAAAAA.17.5"

static struct test_site t;

static void write_raw(const char *text)
{
	io_make_dirs(t.site.dir, "content/raw/AA");
	io_write_file(t.site.dir, "content/raw/AA/" ID, text, strlen(text),
		      0400);
}

static const char *content(const char *name)
{
	char *text = NULL;

	io_read_file(&t.pool, t.site.dir,
		     pool_fmt(&t.pool, "content/lost/%s", name), 4096, &text,
		     NULL);
	return text;
}

static void keep(void)
{
	struct lost *list;

	is_int(lost_list(&t.pool, &t.site, 10, &list), 0, "nothing is lost");
	is_int(lost_keep(&t.pool, &t.site, "content/raw/AA/" ID, "why"),
	       E_ABSENT, "what is not there");
	write_raw("bytes");
	is_int(lost_keep(&t.pool, &t.site, "content/raw/AA/" ID,
			 "no media claims it"),
	       0, "an original");
	is_str(content(ID), "bytes", "is moved");
	ok(!test_is_file(&t, "content/raw/AA/" ID), "and not copied");
	is_int(lost_list(&t.pool, &t.site, 10, &list), 1, "one");
	is_str(list[0].name, ID, "its name");
	is_str(list[0].from, "content/raw/AA/" ID, "where it stood");
	is_str(list[0].why, "no media claims it", "why");
	is_int(list[0].uid, 17, "whose it was");
	is_int(list[0].bytes, 5, "its size");
	ok(list[0].found_at > 0, "when it was found");
}

/* An original that is named like a note is neither hidden nor replaced. */
static void named_like_a_note(void)
{
	const char *from = "content/raw/AA/" ID ".note";
	struct lost *list;

	io_write_file(t.site.dir, from, "precious", 8, 0400);
	is_int(lost_keep(&t.pool, &t.site, from, "why"), 0, "a name of a note");
	is_str(content(ID ".note~"), "precious", "gets another one");
	is_int(lost_list(&t.pool, &t.site, 10, &list), 2, "and is listed");
	is_int(lost_remove(&t.pool, &t.site, ID ".note~"), 0, "it goes again");
}

static void again(void)
{
	struct lost *list;

	write_raw("other");
	is_int(lost_keep(&t.pool, &t.site, "content/raw/AA/" ID, "again"), 0,
	       "another one of that name");
	is_str(content(ID), "bytes", "replaces nothing");
	is_str(content(ID "~1"), "other", "it gets a name of its own");
	io_write_file(t.site.dir, "content/lost/foreign", "x", 1, 0600);
	is_int(lost_list(&t.pool, &t.site, 10, &list), 3, "three");
	is_int(lost_list(&t.pool, &t.site, 2, &list), 2, "at most two");
}

static void drop(void)
{
	struct lost *list;

	is_int(lost_remove(&t.pool, &t.site, ID), 0, "removed");
	ok(!content(ID) && !content(ID ".note"), "with its note");
	is_int(lost_remove(&t.pool, &t.site, "foreign"), 0, "without one");
	is_int(lost_list(&t.pool, &t.site, 10, &list), 1, "one is left");
	is_str(list[0].why, "again", "the other one");
	io_write_file(t.site.dir, "content/lost/" ID "~1.note", "{", 1, 0600);
	is_int(lost_list(&t.pool, &t.site, 10, &list), 1, "a broken note");
	is_str(list[0].from, "", "tells nothing");
}

int main(void)
{
	test_site_start(&t);
	keep();
	named_like_a_note();
	again();
	drop();
	test_site_end(&t);
	return done_testing();
}
