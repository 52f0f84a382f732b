/* site.h -- a site in a temporary folder, for tests in C */
#ifndef T_SITE_H
#define T_SITE_H

#include "base/io.h"
#include "base/pool.h"
#include "base/site.h"
#include "db/db.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct test_site {
	char path[64];
	struct pool pool;
	struct site site;
	struct db db;
};

static inline void test_site_start(struct test_site *t)
{
	static const char *const folders[] = { "run",
					       "content/incoming",
					       "content/raw",
					       "content/public",
					       "content/private",
					       "content/work",
					       "content/lost",
					       "recipes" };

	snprintf(t->path, sizeof(t->path), "/tmp/gremlin-test-XXXXXX");
	if (!mkdtemp(t->path))
		abort();
	t->site = (struct site){ .path = t->path, .uid = geteuid() };
	t->site.dir = open(t->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		io_make_dirs(t->site.dir, folders[i]);
	io_write_file(t->site.dir, "gremlin.ini", "", 0, 0600);
	if (settings_read(&t->pool, t->site.dir, &t->site.set) < 0 ||
	    db_create(&t->pool, &t->site) < 0 ||
	    db_open(&t->pool, &t->site, &t->db) < 0)
		abort();
}

/* An absolute path, which io_remove_tree() takes for one that leads out. */
static inline void test_remove(const char *path)
{
	_cleanup_(fd_done) int root =
		open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (io_remove_tree(root, path + 1) < 0)
		abort();
}

static inline void test_site_end(struct test_site *t)
{
	db_done(&t->db);
	site_done(&t->site);
	test_remove(t->path);
	pool_done(&t->pool);
}

static inline int test_is_file(const struct test_site *t, const char *name)
{
	struct stat st;

	return fstatat(t->site.dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

#endif
