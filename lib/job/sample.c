/* sample.c -- what can be seen of a command from outside */
#include "job/sample.h"
#include "base/base.h"
#include "base/io.h"
#include "base/str.h"
#include "proc/procfs.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROGRESS_BYTES (4 * 1024)
#define OUT_TIME       "out_time_us="

/* ret_progress: of the progress file, which is not among the others. */
static int64_t bytes_in(int out, const char *progress, int64_t *ret_progress)
{
	_cleanup_(io_dir_done) DIR *d = NULL;
	const struct dirent *e;
	struct stat st;
	int64_t bytes = 0;

	if (io_open_dir(out, ".", &d) < 0)
		return 0;
	while ((e = readdir(d))) {
		if (fstatat(out, e->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
		    !S_ISREG(st.st_mode))
			continue;
		if (str_eq(e->d_name, progress))
			*ret_progress = st.st_size;
		else
			bytes += st.st_size;
	}
	return bytes;
}

/* The last out_time that ffmpeg wrote; a cut-off last line does not count. */
static int64_t out_time(int out, const char *name)
{
	_cleanup_(fd_done) int fd = openat(
		out, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	char tail[PROGRESS_BYTES + 1];
	int64_t last = 0;
	size_t n = 0;
	off_t end;

	if (fd < 0)
		return 0;
	end = lseek(fd, 0, SEEK_END);
	lseek(fd, end > PROGRESS_BYTES ? end - PROGRESS_BYTES : 0, SEEK_SET);
	if (io_read(fd, tail, PROGRESS_BYTES, &n) < 0)
		return 0;
	tail[n] = '\0';
	for (const char *at = tail; (at = strstr(at, OUT_TIME)); at++) {
		const char *line = at + strlen(OUT_TIME);
		long long us;

		if (strchr(line, '\n') && sscanf(line, "%18lld", &us) == 1)
			last = us;
	}
	return last;
}

int sample_take(int out, pid_t runner, const char *progress,
		struct watch_sample *ret)
{
	struct watch_sample s = { 0 };
	int64_t told_bytes = 0;
	struct procfs_usage u;
	int rc = procfs_usage(runner, &u);

	if (rc < 0)
		return rc;
	s.busy = u.processes > 0;
	s.ready = u.ready;
	s.out_bytes = bytes_in(out, progress, &told_bytes);
	s.read_bytes = u.read_bytes;
	s.written_bytes = u.written_bytes - told_bytes;
	s.faults = u.faults;
	s.cpu_ms = u.cpu_ticks * 1000 / sysconf(_SC_CLK_TCK);
	if (*progress)
		s.out_time_us = out_time(out, progress);
	*ret = s;
	return 0;
}
