/* alone.h -- a mount name space of its own, for tests in C */
#ifndef T_ALONE_H
#define T_ALONE_H

#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

static inline bool alone_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool good = fd >= 0 && write(fd, text, strlen(text)) > 0;

	if (fd >= 0)
		close(fd);
	return good;
}

/*
 * Leave the mounts of the machine: what is mounted from now on goes with us.
 * Who is not root becomes that in a user name space, where the system lets it.
 * Returns whether something can be mounted now.
 */
static inline bool alone(void)
{
	uid_t uid = geteuid();
	gid_t gid = getegid();
	char uids[64], gids[64];

	snprintf(uids, sizeof(uids), "0 %d 1", (int)uid);
	snprintf(gids, sizeof(gids), "0 %d 1", (int)gid);
	if (unshare(uid ? CLONE_NEWUSER | CLONE_NEWNS : CLONE_NEWNS) < 0)
		return false;
	if (uid && (!alone_write("/proc/self/setgroups", "deny") ||
		    !alone_write("/proc/self/uid_map", uids) ||
		    !alone_write("/proc/self/gid_map", gids)))
		return false;
	return mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

#endif
