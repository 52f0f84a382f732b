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

static bool holds_ini(const char *dir, struct stat *ret)
{
	char name[PATH_MAX + 16];

	stpcpy(mempcpy(name, dir, strlen(dir)), "/gremlin.ini");
	return stat(name, ret) == 0 && S_ISREG(ret->st_mode);
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

static int find_upwards(const char *program, char path[PATH_MAX],
			struct stat *ret_ini)
{
	stpcpy(path, program);
	while (cut_last(path))
		if (holds_ini(path, ret_ini))
			return 0;
	return err(E_ABSENT,
		   "no site: name its folder with -C DIR or "
		   "GREMLIN_SITE (no gremlin.ini above this program)");
}

static int find(const char *option, const char *program, char path[PATH_MAX],
		struct stat *ret_ini)
{
	const char *given = option ? option : getenv("GREMLIN_SITE");

	if (str_empty(given))
		return find_upwards(program, path, ret_ini);
	if (!realpath(given, path))
		return err_sys("site %s", given);
	if (!holds_ini(path, ret_ini))
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
static int find_release(struct pool *p, const char *program, const char **ret)
{
	char *path = pool_dup(p, program);

	if (!cut_last(path) || !cut_last(path))
		return err(E_CONFIG, "this program lies in no release folder");
	*ret = path;
	return 0;
}

int site_open(struct pool *p, const char *dir_option, struct site *ret)
{
	struct site site = { .dir = -1 };
	char path[PATH_MAX], program[PATH_MAX];
	struct stat st;
	int rc;

	rc = program_path(program);
	if (rc == 0)
		rc = find(dir_option, program, path, &st);
	if (rc < 0)
		return rc;
	site.path = pool_dup(p, path);
	site.uid = st.st_uid;
	site.gid = st.st_gid;
	rc = site_become(site.uid, site.gid);
	if (rc < 0)
		return rc;
	rc = find_release(p, program, &site.release);
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
