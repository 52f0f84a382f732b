/*
 * gremlin-init.c -- make the folder of a site, or mend it
 *
 * Whatever is there stays: running it again makes what is missing and takes
 * back rights that others should not have. Who the site belongs to is settled
 * first: the owner of gremlin.ini, or else of the folder.
 */
#include "worker/gremlin.h"
#include "base/base.h"
#include "base/err.h"
#include "base/io.h"
#include "base/str.h"
#include "db/db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HTACCESS_BYTES (16 << 10)

/*
 * What the web server reads by itself may belong to another user than the web
 * server, so it can be read by all; nothing else can.
 */
static const struct folder {
	const char *name;
	bool shown;
} folders[] = {
	{ "content", true },	    { "content/incoming", false },
	{ "content/lost", false },  { "content/private", false },
	{ "content/public", true }, { "content/raw", false },
	{ "content/work", false },  { "log", false },
	{ "recipes", true },	    { "releases", true },
	{ "run", false },	    { "www", true },
	{ "www/content", true },
};

static const struct site_link {
	const char *name, *target;
	bool own; /* a file of the admin's own may stand here */
} links[] = {
	{ "www/.htaccess", "../current/share/apache/htaccess", true },
	{ "www/cgi-bin", "../current/cgi-bin", false },
	{ "www/content/public", "../../content/public", false },
	{ "www/static", "../current/static", false },
};

static const char *const own_files[] = {
	"db.sqlite",
	"db.sqlite-shm",
	"db.sqlite-wal",
	"gremlin.ini",
};

struct making {
	struct gremlin *g;
	int dir;
	const char *path;
	bool again; /* it was a site before: tell what is mended */
};

static void tell(const struct making *mk, const char *did, const char *name)
{
	if (mk->again)
		printf("%s %s\n", did, name);
}

static int in_the_way(const struct making *mk, const char *name)
{
	return err(E_EXISTS,
		   "%s/%s is in the way: move it elsewhere and run "
		   "gremlin init again",
		   mk->path, name);
}

/* --- folders and links -------------------------------------------------------
 */

static int mend_mode(const struct making *mk, const struct folder *f)
{
	struct stat st;
	mode_t mode;

	if (fstatat(mk->dir, f->name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return err_sys("look at %s/%s", mk->path, f->name);
	if (!S_ISDIR(st.st_mode))
		return in_the_way(mk, f->name);
	/* releases may be root's: then the site cannot change its programs */
	if (f->shown && st.st_uid != geteuid())
		return 0;
	mode = (st.st_mode & (f->shown ? 0755 : 0)) | 0700;
	if (mode == (st.st_mode & 07777))
		return 0;
	if (fchmodat(mk->dir, f->name, mode, 0) < 0)
		return err_sys("change the mode of %s/%s", mk->path, f->name);
	tell(mk, "mended the mode of", f->name);
	return 0;
}

static int make_folder(const struct making *mk, const struct folder *f)
{
	if (mkdirat(mk->dir, f->name, f->shown ? 0755 : 0700) == 0)
		tell(mk, "made", f->name);
	else if (errno != EEXIST)
		return err_sys("make %s/%s", mk->path, f->name);
	return mend_mode(mk, f);
}

/* The database holds hashes of passwords; it is never opened for this. */
static int mend_file(const struct making *mk, const char *name)
{
	struct stat st;

	if (fstatat(mk->dir, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? 0 : err_sys("look at %s", name);
	if (!S_ISREG(st.st_mode))
		return in_the_way(mk, name);
	if (!(st.st_mode & 077))
		return 0;
	if (fchmodat(mk->dir, name, st.st_mode & 0700, 0) < 0)
		return err_sys("change the mode of %s/%s", mk->path, name);
	tell(mk, "mended the mode of", name);
	return 0;
}

static int put_link(const struct making *mk, const struct site_link *l)
{
	const char *tmp = pool_fmt(&mk->g->mem, "%s.tmp", l->name);

	unlinkat(mk->dir, tmp, 0);
	if (symlinkat(l->target, mk->dir, tmp) < 0 ||
	    renameat(mk->dir, tmp, mk->dir, l->name) < 0)
		return err_sys("make the link %s/%s", mk->path, l->name);
	tell(mk, "made", l->name);
	return 0;
}

static int make_link(const struct making *mk, const struct site_link *l)
{
	char target[PATH_MAX];
	ssize_t n = readlinkat(mk->dir, l->name, target, sizeof(target) - 1);

	if (n < 0 && errno == EINVAL)
		return l->own ? 0 : in_the_way(mk, l->name);
	if (n < 0 && errno != ENOENT)
		return err_sys("look at %s/%s", mk->path, l->name);
	if (n >= 0) {
		target[n] = '\0';
		if (str_eq(target, l->target))
			return 0;
	}
	return put_link(mk, l);
}

/* A release that was put in place by hand becomes current, if none is. */
static int make_current(const struct making *mk)
{
	const char *prefix = pool_fmt(&mk->g->mem, "%s/releases/", mk->path);
	const char *release = mk->g->site.release;
	struct site_link l = { .name = "current" };

	if (faccessat(mk->dir, "current", F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return 0;
	if (!str_starts(release, prefix)) {
		warn("no release is installed in %s yet: "
		     "make install prefix=%s",
		     mk->path, mk->path);
		return 0;
	}
	l.target = release + strlen(mk->path) + 1;
	return put_link(mk, &l);
}

/* A copy, not a link: it protects the site also where `current` is broken. */
static int make_htaccess(const struct making *mk)
{
	struct pool *mem = &mk->g->mem;
	const char *from = site_release_path(mem, &mk->g->site,
					     "share/apache/site-htaccess");
	char *text;
	size_t n;
	int rc;

	if (faccessat(mk->dir, ".htaccess", F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return 0;
	rc = io_read_file(mem, AT_FDCWD, from, HTACCESS_BYTES, &text, &n);
	if (rc == E_ABSENT)
		return 0; /* not installed: no web server comes here */
	if (rc < 0)
		return rc;
	tell(mk, "made", ".htaccess");
	return io_write_file(mk->dir, ".htaccess", text, n, 0644);
}

static int make_tree(const struct making *mk)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < ARRAY_LEN(folders); i++)
		rc = make_folder(mk, &folders[i]);
	for (size_t i = 0; rc == 0 && i < ARRAY_LEN(own_files); i++)
		rc = mend_file(mk, own_files[i]);
	for (size_t i = 0; rc == 0 && i < ARRAY_LEN(links); i++)
		rc = make_link(mk, &links[i]);
	if (rc == 0)
		rc = make_current(mk);
	return rc < 0 ? rc : make_htaccess(mk);
}

/* --- whose it is -------------------------------------------------------------
 */

static int make_ini(struct gremlin *g, int dir)
{
	const char *text = settings_example(&g->mem);

	return io_write_file(dir, "gremlin.ini", text, strlen(text), 0600);
}

/* The folder becomes a site with its first file, made by whom it will be. */
static int begin(struct gremlin *g, const char *path, bool *ret_again)
{
	_cleanup_(fd_done) int dir = -1;
	struct stat st;
	int rc;

	if (mkdir(path, 0755) < 0 && errno != EEXIST)
		return err_sys("make the folder %s", path);
	dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return err_sys("open the folder %s", path);
	*ret_again = faccessat(dir, "gremlin.ini", F_OK, 0) == 0;
	if (*ret_again)
		return 0;
	if (fstat(dir, &st) < 0)
		return err_sys("look at %s", path);
	rc = site_become(st.st_uid, st.st_gid);
	if (rc < 0)
		return err_add(rc, "%s", path);
	return make_ini(g, dir);
}

static int make_db(struct gremlin *g)
{
	int rc = db_create(&g->mem, &g->site);

	return rc == E_EXISTS ? 0 : rc;
}

static void print_end(const struct making *mk)
{
	if (mk->again) {
		printf("%s is in order\n", mk->path);
		return;
	}
	printf("%s is a site now. Settings are in gremlin.ini.\n"
	       "Next: gremlin -C %s user add --admin NAME\n",
	       mk->path, mk->path);
	if (mk->g->site.uid == 0)
		warn("the site belongs to root, and so will all that it "
		     "runs; chown it to a user of its own");
}

static int run_init(struct gremlin *g)
{
	const char *where = g->where ? g->where : getenv("GREMLIN_SITE");
	struct making mk = { .g = g, .again = true };
	int rc = 0;

	if (!str_empty(where))
		rc = begin(g, where, &mk.again);
	if (rc == 0)
		rc = site_open(&g->mem, where, &g->site);
	if (rc < 0)
		return rc;
	mk.dir = g->site.dir;
	mk.path = g->site.path;
	rc = make_tree(&mk);
	if (rc == 0)
		rc = make_db(g);
	if (rc == 0)
		print_end(&mk);
	return rc;
}

const struct subcommand command_init = {
	.name = "init",
	.help = "make a site, or mend its folders",
	.siteless = true,
	.run = run_init,
};
