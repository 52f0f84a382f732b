/* lock.c -- flock(2): a held lock is the truth about who lives */
#include "base/lock.h"
#include "base/clock.h"
#include "base/err.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define FIRST_PAUSE_US 200
#define MAX_PAUSE_US   10000

int lock_open(int dir, const char *name)
{
	int fd = openat(dir, name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		return err_sys("open lock %s", name);
	return fd;
}

static int lock_try(int fd, int operation)
{
	while (flock(fd, operation | LOCK_NB) < 0) {
		if (errno == EWOULDBLOCK)
			return err(E_BUSY, "another process holds the lock");
		if (errno != EINTR)
			return err_sys("take lock");
	}
	return 0;
}

int lock_take(int fd, int operation, int64_t wait_ms)
{
	int rc = lock_try(fd, operation);
	int64_t until, pause_us = FIRST_PAUSE_US;

	if (rc != E_BUSY || wait_ms <= 0)
		return rc;
	until = clock_mono_ms() + wait_ms;
	while (rc == E_BUSY && clock_mono_ms() < until) {
		struct timespec ts = { .tv_nsec = pause_us * 1000 };

		nanosleep(&ts, NULL);
		if (pause_us < MAX_PAUSE_US)
			pause_us *= 2;
		rc = lock_try(fd, operation);
	}
	return rc;
}
