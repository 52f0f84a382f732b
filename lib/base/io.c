/* io.c -- descriptors and files, below a folder that is open */
#include "base/io.h"
#include "base/base.h"
#include "base/err.h"
#include "base/fault.h"
#include "base/pool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NAME_BYTES 512

void fd_done(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

int io_write(int fd, const void *bytes, size_t n)
{
	const char *at = bytes;

	while (n) {
		ssize_t k = FAULT("write") ? -1 : write(fd, at, n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return err_sys("write %zu bytes", n);
		at += k;
		n -= (size_t)k;
	}
	return 0;
}

int io_read(int fd, void *bytes, size_t n, size_t *ret_n)
{
	char *at = bytes;
	size_t got = 0;

	while (got < n) {
		ssize_t k = read(fd, at + got, n - got);

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return err_sys("read %zu bytes", n);
		if (k == 0)
			break;
		got += (size_t)k;
	}
	*ret_n = got;
	return 0;
}

int io_sync(int fd)
{
	if (FAULT("sync") || (!WRONG("unsynced") && fsync(fd) < 0))
		return err_sys("fsync");
	return 0;
}

int io_sync_dir(int dir, const char *name)
{
	_cleanup_(fd_done) int fd =
		openat(dir, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return err_sys("open folder %s", name);
	return io_sync(fd);
}

/* The way without openat2 (kernels before 5.6): one component at a time. */
static int open_by_steps(int dir, const char *name, int flags, mode_t mode)
{
	_cleanup_(fd_done) int here = fcntl(dir, F_DUPFD_CLOEXEC, 3);
	char part[NAME_BYTES];

	for (;;) {
		size_t n = strcspn(name, "/");
		int next;

		if (here < 0)
			return -1;
		if (!n || n >= sizeof(part) || strncmp(name, "..", n) == 0) {
			errno = ELOOP;
			return -1;
		}
		memcpy(part, name, n);
		part[n] = '\0';
		if (!name[n])
			return openat(here, part,
				      flags | O_NOFOLLOW | O_CLOEXEC, mode);
		next = openat(here, part,
			      O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		fd_done(&here);
		here = next;
		name += n + 1;
	}
}

int io_open_beneath(int dir, const char *name, int flags, mode_t mode)
{
	struct open_how how = {
		.flags = (uint64_t)(flags | O_CLOEXEC),
		.mode = flags & (O_CREAT | O_TMPFILE) ? mode : 0,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS |
			   RESOLVE_NO_MAGICLINKS,
	};
	long fd = syscall(SYS_openat2, dir, name, &how, sizeof(how));

	if (fd < 0 && (errno == ENOSYS || errno == EPERM))
		fd = open_by_steps(dir, name, flags, mode);
	if (fd < 0 && (errno == ELOOP || errno == EXDEV))
		return err(E_ACCESS, "%s leads out of its folder", name);
	if (fd < 0)
		return err_sys("open %s", name);
	return (int)fd;
}

/* The folder part of a name, "." where there is none. */
static void folder_of(const char *name, char *out, size_t room)
{
	const char *slash = strrchr(name, '/');

	if (slash)
		snprintf(out, room, "%.*s", (int)(slash - name), name);
	else
		snprintf(out, room, ".");
}

/* Length of the path that ends with the component at n; 0 behind the last. */
static size_t component_end(const char *name, size_t n)
{
	while (name[n] == '/')
		n++;
	return name[n] ? n + strcspn(name + n, "/") : 0;
}

/* ret_first: length of the path to the first one that is new, 0: none is. */
static int make_each(int dir, const char *name, size_t *ret_first)
{
	char part[NAME_BYTES];
	size_t n = 0;

	*ret_first = 0;
	while ((n = component_end(name, n))) {
		memcpy(part, name, n);
		part[n] = '\0';
		if (!FAULT("mkdir") && mkdirat(dir, part, 0711) == 0) {
			*ret_first = *ret_first ? *ret_first : n;
			continue;
		}
		if (errno != EEXIST)
			return err_sys("make folder %s", part);
	}
	return 0;
}

/* Synced when all are made: the first fsync then carries most of the work. */
int io_make_dirs(int dir, const char *name)
{
	char part[NAME_BYTES], above[NAME_BYTES];
	size_t n;
	int rc;

	if (strlen(name) >= sizeof(part))
		return err(E_ACCESS, "folder name too long: %.60s...", name);
	rc = make_each(dir, name, &n);
	for (; rc == 0 && n; n = component_end(name, n)) {
		memcpy(part, name, n);
		part[n] = '\0';
		folder_of(part, above, sizeof(above));
		rc = io_sync_dir(dir, above);
	}
	return rc;
}

int io_read_file(struct pool *p, int dir, const char *name, size_t max,
		 char **ret, size_t *ret_n)
{
	_cleanup_(fd_done) int fd =
		openat(dir, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	size_t n;
	char *at;
	int rc;

	if (fd < 0)
		return err_sys("open %s", name);
	if (fstat(fd, &st) < 0)
		return err_sys("look at %s", name);
	if (!S_ISREG(st.st_mode))
		return err(E_FORMAT, "%s is not a file", name);
	if ((uint64_t)st.st_size > max)
		return err(E_LARGE, "%s has more than %zu bytes", name, max);
	at = pool_alloc(p, (size_t)st.st_size + 1);
	rc = io_read(fd, at, (size_t)st.st_size, &n);
	if (rc < 0)
		return err_add(rc, "%s", name);
	*ret = at;
	if (ret_n)
		*ret_n = n;
	return 0;
}

static int write_new(int dir, const char *name, const void *bytes, size_t n,
		     mode_t mode)
{
	_cleanup_(fd_done) int fd = openat(
		dir, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
	int rc;

	if (fd < 0)
		return err_sys("create %s", name);
	rc = io_write(fd, bytes, n);
	if (rc < 0)
		return err_add(rc, "%s", name);
	return io_sync(fd);
}

int io_write_file(int dir, const char *name, const void *bytes, size_t n,
		  mode_t mode)
{
	char tmp[NAME_BYTES], folder[NAME_BYTES];
	int rc;

	if (strlen(name) + 5 > sizeof(tmp))
		return err(E_ACCESS, "file name too long: %.60s...", name);
	snprintf(tmp, sizeof(tmp), "%s.tmp", name);
	rc = write_new(dir, tmp, bytes, n, mode);
	if (rc == 0 && (FAULT("rename") || renameat(dir, tmp, dir, name) < 0))
		rc = err_sys("rename %s to %s", tmp, name);
	if (rc < 0) {
		unlinkat(dir, tmp, 0);
		return rc;
	}
	folder_of(name, folder, sizeof(folder));
	return io_sync_dir(dir, folder);
}

void io_dir_done(DIR **d)
{
	if (*d)
		closedir(*d);
	*d = NULL;
}

int io_open_dir(int dir, const char *name, DIR **ret)
{
	int fd = io_open_beneath(dir, name, O_RDONLY | O_DIRECTORY, 0);

	if (fd < 0)
		return fd;
	*ret = fdopendir(fd);
	if (*ret)
		return 0;
	close(fd);
	return err_sys("read folder %s", name);
}

/* 1: it was no folder, and is gone; 0: it is a folder; or E_*. */
static int remove_file(int dir, const char *name)
{
	if (FAULT("unlink"))
		return err_sys("remove %s", name);
	if (unlinkat(dir, name, 0) == 0 || errno == ENOENT)
		return 1;
	if (errno != EISDIR && errno != EPERM)
		return err_sys("remove %s", name);
	/* a command may have made folders that not even we may change */
	return fchmodat(dir, name, 0700, 0) < 0 && errno == ENOENT;
}

/* Give a folder below `from` a new name in `root`. */
static int move_up(int root, int from, const char *name, unsigned *n)
{
	char as[NAME_BYTES];

	do {
		snprintf(as, sizeof(as), ".removed%u", ++*n);
		if (renameat(from, name, root, as) == 0)
			return 0;
	} while (errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR);
	return err_sys("remove folder %s", name);
}

/* What a folder of `root` holds goes, but for folders: they move up. */
static int remove_folder(int root, const char *name, unsigned *n)
{
	_cleanup_(io_dir_done) DIR *d = NULL;
	const struct dirent *e;
	int rc = io_open_dir(root, name, &d);

	while (rc >= 0 && (e = readdir(d))) {
		if (io_is_dots(e->d_name))
			continue;
		rc = remove_file(dirfd(d), e->d_name);
		if (rc == 0)
			rc = move_up(root, dirfd(d), e->d_name, n);
	}
	if (rc < 0)
		return rc;
	if (unlinkat(root, name, AT_REMOVEDIR) < 0 && errno != ENOENT)
		return err_sys("remove folder %s", name);
	return 0;
}

/* Returns how much there was, or E_*. */
static int remove_inside(DIR *root, unsigned *n)
{
	const struct dirent *e;
	int found = 0;

	rewinddir(root);
	while ((e = readdir(root))) {
		int rc;

		if (io_is_dots(e->d_name))
			continue;
		found = 1;
		rc = remove_file(dirfd(root), e->d_name);
		if (rc == 0)
			rc = remove_folder(dirfd(root), e->d_name, n);
		if (rc < 0)
			return rc;
	}
	return found;
}

/*
 * However deep a command has nested its folders, two of them are open: what is
 * deeper moves up first. A kill leaves a tree that is less deep.
 */
int io_remove_tree(int dir, const char *name)
{
	_cleanup_(io_dir_done) DIR *root = NULL;
	unsigned n = 0;
	int rc = remove_file(dir, name);

	if (rc != 0)
		return rc < 0 ? rc : 0;
	rc = io_open_dir(dir, name, &root);
	while (rc >= 0 && (rc = remove_inside(root, &n)) > 0)
		;
	if (rc < 0)
		return rc;
	if (unlinkat(dir, name, AT_REMOVEDIR) < 0 && errno != ENOENT)
		return err_sys("remove folder %s", name);
	return 0;
}
