/* 2007-cond-tags.c -- whether the client has it already */
#include "tap.h"
#include "base/pool.h"
#include "http/cond.h"
#include "http/req.h"

#define AT   784111777 /* the example of RFC 9110 */
#define DATE "Sun, 06 Nov 1994 08:49:37 GMT"

static struct pool pool;

static int fresh(const char *none_match, const char *since)
{
	struct req rq = { .method = GET };

	rq.vars[REQ_IF_NONE_MATCH] = none_match;
	rq.vars[REQ_IF_MODIFIED_SINCE] = since;
	return cond_is_fresh(&rq, "\"abc\"", AT);
}

static int range_counts(const char *if_range)
{
	struct req rq = { .method = GET };

	rq.vars[REQ_IF_RANGE] = if_range;
	return cond_range_counts(&rq, "\"abc\"", AT);
}

static void dates(void)
{
	is_str(http_date(&pool, AT), DATE, "a date");
	is_int(http_date_parse(DATE), AT, "and back");
	is_int(http_date_parse("Sun, 06 Now 1994 08:49:37 GMT"), -1,
	       "no month");
	is_int(http_date_parse("Sun, 06 Nov 1994 08:49:37 GMT "), -1,
	       "too long");
	is_int(http_date_parse("Sun, 06 Nov 1994"), -1, "cut");
	is_int(http_date_parse("Sunday, 06-Nov-94 08:49:37 GMT"), -1,
	       "the form of 1985");
	is_int(http_date_parse(""), -1, "nothing");
}

int main(void)
{
	struct req post = { .method = POST };

	dates();
	ok(!fresh(NULL, NULL), "nothing asked");
	ok(fresh("\"abc\"", NULL), "the same tag");
	ok(fresh("W/\"abc\"", NULL), "weakly");
	ok(fresh("\"x, \", W/\"y\" , \"abc\"", NULL), "in a list");
	ok(fresh("*", NULL), "any");
	ok(!fresh("\"abcd\", \"ab\", abc", NULL), "other tags");
	ok(!fresh("\"x", NULL), "a tag without its end");
	ok(!fresh("\"x\"", DATE), "the tag wins over the date");
	ok(fresh(NULL, DATE), "not changed since");
	ok(!fresh(NULL, "Sun, 06 Nov 1994 08:49:36 GMT"), "changed since");
	ok(!fresh(NULL, "rubbish"), "no date");
	post.vars[REQ_IF_NONE_MATCH] = "*";
	ok(!cond_is_fresh(&post, "\"abc\"", AT), "only GET and HEAD");
	ok(range_counts(NULL), "a range without condition");
	ok(range_counts("\"abc\""), "of this state");
	ok(!range_counts("W/\"abc\""), "not weakly");
	ok(!range_counts("\"x\""), "of another state");
	ok(range_counts(DATE), "of this date");
	ok(!range_counts("Sun, 06 Nov 1994 08:49:38 GMT"), "of another");
	pool_done(&pool);
	return done_testing();
}
