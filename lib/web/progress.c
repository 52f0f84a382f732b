/* progress.c -- how far a media is that cannot be shown yet */
#include "web/progress.h"
#include "base/base.h"
#include "base/pool.h"
#include "job/job.h"
#include "media/maker.h"
#include "web/ctx.h"

#define WHOLE 1000 /* job.progress of what is done */

static struct progress sum_up(const struct job *jobs, int n, int made)
{
	int64_t done = (int64_t)made * WHOLE, all = done;
	struct progress p = { 0 };

	for (int i = 0; i < n; i++) {
		if (!jobs[i].blocks)
			continue;
		all += WHOLE;
		if (jobs[i].state != JOB_RUNNING)
			continue;
		p.begun = true;
		done += jobs[i].progress;
	}
	p.percent = all ? (int)(done * 100 / all) : 0;
	return p;
}

int progress_read(struct ctx *cx, int64_t media, int made, struct progress *ret)
{
	struct progress p;
	struct job *jobs;
	int n = job_of_subject(&cx->db, MEDIA_MAKER, media, &jobs), rc = 0;

	if (n < 0)
		return n;
	p = sum_up(jobs, n, made);
	if (n && !p.begun)
		rc = job_ahead(&cx->db, &jobs[0], &p.ahead);
	if (rc == 0)
		*ret = p;
	return rc;
}

int progress_rest(struct ctx *cx, int64_t media, const char **ret)
{
	int n, rc = job_pending(&cx->db, MEDIA_MAKER, media, &n);

	if (rc < 0)
		return rc;
	*ret = NULL;
	if (n == 1)
		*ret = "One more file of it is still being made.";
	else if (n)
		*ret = pool_fmt(cx->mem,
				"%d more files of it are still being made.", n);
	return 0;
}
