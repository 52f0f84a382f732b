/* pidfd.c -- a process held by a descriptor */
#include "proc/pidfd.h"
#include "base/base.h"
#include "base/err.h"
#include "base/io.h"
#include "proc/procfs.h"

#include <errno.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

int pidfd_hold(pid_t pid, int64_t started)
{
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);
	struct procfs_stat st;
	int rc;

	if (fd < 0 && errno == ENOSYS)
		return err(E_UNSUPPORTED, "this kernel has no pidfds");
	if (fd < 0 && (errno == ESRCH || errno == EINVAL))
		return err(E_ABSENT, "process %d is gone", (int)pid);
	if (fd < 0)
		return err_sys("hold process %d", (int)pid);
	rc = procfs_stat(pid, &st);
	if (rc == 0 && st.started != started)
		rc = err(E_ABSENT, "process %d is another one now", (int)pid);
	if (rc < 0) {
		close(fd);
		return rc;
	}
	return fd;
}

int pidfd_signal(int fd, int signal)
{
	if (syscall(SYS_pidfd_send_signal, fd, signal, NULL, 0) == 0)
		return 0;
	if (errno == ESRCH)
		return err(E_ABSENT, "the process has ended");
	return err_sys("send signal %d", signal);
}

int pidfd_ended(int fd, int wait_ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int n;

	do {
		n = poll(&p, 1, wait_ms);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return err_sys("look at a process");
	return n > 0;
}
