/*
 * 6102-job-crew.c -- real runners for a maker that knows nothing of media:
 * success, failure, a killed runner, a hung command, a cancelled job, and a
 * crew that begins anew beside running attempts
 */
#include "tap.h"
#include "site.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/lock.h"
#include "base/str.h"
#include "job/bell.h"
#include "job/crew.h"
#include "proc/pidfd.h"
#include "proc/procfs.h"

#include <poll.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#define PATIENCE_MS 30000
#define SETTLED_MAX 8

static struct test_site t;
static struct maker makers[2];
static struct crew crew;
static int planned;
static bool disk_is_full;
static char settled_with[65];
static int settled_n, beside[SETTLED_MAX]; /* what ran when one was settled */

/* The deed is what a shell is told to do. */
static int prepare(const struct maker *m, struct db *db, const struct job *j,
		   int dir, struct spec *ret)
{
	static const char *argv[4] = { "sh", "-c", NULL, NULL };
	static const char *const env[] = { "PATH=/usr/bin:/bin", NULL };
	static struct spec_command command = { .argv = argv, .argc = 3 };

	(void)m;
	(void)dir;
	if (str_starts(j->deed, "refuse"))
		return err(E_UNSUPPORTED, "not like this");
	argv[2] = pool_dup(db->mem, j->deed);
	*ret = (struct spec){ .commands = &command,
			      .commands_n = 1,
			      .env = env,
			      .limits.grace_s = 1,
			      .watch.stall_s = 1,
			      .forks = true };
	return 0;
}

static int next_way(const struct maker *m, struct db *db, const struct job *j)
{
	(void)m;
	(void)db;
	(void)j;
	return -1;
}

static int settle_it(const struct maker *m, struct db *db, const struct job *j,
		     const struct exit_record *e, int out)
{
	(void)m;
	(void)j;
	(void)out;
	if (disk_is_full)
		return err(E_SPACE, "no room for its rows");
	if (settled_n < SETTLED_MAX)
		db_get(db, "SELECT count(*) FROM attempt", IN(),
		       &beside[settled_n++]);
	if (e->outputs_n)
		snprintf(settled_with, sizeof(settled_with), "%s",
			 e->outputs[0].name);
	return 0;
}

static int plan(const struct maker *m, struct db *db, int64_t subject)
{
	(void)m;
	(void)db;
	(void)subject;
	planned++;
	return 0;
}

static void crew_start(void)
{
	const char *build = getenv("GREMLIN_BUILD");

	crew = (struct crew){ .site = &t.site,
			      .makers = makers,
			      .path = "/usr/bin:/bin",
			      .slots = 4,
			      .video_slots = 1 };
	crew.runner =
		pool_fmt(&t.pool, "%s/worker/gremlin-run", build ? build : ".");
	crew_open(&crew);
}

static void crew_end(void)
{
	for (int i = 0; i < crew.n; i++)
		attempt_done(&crew.at[i]);
	crew.n = 0;
}

static int64_t put_step(const char *deed, int step)
{
	struct job_new j = {
		.maker = "shell", .subject = 1, .deed = deed, .step = step
	};

	job_put(&t.db, &j);
	return db_last_id(&t.db);
}

static int64_t put(const char *deed)
{
	return put_step(deed, 0);
}

static void turn(void)
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
static bool until(bool (*holds)(void))
{
	int64_t end = clock_mono_ms() + PATIENCE_MS;

	for (;;) {
		turn();
		if (holds())
			return true;
		if (clock_mono_ms() > end)
			return false;
		poll(NULL, 0, 10);
	}
}

static bool is_quiet(void)
{
	return crew.n == 0;
}

static int attempt_count(void)
{
	int n = -1;

	db_get(&t.db, "SELECT count(*) FROM attempt", IN(), &n);
	return n;
}

static bool is_met(void)
{
	return crew.n == 1 && crew.at[0].pidfd >= 0;
}

static int rows(void)
{
	struct job_counts n = { -1, -1, -1 };

	job_count(&t.db, &n);
	return (int)(n.waiting + n.running + n.failed);
}

static struct job job(int64_t id)
{
	struct job j = { 0 };

	job_by_id(&t.db, id, &j);
	return j;
}

static int64_t put_film(const char *deed, enum job_tier tier)
{
	struct job_new j = { .maker = "shell",
			     .subject = 2,
			     .deed = deed,
			     .lane = LANE_VIDEO,
			     .tier = tier };

	job_put(&t.db, &j);
	return db_last_id(&t.db);
}

/* What is made again holds up nobody, and takes no more than the slots. */
static void again(void)
{
	int64_t old, film;

	crew.slots = 1;
	old = put_film("sleep 600; : again", TIER_AGAIN);
	put_film("sleep 600; : one more of it", TIER_AGAIN);
	turn();
	is_int(job(old).state, JOB_RUNNING, "in the only slot it runs");
	is_int(crew.n, 1, "alone");
	film = put_film("sleep 600; : new", TIER_SHOW);
	put_film("sleep 600; : one more that is new", TIER_SHOW);
	turn();
	is_int(job(film).state, JOB_RUNNING, "what is new begins beside it");
	is_int(crew.n, 2, "one of them");
	turn();
	is_int(crew.n, 2, "no more of either");
	job_forget(&t.db, "shell", 2);
	ok(until(is_quiet), "both are ended");
	is_int(rows(), 0, "nothing is left");
	crew.slots = 4;
}

/* A slot is taken again before its last job is settled, unless something more
 * urgent than what waits could follow. */
static void succeeds(void)
{
	crew.slots = 1;
	settled_n = 0;
	put_step("true; : first", 0);
	put_step("true; : of the same step", 0);
	put_step("true; : of the next", 1);
	ok(until(is_quiet), "three in one slot");
	is_int(settled_n, 3, "are settled");
	is_int(beside[0], 1, "the second begins before the first is settled");
	is_int(beside[1], 0, "the third waits for what may follow");
	is_int(beside[2], 0, "nothing is left");
	crew.slots = 4;
}

static bool has_two(void)
{
	return attempt_count() == 2;
}

/* What cannot be settled keeps its slot: else each round would begin more. */
static void cannot_settle(void)
{
	crew.slots = 1;
	disk_is_full = true;
	for (int i = 0; i < 6; i++)
		put(pool_fmt(&t.pool, "true; : %d", i));
	ok(until(has_two), "the next one begins in the place of the first");
	for (int i = 0; i < 20; i++) {
		turn();
		poll(NULL, 0, 20);
	}
	is_int(attempt_count(), 2, "and no more, while neither can be settled");
	disk_is_full = false;
	ok(until(is_quiet), "when there is room all go on");
	is_int(rows(), 0, "to the last");
	crew.slots = 4;
}

static void ends(void)
{
	int64_t id;

	put("echo hello >made.txt");
	ok(until(is_quiet), "it ends");
	is_str(settled_with, "made.txt", "what it made was told");
	is_int(rows(), 0, "the job is done");
	is_int(planned, 1, "and what is next was planned");
	id = put("echo 'Invalid data found' >&2; exit 1");
	ok(until(is_quiet), "a failure ends too");
	is_int(job(id).state, JOB_FAILED, "damaged: for good");
	is_int(job(id).class, E_DAMAGED, "its class");
	ok(strstr(job(id).log, "Invalid data") != NULL, "its log");
	id = put("refuse this");
	ok(until(is_quiet), "what cannot begin ends");
	is_int(job(id).class, E_UNSUPPORTED, "with the class of the maker");
	ok(!test_is_file(&t, pool_fmt(&t.pool, "content/work/%d.1", (int)id)),
	   "no folder is left");
	db_run(&t.db, "DELETE FROM job");
}

static void kills(void)
{
	int64_t id = put("exec sleep 1000");

	ok(until(is_met), "the runner is met");
	pidfd_signal(crew.at[0].pidfd, SIGKILL);
	ok(until(is_quiet), "a killed runner is seen");
	is_int(job(id).class, E_LOST, "lost");
	is_int(job(id).tries, 0, "which counts as no try");
	is_int(job(id).losses, 1, "but as a loss");
	db_run(&t.db, "DELETE FROM job");
}

/* The power fails: nothing is alive, and the boot id is another one. */
static void goes_down(const char *boot)
{
	pidfd_signal(crew.at[0].pidfd, SIGKILL);
	pidfd_ended(crew.at[0].pidfd, PATIENCE_MS);
	crew_end();
	crew_start();
	snprintf(crew.boot, sizeof(crew.boot), "%s", boot);
}

static void is_quarantined(void)
{
	int64_t id = put("exec sleep 1008");

	ok(until(is_met), "it runs");
	goes_down("first");
	until(is_quiet); /* its command may hold the lock for a moment */
	is_int(job(id).class, E_LOST, "the machine went down: lost");
	is_int(job(id).tries, 0, "which counts as no try");
	is_int(job(id).crashes, 1, "but is remembered");
	is_int(job(id).state, JOB_WAITING, "it will be tried again");
	crew_end();
	crew_start();
	db_run(&t.db, "UPDATE job SET due_at = 0");
	ok(until(is_met), "and is");
	goes_down("second");
	ok(until(is_quiet), "it goes down once more");
	is_int(job(id).state, JOB_FAILED, "now it is quarantined");
	is_int(job(id).class, E_QUARANTINE, "its class");
	ok(strstr(job(id).reason, "twice") != NULL, "and it says why");
	crew_end();
	crew_start();
	is_int(job_retry(&t.db, "shell", 1), 1, "somebody asks for it");
	is_int(job(id).crashes, 0, "which forgives all");
	db_run(&t.db, "DELETE FROM job");
}

/* What ran elsewhere did not go down with us, though boot ids differ. */
static void ran_elsewhere(void)
{
	int64_t id = put("exec sleep 1009");

	ok(until(is_met), "it runs");
	db_run(&t.db, "UPDATE attempt SET host = 'node7.example'");
	goes_down("first");
	until(is_quiet); /* its command may hold the lock for a moment */
	is_int(job(id).class, E_LOST, "another host's: lost");
	is_int(job(id).crashes, 0, "but not with the machine");
	crew_end();
	crew_start();
	db_run(&t.db, "DELETE FROM job");
}

static void hangs(void)
{
	int64_t id = put("exec sleep 1000");

	ok(until(is_met) && until(is_quiet), "what hangs is ended");
	is_int(job(id).class, E_HUNG, "hung");
	is_int(job(id).tries, 1, "which counts");
	db_run(&t.db, "DELETE FROM job");
}

static void adopts(void)
{
	put("while ! test -e go; do read -r x </proc/uptime; done; echo >a");
	ok(until(is_met), "it runs");
	crew_end();
	crew_start(); /* a new worker knows nothing */
	ok(until(is_met), "it is adopted");
	io_write_file(t.site.dir,
		      pool_fmt(&t.pool, "%s/out/go", crew.at[0].dir), "", 0,
		      0600);
	ok(until(is_quiet), "it ends under the new worker");
	is_int(rows(), 0, "and is settled");
}

static bool are_met(void)
{
	return crew.n == 2 && crew.at[0].pidfd >= 0 && crew.at[1].pidfd >= 0;
}

static void forgets(void)
{
	put("exec sleep 1000");
	put("exec sleep 1001");
	ok(until(are_met), "they run");
	is_int(job_forget(&t.db, "shell", 1), 0, "forgotten");
	ok(until(is_quiet), "they are ended");
	is_int(rows(), 0, "no job is left");
}

/* One of a subject's: it stays as failed until somebody asks for it. */
static void cancels(void)
{
	int64_t waits, runs = put("exec sleep 1006");

	ok(until(is_met), "it runs");
	waits = put("true; : later");
	is_int(job_cancel(&t.db, waits, "Nobody wants it."), 1, "one waits");
	is_int(job(waits).state, JOB_FAILED, "it has failed");
	is_int(job(waits).class, E_CANCELLED, "as cancelled");
	is_str(job(waits).reason, "Nobody wants it.", "for that reason");
	is_int(job_cancel(&t.db, waits, ""), 0, "it cannot be twice");
	is_int(job_cancel(&t.db, runs, "Nor this."), 1, "one runs");
	planned = 0;
	ok(until(is_quiet), "it is ended");
	is_int(job(runs).state, JOB_FAILED, "then it has failed, too");
	is_int(job(runs).class, E_CANCELLED, "as cancelled");
	is_str(job(runs).reason, "Nor this.", "for its reason");
	is_int(job(runs).tries, 0, "which was no try");
	is_int(planned, 1, "and what it was about is looked at");
	is_int(job_cancel(&t.db, 12345, ""), E_ABSENT, "no such job");
	is_int(job_retry(&t.db, "shell", 1), 2, "both wait again");
	is_int(job(runs).state, JOB_WAITING, "as if new");
	db_run(&t.db, "DELETE FROM job");
}

static bool is_second(void)
{
	return crew.n == 1 && crew.at[0].number == 2 && is_met();
}

/* The change of mind comes before the runner has ended. */
static void cancels_in_vain(void)
{
	int64_t id = put("exec sleep 1007");

	ok(until(is_met), "it runs");
	job_cancel(&t.db, id, "Nobody wants it.");
	is_int(job_retry(&t.db, "shell", 1), 1, "somebody does");
	ok(until(is_second), "it is ended all the same, and begins again");
	is_int(job(id).tries, 0, "which was no try");
	job_cancel(&t.db, id, "Nobody wants it.");
	job_retry(&t.db, "shell", 1);
	job_forget(&t.db, "shell", 1);
	ok(until(is_quiet), "what it was about is deleted");
	is_int(rows(), 0, "then nothing is left");
}

static int attempt_state(int64_t id)
{
	int state = -1;

	db_get(&t.db, "SELECT state FROM attempt WHERE job = ?", IN(id),
	       &state);
	return state;
}

static bool has_idled(void)
{
	return crew.at[0].watch.idle_ms >= crew.at[0].rule.stall_ms;
}

/* It is cancelled between reading the rows and the watchdog's verdict. */
static void cancels_hung(void)
{
	int64_t id = put("exec sleep 1002"), end;

	ok(until(is_met), "it runs");
	job_forget(&t.db, "shell", 1);
	end = clock_mono_ms() + PATIENCE_MS;
	while (!has_idled() && clock_mono_ms() < end) {
		crew_look(&crew, &t.db);
		poll(NULL, 0, 10);
	}
	ok(has_idled(), "it hangs, too");
	is_int(attempt_state(id), ATTEMPT_CANCELLED, "cancelled it stays");
	ok(until(is_quiet), "it is ended");
	is_int(rows(), 0, "and no job is left");
}

static bool is_one_left(void)
{
	return rows() == 1;
}

static void knows_no_maker(void)
{
	struct job_new j = { .maker = "post", .subject = 1, .deed = "send" };
	int64_t id;

	job_put(&t.db, &j);
	id = db_last_id(&t.db);
	put("echo >a");
	ok(until(is_one_left), "a job of another release holds up no other");
	is_int(job(id).state, JOB_WAITING, "it waits");
	is_int(job(id).class, E_CONFIG, "and says why");
	is_int(job(id).tries, 0, "which counts as no try");
	ok(job(id).due_at > clock_now(), "for a while");
	db_run(&t.db, "DELETE FROM job");
}

static void lacks_runner(void)
{
	const char *runner = crew.runner;
	int64_t id = put("echo >a");

	crew.runner = "/nonexistent/gremlin-run";
	is_int(crew_begin(&crew, &t.db, JOB_STEPS), E_IO,
	       "no runner: the worker says so");
	crew.runner = runner;
	is_int(job(id).tries, 0, "the job is not at fault");
	is_int(job(id).state, JOB_WAITING, "and waits");
	db_run(&t.db, "DELETE FROM job");
}

/* As after a restored backup, or when a settled folder would not go. */
static void lost_rows(void)
{
	put("exec sleep 1003");
	ok(until(is_met), "it runs");
	db_run(&t.db, "DELETE FROM attempt");
	db_run(&t.db, "DELETE FROM job");
	pidfd_signal(crew.at[0].pidfd, SIGKILL);
	ok(until(is_quiet), "an attempt without a row is forgotten");
}

/* The pidfd of a dead runner is readable for ever: poll() must not see it. */
static void dead_but_locked(void)
{
	struct exit_record e;
	struct attempt a;
	pid_t pid = fork();
	int dir, lock;

	if (pid == 0)
		_exit(0);
	attempt_init(&a, 50, 1, LANE_ANY, ATTEMPT_RUNNING);
	dir = attempt_make(&t.site, &a);
	lock = lock_open(dir, "lock");
	lock_take(lock, LOCK_EX, 0);
	a.pid = pid;
	a.pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	pidfd_ended(a.pidfd, PATIENCE_MS);
	is_int(attempt_ended(&t.pool, &t.site, &a, &e), 0, "its lock is held");
	is_int(a.pidfd, -1, "and its pidfd let go");
	fd_done(&lock);
	is_int(attempt_ended(&t.pool, &t.site, &a, &e), 1, "then it has ended");
	is_int(e.verdict, VERDICT_LOST, "lost");
	waitpid(pid, NULL, 0);
	attempt_remove(&t.site, &a);
	fd_done(&dir);
}

static void sweeps_nothing_alive(void)
{
	char dir[ATTEMPT_DIR_BYTES];

	put("exec sleep 1004");
	ok(until(is_met), "it runs");
	snprintf(dir, sizeof(dir), "%s", crew.at[0].dir);
	crew_end(); /* as when the rows could not be read */
	crew_start();
	is_int(crew_sweep(&crew, &t.db, 100), 0, "swept");
	ok(test_is_file(&t, dir), "what a row knows stays");
	job_forget(&t.db, "shell", 1);
	ok(until(is_quiet), "ended");
}

static bool rings(int bell, int wait_ms)
{
	struct pollfd p = { .fd = bell, .events = POLLIN };

	return poll(&p, 1, wait_ms) > 0;
}

/* A copy of a site may have a file where its bell was. */
static void rings_bell(void)
{
	int bell;

	io_write_file(t.site.dir, "run/bell", "!", 1, 0600);
	bell = bell_listen(&t.site);
	ok(bell >= 0 && !rings(bell, 0), "it does not ring by itself");
	bell_ring(&t.site);
	ok(rings(bell, PATIENCE_MS), "it rings");
	bell_quiet(bell);
	ok(!rings(bell, 0), "until it is quieted");
	fd_done(&bell);
	bell_ring(&t.site);
	ok(true, "and hurts nobody when nobody listens");
}

static void sweeps(void)
{
	io_make_dirs(t.site.dir, "content/work/99.1/out");
	is_int(crew_sweep(&crew, &t.db, 100), 0, "swept");
	ok(!test_is_file(&t, "content/work/99.1"), "an orphan goes");
	for (int i = 0; i < 101; i++)
		io_make_dirs(t.site.dir,
			     pool_fmt(&t.pool, "content/work/%d.1", 100 + i));
	is_int(crew_sweep(&crew, &t.db, 100), E_LIMIT,
	       "too many: nothing goes");
	ok(test_is_file(&t, "content/work/200.1"), "all are there");
}

int main(void)
{
	test_site_start(&t);
	makers[0] = (struct maker){ .name = "shell",
				    .prepare = prepare,
				    .next_way = next_way,
				    .settle = settle_it,
				    .plan = plan };
	crew_start();
	ends();
	succeeds();
	again();
	cannot_settle();
	kills();
	is_quarantined();
	ran_elsewhere();
	hangs();
	adopts();
	forgets();
	cancels();
	cancels_in_vain();
	cancels_hung();
	knows_no_maker();
	lacks_runner();
	lost_rows();
	dead_but_locked();
	sweeps_nothing_alive();
	rings_bell();
	sweeps();
	crew_end();
	test_site_end(&t);
	return done_testing();
}
