/* kept.c -- parts that outlive the attempt that made them */
#include "job/kept.h"
#include "base/base.h"
#include "base/err.h"
#include "base/io.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>

#define PATH_BYTES (ATTEMPT_DIR_BYTES + 8)

/* Whether a part is there that is not older than `since`. */
static bool has_part(int out, const struct timespec *since)
{
	_cleanup_(io_dir_done) DIR *d = NULL;
	const struct dirent *e;
	struct stat st;

	if (io_open_dir(out, ".", &d) < 0)
		return false;
	while ((e = readdir(d))) {
		if (!str_starts(e->d_name, KEPT_PREFIX) ||
		    fstatat(out, e->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		if (!since || st.st_mtim.tv_sec > since->tv_sec ||
		    (st.st_mtim.tv_sec == since->tv_sec &&
		     st.st_mtim.tv_nsec >= since->tv_nsec))
			return true;
	}
	return false;
}

bool kept_any(int out)
{
	return has_part(out, NULL);
}

static int open_out(int dir)
{
	return dir < 0 ? dir
		       : io_open_beneath(dir, "out", O_RDONLY | O_DIRECTORY, 0);
}

bool kept_gained(const struct site *site, const struct attempt *a)
{
	_cleanup_(fd_done) int dir = attempt_open(site, a);
	_cleanup_(fd_done) int out = open_out(dir);
	struct stat st;

	return out >= 0 && fstatat(dir, "spec", &st, 0) == 0 &&
	       has_part(out, &st.st_mtim);
}

static const char *path_of(char path[PATH_BYTES], int64_t job)
{
	snprintf(path, PATH_BYTES, "content/work/%" PRId64 ".kept", job);
	return path;
}

int kept_put(const struct site *site, const struct attempt *a)
{
	_cleanup_(fd_done) int dir = attempt_open(site, a);
	_cleanup_(fd_done) int out = open_out(dir);
	char path[PATH_BYTES];
	int rc;

	if (out < 0 || !kept_any(out))
		return 0;
	rc = io_remove_tree(site->dir, path_of(path, a->job));
	if (rc == 0 && renameat(dir, "out", site->dir, path) < 0)
		rc = err_sys("keep %s/out", a->dir);
	return rc;
}

int kept_take(const struct site *site, int64_t job, int dir)
{
	char path[PATH_BYTES];

	if (renameat(site->dir, path_of(path, job), dir, "out") < 0 &&
	    errno != ENOENT)
		return err_sys("go on with %s", path);
	return 0;
}

int64_t kept_job(const char *name)
{
	int64_t job;
	int end = 0;

	if (sscanf(name, "%18" SCNd64 ".kept%n", &job, &end) != 1 || !end ||
	    name[end])
		return 0;
	return job;
}
