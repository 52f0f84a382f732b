/*
 * crew.h -- a crew with real runners for jobs that a test makes up
 *
 * crew_job_spec is asked for the spec of each attempt; next_way and what a
 * success is worth are left to crew_next_way and crew_made.
 */
#ifndef T_CREW_H
#define T_CREW_H

#include "site.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "job/crew.h"
#include "proc/procfs.h"

#include <poll.h>
#include <sys/wait.h>

#define CREW_PATIENCE_MS 900000

static struct test_site t;
static struct maker crew_makers[2];
static struct crew crew;
static int crew_next_way = -1, crew_made;
static char crew_news[1024]; /* the last line for the worker's log */

/* dir: of the attempt; `in` may be made there. 0 or E_*. */
static int crew_job_spec(struct pool *, const struct job *, int dir,
			 struct spec *ret);

static int crew_prepare(const struct maker *m, struct db *db,
			const struct job *j, int dir, struct spec *ret)
{
	(void)m;
	return crew_job_spec(db->mem, j, dir, ret);
}

static int crew_way(const struct maker *m, struct db *db, const struct job *j)
{
	(void)m;
	(void)db;
	(void)j;
	return crew_next_way;
}

static int crew_settle(const struct maker *m, struct db *db,
		       const struct job *j, const struct exit_record *e,
		       int out)
{
	(void)m;
	(void)db;
	(void)j;
	(void)out;
	crew_made += e->outputs_n + 1;
	return 0;
}

static int crew_plan(const struct maker *m, struct db *db, int64_t subject)
{
	(void)m;
	(void)db;
	(void)subject;
	return 0;
}

static void crew_say(void *to, const char *line)
{
	(void)to;
	snprintf(crew_news, sizeof(crew_news), "%s", line);
}

static inline void crew_start(void)
{
	const char *build = getenv("GREMLIN_BUILD");

	test_site_start(&t);
	crew_makers[0] = (struct maker){ .name = "test",
					 .prepare = crew_prepare,
					 .next_way = crew_way,
					 .settle = crew_settle,
					 .plan = crew_plan };
	crew = (struct crew){ .site = &t.site,
			      .makers = crew_makers,
			      .path = "/usr/bin:/bin",
			      .slots = 4,
			      .video_slots = 1,
			      .say = crew_say };
	crew.runner =
		pool_fmt(&t.pool, "%s/worker/gremlin-run", build ? build : ".");
	procfs_boot_id(crew.boot);
}

static inline void crew_end(void)
{
	for (int i = 0; i < crew.n; i++)
		attempt_done(&crew.at[i]);
	crew.n = 0;
	test_site_end(&t);
}

/* As a worker that was killed: another one begins from the rows. */
static inline void crew_forget(void)
{
	for (int i = 0; i < crew.n; i++)
		attempt_done(&crew.at[i]);
	crew.n = 0;
	crew.watched_ms = 0;
}

static inline int64_t crew_put(const char *deed)
{
	struct job_new j = { .maker = "test", .subject = 1, .deed = deed };

	job_put(&t.db, &j);
	return db_last_id(&t.db);
}

static inline void crew_turn(void)
{
	int rc;

	crew_load(&crew, &t.db);
	rc = crew_look(&crew, &t.db);
	if (rc < 0)
		printf("# look: %s\n", err_text(rc));
	rc = crew_begin(&crew, &t.db, JOB_STEPS);
	if (rc < 0)
		printf("# begin: %s\n", err_text(rc));
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
}

/* Turns until the condition holds; false when it never does. */
static inline bool crew_until(bool (*holds)(void))
{
	int64_t end = clock_mono_ms() + CREW_PATIENCE_MS;

	for (;;) {
		crew_turn();
		if (holds())
			return true;
		if (clock_mono_ms() > end)
			return false;
		poll(NULL, 0, 10);
	}
}

static inline bool crew_is_quiet(void)
{
	return crew.n == 0;
}

static inline bool crew_is_met(void)
{
	return crew.n == 1 && crew.at[0].pidfd >= 0;
}

static inline struct job crew_job(int64_t id)
{
	struct job j = { 0 };

	job_by_id(&t.db, id, &j);
	return j;
}

static inline void crew_clear(void)
{
	db_run(&t.db, "DELETE FROM job");
}

#endif
