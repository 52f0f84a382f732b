/* tier.c -- one tier of the queue as a whole */
#include "job/job.h"
#include "sql/job.sql.h"

_Static_assert(TIER_AGAIN *JOB_STEPS *JOB_TURNS == 1000000000,
	       "sql/media.sql has it");

static int rank_from(int tier)
{
	return tier * JOB_STEPS * JOB_TURNS;
}

int job_tier_count(struct db *db, enum job_tier tier, enum job_state state,
		   int most, int *ret)
{
	return db_get(db, SQL_JOB_TIER_COUNT,
		      IN((int)state, rank_from((int)tier),
			 rank_from((int)tier + 1), most),
		      ret);
}

int job_tier_drop(struct db *db, enum job_tier tier, int most)
{
	return db_run(db, SQL_JOB_TIER_DROP, rank_from((int)tier),
		      rank_from((int)tier + 1), most);
}
