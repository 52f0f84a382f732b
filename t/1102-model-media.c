/* 1102-model-media.c -- uploads, entries, lists, and where files stand */
#include "tap.h"
#include "site.h"
#include "base/err.h"
#include "base/str.h"
#include "model/file.h"
#include "model/parked.h"
#include "model/place.h"
#include "model/slug.h"
#include "model/upload.h"
#include "model/user.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

static struct test_site t;
static int64_t ada;

static struct media_new fresh(const char *nonce, int part)
{
	return (struct media_new){ .uid = ada,
				   .title = "",
				   .description = "text\nmore",
				   .alt = "",
				   .visibility = VISIBILITY_PUBLIC,
				   .file_name = "a/Gr\xc3\xbc\xc3\x9f"
						"e.JPG",
				   .kind = "image",
				   .type = "jpeg",
				   .nonce = nonce,
				   .part = part };
}

static int64_t sent(const char *nonce, int part, int want)
{
	struct media_new new = fresh(nonce, part);
	struct upload u = { .fd = -1 };
	int64_t id = 0;

	upload_start(&t.site, ada, 0, &u);
	upload_append(&u, "bytes", 5);
	upload_finish(&u);
	is_int(upload_commit(&t.db, &u, &new, "image/jpeg", &id), want,
	       "committed");
	upload_done(&u);
	return id;
}

static bool never_busy(struct db *db, int64_t media)
{
	(void)db;
	(void)media;
	return false;
}

static void uploads(void)
{
	struct receiving *list = NULL;
	struct upload u = { .fd = -1 };
	int64_t one, again;

	is_int(upload_start(&t.site, ada, 1LL << 60, &u), E_LARGE,
	       "announced too large");
	is_int(upload_start(&t.site, ada, 9, &u), 0, "started");
	u.max_bytes = 8;
	is_int(upload_append(&u, "12345678", 8), 0, "as many as may be");
	is_int(upload_append(&u, "9", 1), E_LARGE, "one more");
	is_int(upload_receiving(&t.pool, &t.site, ada, &list), 1, "seen");
	is_int(list[0].bytes, 8, "how far");
	is_int(list[0].announced, 9, "of how many");
	is_int(upload_receiving(&t.pool, &t.site, ada + 1, &list), 0,
	       "by nobody else");
	upload_done(&u);
	is_int(upload_receiving(&t.pool, &t.site, ada, &list), 0, "removed");
	upload_start(&t.site, ada, 0, &u);
	is_int(upload_finish(&u), E_EMPTY, "an empty file");
	upload_done(&u);
	one = sent("n", 0, 0);
	again = sent("n", 0, 0);
	is_int(again, one, "sent twice is one entry");
	is_int(upload_receiving(&t.pool, &t.site, ada, &list), 1,
	       "and one file");
	ok(sent("n", 1, 0) != one, "another part is another");
	media_delete(&t.db, one);
	ok(sent("n", 0, 0) != one, "what is being deleted is not found again");
}

static void parked(void)
{
	struct media_new new = fresh("p", 0);
	struct upload u = { .fd = -1 };
	const char *done;
	int64_t id = 0;

	upload_start(&t.site, ada, 0, &u);
	upload_append(&u, "parked", 6);
	upload_finish(&u);
	db_run(&t.db, "PRAGMA user_version = -1");
	is_int(upload_commit(&t.db, &u, &new, "image/png", &id), E_FROZEN,
	       "frozen");
	is_int(upload_park(&u, &new, "image/png"), 0, "parked");
	done = pool_fmt(&t.pool, "content/incoming/%s.done", u.id);
	upload_done(&u);
	ok(test_is_file(&t, done), "a record is left");
	is_int(upload_take_parked(&t.db, 9), E_FROZEN, "still frozen");
	ok(test_is_file(&t, done), "and the record stays");
	db_run(&t.db, "PRAGMA user_version = 1");
	is_int(upload_take_parked(&t.db, 9), 1, "taken in");
	ok(!test_is_file(&t, done), "the record is gone");
	is_int(upload_take_parked(&t.db, 9), 0, "once");
	io_write_file(t.site.dir, "content/incoming/x.done", "{}", 2, 0600);
	is_int(upload_take_parked(&t.db, 9), E_FORMAT, "a bad record is told");
	ok(test_is_file(&t, "content/incoming/x.done"), "and kept");
}

/* However many wait, a round takes in some of them. */
static void parked_many(void)
{
	unlinkat(t.site.dir, "content/incoming/x.done", 0);
	for (int part = 0; part < 3; part++) {
		struct media_new new = fresh("many", part);
		struct upload u = { .fd = -1 };

		upload_start(&t.site, ada, 0, &u);
		upload_append(&u, "one of many", 11);
		upload_finish(&u);
		is_int(upload_park(&u, &new, "image/png"), 0, "parked");
		upload_done(&u);
	}
	is_int(upload_take_parked(&t.db, 2), 2, "two at most");
	is_int(upload_take_parked(&t.db, 2), 1, "then the third");
}

/* Killed between the commit of the rows and the end of the record. */
static void parked_twice(void)
{
	struct media_new new = fresh(NULL, 0);
	struct upload u = { .fd = -1 };
	const char *done, *text;
	struct media m;
	struct file raw;
	int64_t id = 0, again = -7;

	upload_start(&t.site, ada, 0, &u);
	upload_append(&u, "twice", 5);
	upload_finish(&u);
	raw = (struct file){ .mime = "image/png",
			     .bytes = 5,
			     .blake2b = u.blake2b };
	parked_print(&t.pool, &new, &raw, &text);
	done = pool_fmt(&t.pool, "content/incoming/%s.done", u.id);
	is_int(upload_commit(&t.db, &u, &new, "image/png", &id), 0, "rows");
	is_int(upload_insert(&t.db, u.id, &new, &raw, &again), E_EXISTS,
	       "the same bytes have one row");
	is_int(again, -7, "which is not told as an entry");
	io_write_file(t.site.dir, done, text, strlen(text), 0600);
	upload_take_parked(&t.db, 9);
	ok(!test_is_file(&t, done), "its record goes");
	media_delete(&t.db, id);
	place_moving(&t.db, NULL);
	io_write_file(t.site.dir, done, text, strlen(text), 0600);
	upload_take_parked(&t.db, 9);
	ok(!test_is_file(&t, done), "also when it was deleted since");
	is_int(media_by_id(&t.db, id, &m), E_ABSENT, "and nothing comes back");
	is_int(media_by_id(&t.db, id + 1, &m), E_ABSENT, "nor anew");
}

/* Another process sweeps as fast as it can while uploads begin. */
static void swept(void)
{
	pid_t sweeper = fork();
	int lost = 0;

	if (sweeper == 0) {
		struct db db = { .room = -1 };
		struct pool pool = { 0 };

		prctl(PR_SET_PDEATHSIG, SIGKILL);
		db_open(&pool, &t.site, &db);
		for (;;) {
			upload_sweep(&db, never_busy, 100);
			pool_done(&pool);
		}
	}
	for (int i = 0; i < 4000; i++) {
		struct upload u = { .fd = -1 };
		struct stat st = { 0 };

		if (upload_start(&t.site, ada, 0, &u) == 0 &&
		    (fstat(u.fd, &st) < 0 || st.st_nlink != 1))
			lost++;
		upload_done(&u);
	}
	kill(sweeper, SIGKILL);
	waitpid(sweeper, NULL, 0);
	is_int(lost, 0, "no upload that begins is swept");
}

/* Half a record and half an upload, both of a kill. */
static void sweeps(void)
{
	struct upload u = { .fd = -1 };
	const char *tmp, *bytes;

	upload_start(&t.site, ada, 0, &u);
	bytes = pool_fmt(&t.pool, "content/incoming/%s", u.id);
	tmp = pool_fmt(&t.pool, "%s.done.tmp", bytes);
	io_write_file(t.site.dir, tmp, "{", 1, 0600);
	upload_sweep(&t.db, never_busy, 100);
	ok(test_is_file(&t, bytes) && test_is_file(&t, tmp), "it lives");
	fd_done(&u.fd);
	upload_sweep(&t.db, never_busy, 100);
	ok(!test_is_file(&t, bytes) && !test_is_file(&t, tmp), "it is gone");
}

static void lists(void)
{
	struct cursor c = { 0 };
	struct tiles tiles;
	struct media m;

	db_run(&t.db, "DELETE FROM file");
	db_run(&t.db, "DELETE FROM media");
	for (int i = 0; i < 5; i++)
		media_publish(&t.db, sent(NULL, i, 0));
	is_int(media_by_slug(&t.db, "ada",
			     "gru\xc3\x9f"
			     "e",
			     &m),
	       E_ABSENT, "no such slug");
	is_int(media_by_slug(&t.db, "ada", "grusse-3", &m), 0, "counted slug");
	is_str(m.title,
	       "Gr\xc3\xbc\xc3\x9f"
	       "e",
	       "title of the file");
	is_int(media_newest(&t.db, &c, 2, &tiles), 0, "first page");
	ok(tiles.n == 2 && tiles.older && !tiles.newer, "goes on");
	c = (struct cursor){ .at = tiles.at[1].published_at,
			     .id = tiles.at[1].id,
			     .set = true };
	media_newest(&t.db, &c, 2, &tiles);
	ok(tiles.n == 2 && tiles.older && tiles.newer, "both ways");
	c = (struct cursor){ .at = tiles.at[0].published_at,
			     .id = tiles.at[0].id,
			     .set = true,
			     .back = true };
	media_newest(&t.db, &c, 2, &tiles);
	ok(tiles.n == 2 && tiles.older && !tiles.newer, "and back");
	ok(tiles.at[0].id > tiles.at[1].id, "newest first again");
	c = (struct cursor){ 0 };
	is_int(media_uploads(&t.db, ada, UPLOADS_ALL, &c, 9, &tiles), 0,
	       "all uploads");
	is_int(tiles.n, 5, "of one person");
	c = (struct cursor){ .id = tiles.at[1].id, .set = true };
	media_uploads(&t.db, ada, UPLOADS_ALL, &c, 2, &tiles);
	ok(tiles.n == 2 && tiles.older && tiles.newer, "a page of them");
	c = (struct cursor){ .id = tiles.at[0].id, .set = true, .back = true };
	media_uploads(&t.db, ada, UPLOADS_ALL, &c, 2, &tiles);
	ok(tiles.n == 2 && tiles.older && !tiles.newer, "and back");
	ok(tiles.at[0].id > tiles.at[1].id, "newest first");
	is_int(media_by_key(&t.db, tiles.at[0].key, &m), 0, "by its key");
	is_int(m.id, tiles.at[0].id, "the same");
	is_int(media_by_key(&t.db, "none", &m), E_ABSENT, "no such key");
}

static int is_moving(int64_t media)
{
	int n = -1;

	db_get(&t.db, "SELECT count(*) FROM moving WHERE media = ?", IN(media),
	       &n);
	return n;
}

static void put_row(int64_t media, const char *name, const char *path)
{
	struct file f = { .media = media,
			  .name = name,
			  .path = path,
			  .mime = "image/jpeg",
			  .bytes = 1,
			  .blake2b = "",
			  .recipe = "r" };

	file_put(&t.db, &f);
}

static const char *text_of(const char *path)
{
	char *text;

	return io_read_file(&t.pool, t.site.dir, path, 99, &text, NULL) < 0
		       ? NULL
		       : text;
}

/* A file that was made anew: damaged, or by another recipe. */
static void replaces(void)
{
	struct media m;
	const char *folder, *one, *two;
	int work = open(t.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	media_by_slug(&t.db, "ada", "grusse-3", &m);
	folder = place_folder(&t.pool, &m);
	one = pool_fmt(&t.pool, "%s/r-1.jpg", folder);
	two = pool_fmt(&t.pool, "%s/r-2.jpg", folder);
	io_make_dirs(t.site.dir, folder);
	io_write_file(t.site.dir, one, "worm", 4, 0600);
	io_write_file(work, "r1", "wood", 4, 0600);
	is_int(place_link(&t.db, &m, work, "r1", "r-1.jpg"), 0, "linked");
	is_str(text_of(one), "wood", "in place of damaged bytes");
	is_int(place_link(&t.db, &m, work, "r1", "r-1.jpg"), 0,
	       "renamed before a crash");
	is_int(place_link(&t.db, &m, work, "r1", "r-9.jpg"), E_ABSENT,
	       "what was never made");
	put_row(m.id, "r.jpg", "r-1.jpg");
	io_write_file(work, "r2", "iron", 4, 0600);
	is_int(place_link(&t.db, &m, work, "r2", "r-2.jpg"), 0, "the next");
	put_row(m.id, "r.jpg", "r-2.jpg");
	ok(test_is_file(&t, one), "the old one is there until the commit");
	media_move(&t.db, m.id);
	is_int(place_moving(&t.db, NULL), 0, "put in order");
	ok(!test_is_file(&t, one) && test_is_file(&t, two), "it is replaced");
	close(work);
}

/* A file where a folder must be: this one cannot be moved. */
static void moves_others(void)
{
	struct media m, n;
	const char *in_way, *to, *from;

	media_by_slug(&t.db, "ada", "grusse-4", &m);
	media_by_slug(&t.db, "ada", "grusse-3", &n);
	if (m.id > n.id) {
		struct media swap = m;

		m = n;
		n = swap;
	}
	put_row(n.id, "n.jpg", "n-1.jpg");
	from = pool_fmt(&t.pool, "%s/n-1.jpg", place_folder(&t.pool, &n));
	io_make_dirs(t.site.dir, place_folder(&t.pool, &m));
	io_make_dirs(t.site.dir, place_folder(&t.pool, &n));
	io_write_file(t.site.dir, from, "n", 1, 0600);
	m.visibility = n.visibility = VISIBILITY_PRIVATE;
	in_way = place_folder(&t.pool, &m);
	to = pool_fmt(&t.pool, "%s/n-1.jpg", place_folder(&t.pool, &n));
	io_make_dirs(t.site.dir,
		     pool_fmt(&t.pool, "content/private/%.2s", m.key));
	io_write_file(t.site.dir, in_way, "?", 1, 0600);
	media_edit(&t.db, &m);
	media_edit(&t.db, &n);
	ok(place_moving(&t.db, NULL) < 0, "one cannot be moved");
	ok(test_is_file(&t, to), "but the other is");
	unlinkat(t.site.dir, in_way, 0);
	is_int(place_moving(&t.db, NULL), 0, "now both are");
}

static void places(void)
{
	struct media m;
	const char *public, *private, *slug = "grusse-2";
	int work = open(t.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	media_by_slug(&t.db, "ada", slug, &m);
	public = pool_fmt(&t.pool, "content/public/%.2s/%s/f-1.jpg", m.key,
			  m.key);
	private = pool_fmt(&t.pool, "content/private/%.2s/%s/f-1.jpg", m.key,
			   m.key);
	io_write_file(work, "out.jpg", "x", 1, 0600);
	put_row(m.id, "one.jpg", "f-1.jpg");
	put_row(m.id, "three.jpg", "f-3.jpg");
	is_int(place_link(&t.db, &m, work, "out.jpg", "f-1.jpg"), 0, "linked");
	is_int(place_link(&t.db, &m, work, "out.jpg", "f-1.jpg"), 0, "again");
	is_int(place_sync(&t.db, &m), 0, "for good");
	ok(test_is_file(&t, public), "in public");
	is_int(is_moving(m.id), 1, "published: to be placed");
	is_int(place(&t.db, m.id), 0, "where it stands already");
	is_int(is_moving(m.id), 0, "and needs no move");
	ok(symlinkat("/etc/passwd", work, "evil") == 0, "a link");
	ok(place_link(&t.db, &m, work, "evil", "f-2.jpg") < 0, "no links");
	m.visibility = VISIBILITY_PRIVATE;
	media_edit(&t.db, &m);
	is_int(place_moving(&t.db, NULL), 0, "made private");
	ok(!test_is_file(&t, public) && test_is_file(&t, private), "moved");
	m.visibility = VISIBILITY_UNLISTED;
	media_edit(&t.db, &m);
	/* a crash left both folders */
	io_make_dirs(t.site.dir,
		     pool_fmt(&t.pool, "content/public/%.2s/%s", m.key, m.key));
	io_write_file(t.site.dir,
		      pool_fmt(&t.pool, "content/public/%.2s/%s/f-3.jpg", m.key,
			       m.key),
		      "x", 1, 0600);
	is_int(place_moving(&t.db, NULL), 0, "made unlisted");
	ok(test_is_file(&t, public) && !test_is_file(&t, private), "merged");
	media_delete(&t.db, m.id);
	is_int(media_by_slug(&t.db, "ada", slug, &m), E_ABSENT, "gone at once");
	is_int(place_moving(&t.db, NULL), 0, "deleted");
	ok(!test_is_file(&t, public), "no file is left");
	is_int(media_by_id(&t.db, m.id, &m), E_ABSENT, "no row either");
	close(work);
}

int main(void)
{
	test_site_start(&t);
	user_create(&t.db, "Ada", RIGHT_UPLOAD, &ada);
	is_str(slug_of(&t.pool, "  \xc3\x84rger: im B\xc3\xbcro! "),
	       "arger-im-buro", "a slug");
	is_str(slug_of(&t.pool, "!!!"), "untitled", "of nothing");
	uploads();
	parked();
	parked_many();
	parked_twice();
	sweeps();
	swept();
	lists();
	places();
	replaces();
	moves_others();
	test_site_end(&t);
	return done_testing();
}
