/* room.c -- is there room on the disk, and for what? */
#include "model/room.h"
#include "base/err.h"

#include <sys/statvfs.h>

int room_free(const struct site *site, int64_t *ret)
{
	struct statvfs fs;

	if (fstatvfs(site->dir, &fs) < 0)
		return err_sys("ask for free space");
	*ret = (int64_t)(fs.f_bavail * fs.f_frsize);
	return 0;
}

int room_to_take(const struct site *site, int64_t bytes)
{
	int64_t left = 0;
	int rc = room_free(site, &left);

	if (rc < 0)
		return rc;
	left -= site->set.free_bytes;
	if (left < 0 || left < bytes)
		return err(E_SPACE, "the disk of this site is nearly full, so "
				    "nothing more is taken; tell its admin");
	return 0;
}

int room_to_make(const struct site *site, int64_t bytes)
{
	int64_t left = 0;
	int rc = room_free(site, &left);

	if (rc < 0)
		return rc;
	left -= site->set.free_bytes / 2;
	if (left < 0 || left < bytes)
		return err(E_SPACE, "There is too little room on the disk of "
				    "this site to prepare it.");
	return 0;
}
