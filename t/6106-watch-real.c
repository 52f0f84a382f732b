/*
 * 6106-watch-real.c -- real commands that hang, and real ones that only seem to
 *
 * GREMLIN_STALL_S=60 runs it with the limits of a site; by itself it takes
 * smaller ones. What hangs is found however the machine is loaded; what is well
 * moves or waits for a processor, which the watchdog sees.
 */
#include "tap.h"
#include "crew.h"
#include "base/base.h"
#include "proc/record.h"

#include <signal.h>

#define FFMPEG	"ffmpeg", "-nostdin", "-v", "error", "-nostats", "-y"
#define TELLING FFMPEG, "-progress", "file:progress"
#define SOURCE	"-f", "lavfi", "-i"
#define X264	"-c:v", "libx264", "-preset", "veryfast"
/* of a site, and of what may take long without anything to be seen */
#define SITE_STALL_S 60
#define SITE_SPIN_S  600

struct doing {
	const char *name;
	const char *out;
	bool spins, is_well;
	const char *argv[28], *then[28]; /* two commands at most */
};

static const struct doing doings[] = {
	{ "ffmpeg that is stopped", .argv = { TELLING, SOURCE, "testsrc2", X264,
					      "-f", "mp4", "file:o.mp4" } },
	{ "ffmpeg that reads what nobody writes",
	  .argv = { TELLING, "-i", "file:../in", X264, "-f", "mp4",
		    "file:o.mp4" } },
	{ "a loop that only computes", .spins = true,
	  .argv = { "sh", "-c", "while :; do :; done" } },
	{ "who only tells that he is there", .out = "progress",
	  .argv = { "perl", "-e",
		    "$| = 1; while (1) { print \"out_time_us=40\\n\"; "
		    "select(undef, undef, undef, 0.1) }" } },
	{ "a black film", .is_well = true,
	  .argv = { TELLING, SOURCE, "color=black:s=64x64:r=1:d=36000", X264,
		    "-f", "mp4", "-movflags", "+faststart", "file:o.mp4" } },
	{ "two passes", .is_well = true,
	  .argv = { TELLING, SOURCE, "testsrc2=s=320x240:d=20", X264, "-b:v",
		    "200k", "-pass", "1", "-f", "null", "-" },
	  .then = { TELLING, SOURCE, "testsrc2=s=320x240:d=20", X264, "-b:v",
		    "200k", "-pass", "2", "-f", "mp4", "file:o.mp4" } },
	{ "a large picture", .is_well = true,
	  .argv = { FFMPEG, SOURCE, "testsrc2=s=4000x4000", "-frames:v", "1",
		    "-c:v", "libwebp", "-compression_level", "6", "-f",
		    "image2", "-update", "1", "file:o.webp" } },
	{ "a long way of the index to the front", .is_well = true,
	  .argv = { TELLING, SOURCE, "aevalsrc=0:s=48000:d=300:c=stereo",
		    "-c:a", "pcm_s16le", "-f", "mov", "-movflags", "+faststart",
		    "file:o.mov" } },
};

static int64_t stall_s = 4, spin_s = 8;
static int64_t began_ms;

static const struct doing *doing_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(doings); i++)
		if (str_eq(doings[i].name, name))
			return &doings[i];
	abort();
}

static void command(struct spec *spec, struct spec_command *c,
		    const char *const *argv)
{
	if (!argv[0])
		return;
	c->argv = argv;
	while (argv[c->argc])
		c->argc++;
	spec->commands_n++;
}

static int crew_job_spec(struct pool *p, const struct job *j, int dir,
			 struct spec *ret)
{
	static const char *const env[] = { "PATH=/usr/bin:/bin", NULL };
	struct spec_command *list = pool_array(p, 2, sizeof(*list));
	const struct doing *d = doing_of(j->deed);
	struct spec spec = { .commands = list, .env = env };

	if (mkfifoat(dir, "in", 0600) < 0)
		return err_sys("make a FIFO");
	command(&spec, &list[0], d->argv);
	command(&spec, &list[1], d->then);
	list[0].out = d->out;
	spec.limits.grace_s = 1;
	spec.watch =
		(struct spec_watch){ .stall_s = stall_s,
				     .spin_s = d->spins ? spin_s : SITE_SPIN_S,
				     .progress = "progress" };
	began_ms = clock_mono_ms();
	*ret = spec;
	return 0;
}

/* --- what hangs ------------------------------------------------------------
 */

static bool is_put_back(void)
{
	struct job_counts n = { 0 };

	return job_count(&t.db, &n) == 0 && n.running == 0 && crew.n == 0;
}

static void stop_it(bool with_runner)
{
	_cleanup_(fd_done) int dir = attempt_open(&t.site, &crew.at[0]);
	struct start s;

	if (start_read(dir, &t.pool, &s) < 0 ||
	    kill(s.child_pid, SIGSTOP) < 0 ||
	    (with_runner && kill(s.runner_pid, SIGSTOP) < 0))
		abort();
	began_ms = clock_mono_ms();
}

static void is_hung(const char *name, int64_t id)
{
	ok(crew_until(is_put_back), pool_fmt(&t.pool, "%s: is ended", name));
	is_int(crew_job(id).class, E_HUNG,
	       pool_fmt(&t.pool, "%s: hangs", name));
	is_int(crew_job(id).tries, 1, pool_fmt(&t.pool, "%s: a try", name));
	printf("# %s: ended after %.1f s\n", name,
	       (double)(clock_mono_ms() - began_ms) / 1000);
	crew_clear();
}

static void hangs(const char *name)
{
	is_hung(name, crew_put(name));
}

static bool has_started(void)
{
	return crew_is_met() && crew.at[0].watch.begun;
}

static void stands(bool with_runner)
{
	int64_t id = crew_put(doings[0].name);

	ok(crew_until(has_started), "ffmpeg encodes");
	stop_it(with_runner);
	is_hung(doings[0].name, id);
}

static bool is_older(void)
{
	return crew_is_quiet() ||
	       clock_mono_ms() - began_ms > stall_s * 1000 / 2;
}

/* As from cron: none of the workers lives as long as the limit. */
static void outlives_workers(void)
{
	const char *name = doings[1].name;
	int64_t id = crew_put(name), first_ms;

	ok(crew_until(has_started), "a short worker begins it");
	first_ms = began_ms;
	for (int i = 0; i < 60 && !is_put_back(); i++) {
		began_ms = clock_mono_ms();
		crew_until(is_older);
		crew_forget();
		crew_turn();
	}
	began_ms = first_ms;
	is_hung(name, id);
}

/* --- what does not ---------------------------------------------------------
 */

static void ends_well(const char *name, bool (*is_over)(void))
{
	int made = crew_made;

	crew_put(name);
	ok(crew_until(is_over), pool_fmt(&t.pool, "%s: ends", name));
	if (!ok(crew_made > made + 1, pool_fmt(&t.pool, "%s: is well", name)))
		printf("# %s\n", crew_news);
	printf("# %s: took %.1f s\n", name,
	       (double)(clock_mono_ms() - began_ms) / 1000);
	crew_clear();
}

/* For how long size and out_time have stood still at most, while bytes moved.
 */
static int64_t blind_since_ms, blind_most_ms;

static bool is_put_back_seen(void)
{
	static struct watch_sample before;
	int64_t now = clock_mono_ms();
	const struct watch_sample *s = &crew.at[0].watch.last;

	if (crew.n == 0 || s->out_bytes != before.out_bytes ||
	    s->out_time_us != before.out_time_us)
		blind_since_ms = now;
	else if (s->written_bytes != before.written_bytes &&
		 now - blind_since_ms > blind_most_ms)
		blind_most_ms = now - blind_since_ms;
	if (crew.n)
		before = *s;
	return is_put_back();
}

/*
 * Each write takes a while, as on a slow disk. On a slower machine it only
 * takes longer.
 */
static void slow_disk(void)
{
	if (access("/usr/bin/strace", X_OK) < 0) {
		printf("# no strace: no slow disk\n");
		return;
	}
	t.site.set.launcher = "strace -f -qq -o /dev/null -e trace=write "
			      "-e inject=write:delay_exit=40000";
	ends_well("a long way of the index to the front", is_put_back_seen);
	ok(blind_most_ms >= stall_s * 1000 || stall_s >= SITE_STALL_S,
	   "who sees no bytes move would have ended it");
	t.site.set.launcher = "";
}

int main(void)
{
	const char *given = getenv("GREMLIN_STALL_S");

	if (given)
		str_int64(given, 1, 3600, &stall_s);
	if (stall_s >= SITE_STALL_S)
		spin_s = SITE_SPIN_S;
	if (access("/usr/bin/ffmpeg", X_OK) < 0)
		skip_all("no ffmpeg here");
	crew_start();
	stands(false);
	stands(true);
	hangs("ffmpeg that reads what nobody writes");
	hangs("who only tells that he is there");
	hangs("a loop that only computes");
	outlives_workers();
	ends_well("a black film", is_put_back);
	ends_well("two passes", is_put_back);
	ends_well("a large picture", is_put_back);
	slow_disk();
	crew_end();
	return done_testing();
}
