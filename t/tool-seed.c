/*
 * tool-seed.c -- media in a site, without any file
 *
 *	tool-seed SITE NAME public|unlisted|private TITLE [COUNT]
 *
 * They are published pictures of NAME with the rows of their renditions, as a
 * worker would leave them.
 */
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "model/file.h"
#include "model/media.h"
#include "model/user.h"

static const char *const words[] = {
	[VISIBILITY_PRIVATE] = "private",
	[VISIBILITY_UNLISTED] = "unlisted",
	[VISIBILITY_PUBLIC] = "public",
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

static void add_file(int64_t media, const char *name, const char *mime,
		     int width)
{
	const struct file f = {
		.media = media,
		.name = name,
		.path = pool_fmt(&pool, "%.*s-0123abcd%s",
				 (int)strcspn(name, "."), name,
				 strchr(name, '.')),
		.mime = mime,
		.bytes = 1000,
		.blake2b = "",
		.width = width,
		.height = width * 3 / 4,
		.recipe = "",
	};

	must(file_put(&db, &f));
}

static void add_media(const struct user *owner, const char *title,
		      enum visibility visibility)
{
	const struct media_new new = {
		.uid = owner->uid,
		.title = title,
		.description = "Some *words* about it.",
		.alt = "what is to be seen",
		.visibility = visibility,
		.file_name = "a.jpg",
		.kind = "image",
		.type = "jpeg",
	};
	int64_t id;

	must(media_create(&db, &new, &id));
	add_file(id, "small.jpg", "image/jpeg", 320);
	add_file(id, "small.webp", "image/webp", 320);
	add_file(id, "medium.jpg", "image/jpeg", 1280);
	add_file(id, "medium.webp", "image/webp", 1280);
	must(media_publish(&db, id));
}

static void add_many(const char *name, enum visibility visibility,
		     const char *title, int64_t count)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	struct user owner;

	must(user_by_name(&db, name, &owner));
	must(tx_begin(&db, &tx));
	for (int64_t i = 1; i <= count; i++)
		add_media(&owner,
			  count > 1 ? pool_fmt(&pool, "%s %lld", title,
					       (long long)i)
				    : title,
			  visibility);
	must(tx_commit(&tx));
}

int main(int argc, char **argv)
{
	int visibility = -1;
	int64_t count = 1;

	for (size_t i = 0; argc > 3 && i < ARRAY_LEN(words); i++)
		if (str_eq(argv[3], words[i]))
			visibility = (int)i;
	if (argc < 5 || visibility < 0 ||
	    (argc > 5 && str_int64(argv[5], 1, 1000000, &count) < 0)) {
		fprintf(stderr, "usage: tool-seed SITE NAME public|unlisted|"
				"private TITLE [COUNT]\n");
		return 64;
	}
	must(site_open(&pool, argv[1], &site));
	must(db_open(&pool, &site, &db));
	add_many(argv[2], (enum visibility)visibility, argv[4], count);
	db_done(&db);
	site_done(&site);
	pool_done(&pool);
	return 0;
}
