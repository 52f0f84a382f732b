/* 4100-oops-rows.c -- an error page for every error */
#include "tap.h"
#include "base/err.h"
#include "base/pool.h"
#include "http/reply.h"
#include "web/oops.h"

static struct pool pool;

static void row(const char *name, int rc)
{
	ok(oops_title(rc) && *oops_title(rc), name);
	ok(oops_advice(rc) && *oops_advice(rc), "what to do about it");
	ok(strcmp(reply_reason(err_http(rc)), "Unknown") != 0,
	   "its status has a reason phrase");
}

static const char *told(int rc)
{
	return oops_sentence(&pool, rc);
}

int main(void)
{
#define ROW(name, ...) row(#name, E_##name);
	ERR_TABLE(ROW)
	is_str(told(err(E_ABSENT, "no entry 'x'")), "No entry 'x'.",
	       "a sentence");
	is_str(told(err(E_FIELD, "The title is missing.")),
	       "The title is missing.", "that was one already");
	is_str(told(err(E_IO, "read /secret/path: bad sector")),
	       "Reading or writing failed.", "our troubles in general words");
	pool_done(&pool);
	return done_testing();
}
