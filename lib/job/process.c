/* process.c -- the worker as rows and locks tell of it */
#include "job/process.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/io.h"
#include "base/lock.h"
#include "proc/procfs.h"
#include "sql/process.sql.h"
#include "config.h"

#include <sys/file.h>
#include <unistd.h>

#define ROLE "worker"

bool worker_runs(const struct site *site)
{
	_cleanup_(fd_done) int fd = lock_open(site->dir, "run/worker.lock");

	return fd >= 0 && lock_take(fd, LOCK_SH, 0) == E_BUSY;
}

/* The row of a worker that only begins is still the one before it. */
static bool is_alive(int64_t pid, int64_t pid_start)
{
	struct procfs_stat st;

	return procfs_stat((pid_t)pid, &st) == 0 && st.started == pid_start;
}

int process_worker(struct db *db, struct process *ret)
{
	struct process p = { .version = "", .sandbox = "" };
	int64_t pid_start = 0;
	int rc = db_get(db, SQL_PROCESS_GET, IN(ROLE), &p.pid, &pid_start,
			&p.version, &p.since_at, &p.sandbox);

	if (rc < 0 && rc != E_ABSENT)
		return rc;
	p.known = rc == 0;
	p.runs = worker_runs(db->site);
	if (p.runs && !is_alive(p.pid, pid_start))
		p.pid = 0;
	*ret = p;
	return 0;
}

bool process_is_absent(const struct process *p)
{
	int64_t since_s = clock_now() - p->since_at;

	if (p->runs)
		return false;
	return !p->known || since_s < 0 || since_s >= PROCESS_ABSENT_S;
}

int process_is_worker(struct db *db, int64_t started, const char *boot,
		      const char *sandbox)
{
	return db_run(db, SQL_PROCESS_PUT, ROLE, (int64_t)getpid(), started,
		      boot, PACKAGE_VERSION, clock_now(), sandbox);
}
