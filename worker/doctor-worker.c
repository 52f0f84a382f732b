/* doctor-worker.c -- whether a worker runs, and what starts it again */
#include "worker/doctor.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/io.h"
#include "base/str.h"
#include "config.h"
#include "proc/procfs.h"
#include "worker/status.h"

#include <fcntl.h>
#include <inttypes.h>
#include <string.h>

#define FILE_BYTES   4096
#define INITTAB	     "/etc/inittab"
#define CRON_EVERY_S 150 /* from cron one begins each minute, or second */

/* A small file, of /proc too, where none has a size; its last line end is
 * removed. NULL where there is none. */
static const char *text_of(struct pool *p, const char *path)
{
	_cleanup_(fd_done) int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *text = pool_alloc(p, FILE_BYTES + 1);
	size_t n;

	if (fd < 0 || io_read(fd, text, FILE_BYTES, &n) < 0)
		return NULL;
	while (n && text[n - 1] == '\n')
		n--;
	text[n] = '\0';
	return text;
}

/* A unit of systemd by the group of processes; a person's shell has none. */
static const char *unit_of(struct pool *p, pid_t pid)
{
	const char *groups = text_of(p, pool_fmt(p, "/proc/%d/cgroup", pid));
	const char *unit = groups ? strrchr(groups, '/') : NULL;

	if (!unit || !str_ends(unit, ".service"))
		return NULL;
	return pool_fmt(p, "systemd, %s", unit + 1);
}

static const char *inittab_of(struct pool *p, pid_t pid)
{
	const char *tab = text_of(p, INITTAB);

	(void)pid;
	return tab && strstr(tab, "gremlin-worker") ? "init, " INITTAB : NULL;
}

/* By the first 15 bytes of its name, which is all that the kernel keeps. */
static const struct keeper {
	const char *parent, *name;
	const char *(*of)(struct pool *, pid_t); /* NULL: it is one always */
} keepers[] = {
	{ "runsv", "runsv", NULL },
	{ "s6-supervise", "s6-supervise", NULL },
	{ "supervise-daemo", "supervise-daemon", NULL },
	{ "systemd", NULL, unit_of },
	{ "init", NULL, inittab_of },
	{ "busybox", NULL, inittab_of },
};

/* What starts the worker again when it ends, or NULL. */
static const char *keeper_of(struct pool *p, pid_t pid)
{
	struct procfs_stat st;
	const char *parent;

	if (procfs_stat(pid, &st) < 0)
		return NULL;
	parent = text_of(p, pool_fmt(p, "/proc/%d/comm", st.parent));
	for (size_t i = 0; i < ARRAY_LEN(keepers); i++) {
		const struct keeper *k = &keepers[i];

		if (str_eq(k->parent, parent))
			return k->of ? k->of(p, pid) : k->name;
	}
	return NULL;
}

static void tell_none(struct doctor *d, const struct status *s)
{
	int64_t ago_s = clock_now() - s->since_at;

	if (s->since_at && ago_s >= 0 && ago_s < CRON_EVERY_S)
		tell(d, LEVEL_WARN, "worker",
		     "not running; one began %" PRId64 " s ago: right where "
		     "cron starts it, else see share/init",
		     ago_s);
	else
		tell(d, LEVEL_BAD, "worker",
		     "not running: nothing is published; start "
		     "current/bin/gremlin-worker, or let init do it: "
		     "share/init/README.md");
}

void doctor_worker(struct doctor *d, const struct status *s)
{
	struct pool *p = &d->g->mem;
	const char *keeper;

	if (!s->worker) {
		tell_none(d, s);
		return;
	}
	if (!s->pid || !str_eq(s->version, PACKAGE_VERSION)) {
		tell(d, LEVEL_WARN, "worker",
		     "runs with version %s, this is " PACKAGE_VERSION
		     "; restart it",
		     s->pid && !str_empty(s->version) ? s->version : "?");
		return;
	}
	keeper = keeper_of(p, (pid_t)s->pid);
	if (keeper)
		tell(d, LEVEL_OK, "worker",
		     "runs, pid %" PRId64 ", kept alive by %s", s->pid, keeper);
	else
		tell(d, LEVEL_WARN, "worker",
		     "runs, pid %" PRId64 ", but nothing starts it again when "
		     "it ends: see share/init/README.md",
		     s->pid);
}
