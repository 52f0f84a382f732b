/* bell.c -- a hint to the worker that there is something to do */
#include "job/bell.h"
#include "base/base.h"
#include "base/err.h"
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define BELL "run/bell"

void bell_ring(const struct site *site)
{
	/* for reading too: a worker that goes just now is no SIGPIPE to us */
	_cleanup_(fd_done) int fd =
		openat(site->dir, BELL, O_RDWR | O_NONBLOCK | O_CLOEXEC);

	/* full means rung already */
	if (fd >= 0 && write(fd, "!", 1) < 0)
		return;
}

/* A copied site may have a file in its place, which is readable for ever. */
static void remove_other(const struct site *site)
{
	struct stat st;

	if (fstatat(site->dir, BELL, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    !S_ISFIFO(st.st_mode))
		unlinkat(site->dir, BELL, 0);
}

int bell_listen(const struct site *site)
{
	int fd;

	remove_other(site);
	if (mkfifoat(site->dir, BELL, 0600) < 0 && errno != EEXIST)
		return err_sys("make " BELL);
	/* for writing too: a FIFO without a writer is readable for ever */
	fd = openat(site->dir, BELL, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	return fd < 0 ? err_sys("open " BELL) : fd;
}

void bell_quiet(int fd)
{
	char rings[256];

	while (read(fd, rings, sizeof(rings)) > 0)
		;
}
