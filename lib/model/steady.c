/*
 * steady.c -- a clock that does not jump
 *
 * What is noted is one moment by three clocks: this one, the monotonic one,
 * and the boot which that belongs to. Within the boot the rest is addition.
 */
#include "model/steady.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "model/upkeep.h"
#include "proc/procfs.h"

#include <inttypes.h>
#include <stdio.h>

#define NOTED	"clock.steady"
#define SLACK_S 3600	    /* corrections, and the hours of a bad time zone */
#define OFF_S	(24 * 3600) /* so long may a machine have been off */

struct moment {
	int64_t at, mono_ms;
	char boot[PROCFS_BOOT_BYTES];
};

static bool read_moment(struct db *db, struct moment *ret)
{
	const char *text;

	return upkeep_text(db, NOTED, &text) == 0 &&
	       sscanf(text, "%18" SCNd64 " %18" SCNd64 " %39s", &ret->at,
		      &ret->mono_ms, ret->boot) == 3;
}

static int64_t now_in(struct db *db, const char *boot, int64_t mono_ms)
{
	int64_t wall = clock_now(), at;
	struct moment m;

	if (!read_moment(db, &m))
		return wall;
	if (!str_eq(m.boot, boot))
		return wall >= m.at && wall - m.at <= OFF_S ? wall : m.at;
	at = m.at + (mono_ms - m.mono_ms) / 1000;
	return wall >= at - SLACK_S && wall <= at + SLACK_S ? wall : at;
}

int64_t steady_now(struct db *db)
{
	char boot[PROCFS_BOOT_BYTES];

	if (procfs_boot_id(boot) < 0)
		return clock_now();
	return now_in(db, boot, clock_mono_ms());
}

int steady_keep(struct db *db)
{
	int64_t mono_ms = clock_mono_ms();
	char boot[PROCFS_BOOT_BYTES];
	int rc = procfs_boot_id(boot);

	if (rc < 0)
		return rc;
	return upkeep_set_text(
		db, NOTED,
		pool_fmt(db->mem, "%" PRId64 " %" PRId64 " %s",
			 now_in(db, boot, mono_ms), mono_ms, boot));
}
