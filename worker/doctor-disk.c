/* doctor-disk.c -- the file system, its room and its speed */
#include "worker/doctor.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/io.h"
#include "view/format.h"

#include <fcntl.h>
#include <inttypes.h>
#include <linux/magic.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#define FSYNCS	      5
#define SLOW_MS	      100
#define INODES_LEAST  10000
#define UNKNOWN_MAGIC 0

enum trait {
	TRAIT_GOOD,
	TRAIT_NET,	/* no WAL: memory is not shared between machines */
	TRAIT_VOLATILE, /* gone at the next start */
	TRAIT_PLAIN,	/* no hard links, no modes */
};

static const struct fs_kind {
	unsigned magic;
	const char *name;
	enum trait trait;
} kinds[] = {
	{ EXT4_SUPER_MAGIC, "ext4", TRAIT_GOOD },
	{ XFS_SUPER_MAGIC, "XFS", TRAIT_GOOD },
	{ BTRFS_SUPER_MAGIC, "Btrfs", TRAIT_GOOD },
	{ F2FS_SUPER_MAGIC, "F2FS", TRAIT_GOOD },
	{ 0x2fc12fc1, "ZFS", TRAIT_GOOD },
	{ OVERLAYFS_SUPER_MAGIC, "overlay", TRAIT_GOOD },
	{ TMPFS_MAGIC, "tmpfs", TRAIT_VOLATILE },
	{ NFS_SUPER_MAGIC, "NFS", TRAIT_NET },
	{ SMB_SUPER_MAGIC, "SMB", TRAIT_NET },
	{ 0xff534d42, "CIFS", TRAIT_NET },
	{ 0xfe534d42, "SMB", TRAIT_NET },
	{ 0x65735546, "FUSE", TRAIT_NET },
	{ V9FS_MAGIC, "9p", TRAIT_NET },
	{ MSDOS_SUPER_MAGIC, "FAT", TRAIT_PLAIN },
	{ 0x2011bab0, "exFAT", TRAIT_PLAIN },
	{ UNKNOWN_MAGIC, "unknown", TRAIT_GOOD },
};

static void tell_kind(struct doctor *d)
{
	const struct fs_kind *k = kinds;
	struct statfs fs;

	if (fstatfs(d->g->site.dir, &fs) < 0)
		return;
	while (k->magic && k->magic != (unsigned)fs.f_type)
		k++;
	switch (k->trait) {
	case TRAIT_NET:
		tell(d, LEVEL_WARN, "file system",
		     "%s: the database is slower on it (no WAL), and safe "
		     "only if the server keeps locks",
		     k->name);
		break;
	case TRAIT_VOLATILE:
		tell(d, LEVEL_BAD, "file system",
		     "%s: everything is gone when the machine restarts",
		     k->name);
		break;
	case TRAIT_PLAIN:
		tell(d, LEVEL_BAD, "file system",
		     "%s: it has no hard links and keeps no modes; use ext4",
		     k->name);
		break;
	case TRAIT_GOOD:
		tell(d, LEVEL_OK, "file system", "%s (type %#x)", k->name,
		     (unsigned)fs.f_type);
		break;
	}
}

/* Files move between these by link and rename alone. */
static void tell_same(struct doctor *d)
{
	static const char *const names[] = {
		"content/incoming", "content/lost",   "content/raw",
		"content/private",  "content/public", "content/work",
	};
	struct stat site, st;

	if (fstat(d->g->site.dir, &site) < 0)
		return;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (fstatat(d->g->site.dir, names[i], &st, 0) == 0 &&
		    st.st_dev != site.st_dev)
			tell(d, LEVEL_BAD, names[i],
			     "lies on another file system: all of content "
			     "must be on the one of the site");
}

static void tell_room(struct doctor *d)
{
	const struct settings *set = &d->g->site.set;
	struct pool *mem = &d->g->mem;
	struct statvfs fs;
	int64_t bytes;

	if (fstatvfs(d->g->site.dir, &fs) < 0)
		return;
	bytes = (int64_t)(fs.f_bavail * fs.f_frsize);
	if (bytes < set->free_bytes)
		tell(d, LEVEL_BAD, "room",
		     "%s free, and uploads stop below %s (limits.free_bytes)",
		     format_bytes(mem, bytes),
		     format_bytes(mem, set->free_bytes));
	else if (bytes - set->free_bytes < set->upload_bytes)
		tell(d, LEVEL_WARN, "room",
		     "%s free: less than the largest upload of %s",
		     format_bytes(mem, bytes),
		     format_bytes(mem, set->upload_bytes));
	else
		tell(d, LEVEL_OK, "room", "%s free", format_bytes(mem, bytes));
	if (fs.f_files && fs.f_favail < INODES_LEAST)
		tell(d, LEVEL_WARN, "room", "only %lu more files fit",
		     (unsigned long)fs.f_favail);
}

/* Every upload and every deed waits for some of these. */
static int time_fsync(struct doctor *d, int64_t *ret_ms)
{
	_cleanup_(fd_done) int fd =
		openat(d->g->site.dir, "run/doctor.tmp",
		       O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	int64_t from;
	int rc = 0;

	if (fd < 0)
		return err_sys("make run/doctor.tmp");
	unlinkat(d->g->site.dir, "run/doctor.tmp", 0);
	from = clock_mono_ms();
	for (int i = 0; rc == 0 && i < FSYNCS; i++) {
		rc = io_write(fd, "doctor\n", 7);
		if (rc == 0)
			rc = io_sync(fd);
	}
	*ret_ms = (clock_mono_ms() - from) / FSYNCS;
	return rc;
}

static void tell_speed(struct doctor *d)
{
	int64_t ms = 0;
	int rc = time_fsync(d, &ms);

	if (rc < 0)
		tell(d, LEVEL_BAD, "disk", "%s", err_text(rc));
	else if (ms >= SLOW_MS)
		tell(d, LEVEL_WARN, "disk",
		     "an fsync takes %" PRId64 " ms: signing in and "
		     "uploading will be slow",
		     ms);
	else
		tell(d, LEVEL_OK, "disk", "an fsync takes %" PRId64 " ms", ms);
}

void doctor_disk(struct doctor *d)
{
	tell_kind(d);
	tell_same(d);
	tell_room(d);
	tell_speed(d);
}
