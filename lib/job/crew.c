/* crew.c -- meet, watch and settle the attempts that live */
#include "job/crew.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/io.h"
#include "base/pool.h"
#include "base/str.h"
#include "job/settle.h"
#include "sql/job.sql.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#define WATCH_EVERY_MS 2000
#define SPAWN_LOOK_MS  50
#define ASK_LOCK_MS    5000
#define SWEEP_MAX      100

static struct attempt *find(struct crew *c, int64_t job, int number)
{
	for (int i = 0; i < c->n; i++)
		if (c->at[i].job == job && c->at[i].number == number)
			return &c->at[i];
	return NULL;
}

static void forget(struct crew *c, struct attempt *a)
{
	attempt_done(a);
	*a = c->at[--c->n];
}

int crew_load(struct crew *c, struct db *db)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	int64_t job, since, pid;
	int number, state, lane;
	int rc = db_query(db, &st, SQL_JOB_ATTEMPTS);

	if (rc < 0)
		return rc;
	while ((rc = stmt_row(&st, &job, &number, &state, &since, &pid,
			      &lane)) > 0) {
		struct attempt *a = find(c, job, number);

		if (!a && c->n < CREW_MAX) {
			a = &c->at[c->n++];
			attempt_init(a, job, number, lane,
				     (enum attempt_state)state);
		}
		if (a)
			a->state = (enum attempt_state)state;
	}
	return rc;
}

static int record_start(struct db *db, const struct attempt *a,
			const struct start *s)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	int rc = tx_begin(db, &tx);

	if (rc < 0)
		return rc;
	rc = db_run(db, SQL_JOB_ATTEMPT_STARTED, s->host, s->boot,
		    (int64_t)s->runner_pid, s->runner_started, a->job);
	return rc < 0 ? rc : tx_commit(&tx);
}

static int record_state(struct db *db, struct attempt *a,
			enum attempt_state state)
{
	_cleanup_(tx_done) struct tx tx = { 0 };
	int rc = tx_begin(db, &tx);

	if (rc < 0)
		return rc;
	rc = db_run(db, SQL_JOB_ATTEMPT_SET, (int)state, a->job);
	if (rc >= 0)
		rc = tx_commit(&tx);
	if (rc == 0)
		a->state = state;
	return rc;
}

static int record_progress(struct db *db, const struct attempt *a)
{
	int rc = db_run(db, SQL_JOB_PROGRESS, a->permille, a->job, a->permille);

	return rc < 0 ? rc : 0;
}

static int watch(struct crew *c, struct db *db, struct attempt *a)
{
	int before = a->permille, rc = 0;
	enum watch_verdict v = attempt_watch(db->mem, c->site, a);

	if (a->permille != before)
		rc = record_progress(db, a);
	if (rc == 0 && v != WATCH_FINE && a->state == ATTEMPT_RUNNING)
		rc = record_state(db, a, ATTEMPT_HUNG);
	return rc;
}

/* Returns 1 when it was settled. */
static int look_at(struct crew *c, struct db *db, struct attempt *a,
		   bool watching)
{
	struct exit_record e;
	struct start s;
	int rc = attempt_ended(db->mem, c->site, a, &e);

	if (rc > 0) {
		rc = settle(c, db, a, &e);
		return rc < 0 ? rc : 1;
	}
	if (rc == 0)
		rc = attempt_meet(db->mem, c->site, c->boot, a, &s);
	if (rc > 0) {
		rc = record_start(db, a, &s);
		if (a->state == ATTEMPT_SPAWNING)
			a->state = ATTEMPT_RUNNING;
	}
	if (rc == 0 && watching)
		rc = watch(c, db, a);
	if (a->state == ATTEMPT_HUNG || a->state == ATTEMPT_CANCELLED)
		attempt_stop(a);
	return rc;
}

int crew_look(struct crew *c, struct db *db)
{
	int64_t now = clock_mono_ms();
	bool watching = now - c->watched_ms >= WATCH_EVERY_MS;
	int settled = 0, first = 0;

	if (watching)
		c->watched_ms = now;
	for (int i = 0; i < c->n;) {
		int rc = look_at(c, db, &c->at[i], watching);

		if (rc < 0 && first == 0)
			first = rc; /* one in trouble holds up no other */
		if (rc > 0) {
			forget(c, &c->at[i]);
			settled++;
		} else {
			i++;
		}
	}
	return first < 0 ? first : settled;
}

int64_t crew_patience_ms(const struct crew *c)
{
	int64_t ms = -1;

	for (int i = 0; i < c->n; i++) {
		const struct attempt *a = &c->at[i];
		int64_t want = !a->pid	      ? SPAWN_LOOK_MS
			       : a->pidfd < 0 ? ASK_LOCK_MS
					      : WATCH_EVERY_MS;

		if (ms < 0 || want < ms)
			ms = want;
	}
	return ms;
}

/* --- what nobody knows ---------------------------------------------------- */

static void dir_done(DIR **d)
{
	if (*d)
		closedir(*d);
	*d = NULL;
}

static bool is_known(struct crew *c, const char *name)
{
	for (int i = 0; i < c->n; i++)
		if (str_eq(strrchr(c->at[i].dir, '/') + 1, name))
			return true;
	return false;
}

static int sweep_folder(struct crew *c, struct db *db, DIR *d, bool removing)
{
	const struct dirent *e;
	int n = 0, rc;

	rewinddir(d);
	while ((e = readdir(d))) {
		if (e->d_name[0] == '.' || is_known(c, e->d_name))
			continue;
		n++;
		if (!removing)
			continue;
		rc = io_remove_tree(
			c->site->dir,
			pool_fmt(db->mem, "content/work/%s", e->d_name));
		if (rc < 0)
			return rc;
	}
	return n;
}

int crew_sweep(struct crew *c, struct db *db)
{
	_cleanup_(dir_done) DIR *d = NULL;
	int n, fd = io_open_beneath(c->site->dir, "content/work",
				    O_RDONLY | O_DIRECTORY, 0);

	if (fd < 0)
		return fd;
	d = fdopendir(fd);
	if (!d) {
		fd_done(&fd);
		return err_sys("read folder content/work");
	}
	n = sweep_folder(c, db, d, false);
	if (n > SWEEP_MAX)
		return err(E_LIMIT,
			   "content/work holds %d folders that no row knows: "
			   "is this the right database? Nothing was removed",
			   n);
	n = n > 0 ? sweep_folder(c, db, d, true) : n;
	return n < 0 ? n : 0;
}
