/*
 * io.h -- descriptors and files, below a folder that is open
 *
 * Every descriptor is O_CLOEXEC. Names from records and rows are opened
 * beneath the folder only: no "..", no symbolic link on the way.
 */
#ifndef BASE_IO_H
#define BASE_IO_H

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct pool;
struct buf;

/* For _cleanup_(fd_done) int fd = -1; closes, sets to -1. */
void fd_done(int *fd);

/* All n bytes or an error: E_SPACE, E_GONE, E_IO. */
int io_write(int fd, const void *bytes, size_t n);

/* Reads until n bytes or the end; returns 0 and the count, or E_IO. */
int io_read(int fd, void *bytes, size_t n, size_t *ret_n);

/* fsync; E_IO or E_SPACE. Never tried twice: the pages may be gone. */
int io_sync(int fd);

/* fsync of a folder by name, "." for itself. */
int io_sync_dir(int dir, const char *name);

/*
 * Open name beneath the folder. flags as of open(2); O_CLOEXEC is added.
 *
 * Returns the descriptor, or E_ABSENT, E_ACCESS, E_EXISTS, E_IO; a symbolic
 * link on the way is E_ACCESS.
 */
int io_open_beneath(int dir, const char *name, int flags, mode_t mode);

/*
 * Make the folder and those above it beneath dir, mode 0711: a web server of
 * another user goes through, but nobody can list the keys that lie in it.
 */
int io_make_dirs(int dir, const char *name);

/*
 * The whole file, at most max bytes, NUL-terminated, into the pool.
 *
 * Returns 0, E_ABSENT, E_LARGE, E_ACCESS or E_IO.
 */
int io_read_file(struct pool *, int dir, const char *name, size_t max,
		 char **ret, size_t *ret_n);

/*
 * Write a file so that it is there whole or not at all: temporary name,
 * fsync, rename, fsync of its folder.
 */
int io_write_file(int dir, const char *name, const void *bytes, size_t n,
		  mode_t mode);

/* For _cleanup_(io_dir_done) DIR *d = NULL. */
void io_dir_done(DIR **);

/*
 * Open a folder beneath dir to read its names; "." and ".." are among them.
 *
 * ret: NULL before, or what was open there is lost.
 *
 * Returns 0, or as io_open_beneath().
 */
int io_open_dir(int dir, const char *name, DIR **ret);

/* Whether a name is "." or "..". */
static inline bool io_is_dots(const char *name)
{
	return name[0] == '.' && (!name[1] || (name[1] == '.' && !name[2]));
}

/* Remove a folder and all below it, never through a symbolic link; that it
 * is absent is success. */
int io_remove_tree(int dir, const char *name);

#endif
