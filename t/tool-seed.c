/*
 * tool-seed.c -- media in a site, without any file
 *
 *	tool-seed SITE NAME public|unlisted|private|working|failed TITLE [COUNT]
 *
 * They are published pictures of NAME with the rows of their renditions and of
 * what their camera wrote, as a worker would leave them; or public ones that
 * are not ready, or cannot be.
 */
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "model/file.h"
#include "model/media.h"
#include "model/user.h"

static const struct word {
	const char *name;
	enum visibility visibility;
	enum media_state state;
} words[] = {
	{ "public", VISIBILITY_PUBLIC, MEDIA_PUBLISHED },
	{ "unlisted", VISIBILITY_UNLISTED, MEDIA_PUBLISHED },
	{ "private", VISIBILITY_PRIVATE, MEDIA_PUBLISHED },
	{ "working", VISIBILITY_PUBLIC, MEDIA_WORKING },
	{ "failed", VISIBILITY_PUBLIC, MEDIA_FAILED },
};

static const struct media_fact facts[] = {
	{ "camera_make", "Box" },
	{ "camera_model", "<1>" },
	{ "exposure", "1/60" },
	{ "iso", "200" },
	{ "taken_at", "2008-10-02T16:28:39" },
	{ "gps_lat", "-48.13713" },
	{ "gps_lon", "11.57549" },
	{ "height", "3000" },
	{ "type", "jpeg" },
	{ "width", "4000" },
};

static struct pool pool = { .ceiling_bytes = 1 << 30 };
static struct site site;
static struct db db;

static void must(int rc)
{
	if (rc >= 0)
		return;
	fprintf(stderr, "tool-seed: %s\n", err_text(rc));
	exit(1);
}

static void add_file(int64_t media, const char *name, const char *path,
		     const char *mime, int width)
{
	const struct file f = {
		.media = media,
		.name = name,
		.path = path,
		.mime = mime,
		.bytes = 1000 * (int64_t)width,
		.blake2b = "",
		.width = width,
		.height = width * 3 / 4,
		.recipe = "",
	};

	must(file_put(&db, &f));
}

static void add_files(int64_t id)
{
	add_file(id, "small.jpg", "small-0123abcd.jpg", "image/jpeg", 320);
	add_file(id, "small.webp", "small-0123abcd.webp", "image/webp", 320);
	add_file(id, "medium.jpg", "medium-0123abcd.jpg", "image/jpeg", 1280);
	add_file(id, "medium.webp", "medium-0123abcd.webp", "image/webp", 1280);
	add_file(id, FILE_RAW, pool_fmt(&pool, "ID%lld", (long long)id),
		 "image/jpeg", 4000);
	must(media_set_facts(&db, id, facts, ARRAY_LEN(facts)));
}

static void add_media(const struct user *owner, const struct word *w,
		      const char *title)
{
	const struct media_new new = {
		.uid = owner->uid,
		.title = title,
		.description = "Some *words* <b>about</b> it.",
		.alt = "what is to be seen",
		.visibility = w->visibility,
		.file_name = "a.jpg",
		.kind = "image",
		.type = "jpeg",
	};
	int64_t id;

	must(media_create(&db, &new, &id));
	if (w->state == MEDIA_PUBLISHED) {
		add_files(id);
		must(media_publish(&db, id));
	}
	if (w->state == MEDIA_FAILED)
		must(media_set_failed(&db, id, E_HUNG, "It <hung>."));
}

static void add_many(const char *name, const struct word *w, const char *title,
		     int64_t count)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	struct user owner;

	must(user_by_name(&db, name, &owner));
	must(tx_begin(&db, &tx));
	for (int64_t i = 1; i <= count; i++)
		add_media(&owner, w,
			  count > 1 ? pool_fmt(&pool, "%s %lld", title,
					       (long long)i)
				    : title);
	/* nobody publishes so many at once: one a minute, up to now */
	must(db_run(&db, "UPDATE media SET published_at = published_at"
			 " - 60 * (SELECT max(id) FROM media) + 60 * id"
			 " WHERE published_at > unixepoch() - 60"));
	must(tx_commit(&tx));
}

int main(int argc, char **argv)
{
	const struct word *w = NULL;
	int64_t count = 1;

	for (size_t i = 0; argc > 3 && i < ARRAY_LEN(words); i++)
		if (str_eq(argv[3], words[i].name))
			w = &words[i];
	if (argc < 5 || !w ||
	    (argc > 5 && str_int64(argv[5], 1, 1000000, &count) < 0)) {
		fprintf(stderr, "usage: tool-seed SITE NAME public|unlisted|"
				"private|working|failed TITLE [COUNT]\n");
		return 64;
	}
	must(site_open(&pool, argv[1], &site));
	must(db_open(&pool, &site, &db));
	add_many(argv[2], w, argv[4], count);
	db_done(&db);
	site_done(&site);
	pool_done(&pool);
	return 0;
}
