/* 5004-upload-room.c -- who did not say how much would come is stopped, too */
#include "tap.h"
#include "site.h"
#include "base/err.h"
#include "model/room.h"
#include "model/upload.h"
#include "model/user.h"

#include <string.h>

#define STEP (1 << 20)

static struct test_site t;

/* How many MiB are taken before it ends. */
static int send(int64_t floor_after_5)
{
	static char bytes[STEP];
	struct upload u = { .fd = -1 };
	int n = 0, rc = upload_start(&t.site, 1, 0, &u);

	for (; rc == 0 && n < 32; n += rc == 0) {
		if (n == 5)
			t.site.set.free_bytes = floor_after_5;
		rc = upload_append(&u, bytes, STEP);
	}
	upload_done(&u);
	return n;
}

int main(void)
{
	int64_t free_bytes = 0;

	test_site_start(&t);
	is_int(room_free(&t.site, &free_bytes), 0, "free");
	is_int(send(0), 32, "with room");
	is_int(send(INT64_MAX / 2), 7, "at the end of its eighth MiB");
	is_int(send(0), 0, "the next one does not begin");
	t.site.set.free_bytes = free_bytes / 2;
	is_int(room_to_take(&t.site, 1000), 0, "above the floor");
	is_int(room_to_take(&t.site, free_bytes), E_SPACE, "not so much");
	is_int(room_to_make(&t.site, free_bytes / 2), 0,
	       "half of the floor is for what is made");
	is_int(room_to_make(&t.site, free_bytes), E_SPACE, "half of it is not");
	test_site_end(&t);
	return done_testing();
}
