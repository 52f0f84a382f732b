/*
 * handout.c -- a private file under an address that nobody can guess
 *
 * The folder's time of change is when it was asked for last. A wrong clock
 * does no harm: what goes too early is handed out anew at the next request.
 */
#include "model/handout.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/fault.h"
#include "base/hash.h"
#include "base/io.h"
#include "base/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define HANDOUTS   "content/public/x"
#define KEY_CHARS  32 /* hexadecimal: 128 bits */
#define NEW_S	   60 /* its file may not be there yet */
#define HANDED_MAX 1000

static const char *folder_for(struct pool *p, const char *secret,
			      const char *file)
{
	char hex[HASH_HEX + 1];

	hash_text(pool_fmt(p, "handout %s %s", secret, file), hex);
	return pool_fmt(p, HANDOUTS "/%.*s", KEY_CHARS, hex);
}

static int link_file(int site, const char *file, const char *target)
{
	if (!FAULT("handout") &&
	    (linkat(site, file, site, target, 0) == 0 || errno == EEXIST))
		return 0;
	if (errno == EPERM || errno == EOPNOTSUPP || errno == EMLINK)
		return err(E_UNSUPPORTED, "%s cannot have a second name here",
			   file);
	return err_sys("hand out %s", file);
}

int handout_link(struct pool *p, const struct site *site, const char *secret,
		 const char *folder, const char *name, const char **ret)
{
	const char *file = pool_fmt(p, "%s/%s", folder, name);
	const char *own = folder_for(p, secret, file);
	const char *target = pool_fmt(p, "%s/%s", own, name);
	int rc = io_make_dirs(site->dir, HANDOUTS);

	if (rc < 0)
		return rc;
	if (mkdirat(site->dir, own, 0711) < 0 && errno != EEXIST)
		return err_sys("make folder %s", own);
	if (utimensat(site->dir, own, NULL, AT_SYMLINK_NOFOLLOW) < 0)
		return err_sys("change %s", own);
	rc = link_file(site->dir, file, target);
	if (rc < 0)
		unlinkat(site->dir, own, AT_REMOVEDIR);
	if (rc == 0)
		*ret = target;
	return rc;
}

/* --- sweeping
 * ----------------------------------------------------------------- */

/* The files that are handed out, once for each of their names here. */
struct handed {
	ino_t at[HANDED_MAX]; /* more of them are not counted, and stay */
	int n;
};

/* The one file of a handout: 0, or E_ABSENT when it has none yet. */
static int look(int x, const char *key, struct stat *ret)
{
	_cleanup_(io_dir_done) DIR *d = NULL;
	const struct dirent *e;
	int rc = io_open_dir(x, key, &d);

	if (rc < 0)
		return rc;
	while ((e = readdir(d)))
		if (!io_is_dots(e->d_name) &&
		    fstatat(dirfd(d), e->d_name, ret, AT_SYMLINK_NOFOLLOW) == 0)
			return 0;
	return E_ABSENT;
}

static void count(int x, DIR *d, struct handed *h)
{
	const struct dirent *e;
	struct stat st;

	while (h->n < HANDED_MAX && (e = readdir(d)))
		if (!io_is_dots(e->d_name) && look(x, e->d_name, &st) == 0)
			h->at[h->n++] = st.st_ino;
	rewinddir(d);
}

/* Whether it has no name but those here: its media was deleted. */
static bool is_forsaken(const struct stat *file, const struct handed *h)
{
	nlink_t names = 0;

	for (int i = 0; i < h->n; i++)
		names += h->at[i] == file->st_ino;
	return file->st_nlink <= names;
}

static int sweep_one(int x, const char *key, const struct handed *h)
{
	struct stat folder, file;
	int64_t age_s;
	bool empty;

	if (fstatat(x, key, &folder, AT_SYMLINK_NOFOLLOW) < 0)
		return 0;
	age_s = clock_now() - folder.st_mtime;
	empty = look(x, key, &file) < 0;
	/* in the future: from when the clock was wrong */
	if (age_s > HANDOUT_AGE_S || age_s < -HANDOUT_AGE_S ||
	    (empty ? age_s > NEW_S : is_forsaken(&file, h)))
		return io_remove_tree(x, key);
	return 0;
}

int handout_sweep(const struct site *site)
{
	_cleanup_(io_dir_done) DIR *d = NULL;
	const struct dirent *e;
	struct handed handed = { .n = 0 };
	int first = io_open_dir(site->dir, HANDOUTS, &d);

	if (first < 0)
		return first == E_ABSENT ? 0 : first;
	count(dirfd(d), d, &handed);
	while ((e = readdir(d))) {
		int rc = 0;

		if (!io_is_dots(e->d_name))
			rc = sweep_one(dirfd(d), e->d_name, &handed);
		if (rc < 0 && first == 0)
			first = rc;
	}
	return first;
}
