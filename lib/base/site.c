/* site.c -- the directory that is a site, and how a program finds it */
#include "base/site.h"
#include "base/base.h"
#include "base/err.h"
#include "base/io.h"
#include "base/pool.h"
#include "base/str.h"

#include <fcntl.h>
#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *program_name = "contentgremlin";

static bool holds_ini(const char *dir)
{
	char name[PATH_MAX + 16];
	struct stat st;

	snprintf(name, sizeof(name), "%s/gremlin.ini", dir);
	return stat(name, &st) == 0 && S_ISREG(st.st_mode);
}

/* Cut the last component; false at the root. */
static bool cut_last(char *path)
{
	char *slash = strrchr(path, '/');

	if (!slash || slash == path)
		return false;
	*slash = '\0';
	return true;
}

static int program_path(char path[PATH_MAX])
{
	ssize_t n = readlink("/proc/self/exe", path, PATH_MAX - 1);

	if (n < 0)
		return err_sys("read /proc/self/exe");
	path[n] = '\0';
	return 0;
}

static int find_upwards(char path[PATH_MAX])
{
	int rc = program_path(path);

	if (rc < 0)
		return rc;
	while (cut_last(path))
		if (holds_ini(path))
			return 0;
	return err(E_ABSENT,
		   "no site: name its folder with -C DIR or "
		   "GREMLIN_SITE (no gremlin.ini above this program)");
}

static int find(const char *option, char path[PATH_MAX])
{
	const char *given = option ? option : getenv("GREMLIN_SITE");

	if (str_empty(given))
		return find_upwards(path);
	if (!realpath(given, path))
		return err_sys("site %s", given);
	if (!holds_ini(path))
		return err(E_ABSENT,
			   "%s is no site: it has no gremlin.ini "
			   "(gremlin -C %s init makes one)",
			   given, given);
	return 0;
}

int site_become(uid_t uid, gid_t gid)
{
	if (geteuid() == uid && getuid() == uid)
		return 0;
	if (geteuid() != 0)
		return err(E_OWNER, "run as the owner of the site (uid %u)",
			   (unsigned)uid);
	if (setgroups(0, NULL) < 0 || setgid(gid) < 0 || setuid(uid) < 0)
		return err_sys("become uid %u", (unsigned)uid);
	return 0;
}

/*
 * A release lies in SITE/releases/VERSION/bin or /cgi-bin; while building,
 * programs are run in place: then it is the folder above theirs as well.
 */
static int find_release(struct pool *p, const char **ret)
{
	char path[PATH_MAX];
	int rc = program_path(path);

	if (rc < 0)
		return rc;
	if (!cut_last(path) || !cut_last(path))
		return err(E_CONFIG, "this program lies in no release folder");
	*ret = pool_dup(p, path);
	return 0;
}

int site_open(struct pool *p, const char *dir_option, struct site *ret)
{
	struct site site = { .dir = -1 };
	char path[PATH_MAX];
	struct stat st;
	int rc;

	rc = find(dir_option, path);
	if (rc < 0)
		return rc;
	site.path = pool_dup(p, path);
	if (stat(pool_fmt(p, "%s/gremlin.ini", path), &st) < 0)
		return err_sys("%s/gremlin.ini", path);
	site.uid = st.st_uid;
	site.gid = st.st_gid;
	rc = site_become(site.uid, site.gid);
	if (rc < 0)
		return rc;
	rc = find_release(p, &site.release);
	if (rc < 0)
		return rc;
	site.dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (site.dir < 0)
		return err_sys("open site %s", path);
	rc = settings_read(p, site.dir, &site.set);
	if (rc < 0) {
		fd_done(&site.dir);
		return rc;
	}
	*ret = site;
	return 0;
}

void site_done(struct site *site)
{
	fd_done(&site->dir);
}

const char *site_release_path(struct pool *p, const struct site *site,
			      const char *name)
{
	return pool_fmt(p, "%s/%s", site->release, name);
}
