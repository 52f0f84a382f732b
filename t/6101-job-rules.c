/* 6101-job-rules.c -- slow or hung, why it failed, and whether it is tried
 * again */
#include "tap.h"
#include "base/err.h"
#include "base/pool.h"
#include "job/classify.h"
#include "job/retry.h"
#include "job/watch.h"

#include <signal.h>

static struct pool pool;

static const struct watch_rule rule = { .stall_ms = 60000, .spin_ms = 600000 };

/* As the worker does: a look every 2 s, up to and including end_ms. */
static enum watch_verdict look_until(struct watch *w, struct watch_sample *s,
				     int64_t ms, int64_t end_ms)
{
	enum watch_verdict v = WATCH_FINE;

	while (v == WATCH_FINE && w->looked_ms < end_ms) {
		int64_t now = w->looked_ms + 2000;

		s->cpu_ms += ms;
		v = watch_step(w, &rule, s, now < end_ms ? now : end_ms);
	}
	return w->begun ? v : watch_step(w, &rule, s, end_ms);
}

static void watching(void)
{
	struct watch_sample s = { .busy = true };
	struct watch w = { 0 };

	is_int(look_until(&w, &s, 0, 0), WATCH_FINE, "begins");
	is_int(look_until(&w, &s, 0, 59999), WATCH_FINE, "not yet");
	is_int(look_until(&w, &s, 0, 60000), WATCH_STALLED, "stands still");
	s.written_bytes = 1; /* the faststart pass: nothing else moves */
	is_int(look_until(&w, &s, 0, 60001), WATCH_FINE, "writes");
	is_int(look_until(&w, &s, 50, 660000), WATCH_FINE, "only computes");
	is_int(look_until(&w, &s, 50, 660001), WATCH_SPINNING, "for too long");
	s.out_time_us = 40; /* a black film: 48 bytes for 100 minutes */
	is_int(look_until(&w, &s, 0, 660002), WATCH_FINE, "out_time moves");
	s.busy = false;
	is_int(look_until(&w, &s, 0, 999999), WATCH_FINE,
	       "a runner that hashes is never hung");
}

/* The whole machine slept: the first look after that proves nothing. */
static void sleeping(void)
{
	struct watch_sample s = { .busy = true };
	struct watch w = { 0 };

	look_until(&w, &s, 0, 0);
	look_until(&w, &s, 0, 40000);
	is_int(watch_step(&w, &rule, &s, 9999999), WATCH_FINE,
	       "hours that nobody saw do not count");
	is_int(look_until(&w, &s, 0, 9999999 + 9999), WATCH_FINE, "nor twice");
	is_int(look_until(&w, &s, 0, 9999999 + 10000), WATCH_STALLED,
	       "what was seen does");
}

static int class_of(enum verdict v, int status, int sig, const char *log)
{
	struct exit_record e = { .verdict = v,
				 .status = status,
				 .signal = sig,
				 .free_bytes = 1LL << 40 };

	return classify(&pool, &e, ATTEMPT_RUNNING, log, 1 << 20).class;
}

static void classes(void)
{
	struct exit_record full = { .verdict = VERDICT_FAILED, .status = 1 };
	struct exit_record ended = { .verdict = VERDICT_STOPPED };

	is_int(class_of(VERDICT_OK, 0, 0, ""), 0, "success");
	is_int(class_of(VERDICT_FAILED, 1, 0,
			"o.mp4: No space left on device\n"),
	       E_SPACE, "a full disk by the log");
	is_int(classify(&pool, &full, ATTEMPT_RUNNING, "", 1 << 20).class,
	       E_SPACE, "and by the room that was left");
	is_int(class_of(VERDICT_FAILED, -1, SIGKILL, ""), E_OOM, "killed");
	is_int(class_of(VERDICT_FAILED, -1, SIGSEGV, ""), E_DAMAGED, "crashed");
	is_int(class_of(VERDICT_FAILED, 1, 0,
			"Format not on whitelist 'mov'\n"),
	       E_UNSUPPORTED, "a playlist");
	is_int(class_of(VERDICT_FAILED, 1, 0, "Picture size 0x0 is invalid\n"),
	       E_DAMAGED, "a header without a size");
	is_int(class_of(VERDICT_FAILED, 1, 0,
			"Picture size 320x240 exceeds specified max pixel "
			"count 100, see the documentation\n"),
	       E_LARGE, "too many pixels");
	is_int(class_of(VERDICT_FAILED, 1, 0, "moov atom not found\n"),
	       E_DAMAGED, "without its index");
	is_int(class_of(VERDICT_FAILED, 1, 0,
			"Element at 0x10 exceeds containing master element\n"
			"Invalid data found when processing input\n"),
	       E_DAMAGED, "a damaged Matroska file is not too large");
	is_int(class_of(VERDICT_TOOL, -1, 0, ""), E_TOOL, "a program missing");
	is_int(class_of(VERDICT_STOPPED, -1, 15, ""), E_STOPPED, "stopped");
	is_int(class_of(VERDICT_LOST, -1, 0, ""), E_LOST, "lost");
	is_int(classify(&pool, &ended, ATTEMPT_HUNG, "", 0).class, E_HUNG,
	       "stopped by the watchdog");
}

static void retries(void)
{
	struct retry_rule r = {
		.next_way = -1, .tries = 4, .backoff_s = 30, .jitter = 0.5
	};
	struct job j = { .way = 0, .tries = 0 };
	struct verdict_plan p = retry_plan(&j, E_DAMAGED, &r);

	is_int(p.state, JOB_FAILED, "damaged and no other way: for good");
	r.next_way = 2;
	p = retry_plan(&j, E_DAMAGED, &r);
	ok(p.state == JOB_WAITING && p.way == 2 && p.pause_s == 0,
	   "another way is tried at once");
	p = retry_plan(&j, E_HUNG, &r);
	ok(p.state == JOB_WAITING && p.tries == 1 && p.way == 0, "hung: again");
	ok(p.pause_s >= 30 && p.pause_s < 60, "after a pause");
	j.tries = 3;
	is_int(retry_plan(&j, E_HUNG, &r).state, JOB_FAILED, "but four times");
	p = retry_plan(&j, E_SPACE, &r);
	ok(p.state == JOB_WAITING && p.tries == 3, "a full disk counts not");
	p = retry_plan(&j, E_STOPPED, &r);
	ok(p.state == JOB_WAITING && p.tries == 3, "nor does a stop");
	p = retry_plan(&j, E_LOST, &r);
	ok(p.state == JOB_WAITING && p.losses == 1, "lost has its own count");
	j.losses = 4;
	is_int(retry_plan(&j, E_LOST, &r).state, JOB_FAILED, "and its own end");
	j.tries = 40;
	r.tries = 100;
	ok(retry_plan(&j, E_HUNG, &r).pause_s <= 24 * 3600, "a day at most");
}

/* What waits for somebody else goes on soon after he has done his part. */
static void waits(void)
{
	struct retry_rule r = {
		.next_way = 1, .tries = 4, .backoff_s = 30, .jitter = 1
	};
	struct job j = { .attempts = 1 };
	struct verdict_plan p = retry_plan(&j, E_SPACE, &r);

	ok(p.pause_s >= 30 && p.pause_s < 60, "a full disk: soon again");
	is_int(p.way, 0, "in the same way");
	j.attempts = 1000;
	is_int(retry_plan(&j, E_SPACE, &r).pause_s, 15 * 60,
	       "and never much later");
	p = retry_plan(&j, E_CONFIG, &r);
	ok(p.state == JOB_WAITING && p.tries == 0, "no sandbox: the admin's");
	j = (struct job){ .tries = 0, .attempts = 1 };
	p = retry_plan(&j, E_OOM, &r);
	ok(p.tries == 1 && p.way == 0, "memory: with one thread first");
	j.tries = 1;
	p = retry_plan(&j, E_OOM, &r);
	ok(p.tries == 2 && p.way == 1, "then by another program");
	j.way = 1;
	is_int(retry_plan(&j, E_HUNG, &r).way, 1, "if there is one");
}

static int64_t pause_s(int tries, double jitter)
{
	struct retry_rule r = {
		.next_way = -1, .tries = 100, .backoff_s = 30, .jitter = jitter
	};
	struct job j = { .tries = tries };

	return retry_plan(&j, E_HUNG, &r).pause_s;
}

static void doubles(void)
{
	bool good = true;

	for (int i = 0; i < 60; i++)
		good = good && pause_s(i, 0.5) >= 30 &&
		       pause_s(i, 0.5) <= 24 * 3600 &&
		       (i > 10 || pause_s(i + 1, 0.5) == 2 * pause_s(i, 0.5));
	ok(good, "the pause doubles, up to a day");
	ok(pause_s(3, 0) < pause_s(3, 1), "not for all at the same moment");
}

static const char *advice(int class, const char *reason, enum job_state state)
{
	struct outcome o = { class, reason };

	return outcome_advice(&pool, &o, state);
}

static void words(void)
{
	static const int classes[] = { E_DAMAGED, E_UNSUPPORTED, E_LARGE,
				       E_REFUSED, E_TOOL,	 E_CONFIG,
				       E_HUNG,	  E_OOM,	 E_LOST,
				       E_STOPPED, E_SPACE,	 E_BUSY,
				       E_IO,	  E_MEMORY,	 E_BUG };
	struct exit_record e = { .verdict = VERDICT_FAILED,
				 .signal = SIGKILL,
				 .oom_kills = 1,
				 .message = "ffmpeg ended by signal 9" };
	struct outcome o = { E_OOM, "" };

	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		const char *now = advice(classes[i], "", JOB_WAITING);
		const char *end = advice(classes[i], "It ended.", JOB_FAILED);

		ok(strlen(now) > 30 && now[strlen(now) - 1] == '.' &&
			   !strstr(now, "tell whoever"),
		   err_name(classes[i]));
		ok(strlen(end) > 30 && !strstr(end, "again by itself"),
		   "and at its end");
	}
	is_str(advice(E_TOOL, "'vips' is missing", JOB_FAILED),
	       "'vips' is missing. Whoever runs this site must mend that; the "
	       "file is kept.",
	       "a reason becomes a sentence");
	is_str(outcome_detail(&pool, &o, &e),
	       "OOM: failed, ffmpeg ended by signal 9; 0 s, CPU 0 s, 0 MiB; "
	       "the kernel ended 1 process for want of memory",
	       "and a line for the log");
}

/* To ffmpeg each failure without a name is EPERM. */
static void signs(void)
{
	is_int(class_of(VERDICT_FAILED, 69, 0,
			"[mjpeg] get_buffer() failed\n"
			"Error while decoding: Operation not permitted\n"),
	       E_OOM, "no memory for a picture");
	is_int(class_of(VERDICT_FAILED, 1, 0,
			"Error while decoding: Operation not permitted\n"),
	       E_DAMAGED, "nothing that the sandbox has to do with");
	is_int(class_of(VERDICT_FAILED, 1, 0,
			"bad\ntcp://x:1: Operation not permitted\nmore\n"),
	       E_REFUSED, "a connection");
	is_int(class_of(VERDICT_FAILED, 1, 0,
			"http://x\nOperation not permitted\nhttp://x\n"),
	       E_DAMAGED, "an address in another line");
	is_int(class_of(VERDICT_FAILED, 127, 0,
			"error while loading shared libraries: libx.so: failed "
			"to map segment from shared object\n"),
	       E_OOM, "no room for a library");
	is_int(class_of(VERDICT_FAILED, 127, 0,
			"error while loading shared libraries: libx.so: cannot "
			"open shared object file\n"),
	       E_TOOL, "no library");
	is_int(class_of(VERDICT_FAILED, 1, 0,
			"glib: Error creating thread: Resource temporarily "
			"unavailable\n"),
	       E_OOM, "no room for a thread");
	is_int(class_of(VERDICT_FAILED, -1, SIGABRT,
			"terminate called after throwing an instance of "
			"'std::bad_alloc'\n"),
	       E_OOM, "who gives up for want of memory");
	is_int(class_of(VERDICT_FAILED, -1, SIGSYS, ""), E_REFUSED,
	       "a call of another architecture");
	is_int(class_of(VERDICT_FAILED, 137, 0, ""), E_OOM,
	       "a shell whose command was killed");
}

int main(void)
{
	watching();
	sleeping();
	classes();
	retries();
	waits();
	doubles();
	words();
	signs();
	pool_done(&pool);
	return done_testing();
}
