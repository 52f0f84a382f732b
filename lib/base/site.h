/*
 * site.h -- the directory that is a site, and how a program finds it
 *
 * `-C DIR`, else GREMLIN_SITE, else the first folder upwards from
 * /proc/self/exe that holds gremlin.ini: suexec drops the environment, and
 * busybox gives argv[0] without a path.
 */
#ifndef BASE_SITE_H
#define BASE_SITE_H

#include "base/settings.h"

#include <limits.h>
#include <sys/types.h>

struct site {
	int dir;	     /* O_PATH is not enough: it is fsynced */
	const char *path;    /* absolute */
	const char *release; /* folder of the running release, absolute */
	uid_t uid;	     /* owner of gremlin.ini */
	gid_t gid;
	struct settings set;
};

/*
 * Find and open the site. dir_option: what -C gave, or NULL.
 *
 * Becomes the owner of gremlin.ini when run as root, before anything else is
 * opened.
 *
 * Returns 0, or E_ABSENT (no site found: says where it looked), E_CONFIG,
 * E_OWNER (neither root nor the owner), E_ACCESS.
 */
int site_open(struct pool *, const char *dir_option, struct site *ret);

void site_done(struct site *);

/* The path of a file of the running release, in the pool. */
const char *site_release_path(struct pool *, const struct site *,
			      const char *name);

/* Become uid and gid for good: setgroups, setgid, setuid, each checked. */
int site_become(uid_t, gid_t);

#endif
