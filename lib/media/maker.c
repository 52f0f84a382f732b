/* maker.c -- media jobs: what they run, and what people ask of them */
#include "media/maker-part.h"
#include "media/slice.h"
#include "base/base.h"
#include "base/err.h"
#include "base/fault.h"
#include "base/io.h"
#include "base/pool.h"
#include "base/str.h"
#include "job/kept.h"
#include "model/room.h"
#include "sql/media.sql.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define NICE_AGAIN 19 /* nobody waits for it */

/* `in` is a hard link, so that a move of the original does not matter. */
static int link_in(struct db *db, const struct bench *b, int dir)
{
	const struct file *raw = file_find(b->files, b->files_n, FILE_RAW);
	const char *path;
	int rc;

	if (!raw)
		return err(E_ABSENT, "its original is not known any more");
	rc = raw_path(db->mem, db->site, raw->path, &path);
	if (rc < 0)
		return rc;
	if (!FAULT("in") && linkat(db->site->dir, path, dir, "in", 0) == 0)
		return 0;
	if (errno != EPERM && errno != EOPNOTSUPP && errno != EMLINK)
		return err_sys("link %s", path);
	if (symlinkat(pool_fmt(db->mem, "%s/%s", db->site->path, path), dir,
		      "in") < 0)
		return err_sys("link %s", path);
	return 0;
}

/* What is made of it is hardly larger than it is itself. */
static int check_room(struct db *db, const struct bench *b,
		      const struct output *o)
{
	const struct file *raw = file_find(b->files, b->files_n, FILE_RAW);

	return room_to_make(db->site, raw && o->products_n ? raw->bytes : 0);
}

/* In slices it goes on where the last attempt was interrupted. */
static int spec_in_slices(struct db *db, struct media_shop *shop,
			  const struct bench *b, const struct making *mk,
			  const struct job *j, int dir, struct spec *ret)
{
	_cleanup_(fd_done) int out = -1;
	int rc = kept_take(db->site, j->id, dir);

	if (rc < 0)
		return rc;
	out = io_open_beneath(dir, "out", O_RDONLY | O_DIRECTORY, 0);
	return out < 0 ? out
		       : slice_spec(db->mem, mk->recipe, mk->output, mk->way,
				    &b->facts, &shop->host, j->tries, out, ret);
}

static int spec_of(struct db *db, struct media_shop *shop,
		   const struct bench *b, const struct making *mk,
		   const struct job *j, int dir, struct spec *ret)
{
	if (slice_is_meant(&mk->output->ways[mk->way], &b->facts, &shop->host))
		return spec_in_slices(db, shop, b, mk, j, dir, ret);
	return plan_spec(db->mem, mk->recipe, mk->output, mk->way, &b->facts,
			 &shop->host, j->tries, ret);
}

static int prepare(const struct maker *m, struct db *db, const struct job *j,
		   int dir, struct spec *ret)
{
	struct media_shop *shop = shop_of(m);
	struct making mk;
	struct mark mark;
	struct bench b;
	int rc = bench_load(db, j->subject, &b);

	if (rc == 0 && bench_spoilt(&b))
		rc = err(E_DAMAGED, "%s", damage_sentence(bench_spoilt(&b)));
	if (rc == 0)
		rc = bench_making(db, shop, &b, j, &mk);
	if (rc < 0)
		return rc;
	if (mk.way < 0) {
		const char *lack =
			plan_lacks(db->mem, mk.output, &b.facts, &shop->host);

		return err(E_TOOL, "'%s' is missing on this machine",
			   lack ? lack : "a way to make it");
	}
	rc = check_room(db, &b, mk.output);
	if (rc == 0)
		rc = link_in(db, &b, dir);
	if (rc < 0)
		return rc;
	rc = mark_now(db, shop, &b, &mk, &mark);
	if (rc == 0)
		rc = mark_write(dir, &mark);
	if (rc == 0)
		rc = spec_of(db, shop, &b, &mk, j, dir, ret);
	if (rc == 0 && job_is_again(j)) {
		ret->limits.nice = NICE_AGAIN;
		ret->limits.idle_io = true;
	}
	return rc;
}

static int next_way(const struct maker *m, struct db *db, const struct job *j)
{
	struct media_shop *shop = shop_of(m);
	struct making mk;
	struct bench b;

	if (bench_load(db, j->subject, &b) < 0 ||
	    bench_making(db, shop, &b, j, &mk) < 0 || mk.way < 0)
		return -1;
	return bench_way(db, shop, &b, mk.output, mk.way, job_is_again(j));
}

struct maker media_maker(struct media_shop *shop)
{
	return (struct maker){ .name = MEDIA_MAKER,
			       .self = shop,
			       .prepare = prepare,
			       .next_way = next_way,
			       .settle = maker_settle,
			       .plan = maker_plan };
}

/* --- what people ask for -------------------------------------------------- */

/* It is no failure any more, now that something of it is tried again. */
static int hope_again(struct db *db, const struct media *m)
{
	return m->state == MEDIA_FAILED ? media_set_working(db, m->id)
					: media_trouble_look(db, m->id);
}

int media_retry(struct db *db, int64_t media)
{
	struct media m;
	int rc = media_by_id(db, media, &m), n;

	if (rc < 0)
		return rc;
	n = job_retry(db, MEDIA_MAKER, media);
	if (n < 0)
		return n;
	rc = hope_again(db, &m);
	return rc < 0 ? rc : n;
}

int media_retry_job(struct db *db, const struct job *j)
{
	struct media m;
	int rc, n = job_retry_one(db, j->id);

	if (n <= 0 || !str_eq(j->maker, MEDIA_MAKER))
		return n;
	rc = media_by_id(db, j->subject, &m);
	if (rc == 0)
		rc = hope_again(db, &m);
	return rc < 0 ? rc : n;
}

int media_cancel(struct db *db, int64_t job, const char *reason)
{
	struct media m;
	struct job j;
	int rc = job_by_id(db, job, &j), n;

	if (rc < 0)
		return rc;
	n = job_cancel(db, job, reason);
	if (n <= 0 || !str_eq(j.maker, MEDIA_MAKER))
		return n;
	rc = media_by_id(db, j.subject, &m);
	if (rc == 0 && m.state == MEDIA_WORKING && j.blocks)
		rc = media_set_failed(db, m.id, E_CANCELLED, reason);
	else if (rc == 0)
		rc = media_trouble_look(db, m.id);
	return rc < 0 ? rc : n;
}

int media_cancel_all(struct db *db, int64_t media, const char *reason)
{
	struct job *jobs;
	struct media m;
	int n = job_of_subject(db, MEDIA_MAKER, media, &jobs), ended = 0;
	int rc = n < 0 ? n : media_by_id(db, media, &m);

	for (int i = 0; rc >= 0 && i < n; i++) {
		if (jobs[i].state == JOB_FAILED)
			continue;
		rc = media_cancel(db, jobs[i].id, reason);
		ended += rc > 0;
	}
	/* it may not be planned yet, or lack nothing that blocks */
	if (rc >= 0 && m.state == MEDIA_WORKING) {
		rc = media_set_failed(db, media, E_CANCELLED, reason);
		ended++;
	}
	return rc < 0 ? rc : ended;
}

int media_retry_output(struct db *db, int64_t media, const char *output)
{
	struct job *jobs;
	int n = job_of_subject(db, MEDIA_MAKER, media, &jobs);

	for (int i = 0; i < n; i++)
		if (str_eq(jobs[i].deed, output))
			return media_retry_job(db, &jobs[i]);
	return err_only(n);
}

int media_retry_person(struct db *db, int64_t uid)
{
	int n = db_run(db, SQL_MEDIA_RETRY_JOBS, uid, (int)E_CANCELLED), more;

	if (n < 0)
		return n;
	more = db_run(db, SQL_MEDIA_RETRY_FAILED, uid, (int)E_CANCELLED);
	if (more < 0)
		return more;
	n += more;
	more = db_run(db, SQL_MEDIA_RETRY_OVER, uid);
	return more < 0 ? more : n;
}

int media_remove(struct db *db, int64_t media)
{
	int rc = job_forget(db, MEDIA_MAKER, media);

	return rc < 0 ? rc : media_delete(db, media);
}

bool media_is_busy(struct db *db, int64_t media)
{
	return job_is_busy(db, MEDIA_MAKER, media);
}
