/*
 * 6107-leftover-kin.c -- a runner is killed whose command has started others
 *
 * They go before the job is tried again, whatever they did to get away, and
 * nobody else does.
 */
#include "tap.h"
#include "crew.h"
#include "base/base.h"
#include "proc/pidfd.h"
#include "proc/spawn.h"

#include <signal.h>

/* Each writes its pid, then a mark ten times a second. */
#define MARK "echo $$ >>pids; while :; do echo x >>marks; sleep 0.1; done"
#define FAMILY                                                                 \
	"sh -c '" MARK "' & "                                                  \
	"setsid sh -c '" MARK "' & "                                           \
	"env -i PATH=/usr/bin:/bin setsid sh -c '" MARK "' & "                 \
	"env -i PATH=/usr/bin:/bin setsid sh -c 'echo $$ >>pids; cd /; "       \
	"exec sleep 1000' & "                                                  \
	"setsid sh -c 'echo $$ >>pids; cd /; exec sleep 1000 >/dev/null "      \
	"2>&1 3>&- 0</dev/null' & wait"
#define FAMILY_N 5

static int crew_job_spec(struct pool *p, const struct job *j, int dir,
			 struct spec *ret)
{
	static const char *const env[] = { "PATH=/usr/bin:/bin", NULL };
	struct spec_command *c = POOL_NEW(p, struct spec_command);
	const char **argv = pool_array(p, 4, sizeof(*argv));

	(void)dir;
	argv[0] = "sh";
	argv[1] = "-c";
	argv[2] = pool_dup(p, j->deed);
	*c = (struct spec_command){ .argv = argv, .argc = 3 };
	*ret = (struct spec){ .commands = c,
			      .commands_n = 1,
			      .env = env,
			      .limits.grace_s = 1,
			      .forks = true };
	return 0;
}

/* The pids that they wrote; their count. */
static int pids(pid_t list[FAMILY_N])
{
	const char *name = pool_fmt(&t.pool, "%s/out/pids", crew.at[0].dir);
	char *text, *line;
	int n = 0;

	if (io_read_file(&t.pool, t.site.dir, name, 1 << 20, &text, NULL) < 0)
		return 0;
	while ((line = strsep(&text, "\n")) && text && n < FAMILY_N)
		list[n++] = (pid_t)strtol(line, NULL, 10);
	return n;
}

static bool is_whole(void)
{
	pid_t list[FAMILY_N];

	return crew.n == 1 && crew.at[0].pidfd >= 0 && pids(list) == FAMILY_N;
}

static bool lives(pid_t pid)
{
	struct procfs_stat st;

	return procfs_stat(pid, &st) == 0 && st.state != 'Z' && st.state != 'X';
}

static bool is_second(void)
{
	return crew.n == 1 && crew.at[0].number == 2 && crew.at[0].pidfd >= 0;
}

/* Of the same uid, and with the same HOME: but it never was in a sandbox. */
static pid_t bystander(void)
{
	static const char *argv[] = { "/usr/bin/sleep", "1000", NULL };
	const char *env[] = { pool_fmt(&t.pool, "HOME=%s/%s/out", t.path,
				       crew.at[0].dir),
			      NULL };
	const struct spawn sp = { .argv = argv, .env = env };
	pid_t pid = 0;

	spawn_start(&sp, &pid);
	return pid;
}

static void goes(void)
{
	int64_t id = crew_put(FAMILY);
	char first[ATTEMPT_DIR_BYTES];
	pid_t list[FAMILY_N], other, n;

	ok(crew_until(is_whole), "a command with four generations");
	snprintf(first, sizeof(first), "%s", crew.at[0].dir);
	n = pids(list);
	other = bystander();
	pidfd_signal(crew.at[0].pidfd, SIGKILL);
	ok(crew_until(crew_is_quiet), "its runner is killed");
	is_int(crew_job(id).class, E_LOST, "lost");
	for (int i = 0; i < n; i++)
		ok(!lives(list[i]), "one of them is gone");
	ok(lives(other), "who never was in a sandbox is not");
	ok(!test_is_file(&t, first), "nor is there its folder");
	db_run(&t.db, "UPDATE job SET due_at = 0");
	ok(crew_until(is_second), "a second attempt runs");
	ok(strcmp(first, crew.at[0].dir) != 0, "in a folder of its own");
	ok(crew_until(is_whole), "with a family of its own");
	n = pids(list);
	for (int i = 0; i < n; i++)
		ok(lives(list[i]), "which lives");
	kill(other, SIGKILL);
	spawn_wait(other);
	job_forget(&t.db, "test", 1);
	ok(crew_until(crew_is_quiet), "until it is cancelled");
	for (int i = 0; i < n; i++)
		ok(!lives(list[i]), "as a whole");
	crew_clear();
}

/* The dead runner's neighbour is none of its kin. */
static bool are_two(void)
{
	return crew.n == 2 && crew.at[0].pidfd >= 0 && crew.at[1].pidfd >= 0;
}

static bool is_one(void)
{
	return crew.n == 1;
}

static void neighbour(void)
{
	int64_t id = crew_put("sleep 1000; :");

	crew_put("sleep 1001; :");
	ok(crew_until(are_two), "two attempts");
	for (int i = 0; i < crew.n; i++)
		if (crew.at[i].job == id)
			pidfd_signal(crew.at[i].pidfd, SIGKILL);
	ok(crew_until(is_one), "one runner is killed");
	is_int(crew_job(id).class, E_LOST, "its job is lost");
	is_int(pidfd_ended(crew.at[0].pidfd, 0), 0, "the other one goes on");
	job_forget(&t.db, "test", 1);
	ok(crew_until(crew_is_quiet), "and is ended by its own");
	crew_clear();
}

int main(void)
{
	crew_start();
	goes();
	neighbour();
	crew_end();
	return done_testing();
}
