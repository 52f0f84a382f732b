/* 0004-base-io.c -- files beneath a folder, whole or not at all */
#include "tap.h"
#include "base/err.h"
#include "base/io.h"
#include "base/lock.h"
#include "base/pool.h"

#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEEP 5000

static struct pool pool;

static void files(int dir)
{
	char *text = NULL;
	size_t n;
	int fd;

	is_int(io_make_dirs(dir, "a/b/c"), 0, "folders are made");
	is_int(io_write_file(dir, "a/b/f", "hello", 5, 0600), 0, "written");
	is_int(io_read_file(&pool, dir, "a/b/f", 10, &text, &n), 0, "read");
	is_str(text, "hello", "the same bytes");
	is_int(io_read_file(&pool, dir, "a/b/f", 4, &text, &n), E_LARGE,
	       "a limit on what is read");
	is_int(faccessat(dir, "a/b/f.tmp", F_OK, 0), -1, "no temporary left");
	is_int(io_read_file(&pool, dir, "a/b", 10, &text, &n), E_FORMAT,
	       "a folder is not a file");
	fd = io_open_beneath(dir, "a/b/f", O_RDONLY, 0);
	ok(fd >= 0, "opened beneath");
	fd_done(&fd);
	is_int(io_open_beneath(dir, "a/../../x", O_RDONLY, 0), E_ACCESS,
	       "not above the folder");
	ok(symlinkat("/etc", dir, "a/l") == 0, "a link");
	is_int(io_open_beneath(dir, "a/l/passwd", O_RDONLY, 0), E_ACCESS,
	       "not through a link");
	ok(mkdirat(dir, "keep", 0700) == 0 &&
		   symlinkat("../../keep", dir, "a/b/k") == 0 &&
		   io_write_file(dir, "keep/x", "x", 1, 0600) == 0,
	   "a link to a folder with a file");
	is_int(io_remove_tree(dir, "a"), 0, "a tree is removed");
	is_int(faccessat(dir, "a", F_OK, 0), -1, "it is gone");
	is_int(faccessat(dir, "keep/x", F_OK, 0), 0, "what a link named stays");
	is_int(io_remove_tree(dir, "a"), 0, "twice is once");
}

/* As a command may leave its folder; root may read it in any case. */
static void unreadable(int dir)
{
	io_make_dirs(dir, "a/b");
	io_write_file(dir, "a/b/c", "x", 1, 0600);
	is_int(fchmodat(dir, "a/b", 0300, 0), 0, "made unreadable");
	is_int(io_remove_tree(dir, "a"), 0, "a folder that cannot be read");
	ok(faccessat(dir, "a", F_OK, 0) < 0, "goes, too");
}

/* Deeper than descriptors, paths and the stack of any recursion go. */
static void deep(int dir)
{
	int at = dir;

	for (int i = 0; i < DEEP; i++) {
		int below;

		if (mkdirat(at, "d", 0700) < 0)
			break;
		below = openat(at, "d", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		close(openat(below, "file", O_CREAT | O_WRONLY, 0600));
		if (i % 1000 == 0)
			io_make_dirs(below, ".removed1/x");
		if (at != dir && i % 100 == 0)
			fchmod(at, 0100);
		if (at != dir)
			close(at);
		at = below;
	}
	ok(at != dir && faccessat(at, "file", F_OK, 0) == 0, "a deep tree");
	close(at);
	is_int(io_remove_tree(dir, "d"), 0, "is removed");
	ok(faccessat(dir, "d", F_OK, 0) < 0, "whole");
}

static void locks(int dir)
{
	int a = lock_open(dir, "lock"), b = lock_open(dir, "lock");

	is_int(lock_take(a, LOCK_EX, 0), 0, "taken");
	is_int(lock_take(b, LOCK_SH, 0), E_BUSY, "held");
	is_int(lock_take(b, LOCK_SH, 5), E_BUSY, "held for longer");
	close(a);
	is_int(lock_take(b, LOCK_SH, 0), 0, "free again");
	close(b);
}

int main(void)
{
	char name[] = "/tmp/gremlin-io-XXXXXX";
	int dir;

	if (!mkdtemp(name))
		return 1;
	dir = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	files(dir);
	locks(dir);
	unreadable(dir);
	deep(dir);
	close(dir);
	dir = open("/tmp", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	is_int(io_remove_tree(dir, strrchr(name, '/') + 1), 0, "nothing stays");
	close(dir);
	pool_done(&pool);
	return done_testing();
}
