/* send.c -- uploads, as submit leaves them */
#include "bench.h"
#include "base/base.h"
#include "base/err.h"
#include "base/io.h"
#include "base/lock.h"
#include "base/rand.h"
#include "model/file.h"
#include "model/media.h"

#include <sys/file.h>
#include <unistd.h>

/* What submit leaves in incoming, and its rows; in a transaction. */
static int64_t send_one(struct bench_site *b, const char *type)
{
	struct media_new new = { .uid = b->uid,
				 .title = "",
				 .description = "",
				 .alt = "",
				 .visibility = VISIBILITY_PUBLIC,
				 .file_name = "bench",
				 .kind = "bench",
				 .type = type };
	const struct media_fact facts[] = { { "made.probe", "by us" },
					    { "type", type } };
	struct file f = { .name = FILE_RAW,
			  .mime = "application/octet-stream",
			  .bytes = 1,
			  .blake2b = "",
			  .recipe = "" };
	char key[RAND_KEY_CHARS + 1];

	rand_key(key);
	new.title = key;
	must(media_create(&b->db, &new, &f.media));
	must(media_set_facts(&b->db, f.media, facts, ARRAY_LEN(facts)));
	f.path = pool_fmt(&b->pool, "%s.%lld.1", key, (long long)b->uid);
	must(file_put(&b->db, &f));
	if (linkat(b->site.dir, "bench/in", b->site.dir,
		   pool_fmt(&b->pool, "content/incoming/%s", f.path), 0) < 0)
		must(err_sys("link into content/incoming"));
	return f.media;
}

/* Whoever writes a file in incoming holds
 * its lock until its row is there; all of these are one file. */
int64_t bench_send(struct bench_site *b, const char *type, int n)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	_cleanup_(fd_done) int lock = must(lock_open(b->site.dir, "bench/in"));
	int64_t last = 0;

	must(lock_take(lock, LOCK_EX, 1000));
	must(tx_begin(&b->db, &tx));
	for (int i = 0; i < n; i++)
		last = send_one(b, type);
	must(tx_commit(&tx));
	return last;
}
