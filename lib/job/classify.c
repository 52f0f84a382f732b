/* classify.c -- why an attempt ended as it did */
#include "job/classify.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"

#include <ctype.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>

/* what a shell ends with when its last command was killed */
#define SHELLS_KILL (128 + SIGKILL)
#define NO_ROOM	    "There was no room on the disk."
#define NO_MEMORY   "It needed more memory than it may use."
#define NO_FORMAT   "It is in a format that this site cannot read."
#define NO_CODER    "A program here lacks what is needed to make it."
#define FORBIDDEN   "It tried what the sandbox forbids."
#define BROKEN	    "The file is damaged: it does not hold what it says."

/*
 * What tools write, and the class it stands for; the first match counts. What
 * only one cause brings about stands before what many do. "Operation not
 * permitted" alone is nothing: to ffmpeg that is any failure without a name.
 */
static const struct {
	const char *text;
	int class;
	const char *reason;
	const char *with; /* must stand in the same line; or NULL */
} signs[] = {
	{ "failed to map segment", E_OOM, NO_MEMORY },
	{ "No space left on device", E_SPACE, NO_ROOM },
	{ "Disk quota exceeded", E_SPACE, NO_ROOM },
	{ "File too large", E_LARGE, "What is made of it gets too large." },
	{ "error while loading shared libraries", E_TOOL,
	  "A program on this machine cannot start." },
	{ "Cannot allocate memory", E_OOM, NO_MEMORY },
	{ "cannot allocate memory", E_OOM, NO_MEMORY },
	{ "out of memory", E_OOM, NO_MEMORY },
	{ "Out of memory", E_OOM, NO_MEMORY },
	{ "std::bad_alloc", E_OOM, NO_MEMORY },
	{ "failed to allocate", E_OOM, NO_MEMORY },
	{ "malloc of size", E_OOM, NO_MEMORY },
	{ "Resource temporarily unavailable", E_OOM, NO_MEMORY },
	{ "Unknown encoder", E_TOOL, NO_CODER },
	{ "Automatic encoder selection failed", E_TOOL, NO_CODER },
	{ "is not a suitable output format", E_TOOL, NO_CODER },
	{ "Unrecognized option", E_TOOL,
	  "A program on this machine is too old for this." },
	{ "Option not found", E_TOOL,
	  "A program on this machine is too old for this." },
	{ "No such filter", E_TOOL, NO_CODER },
	{ "VipsOperation: class", E_TOOL, NO_CODER },
	{ "Device creation failed", E_TOOL,
	  "The graphics hardware of this machine cannot be used." },
	{ "Cannot load lib", E_TOOL,
	  "The graphics hardware of this machine cannot be used." },
	{ "exceeds specified max pixel count", E_LARGE,
	  "The picture has more pixels than this site takes." },
	{ "image too large", E_LARGE,
	  "The picture has more pixels than this site takes." },
	{ "not on whitelist", E_UNSUPPORTED,
	  "It is a playlist or another format that this site does not take." },
	{ "is not in a known format", E_UNSUPPORTED, NO_FORMAT },
	{ "not a known file format", E_UNSUPPORTED, NO_FORMAT },
	{ "Decoder (codec none)", E_UNSUPPORTED, NO_FORMAT },
	{ "Could not find codec parameters", E_DAMAGED, BROKEN },
	{ "moov atom not found", E_DAMAGED,
	  "The file is incomplete: its index, at the end, is missing." },
	{ "Permission denied", E_REFUSED, FORBIDDEN },
	{ "Operation not permitted", E_REFUSED, FORBIDDEN, "://" },
	{ "Operation not permitted", E_REFUSED, FORBIDDEN, "socket" },
	{ "Invalid data found", E_DAMAGED, BROKEN },
	{ "get_buffer() failed", E_OOM, NO_MEMORY },
};

static bool has_sign(const char *log, const char *text, const char *with)
{
	const char *at = log;

	for (; (at = strstr(at, text)); at++) {
		const char *line = at, *other;

		while (line > log && line[-1] != '\n')
			line--;
		other = with ? strstr(line, with) : line;
		if (other && other < at + strcspn(at, "\n"))
			return true;
	}
	return false;
}

/* What a program wrote about itself, or the outcome that is given. */
static struct outcome by_log(const char *log, struct outcome otherwise)
{
	for (size_t i = 0; i < ARRAY_LEN(signs); i++)
		if (has_sign(log, signs[i].text, signs[i].with))
			return (struct outcome){ signs[i].class,
						 signs[i].reason };
	return otherwise;
}

/* A program that gives up on itself says before, why. */
static struct outcome by_crash(const char *log)
{
	struct outcome o = { E_DAMAGED, "The program that reads it crashed." };
	struct outcome told = by_log(log, o);

	return told.class == E_OOM ? told : o;
}

static struct outcome by_signal(const struct exit_record *e, const char *log)
{
	switch (e->signal ? e->signal : SIGKILL) {
	case SIGKILL:
		if (e->oom_kills)
			return (struct outcome){ E_OOM,
						 "The machine ran out of "
						 "memory over it." };
		return (struct outcome){ E_OOM,
					 "Something on the machine ended it, "
					 "most likely for want of memory." };
	case SIGXFSZ:
		return (struct outcome){ E_LARGE,
					 "What is made of it gets too large." };
	case SIGXCPU:
		return (struct outcome){ E_HUNG,
					 "It took more computing time than it "
					 "may use." };
	case SIGSYS: return (struct outcome){ E_REFUSED, FORBIDDEN };
	default: return by_crash(log);
	}
}

static struct outcome failed(const struct exit_record *e, const char *log,
			     int64_t floor_bytes)
{
	if (e->signal || e->status == SHELLS_KILL)
		return by_signal(e, log);
	if (e->free_bytes < floor_bytes / 8)
		return (struct outcome){ E_SPACE, NO_ROOM };
	return by_log(log, (struct outcome){
				   E_DAMAGED,
				   "It could not be read to the end, or what "
				   "was made of it did not pass the checks." });
}

static struct outcome starved(const struct exit_record *e, int64_t floor_bytes)
{
	if (e->free_bytes < floor_bytes)
		return (struct outcome){ E_SPACE, NO_ROOM };
	return (struct outcome){ E_BUSY, "The machine was short of processes "
					 "or files." };
}

static struct outcome lacks_tool(struct pool *p, const struct exit_record *e)
{
	if (!e->message)
		return (struct outcome){
			E_TOOL, "A program is missing on this machine."
		};
	return (struct outcome){
		E_TOOL, pool_fmt(p, "A program is missing: %s.", e->message)
	};
}

struct outcome classify(struct pool *p, const struct exit_record *e,
			enum attempt_state state, const char *log,
			int64_t floor_bytes)
{
	if (state == ATTEMPT_HUNG && e->verdict != VERDICT_OK)
		return (struct outcome){ E_HUNG,
					 "It stood still and was ended." };
	switch (e->verdict) {
	case VERDICT_OK: return (struct outcome){ 0, "" };
	case VERDICT_FAILED: return failed(e, log, floor_bytes);
	case VERDICT_OVERTIME:
		return (struct outcome){ E_HUNG, "It took too long." };
	case VERDICT_OVERLOG:
		return (struct outcome){ E_DAMAGED,
					 "The file is so damaged that its "
					 "errors filled the log." };
	case VERDICT_TOOL: return lacks_tool(p, e);
	case VERDICT_REFUSED:
		return (struct outcome){ E_CONFIG,
					 "This machine lacks the sandbox that "
					 "the site insists on." };
	case VERDICT_STARVED: return starved(e, floor_bytes);
	case VERDICT_STOPPED:
		return (struct outcome){ E_STOPPED, "It was stopped." };
	case VERDICT_LOST:
	case VERDICT_N: break;
	}
	return (struct outcome){ E_LOST, "It was interrupted." };
}

/* --- in words --------------------------------------------------------------
 */

#define BY_ITSELF "It goes on by itself."
#define ADMINS	  "Whoever runs this site must mend that; the file is kept."

/* What to do while it waits for another try, and when there is none. */
static const struct {
	int class;
	const char *waiting, *failed;
} advice[] = {
	{ E_DAMAGED, "It is tried in another way.",
	  "See whether it opens where you have it; then send it again, or "
	  "another copy." },
	{ E_UNSUPPORTED, "It is tried in another way.",
	  "Save it in a common format, such as JPEG, MP4 or MP3, and send "
	  "that." },
	{ E_LARGE, "It is tried in another way.",
	  "Make it smaller or shorter, and send that." },
	{ E_REFUSED, "It is tried in another way.",
	  "Such files may do harm: save it anew with another program, and send "
	  "that." },
	{ E_TOOL, ADMINS, ADMINS },
	{ E_CONFIG, ADMINS, ADMINS },
	{ E_HUNG, "It is tried again, with less at a time.",
	  "Save it in another format, and send that." },
	{ E_OOM, "It is tried again, with less at a time.",
	  "Make it smaller, and send that." },
	{ E_LOST, "It is tried again by itself.",
	  "That happened again and again: tell whoever runs this site." },
	{ E_STOPPED, "It begins anew by itself.",
	  "Try it again when you want it." },
	{ E_SPACE, "It goes on by itself once there is room.", ADMINS },
	{ E_BUSY, BY_ITSELF, ADMINS },
	{ E_MEMORY, BY_ITSELF, ADMINS },
	{ E_QUARANTINE, "", "" }, /* its reason says it all */
	{ E_IO, BY_ITSELF, ADMINS },
};

static const char *advice_for(int class, enum job_state state)
{
	for (size_t i = 0; i < ARRAY_LEN(advice); i++)
		if (advice[i].class == class)
			return state == JOB_FAILED ? advice[i].failed
						   : advice[i].waiting;
	return state == JOB_FAILED ? ADMINS : BY_ITSELF;
}

const char *outcome_advice(struct pool *p, const struct outcome *o,
			   enum job_state state)
{
	const char *todo = advice_for(o->class, state), *text = o->reason;
	char *reason;

	reason = pool_dup(p, str_empty(text) ? err_class_text(o->class) : text);
	reason[0] = (char)toupper((unsigned char)reason[0]);
	if (!str_ends(reason, "."))
		reason = pool_fmt(p, "%s.", reason);
	return *todo ? pool_fmt(p, "%s %s", reason, todo) : reason;
}

static void how_it_ended(struct buf *b, const struct exit_record *e)
{
	buf_fmt(b, ": %s", verdict_name(e->verdict));
	if (e->message)
		buf_fmt(b, ", %s", e->message);
	buf_fmt(b, "; %" PRId64 " s, CPU %" PRId64 " s, %" PRId64 " MiB",
		e->wall_ms / 1000, e->cpu_ms / 1000, e->rss_bytes >> 20);
	if (e->oom_kills)
		buf_fmt(b,
			"; the kernel ended %" PRId64 " process%s for want of "
			"memory",
			e->oom_kills, e->oom_kills == 1 ? "" : "es");
}

const char *outcome_detail(struct pool *p, const struct outcome *o,
			   const struct exit_record *e)
{
	_cleanup_(buf_done) struct buf b = { 0 };

	buf_str(&b, err_name(o->class));
	if (e)
		how_it_ended(&b, e);
	else if (!str_empty(o->reason))
		buf_fmt(&b, ": %s", o->reason);
	return pool_dup(p, buf_text(&b));
}
