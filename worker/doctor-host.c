/* doctor-host.c -- kernel, sandbox, limits, clock */
#include "worker/doctor.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/io.h"
#include "base/str.h"
#include "proc/pidfd.h"
#include "proc/procfs.h"
#include "proc/sandbox.h"
#include "view/format.h"

#include <inttypes.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/timex.h>
#include <sys/utsname.h>
#include <unistd.h>

#define RELEASED_AT                                                            \
	1735689600 /* no clock that is right shows an earlier day              \
		    */
#define FILES_LEAST 256
#define PROCS_LEAST 64
#define RAM_SMALL   (1LL << 30)

/* --- the machine -------------------------------------------------------------
 */

static void tell_machine(struct doctor *d)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	struct sysinfo si;
	int64_t ram;

	if (sysinfo(&si) < 0)
		return;
	ram = (int64_t)si.totalram * si.mem_unit;
	if (ram < RAM_SMALL && d->g->site.set.video_slots > 0)
		tell(d, LEVEL_WARN, "machine",
		     "%s of memory, %ld cores: large videos may not fit",
		     format_bytes(&d->g->mem, ram), cores);
	else
		tell(d, LEVEL_OK, "machine", "%s of memory, %ld cores",
		     format_bytes(&d->g->mem, ram), cores);
}

static void tell_kernel(struct doctor *d)
{
	_cleanup_(fd_done) int fd = -1;
	struct procfs_stat st;
	struct utsname un;

	uname(&un);
	if (procfs_stat(getpid(), &st) == 0)
		fd = pidfd_hold(getpid(), st.started);
	if (fd < 0)
		tell(d, LEVEL_BAD, "kernel",
		     "Linux %s has no pidfds: 5.3 or later is needed",
		     un.release);
	else
		tell(d, LEVEL_OK, "kernel", "Linux %s", un.release);
}

static void tell_sandbox(struct doctor *d)
{
	bool required = str_eq(d->g->site.set.require_sandbox, "yes");
	char level[SANDBOX_LEVEL_BYTES];

	sandbox_level(level);
	if (strstr(level, "seccomp") && strstr(level, "landlock"))
		tell(d, LEVEL_OK, "sandbox", "%s", level);
	else
		tell(d, required ? LEVEL_BAD : LEVEL_WARN, "sandbox",
		     "%s only: %s", level,
		     required ? "worker.require_sandbox is yes, so no job runs"
			      : "programs that read strangers' files are "
				"less confined; a newer kernel has Landlock");
}

static void tell_clock(struct doctor *d)
{
	struct timex tx = { 0 };
	const char *now = format_date_iso(&d->g->mem, clock_now());

	if (clock_now() < RELEASED_AT)
		tell(d, LEVEL_BAD, "clock", "it shows %s: set it", now);
	else if (adjtimex(&tx) == TIME_ERROR || tx.status & STA_UNSYNC)
		tell(d, LEVEL_WARN, "clock",
		     "%s, but nothing keeps it right; install chrony or "
		     "systemd-timesyncd",
		     now);
	else
		tell(d, LEVEL_OK, "clock", "%s", now);
}

/* --- limits ------------------------------------------------------------------
 */

static int64_t limit_of(int which)
{
	struct rlimit rl;

	if (getrlimit((__rlimit_resource_t)which, &rl) < 0 ||
	    rl.rlim_cur == RLIM_INFINITY || rl.rlim_cur > INT64_MAX)
		return INT64_MAX;
	return (int64_t)rl.rlim_cur;
}

static void tell_limits(struct doctor *d)
{
	const struct settings *set = &d->g->site.set;
	const struct {
		int which;
		int64_t least;
		const char *name, *then;
	} rows[] = {
		{ RLIMIT_NOFILE, FILES_LEAST, "open files (-n)",
		  "the worker needs more" },
		{ RLIMIT_NPROC, PROCS_LEAST, "processes (-u)",
		  "encoders start many threads" },
		{ RLIMIT_FSIZE, set->upload_bytes, "file size (-f)",
		  "it is less than limits.upload_bytes" },
		{ RLIMIT_AS, set->memory, "address space (-v)",
		  "it is less than worker.memory" },
		{ RLIMIT_CPU, INT64_MAX, "CPU seconds (-t)",
		  "long videos need many" },
	};
	int tight = 0;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int64_t have = limit_of(rows[i].which);

		if (have >= rows[i].least)
			continue;
		tight++;
		tell(d, LEVEL_WARN, "limits", "ulimit %s is %" PRId64 ": %s",
		     rows[i].name, have, rows[i].then);
	}
	if (!tight)
		tell(d, LEVEL_OK, "limits", "wide enough in this shell");
}

void doctor_host(struct doctor *d)
{
	tell_machine(d);
	tell_kernel(d);
	tell_sandbox(d);
	tell_limits(d);
	tell_clock(d);
}
