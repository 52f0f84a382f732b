/* rows.h -- the columns of job as sql/job.sql selects them; for job/ alone */
#ifndef JOB_ROWS_H
#define JOB_ROWS_H

#define JOB_OUTS(j)                                                            \
	DB_OUTS(&(j)->id, &(j)->maker, &(j)->subject, &(j)->deed, &(j)->state, \
		&(j)->lane, &(j)->rank, &(j)->blocks, &(j)->way, &(j)->tries,  \
		&(j)->losses, &(j)->crashes, &(j)->attempts, &(j)->due_at,     \
		&(j)->class, &(j)->reason, &(j)->log, &(j)->progress,          \
		&(j)->made_at, &(j)->failed_at)

#endif
