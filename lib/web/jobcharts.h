/* jobcharts.h -- the last two days of all jobs, as charts */
#ifndef WEB_JOBCHARTS_H
#define WEB_JOBCHARTS_H

struct ctx;
struct job_groups;
struct view;

/* Include charts.tpl as CHARTS. groups: those there are now. 0, or what the
 * database says. */
int jobcharts_fill(struct ctx *, struct view *page, const struct job_groups *);

#endif
