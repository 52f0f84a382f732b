/* procfs.c -- what /proc tells of a process */
#include "proc/procfs.h"
#include "base/base.h"
#include "base/err.h"
#include "base/io.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH_ROOM     64
#define FILE_ROOM     4096
#define VMSTAT_ROOM   (16 << 10)
#define DESCENDANTS_N 512

static void dir_done(DIR **d)
{
	if (*d)
		closedir(*d);
}

/* A file of /proc; a process that ended under our hands is E_ABSENT. */
static int slurp(const char *path, char *text, size_t room)
{
	_cleanup_(fd_done) int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t got;
	int rc;

	if (fd < 0)
		return err_sys("open %s", path);
	rc = io_read(fd, text, room - 1, &got);
	if (rc < 0 && errno == ESRCH)
		return err(E_ABSENT, "%s is gone", path);
	if (rc < 0)
		return err_add(rc, "%s", path);
	text[got] = '\0';
	return 0;
}

/* The name, in brackets, may itself hold brackets and blanks. */
static int stat_parse(const char *text, struct procfs_stat *ret)
{
	const char *at = strrchr(text, ')');
	struct procfs_stat st = { 0 };
	long long fault[2], part[4], started;

	if (!at ||
	    sscanf(at + 1,
		   " %c %d %*d %d %*d %*d %*u %*u %*u %lld %lld %lld %lld "
		   "%lld %lld %*d %*d %*d %*d %lld",
		   &st.state, &st.parent, &st.session, &fault[0], &fault[1],
		   &part[0], &part[1], &part[2], &part[3], &started) != 10)
		return err(E_IO, "/proc/PID/stat looks unlike proc(5)");
	st.started = started;
	st.faults = fault[0] + fault[1];
	st.cpu_ticks = part[0] + part[1] + part[2] + part[3];
	*ret = st;
	return 0;
}

int procfs_stat(pid_t pid, struct procfs_stat *ret)
{
	char path[PATH_ROOM], text[FILE_ROOM];
	int rc;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	rc = slurp(path, text, sizeof(text));
	return rc < 0 ? rc : stat_parse(text, ret);
}

int procfs_boot_id(char out[PROCFS_BOOT_BYTES])
{
	char text[PROCFS_BOOT_BYTES];
	int rc = slurp("/proc/sys/kernel/random/boot_id", text, sizeof(text));

	if (rc < 0)
		return rc;
	text[strcspn(text, "\n")] = '\0';
	memcpy(out, text, sizeof(text));
	return 0;
}

int64_t procfs_oom_kills(void)
{
	char text[VMSTAT_ROOM];
	const char *at;
	long long n;

	if (slurp("/proc/vmstat", text, sizeof(text)) < 0)
		return 0;
	at = strstr(text, "\noom_kill ");
	return at && sscanf(at, " oom_kill %lld", &n) == 1 ? n : 0;
}

/* Count one more, and keep it while there is room. */
static void keep(pid_t pid, pid_t *list, int max, int *n)
{
	if (*n < max)
		list[*n] = pid;
	++*n;
}

/* Kernels without CONFIG_PROC_CHILDREN: ask everybody for his parent. */
static int children_by_scan(pid_t parent, pid_t *list, int max)
{
	_cleanup_(dir_done) DIR *d = opendir("/proc");
	const struct dirent *e;
	struct procfs_stat st;
	int n = 0;

	if (!d)
		return err_sys("read /proc");
	while ((e = readdir(d))) {
		char *end;
		long pid = strtol(e->d_name, &end, 10);

		if (*end || pid <= 0)
			continue;
		if (procfs_stat((pid_t)pid, &st) == 0 && st.parent == parent)
			keep((pid_t)pid, list, max, &n);
	}
	return n;
}

static int thread_children(pid_t pid, const char *thread, pid_t *list, int max,
			   int *n)
{
	char path[PATH_ROOM + 64], text[FILE_ROOM];
	char *at = text, *end;
	long child;
	int rc;

	snprintf(path, sizeof(path), "/proc/%d/task/%s/children", (int)pid,
		 thread);
	rc = slurp(path, text, sizeof(text));
	if (rc < 0)
		return rc;
	while ((child = strtol(at, &end, 10)) > 0) {
		keep((pid_t)child, list, max, n);
		at = end;
	}
	return 0;
}

int procfs_children(pid_t pid, pid_t *list, int max)
{
	_cleanup_(dir_done) DIR *d = NULL;
	const struct dirent *e;
	char path[PATH_ROOM];
	int n = 0;

	if (access("/proc/thread-self/children", R_OK) < 0)
		return children_by_scan(pid, list, max);
	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	d = opendir(path);
	if (!d)
		return err_sys("read %s", path);
	while ((e = readdir(d))) {
		if (e->d_name[0] != '.')
			thread_children(pid, e->d_name, list, max, &n);
	}
	return n;
}

static void io_add(pid_t pid, struct procfs_usage *u)
{
	char path[PATH_ROOM], text[FILE_ROOM];
	long long in, out;

	snprintf(path, sizeof(path), "/proc/%d/io", (int)pid);
	if (slurp(path, text, sizeof(text)) < 0 ||
	    sscanf(text, "rchar: %lld wchar: %lld", &in, &out) != 2)
		return;
	u->has_io = true;
	u->read_bytes += in;
	u->written_bytes += out;
}

/* Of a process the state is that of its first thread, which may only wait for
 * the others. */
static bool is_ready(pid_t pid)
{
	_cleanup_(dir_done) DIR *d = NULL;
	const struct dirent *e;
	char path[PATH_ROOM + 64], text[FILE_ROOM];
	struct procfs_stat st;

	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	d = opendir(path);
	while (d && (e = readdir(d))) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "/proc/%d/task/%.32s/stat",
			 (int)pid, e->d_name);
		if (slurp(path, text, sizeof(text)) == 0 &&
		    stat_parse(text, &st) == 0 && st.state == 'R')
			return true;
	}
	return false;
}

int procfs_usage(pid_t root, struct procfs_usage *ret)
{
	pid_t list[DESCENDANTS_N];
	struct procfs_usage u = { 0 };
	struct procfs_stat st;
	int n = procfs_children(root, list, DESCENDANTS_N);

	if (n < 0)
		return n;
	for (int i = 0; i < n && i < DESCENDANTS_N; i++) {
		if (procfs_stat(list[i], &st) < 0 || st.state == 'Z')
			continue;
		u.processes++;
		u.cpu_ticks += st.cpu_ticks;
		u.faults += st.faults;
		u.ready = u.ready || is_ready(list[i]);
		io_add(list[i], &u);
		if (n < DESCENDANTS_N) {
			int more = procfs_children(list[i], list + n,
						   DESCENDANTS_N - n);

			n += more > 0 ? more : 0;
		}
	}
	*ret = u;
	return 0;
}
