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
#include "base/hash.h"
#include "base/io.h"
#include "base/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define HANDOUTS  "content/public/x"
#define KEY_CHARS 32 /* hexadecimal: 128 bits */
#define NEW_S	  60 /* its file may not be there yet */

static const char *folder_for(struct pool *p, const char *secret,
			      const char *file)
{
	char hex[HASH_HEX + 1];

	hash_text(pool_fmt(p, "handout %s %s", secret, file), hex);
	return pool_fmt(p, HANDOUTS "/%.*s", KEY_CHARS, hex);
}

static int link_file(int site, const char *file, const char *target)
{
	if (linkat(site, file, site, target, 0) == 0 || errno == EEXIST)
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

/* --- sweeping --------------------------------------------------------------
 */

/* Whether it holds no file that has its first name still. */
static bool is_forsaken(int x, const char *key)
{
	_cleanup_(io_dir_done) DIR *d = NULL;
	const struct dirent *e;
	struct stat st;

	if (io_open_dir(x, key, &d) < 0)
		return false;
	while ((e = readdir(d)))
		if (!io_is_dots(e->d_name) &&
		    fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) ==
			    0 &&
		    st.st_nlink > 1)
			return false;
	return true;
}

static int sweep_one(int x, const char *key)
{
	struct stat st;
	int64_t age_s;

	if (fstatat(x, key, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return 0;
	age_s = clock_now() - st.st_mtime;
	/* in the future: from when the clock was wrong */
	if (age_s > HANDOUT_AGE_S || age_s < -HANDOUT_AGE_S ||
	    (age_s > NEW_S && is_forsaken(x, key)))
		return io_remove_tree(x, key);
	return 0;
}

int handout_sweep(const struct site *site)
{
	_cleanup_(io_dir_done) DIR *d = NULL;
	const struct dirent *e;
	int first = io_open_dir(site->dir, HANDOUTS, &d);

	if (first < 0)
		return first == E_ABSENT ? 0 : first;
	while ((e = readdir(d))) {
		int rc = io_is_dots(e->d_name) ? 0
					       : sweep_one(dirfd(d), e->d_name);

		if (rc < 0 && first == 0)
			first = rc;
	}
	return first;
}
