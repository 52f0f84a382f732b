/*
 * worker-ready.c -- tell who keeps the worker alive that it works
 *
 * systemd gives the address of a datagram socket, s6 a pipe. Whoever does not
 * listen any more is no reason to stop.
 */
#include "config.h"
#include "worker.h"
#include "base/base.h"
#include "base/err.h"
#include "base/io.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

int worker_ready_pipe(struct worker *w, int fd)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return 0; /* begun anew: it was told the first time */
	if (!S_ISFIFO(st.st_mode))
		return err(E_USAGE, "--ready: %d is no pipe", fd);
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	w->ready = fd;
	return 0;
}

/* sd_notify(3): a path, or with @ a name that no file system has. */
static void tell_socket(const char *name)
{
	static const char ready[] = "READY=1";
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	_cleanup_(fd_done) int fd =
		socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	size_t n = strlen(name);

	if (fd < 0 || n >= sizeof(to.sun_path))
		return;
	memcpy(to.sun_path, name, n);
	if (name[0] == '@')
		to.sun_path[0] = '\0';
	(void)sendto(fd, ready, sizeof(ready) - 1, MSG_NOSIGNAL,
		     (const struct sockaddr *)&to,
		     (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n));
}

void worker_ready(struct worker *w)
{
	const char *name = getenv("NOTIFY_SOCKET");

	if (name && *name)
		tell_socket(name);
	if (w->ready >= 0)
		(void)io_write(w->ready, "\n", 1);
	fd_done(&w->ready);
}
