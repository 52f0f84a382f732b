/* 8010-gremlin-check.c -- `gremlin check` finds what is wrong, and only that */
#include "tap.h"
#include "site.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/str.h"
#include "model/file.h"
#include "model/place.h"
#include "model/upload.h"
#include "model/user.h"
#include "proc/spawn.h"

#define WAIT_MS 60000

static struct test_site t;
static struct media media;
static const char *raw_id, *folder;
static struct buf said;

/* Exit status of `gremlin check`, what it printed in `said`. */
static int check(const char *option)
{
	const char *build = getenv("GREMLIN_BUILD");
	const char *argv[] = { pool_fmt(&t.pool, "%s/worker/gremlin",
					build ? build : "."),
			       "-C",
			       t.path,
			       "check",
			       option,
			       NULL };
	struct spawn sp = { .argv = argv };

	buf_clear(&said);
	return spawn_ask(&sp, &said, WAIT_MS);
}

static void finds(int status, const char *text, const char *name)
{
	is_int(check(NULL), status, name);
	if (!ok(strstr(buf_text(&said), text) != NULL, text))
		printf("# it said: %s\n", buf_text(&said));
}

static const char *at(const char *name)
{
	return pool_fmt(&t.pool, "%s/%s", folder, name);
}

static void write_file(const char *name, const char *text)
{
	if (io_write_file(t.site.dir, name, text, strlen(text), 0644) < 0)
		printf("# %s\n", err_text(E_IO));
}

static int64_t receive(int64_t uid)
{
	struct media_new new = { .uid = uid,
				 .title = "A \033[31mdog",
				 .description = "",
				 .alt = "",
				 .visibility = VISIBILITY_PUBLIC,
				 .file_name = "dog.jpg",
				 .kind = "image",
				 .type = "jpeg" };
	struct upload u = { .fd = -1 };
	int64_t id = 0;

	upload_start(&t.site, uid, 0, &u);
	upload_append(&u, "bytes", 5);
	upload_finish(&u);
	is_int(upload_commit(&t.db, &u, &new, "image/jpeg", &id), 0, "sent");
	raw_id = pool_dup(&t.pool, u.id);
	upload_done(&u);
	return id;
}

static void render(int64_t id)
{
	char hex[HASH_HEX + 1];
	struct tx tx = { 0 };
	struct file f = { .media = id,
			  .name = "small.webp",
			  .path = "small-12345678.webp",
			  .mime = "image/webp",
			  .bytes = 6,
			  .blake2b = hex,
			  .recipe = "r" };

	hash_text("pixels", hex);
	tx_begin(&t.db, &tx);
	media_publish(&t.db, id);
	media_by_id(&t.db, id, &media);
	file_put(&t.db, &f);
	is_int(tx_commit(&tx), 0, "published");
	is_int(place_moving(&t.db, NULL), 0, "placed");
	folder = place_folder(&t.pool, &media);
	io_make_dirs(t.site.dir, folder);
	write_file(at(f.path), "pixels");
	raw_settle(&t.pool, &t.site, raw_id);
}

static void renditions(void)
{
	const char *name = at("small-12345678.webp");
	const char *private = pool_fmt(&t.pool, "content/private/%.2s/%s",
				       media.key, media.key);

	finds(0, "2 files, 11 bytes: all is well", "a site in order");
	write_file(name, "longer pixels");
	finds(76, "small-12345678.webp is of another size", "grown");
	ok(!strchr(buf_text(&said), '\033'), "titles do nothing to a terminal");
	write_file(name, "pixelS");
	is_int(check("--quick"), 0, "the same size, quickly");
	finds(76, "is changed, by its checksum", "changed");
	unlinkat(t.site.dir, name, 0);
	finds(76, "small-12345678.webp is missing", "gone");
	is_int(symlinkat("/etc/passwd", t.site.dir, name), 0, "linked");
	finds(76, "is not a plain file", "a link");
	unlinkat(t.site.dir, name, 0);
	io_make_dirs(t.site.dir, private);
	write_file(pool_fmt(&t.pool, "%s/small-12345678.webp", private),
		   "pixels");
	finds(76, "is in the wrong folder", "where nobody finds it");
	db_run(&t.db, "INSERT INTO moving VALUES(?)", media.id);
	finds(0, "all is well", "unless it is being moved");
	place_moving(&t.db, NULL);
	finds(0, "all is well", "and then");
}

static void orphans(void)
{
	io_make_dirs(t.site.dir, "content/public/x/key");
	write_file("content/public/x/key/a.mp4", "linked for a while");
	write_file("content/incoming/half", "on its way");
	finds(0, "all is well", "what is no orphan");
	write_file(at("old-87654321.webp"), "x");
	finds(76, "old-87654321.webp belongs to no media", "a rendition");
	unlinkat(t.site.dir, at("old-87654321.webp"), 0);
	io_make_dirs(t.site.dir, "content/raw/zz");
	write_file("content/raw/zz/zzz", "x");
	finds(76, "content/raw/zz/zzz belongs to no media", "an original");
	unlinkat(t.site.dir, "content/raw/zz/zzz", 0);
	write_file("content/lost/zzz", "x");
	finds(0, "1 original in content/lost", "told, and all is well");
}

static void rows(void)
{
	const char *raw;
	struct tx tx = { 0 };

	raw_path(&t.pool, &t.site, raw_id, &raw);
	renameat(t.site.dir, raw, t.site.dir, "kept");
	finds(76, "its original ", "the original is gone");
	renameat(t.site.dir, "kept", t.site.dir, raw);
	db_run(&t.db, "PRAGMA foreign_keys=0");
	tx_begin(&t.db, &tx);
	db_run(&t.db, "INSERT INTO fact VALUES(999, 'a', 'b')");
	tx_commit(&tx);
	finds(76, "of fact names a row of media", "a row without its media");
	db_run(&t.db, "DELETE FROM fact WHERE media = 999");
	finds(0, "all is well", "in order again");
	db_run(&t.db, "DELETE FROM file WHERE name = 'raw'");
	finds(76, "has no original", "no row of the original");
	ok(strstr(buf_text(&said), "belongs to no media") != NULL,
	   "whose file is an orphan now");
}

int main(void)
{
	int64_t uid, id;

	test_site_start(&t);
	user_create(&t.db, "ada", RIGHT_UPLOAD, &uid);
	id = receive(uid);
	finds(0, "1 file, 5 bytes: all is well", "an upload");
	render(id);
	renditions();
	orphans();
	rows();
	buf_done(&said);
	test_site_end(&t);
	return done_testing();
}
