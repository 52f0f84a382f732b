/*
 * 6108-stuck-slot.c -- a command that waits in the kernel and cannot be killed
 *
 * Its input lies in a file system that takes a request and never answers it.
 * Who is not root mounts it in a name space of his own.
 */
#include "tap.h"
#include "alone.h"
#include "crew.h"
#include "base/base.h"
#include "proc/record.h"
#include "sql/job.sql.h"

#include <errno.h>
#include <linux/fuse.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#define FILE_NODE 2
#define FAR_MS	  70000

static int fuse = -1;
static pid_t server;

/* --- the file system -------------------------------------------------------
 */

static void answer(uint64_t id, const void *body, size_t n)
{
	char text[4096];
	struct fuse_out_header head = { .len = (uint32_t)(sizeof(head) + n),
					.unique = id };

	memcpy(text, &head, sizeof(head));
	memcpy(text + sizeof(head), body, n);
	if (write(fuse, text, head.len) < 0)
		_exit(1);
}

static void refuse(uint64_t id, int error)
{
	struct fuse_out_header head = { .len = sizeof(head),
					.error = -error,
					.unique = id };

	if (write(fuse, &head, sizeof(head)) < 0)
		_exit(1);
}

static struct fuse_attr attributes(uint64_t node)
{
	return (struct fuse_attr){ .ino = node,
				   .size = 1 << 20,
				   .nlink = 1,
				   .uid = geteuid(),
				   .gid = getegid(),
				   .mode = node == FILE_NODE ? S_IFREG | 0444
							     : S_IFDIR | 0555 };
}

static void serve_one(const struct fuse_in_header *in)
{
	struct fuse_init_out init = { .major = FUSE_KERNEL_VERSION,
				      .minor = FUSE_KERNEL_MINOR_VERSION,
				      .max_write = 4096 };
	struct fuse_attr_out attr = { .attr = attributes(in->nodeid) };
	struct fuse_entry_out entry = { .nodeid = FILE_NODE,
					.attr = attributes(FILE_NODE) };
	struct fuse_open_out open_out = { .open_flags = FOPEN_DIRECT_IO };

	switch (in->opcode) {
	case FUSE_INIT: answer(in->unique, &init, sizeof(init)); break;
	case FUSE_GETATTR: answer(in->unique, &attr, sizeof(attr)); break;
	case FUSE_LOOKUP: answer(in->unique, &entry, sizeof(entry)); break;
	case FUSE_OPEN: answer(in->unique, &open_out, sizeof(open_out)); break;
	case FUSE_READ: break; /* never */
	case FUSE_INTERRUPT:
	case FUSE_FORGET:
	case FUSE_BATCH_FORGET: break; /* want no answer */
	default: refuse(in->unique, ENOSYS);
	}
}

static void serve(void)
{
	static char text[1 << 17];
	union {
		const char *bytes;
		const struct fuse_in_header *head;
	} in = { text };

	while (read(fuse, text, sizeof(text)) >= (ssize_t)sizeof(*in.head))
		serve_one(in.head);
	_exit(0);
}

static void mount_it(void)
{
	const char *dir = pool_fmt(&t.pool, "%s/far", t.path);
	const char *options;

	mkdir(dir, 0755);
	fuse = open("/dev/fuse", O_RDWR | O_CLOEXEC);
	options =
		pool_fmt(&t.pool, "fd=%d,rootmode=40000,user_id=%d,group_id=%d",
			 fuse, (int)geteuid(), (int)getegid());
	if (fuse < 0 ||
	    mount("far", dir, "fuse", MS_NOSUID | MS_NODEV, options) < 0) {
		crew_end();
		skip_all("no file system of our own can be mounted here");
	}
	server = fork();
	if (server == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		serve();
	}
	fd_done(&fuse);
}

/* All requests fail at once: the kernel lets go. */
static void end_server(void)
{
	kill(server, SIGKILL);
	waitpid(server, NULL, 0);
	umount2(pool_fmt(&t.pool, "%s/far", t.path), MNT_DETACH);
}

/* --- the jobs --------------------------------------------------------------
 */

static int crew_job_spec(struct pool *p, const struct job *j, int dir,
			 struct spec *ret)
{
	static const char *const far[] = { "cat", "../in", NULL };
	static const char *const near[] = { "true", NULL };
	static const char *const env[] = { "PATH=/usr/bin:/bin", NULL };
	struct spec_command *c = POOL_NEW(p, struct spec_command);
	bool is_far = str_starts(j->deed, "far");

	if (is_far &&
	    symlinkat(pool_fmt(p, "%s/far/file", t.path), dir, "in") < 0)
		return err_sys("link");
	c->argv = is_far ? far : near;
	c->argc = is_far ? 2 : 1;
	*ret = (struct spec){ .commands = c,
			      .commands_n = 1,
			      .env = env,
			      .limits.grace_s = 1,
			      .watch.stall_s = 1 };
	return 0;
}

static bool is_child_held(const struct attempt *a)
{
	_cleanup_(fd_done) int dir = attempt_open(&t.site, a);
	struct procfs_stat st;
	struct start s;

	return dir >= 0 && start_read(dir, &t.pool, &s) == 0 &&
	       procfs_stat(s.child_pid, &st) == 0 && st.state == 'D';
}

static int held(void)
{
	int n = 0;

	for (int i = 0; i < crew.n; i++)
		n += is_child_held(&crew.at[i]);
	return n;
}

static bool is_held(void)
{
	return held() == 1;
}

static bool are_held(void)
{
	return held() == 2;
}

static bool is_told(void)
{
	return crew.n > 0 && crew.at[0].told_ms > 0;
}

/* KILL waits to be taken. */
static bool is_killed(void)
{
	_cleanup_(fd_done) int dir = attempt_open(&t.site, &crew.at[0]);
	_cleanup_(fd_done) int fd = -1;
	char text[4096], *at;
	struct start s;
	size_t n;

	if (start_read(dir, &t.pool, &s) < 0)
		return false;
	fd = open(pool_fmt(&t.pool, "/proc/%d/status", s.child_pid),
		  O_RDONLY | O_CLOEXEC);
	if (fd < 0 || io_read(fd, text, sizeof(text) - 1, &n) < 0)
		return false;
	text[n] = '\0';
	at = strstr(text, "SigPnd:");
	return at && (strtoull(at + 7, NULL, 16) & 1 << (SIGKILL - 1));
}

static int waiting(void)
{
	struct job_counts n = { 0 };

	job_count(&t.db, &n);
	return (int)n.waiting;
}

static bool are_none_waiting(void)
{
	return waiting() == 0 && crew.n == 1;
}

static void gives_slot_back(void)
{
	int64_t id = crew_put("far"), told_at = 0;
	int state;

	crew.slots = 1;
	ok(crew_until(is_held), "a command waits in the kernel");
	ok(crew_until(is_told), "it hangs, and is told to end");
	ok(crew_until(is_killed), "it was killed");
	ok(is_held(), "and does not end");
	crew_put("near");
	crew_turn();
	is_int(waiting(), 1, "the next one waits for its slot");
	crew.at[0].since_told_ms -= FAR_MS;
	ok(crew_until(are_none_waiting), "after a minute it has it");
	is_int(db_get(&t.db, SQL_JOB_ATTEMPT_ENDING, IN(id), &state, &told_at),
	       0, "its row");
	ok(state == ATTEMPT_HUNG && told_at > 0, "says what is known");
}

/* As many as there are slots, no more. */
static void lends_no_more(void)
{
	crew_put("far too");
	ok(crew_until(are_held), "another one");
	for (int i = 0; i < crew.n; i++)
		crew.at[i].since_told_ms = clock_mono_ms() - FAR_MS;
	crew_put("near");
	crew_turn();
	is_int(waiting(), 1, "has the slot, and gives it to nobody");
}

static bool is_over(void)
{
	return crew.n == 0 && waiting() > 0;
}

static void ends(void)
{
	end_server();
	ok(crew_until(is_over), "the kernel lets go, and all is settled");
}

int main(void)
{
	if (!alone())
		skip_all("no name space of our own here");
	crew_start();
	mount_it();
	gives_slot_back();
	lends_no_more();
	ends();
	crew_end();
	return done_testing();
}
