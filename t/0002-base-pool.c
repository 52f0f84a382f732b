/* 0002-base-pool.c -- pools and buffers keep bytes and their limits */
#include "tap.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/pool.h"

#include <setjmp.h>
#include <stdint.h>

static jmp_buf back;

static void full(struct pool *p)
{
	(void)p;
	longjmp(back, 1);
}

static void pools(void)
{
	struct pool p = { .ceiling_bytes = 256 * 1024, .full = full };
	char *small = pool_dup(&p, "gremlin");
	char *large = pool_alloc(&p, 100 * 1024);

	memset(large, 'x', 100 * 1024);
	ok(((uintptr_t)pool_alloc(&p, 3) & 15) == 0, "aligned");
	is_str(small, "gremlin", "a large piece leaves a small one alone");
	is_str(pool_fmt(&p, "%d-%s", 7, "a"), "7-a", "formatted");
	if (setjmp(back) == 0) {
		pool_alloc(&p, 200 * 1024);
		ok(0, "the ceiling holds");
	} else {
		ok(1, "the ceiling holds");
	}
	if (setjmp(back) == 0) {
		pool_array(&p, SIZE_MAX / 2, 4);
		ok(0, "an overflow counts as the ceiling");
	} else {
		ok(1, "an overflow counts as the ceiling");
	}
	pool_done(&p);
	is_int(p.held_bytes, 0, "nothing is held after the end");
}

static void bufs(void)
{
	struct buf b = { .max_bytes = 10 };

	is_str(buf_text(&b), "", "an empty buffer is an empty text");
	buf_str(&b, "12345");
	buf_fmt(&b, "%d", 678);
	is_str(buf_text(&b), "12345678", "appended");
	buf_str(&b, "9ab");
	is_int(b.rc, E_LARGE, "the limit is kept in rc");
	buf_char(&b, 'c');
	is_str(buf_text(&b), "12345678", "nothing is put after a failure");
	buf_clear(&b);
	buf_str(&b, "again");
	is_str(buf_text(&b), "again", "cleared");
	buf_done(&b);
}

int main(void)
{
	pools();
	bufs();
	return done_testing();
}
