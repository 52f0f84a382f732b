/*
 * 6105-class-causes.c -- each class of failure by a real cause: what is said,
 * to whom, and what becomes of the job
 */
#include "tap.h"
#include "alone.h"
#include "crew.h"
#include "base/base.h"
#include "proc/pidfd.h"
#include "proc/spawn.h"

#include <signal.h>

#define ARGS_MAX 24
#define GUARD                                                                  \
	"-nostdin", "-v", "error", "-protocol_whitelist", "file",              \
		"-format_whitelist", "mov,matroska,mpegts,wav"
#define TO_NULL "-i", "file:../in", "-f", "null", "-"
#define FILM	"-f", "lavfi", "-i", "testsrc2=s=160x120:d=2"

enum input {
	IN_NONE,
	IN_CUT, /* an MP4 whose index, at the end, is missing */
	IN_SMASHED,
	IN_NOISE,
	IN_PLAYLIST,
	IN_PICTURE, /* a hundred million pixels */
};

struct cause {
	const char *name;
	int class;
	enum job_state state;
	const char *reason, *log; /* a part of it */
	enum input in;
	const char *path; /* PATH of the command; NULL: the usual one */
	struct spec_limits limits;
	const char *argv[ARGS_MAX];
};

static const struct cause causes[] = {
	{ "an MP4 without its index", E_DAMAGED, JOB_FAILED, "index",
	  "moov atom not found", IN_CUT, .argv = { "ffmpeg", GUARD, TO_NULL } },
	{ "a smashed MP4, by a check", E_DAMAGED, JOB_FAILED,
	  "could not be read", "", IN_SMASHED,
	  .argv = { "ffmpeg", GUARD, "-xerror", TO_NULL } },
	{ "noise", E_DAMAGED, JOB_FAILED, "does not hold what it says",
	  "Invalid data", IN_NOISE, .argv = { "ffmpeg", GUARD, TO_NULL } },
	{ "a program that crashes", E_DAMAGED, JOB_FAILED, "crashed",
	  "ended by signal 11", .argv = { "sh", "-c", "kill -SEGV $$" } },
	{ "a playlist", E_UNSUPPORTED, JOB_FAILED, "common format", "whitelist",
	  IN_PLAYLIST, .argv = { "ffmpeg", GUARD, TO_NULL } },
	{ "too many pixels", E_LARGE, JOB_FAILED, "more pixels", "max pixel",
	  .argv = { "ffmpeg", "-nostdin", "-v", "error", "-max_pixels", "100",
		    "-f", "rawvideo", "-video_size", "320x240", "-i",
		    "/dev/null", "-f", "null", "-" } },
	{ "an output that is too large", E_LARGE, JOB_FAILED, "too large",
	  "signal 25", .limits = { .fsize_bytes = 5000 },
	  .argv = { "ffmpeg", "-nostdin", "-v", "error", FILM, "-f", "nut",
		    "file:o.nut" } },
	{ "less address space than it needs", E_OOM, JOB_WAITING, "more memory",
	  "get_buffer", IN_PICTURE, .limits = { .as_bytes = 400 << 20 },
	  .argv = { "ffmpeg", "-nostdin", "-v", "error", TO_NULL } },
	{ "no address space for its libraries", E_OOM, JOB_WAITING,
	  "more memory", "failed to map", .limits = { .as_bytes = 100 << 20 },
	  .argv = { "ffmpeg", "-version" } },
	{ "a process that somebody kills", E_OOM, JOB_WAITING, "want of memory",
	  "signal 9", .argv = { "sh", "-c", "kill -KILL $$" } },
	{ "too much computing", E_HUNG, JOB_WAITING, "too long", "CPU",
	  .limits = { .cpu_s = 1 },
	  .argv = { "ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i",
		    "testsrc2", "-f", "null", "-" } },
	{ "too much time", E_HUNG, JOB_WAITING, "too long", "",
	  .limits = { .wall_s = 1, .grace_s = 1 },
	  .argv = { "ffmpeg", "-nostdin", "-v", "error", "-re", "-f", "lavfi",
		    "-i", "testsrc2", "-f", "null", "-" } },
	{ "no such program", E_TOOL, JOB_WAITING, "no program 'ffmpeg'", "",
	  .path = "PATH=/nonexistent", .argv = { "ffmpeg", "-version" } },
	{ "no such encoder", E_TOOL, JOB_WAITING, "lacks", "Unknown encoder",
	  .argv = { "ffmpeg", "-nostdin", "-v", "error", FILM, "-c:v",
		    "libnone", "-f", "null", "-" } },
	{ "no such filter", E_TOOL, JOB_WAITING, "lacks", "No such filter",
	  .argv = { "ffmpeg", "-nostdin", "-v", "error", FILM, "-vf", "none",
		    "-f", "null", "-" } },
	{ "an option of a newer release", E_TOOL, JOB_WAITING, "too old",
	  "Unrecognized option",
	  .argv = { "ffmpeg", "-nostdin", "-v", "error", "-new_option", "1",
		    FILM, "-f", "null", "-" } },
	{ "a socket", E_REFUSED, JOB_FAILED, "sandbox forbids",
	  "Operation not permitted",
	  .argv = { "ffmpeg", "-nostdin", "-v", "error", "-i",
		    "tcp://127.0.0.1:9", "-f", "null", "-" } },
	{ "a file of somebody else", E_REFUSED, JOB_FAILED, "sandbox forbids",
	  "passwd: Permission denied",
	  .argv = { "ffmpeg", "-nostdin", "-v", "error", "-f", "rawvideo",
		    "-video_size", "8x8", "-i", "file:/etc/passwd", "-f",
		    "null", "-" } },
	{ "a log without end", E_DAMAGED, JOB_FAILED, "filled the log", "y (",
	  .limits = { .grace_s = 1 }, .argv = { "yes" } },
};

/* Not by the table: they need something around them. */
static const struct cause others[] = {
	{ "an output larger than the disk",
	  .argv = { "ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i",
		    "testsrc2=d=20", "-c:v", "rawvideo", "-f", "nut",
		    "file:o.nut" } },
	{ "more memory than there is", .in = IN_PICTURE,
	  .argv = { "ffmpeg", "-nostdin", "-v", "error", TO_NULL } },
};
static bool can_mount;
static const char *itself; /* this program, run as a command */

/* --- what goes in ----------------------------------------------------------
 */

static const char *film; /* a real MP4 with its index at the end */
static size_t film_bytes;

static int put_in(int dir, enum input in)
{
	static const char playlist[] =
		"#EXTM3U\n#EXT-X-TARGETDURATION:1\n"
		"#EXTINF:1,\n/etc/passwd\n#EXT-X-ENDLIST\n";
	char bytes[400000];
	size_t n = film_bytes < sizeof(bytes) ? film_bytes : sizeof(bytes);

	memcpy(bytes, film, n);
	for (size_t i = 100; in == IN_SMASHED && i < n - 4000; i++)
		bytes[i] = (char)(i * 7919 >> 3);
	for (size_t i = 0; in == IN_NOISE && i < n; i++)
		bytes[i] = (char)(i * 7919 >> 3);
	if (in == IN_NONE)
		return 0;
	if (in == IN_PICTURE)
		return linkat(t.site.dir, "big.jpg", dir, "in", 0);
	if (in == IN_PLAYLIST)
		return io_write_file(dir, "in", playlist, sizeof(playlist) - 1,
				     0400);
	return io_write_file(dir, "in", bytes, in == IN_CUT ? n / 2 : n, 0400);
}

static const struct cause *cause_of(const char *name)
{
	static struct cause foreign = { .argv = { NULL, "now", NULL } };

	for (size_t i = 0; i < ARRAY_LEN(causes); i++)
		if (str_eq(causes[i].name, name))
			return &causes[i];
	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		if (str_eq(others[i].name, name))
			return &others[i];
	foreign.argv[0] = itself;
	return &foreign;
}

static int crew_job_spec(struct pool *p, const struct job *j, int dir,
			 struct spec *ret)
{
	struct spec_command *c = POOL_NEW(p, struct spec_command);
	const char **env = pool_array(p, 2, sizeof(*env));
	const struct cause *cause = cause_of(j->deed);

	if (put_in(dir, cause->in) < 0)
		return err_sys("put `in` there");
	c->argv = cause->argv;
	while (c->argv[c->argc])
		c->argc++;
	env[0] = cause->path ? cause->path : "PATH=/usr/bin:/bin";
	*ret = (struct spec){ .commands = c,
			      .commands_n = 1,
			      .env = env,
			      .limits = cause->limits,
			      .forks = true };
	return 0;
}

static void make(const char *const *argv)
{
	const struct spawn sp = { .argv = argv, .folder = t.path };
	pid_t pid;

	if (spawn_start(&sp, &pid) < 0 || spawn_wait(pid) != 0)
		skip_all("no ffmpeg here");
}

static void inputs_make(void)
{
	static const char *const film_argv[] = {
		"/usr/bin/ffmpeg", "-nostdin", "-v",
		"error",	   FILM,       "-c:v",
		"mpeg4",	   "-f",       "mp4",
		"file:film.mp4",   NULL
	};
	static const char *const picture_argv[] = { "/usr/bin/ffmpeg",
						    "-nostdin",
						    "-v",
						    "error",
						    "-f",
						    "lavfi",
						    "-i",
						    "color=s=10000x10000",
						    "-frames:v",
						    "1",
						    "file:big.jpg",
						    NULL };
	char *bytes = NULL;

	make(film_argv);
	make(picture_argv);
	if (io_read_file(&t.pool, t.site.dir, "film.mp4", 8 << 20, &bytes,
			 &film_bytes) < 0)
		abort();
	film = bytes;
}

/* --- what comes out --------------------------------------------------------
 */

static bool is_put_back(void)
{
	struct job_counts n = { 0 };

	return job_count(&t.db, &n) == 0 && n.running == 0 && crew.n == 0;
}

static void says(const char *name, const char *text, const char *part)
{
	if (!ok(text && strstr(text, part),
		pool_fmt(&t.pool, "%s: says '%s'", name, part)))
		printf("# but: %s\n", text);
}

static struct job went(const char *name, int class, enum job_state state)
{
	int64_t id = crew_put(name);
	struct job j;

	ok(crew_until(is_put_back), pool_fmt(&t.pool, "%s: ends", name));
	j = crew_job(id);
	is_int(j.class, class, pool_fmt(&t.pool, "%s: its class", name));
	is_int(j.state, state, pool_fmt(&t.pool, "%s: its job", name));
	ok(state == JOB_FAILED || j.due_at > clock_now() || !j.tries,
	   pool_fmt(&t.pool, "%s: after a pause", name));
	ok(str_ends(j.reason, ".") && !strchr(j.reason, '\n'),
	   pool_fmt(&t.pool, "%s: in sentences", name));
	ok(!strstr(j.log, t.path) && !strstr(j.log, "/etc"),
	   pool_fmt(&t.pool, "%s: no paths of this machine", name));
	says(name, crew_news, err_name(class));
	if (class != j.class)
		printf("# %s\n# %s\n", crew_news, j.log);
	crew_clear();
	return j;
}

static void by_table(void)
{
	for (size_t i = 0; i < ARRAY_LEN(causes); i++) {
		const struct cause *c = &causes[i];
		struct job j = went(c->name, c->class, c->state);
		says(c->name, j.reason, c->reason);
		says(c->name, j.log, c->log);
	}
}

/* --- what needs more than a command ----------------------------------------
 */

static void stopped(void)
{
	int64_t id = crew_put("too much computing");
	struct job j;

	ok(crew_until(crew_is_met), "a runner that is told to end");
	pidfd_signal(crew.at[0].pidfd, SIGTERM);
	crew.slots = 0; /* it would begin anew at once */
	ok(crew_until(is_put_back), "ends");
	crew.slots = 4;
	j = crew_job(id);
	ok(j.class == E_STOPPED && j.state == JOB_WAITING, "stopped");
	is_int(j.tries + j.losses, 0, "which counts as nothing");
	says("stopped", j.reason, "begins anew");
	crew_clear();
}

static void write_launcher(const char *text)
{
	io_write_file(t.site.dir, "launch", text, strlen(text), 0700);
	t.site.set.launcher = pool_fmt(&t.pool, "sh %s/launch", t.path);
}

/* A memory cgroup of our own: its folder, or NULL where none can be had. */
static const char *cage(void)
{
	static const char *const roots[] = { "/sys/fs/cgroup/memory",
					     "/sys/fs/cgroup" };
	static const char *const limits[] = { "memory.limit_in_bytes",
					      "memory.max" };

	for (size_t i = 0; i < ARRAY_LEN(roots); i++) {
		const char *dir = pool_fmt(&t.pool, "%s/gremlin-test-%d",
					   roots[i], (int)getpid());
		_cleanup_(fd_done) int fd = -1;

		if (mkdir(dir, 0755) < 0)
			continue;
		fd = open(pool_fmt(&t.pool, "%s/%s", dir, limits[i]),
			  O_WRONLY | O_CLOEXEC);
		if (fd >= 0 && io_write(fd, "40000000", 8) == 0)
			return dir;
		rmdir(dir);
	}
	return NULL;
}

/* The kernel itself ends it, and counts that. */
static void killed_for_memory(void)
{
	const char *dir = cage();
	struct job j;

	if (!dir) {
		printf("# SKIP no memory cgroup can be made here\n");
		return;
	}
	write_launcher(pool_fmt(
		&t.pool, "echo $$ >%s/cgroup.procs && exec \"$@\"\n", dir));
	j = went("more memory than there is", E_OOM, JOB_WAITING);
	says("in a cage", j.reason, "machine ran out of memory");
	says("in a cage", crew_news, "the kernel ended");
	t.site.set.launcher = "";
	rmdir(dir);
}

/* The disk fills up with what ffmpeg makes; later there is room. */
static void full_disk(void)
{
	const char *work = pool_fmt(&t.pool, "%s/content/work", t.path);
	struct job j;

	if (!can_mount || mount("small", work, "tmpfs", 0, "size=2m") < 0) {
		printf("# SKIP no small disk can be mounted here\n");
		return;
	}
	j = went("an output larger than the disk", E_SPACE, JOB_WAITING);
	is_int(j.tries + j.losses, 0, "a full disk counts as nothing");
	says("a full disk", j.reason, "once there is room");
	umount2(work, MNT_DETACH);
}

/* What i386 calls exit(2): the filter is for the calls of this machine. */
static _Noreturn void call_as_another(void)
{
#ifdef __x86_64__
	__asm__ volatile("int $0x80" : : "a"(1), "b"(0));
#endif
	_exit(0);
}

static void foreign_call(const char *program)
{
	struct job j;

#ifndef __x86_64__
	printf("# SKIP there is no older way to call this kernel\n");
	return;
#endif
	itself = realpath(program, NULL);
	j = went("a call of another architecture", E_REFUSED, JOB_FAILED);
	says("a foreign call", j.log, "signal 31");
	says("a foreign call", j.reason, "sandbox forbids");
}

int main(int argc, char **argv)
{
	if (argc > 1)
		call_as_another();
	can_mount = alone();
	crew_start();
	inputs_make();
	by_table();
	stopped();
	foreign_call(argv[0]);
	killed_for_memory();
	full_disk();
	crew_end();
	return done_testing();
}
