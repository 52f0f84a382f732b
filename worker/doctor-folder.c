/* doctor-folder.c -- whose the site is, who can read what, which release */
#include "worker/doctor.h"
#include "base/base.h"
#include "base/str.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void tell_owner(struct doctor *d)
{
	const struct site *site = &d->g->site;

	if (site->uid == 0)
		tell(d, LEVEL_WARN, "owner",
		     "root: every program of the site runs as root; give it "
		     "to a user of its own with chown -R");
	else if (site->gid == 0)
		tell(d, LEVEL_WARN, "owner",
		     "uid %u, but of root's group; chgrp -R gives it another",
		     (unsigned)site->uid);
	else
		tell(d, LEVEL_OK, "owner", "uid %u, gid %u",
		     (unsigned)site->uid, (unsigned)site->gid);
}

/* What holds passwords, originals and private media. */
static void tell_modes(struct doctor *d)
{
	static const char *const names[] = {
		"content/incoming", "content/lost", "content/private",
		"content/raw",	    "content/work", "db.sqlite",
		"gremlin.ini",	    "log",	    "run",
	};
	int open_to_others = 0;

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct stat st;

		if (fstatat(d->g->site.dir, names[i], &st,
			    AT_SYMLINK_NOFOLLOW) < 0) {
			tell(d, LEVEL_BAD, names[i],
			     "is not there: gremlin init makes it");
			continue;
		}
		if (!(st.st_mode & 077) && st.st_uid == d->g->site.uid)
			continue;
		open_to_others++;
		tell(d, LEVEL_BAD, names[i],
		     st.st_uid == d->g->site.uid
			     ? "others can read it: gremlin init mends that"
			     : "does not belong to the owner of the site: "
			       "chown it");
	}
	if (!open_to_others)
		tell(d, LEVEL_OK, "modes", "what is private is so");
}

/* The first folder on the way to www that others cannot pass, or NULL. */
static const char *barrier(struct doctor *d)
{
	const char *path = pool_fmt(&d->g->mem, "%s/www", d->g->site.path);

	for (size_t i = 1; path[i - 1]; i++) {
		const char *part;
		struct stat st;

		if (path[i] != '/' && path[i])
			continue;
		part = pool_dup_n(&d->g->mem, path, i);
		if (stat(part, &st) < 0 || !(st.st_mode & S_IXOTH))
			return part;
	}
	return NULL;
}

static void tell_www(struct doctor *d)
{
	const char *wall = barrier(d);
	int dir = d->g->site.dir;

	if (faccessat(dir, "www/cgi-bin/index.cgi", X_OK, 0) < 0)
		tell(d, LEVEL_BAD, "www",
		     "www/cgi-bin/index.cgi is not there: run make install "
		     "prefix=%s, then gremlin init",
		     d->g->site.path);
	else if (faccessat(dir, "www/content/public", X_OK, 0) < 0)
		tell(d, LEVEL_BAD, "www",
		     "www/content/public leads nowhere: gremlin init "
		     "mends it");
	else if (wall)
		tell(d, LEVEL_OK, "www",
		     "only a web server of the same user can reach it, "
		     "because of %s",
		     wall);
	else
		tell(d, LEVEL_OK, "www", "every web server can reach it");
}

static void tell_release(struct doctor *d)
{
	const struct site *site = &d->g->site;
	char target[PATH_MAX];
	ssize_t n =
		readlinkat(site->dir, "current", target, sizeof(target) - 1);
	const char *current;

	if (n < 0) {
		tell(d, LEVEL_BAD, "release",
		     "there is no link `current`: make install prefix=%s",
		     site->path);
		return;
	}
	target[n] = '\0';
	current = pool_fmt(&d->g->mem, "%s/%s", site->path, target);
	if (!str_eq(current, site->release))
		tell(d, LEVEL_WARN, "release",
		     "current is %s, this program is of %s", target,
		     site->release);
	else
		tell(d, LEVEL_OK, "release", "%s", target);
}

static void tell_programs(struct doctor *d)
{
	const struct site *site = &d->g->site;
	struct pool *mem = &d->g->mem;

	if (access(site_release_path(mem, site, "bin/gremlin-run"), X_OK) < 0)
		tell(d, LEVEL_BAD, "gremlin-run",
		     "is not in the release: no job can run; install it "
		     "again");
	if (access(site_release_path(mem, site, "share/man/man8/gremlin.8"),
		   R_OK) < 0)
		tell(d, LEVEL_WARN, "manuals", "are not in the release");
	else
		tell(d, LEVEL_OK, "manuals",
		     "man -M %s/current/share/man gremlin", site->path);
}

void doctor_folder(struct doctor *d)
{
	tell_owner(d);
	tell_modes(d);
	tell_release(d);
	tell_programs(d);
	tell_www(d);
}
