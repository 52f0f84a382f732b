/* retry.c -- what to do with a job that failed */
#include "job/retry.h"
#include "base/err.h"

#define DAY_S	   (24 * 3600)
#define MACHINE_S  (15 * 60)
#define LOSSES_MAX 5

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

/* Somebody must mend something first, and nobody knows when. */
static bool waits_uncounted(int class)
{
	return class_is_machines(class) || class == E_CONFIG;
}

/* Less would have done, perhaps: after one thread, another program. */
static bool wants_less(int class)
{
	return class == E_HUNG || class == E_OOM;
}

static bool is_final(int class)
{
	return class == E_UNSUPPORTED || class == E_DAMAGED ||
	       class == E_LARGE || class == E_REFUSED;
}

static int64_t backoff_s(const struct retry_rule *rule, int tries,
			 int64_t most_s)
{
	double pause = (double)rule->backoff_s;

	while (--tries > 0 && pause < DAY_S)
		pause *= 2;
	pause *= 0.75 + rule->jitter / 2;
	return pause < (double)most_s ? (int64_t)pause : most_s;
}

static struct verdict_plan lost(struct verdict_plan plan,
				const struct retry_rule *rule)
{
	plan.losses++;
	plan.pause_s = backoff_s(rule, plan.losses, DAY_S);
	if (plan.losses >= LOSSES_MAX)
		plan.state = JOB_FAILED;
	return plan;
}

struct verdict_plan retry_plan(const struct job *j, int class,
			       const struct retry_rule *rule)
{
	struct verdict_plan plan = { JOB_WAITING, j->way, j->tries, j->losses,
				     0 };
	bool has_next = rule->next_way > j->way;

	if (class == E_STOPPED)
		return plan;
	if (class == E_LOST)
		return lost(plan, rule);
	if (waits_uncounted(class)) {
		plan.pause_s = backoff_s(
			rule, j->attempts - j->tries - j->losses, MACHINE_S);
		return plan;
	}
	if (way_is_at_fault(class) && has_next) {
		plan.way = rule->next_way;
		return plan;
	}
	plan.tries++;
	plan.pause_s = backoff_s(rule, plan.tries, DAY_S);
	if (is_final(class) || plan.tries >= rule->tries)
		plan.state = JOB_FAILED;
	else if (wants_less(class) && plan.tries > 1 && has_next)
		plan.way = rule->next_way;
	return plan;
}
