/* classify.c -- why an attempt ended as it did, and what to do about it */
#include "job/classify.h"
#include "base/base.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"

#include <signal.h>
#include <string.h>

#define DAY_S	   (24 * 3600)
#define LOSSES_MAX 5

/* What tools write, and the class it stands for; the first match counts. */
static const struct {
	const char *text;
	int class;
	const char *reason;
} signs[] = {
	{ "No space left on device", E_SPACE,
	  "There was no room on the disk." },
	{ "Disk quota exceeded", E_SPACE, "There was no room on the disk." },
	{ "Cannot allocate memory", E_OOM,
	  "It needed more memory than it may use." },
	{ "out of memory", E_OOM, "It needed more memory than it may use." },
	{ "Unknown encoder", E_TOOL, "An encoder is missing on this machine." },
	{ "Unrecognized option", E_TOOL,
	  "A program on this machine is too old for this." },
	{ "No such filter", E_TOOL, "A filter is missing on this machine." },
	{ "exceeds specified max pixel count", E_LARGE,
	  "The picture has more pixels than this site takes." },
	{ "image too large", E_LARGE,
	  "The picture has more pixels than this site takes." },
	{ "not on whitelist", E_UNSUPPORTED,
	  "It is a playlist or another format that this site does not take." },
	{ "is not in a known format", E_UNSUPPORTED,
	  "It is in a format that this site cannot read." },
	{ "not a known file format", E_UNSUPPORTED,
	  "It is in a format that this site cannot read." },
	{ "Decoder (codec none)", E_UNSUPPORTED,
	  "It is in a format that this site cannot read." },
	{ "Could not find codec parameters", E_DAMAGED,
	  "The file is damaged or incomplete." },
	{ "moov atom not found", E_DAMAGED,
	  "The file is incomplete: its index, at the end, is missing." },
	{ "Invalid data found", E_DAMAGED,
	  "The file is damaged: it does not hold what it says." },
};

static struct outcome by_log(const char *log)
{
	for (size_t i = 0; i < ARRAY_LEN(signs); i++)
		if (strstr(log, signs[i].text))
			return (struct outcome){ signs[i].class,
						 signs[i].reason };
	return (struct outcome){ E_DAMAGED,
				 "It could not be read to the end, or what "
				 "was made of it did not pass the checks." };
}

static struct outcome by_signal(const struct exit_record *e)
{
	switch (e->signal) {
	case SIGKILL:
		return (struct outcome){ E_OOM,
					 "It was killed, most likely since the "
					 "machine ran out of memory." };
	case SIGXFSZ:
		return (struct outcome){ E_LARGE,
					 "What is made of it gets too large." };
	case SIGXCPU:
		return (struct outcome){ E_HUNG,
					 "It took more computing time than it "
					 "may use." };
	case SIGSYS:
		return (struct outcome){ E_REFUSED,
					 "It tried what the sandbox forbids." };
	default:
		return (struct outcome){ E_DAMAGED,
					 "The program that reads it crashed." };
	}
}

static struct outcome failed(const struct exit_record *e, const char *log,
			     int64_t floor_bytes)
{
	if (e->signal)
		return by_signal(e);
	if (e->free_bytes < floor_bytes / 8)
		return (struct outcome){ E_SPACE,
					 "There was no room on the disk." };
	return by_log(log);
}

struct outcome classify(struct pool *p, const struct exit_record *e,
			enum attempt_state state, const char *log,
			int64_t floor_bytes)
{
	if (state == ATTEMPT_HUNG && e->verdict != VERDICT_OK)
		return (struct outcome){ E_HUNG, "It stood still and was "
						 "ended." };
	switch (e->verdict) {
	case VERDICT_OK: return (struct outcome){ 0, "" };
	case VERDICT_FAILED: return failed(e, log, floor_bytes);
	case VERDICT_OVERTIME:
		return (struct outcome){ E_HUNG, "It took too long." };
	case VERDICT_OVERLOG:
		return (struct outcome){ E_DAMAGED,
					 "The file is so damaged that its "
					 "errors filled the log." };
	case VERDICT_TOOL:
		return (struct outcome){
			E_TOOL,
			e->message ? pool_fmt(p, "A program is missing: %s.",
					      e->message)
				   : "A program is missing on this machine."
		};
	case VERDICT_REFUSED:
		return (struct outcome){
			E_REFUSED, "This machine has no sandbox to run "
				   "it in, and the site insists on one."
		};
	case VERDICT_STARVED:
		if (e->free_bytes < floor_bytes)
			return (struct outcome){
				E_SPACE, "There was no room on the disk."
			};
		return (struct outcome){ E_BUSY,
					 "The machine was short of processes "
					 "or files." };
	case VERDICT_STOPPED:
		return (struct outcome){ E_STOPPED, "It was stopped." };
	case VERDICT_LOST:
	case VERDICT_N: break;
	}
	return (struct outcome){ E_LOST, "It was interrupted." };
}

/* --- what to do ----------------------------------------------------------- */

/* Another way may do what this one cannot. */
static bool way_is_at_fault(int class)
{
	return class == E_UNSUPPORTED || class == E_DAMAGED ||
	       class == E_TOOL || class == E_REFUSED || class == E_LARGE;
}

bool class_is_machines(int class)
{
	return class == E_SPACE || class == E_BUSY || class == E_MEMORY ||
	       class == E_IO;
}

static bool is_final(int class)
{
	return class == E_UNSUPPORTED || class == E_DAMAGED ||
	       class == E_LARGE || class == E_REFUSED;
}

static int64_t backoff_s(const struct retry_rule *rule, int tries)
{
	double pause = (double)rule->backoff_s;

	while (--tries > 0 && pause < DAY_S)
		pause *= 2;
	pause *= 0.75 + rule->jitter / 2;
	return pause < DAY_S ? (int64_t)pause : DAY_S;
}

struct verdict_plan retry_plan(const struct job *j, int class,
			       const struct retry_rule *rule)
{
	struct verdict_plan plan = { JOB_WAITING, j->way, j->tries, j->losses,
				     0 };

	if (class == E_STOPPED)
		return plan;
	if (class == E_LOST) {
		plan.losses++;
		plan.pause_s = backoff_s(rule, plan.losses);
		if (plan.losses >= LOSSES_MAX)
			plan.state = JOB_FAILED;
		return plan;
	}
	if (class_is_machines(class)) {
		plan.pause_s = backoff_s(rule, 1);
		return plan;
	}
	if (way_is_at_fault(class) && rule->next_way > j->way) {
		plan.way = rule->next_way;
		return plan;
	}
	plan.tries++;
	plan.pause_s = backoff_s(rule, plan.tries);
	if (is_final(class) || plan.tries >= rule->tries)
		plan.state = JOB_FAILED;
	return plan;
}
