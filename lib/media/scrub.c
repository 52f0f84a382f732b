/* scrub.c -- every file is read once in so many days, and compared */
#include "media/scrub-part.h"
#include "base/err.h"
#include "base/io.h"
#include "base/pool.h"
#include "base/str.h"
#include "media/maker-part.h"
#include "sql/scrub.sql.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define FOUND_BYTES_MAX (256 << 10)
#define NICE		19
#define SHIFT_A_TRY	3 /* an eighth of the files at each next try */

/* As @scrub says it, or this side. */
static const char *const words[DAMAGE_N] = {
	[DAMAGE_CONTENT] = "content", [DAMAGE_SIZE] = "size",
	[DAMAGE_MISSING] = "missing", [DAMAGE_UNREADABLE] = "unreadable",
	[DAMAGE_NO_FILE] = "no-file",
};

/* --- beginning ------------------------------------------------------------ */

static int fill_spec(struct db *db, const struct host *host, struct spec *ret)
{
	struct spec_command *c = POOL_NEW(db->mem, struct spec_command);
	const char **argv = pool_array(db->mem, 4, sizeof(*argv));
	int64_t percent = db->site->set.scrub_percent;

	percent = percent < 1 ? 1 : percent > 100 ? 100 : percent;
	argv[0] = "@scrub";
	argv[1] = "../in/list";
	argv[2] = pool_fmt(db->mem, "%" PRId64, percent);
	*c = (struct spec_command){ .argv = argv,
				    .argc = 3,
				    .out = SCRUB_FOUND };
	ret->commands = c;
	ret->commands_n = 1;
	ret->limits.nice = NICE;
	ret->limits.idle_io = true;
	ret->watch.stall_s = host->stall_s;
	ret->require_sandbox = host->require_sandbox;
	return 0;
}

static int prepare(const struct maker *m, struct db *db, const struct job *j,
		   int dir, struct spec *ret)
{
	int shift = (j->tries + j->losses) * SHIFT_A_TRY;
	struct scrub_place from;
	struct scrub_batch batch;
	int rc = scrub_where(db, &from);

	if (rc == 0)
		rc = scrub_link(db, &from, shift < 30 ? shift : 30, dir,
				&batch);
	return rc < 0 ? rc : fill_spec(db, &shop_of(m)->host, ret);
}

static int next_way(const struct maker *m, struct db *db, const struct job *j)
{
	(void)m;
	(void)db;
	(void)j;
	return -1;
}

/* --- what was found ------------------------------------------------------- */

struct finding {
	int64_t media;
	const char *name;
};

struct findings {
	struct finding at[SCRUB_FILES_MAX];
	int n;
};

static int plan(const struct maker *m, struct db *db, int64_t media)
{
	struct maker maker = media_maker(shop_of(m));

	return maker.plan(&maker, db, media);
}

/* A rendition is made again; from an original that is damaged, nothing. */
static int act(const struct maker *m, struct db *db, const struct file *f,
	       enum damage_what what)
{
	int rc = damage_mark(db, f->media, f->name, what);

	if (rc < 0)
		return rc;
	return str_eq(f->name, FILE_RAW) ? job_forget(db, MEDIA_MAKER, f->media)
					 : plan(m, db, f->media);
}

/* The row that the link was made for, if it is still so. */
static int row_of(struct db *db, char *link, struct scrub_row *ret)
{
	char *path;
	int64_t media = strtoll(link, &path, 10);
	struct file f;
	int rc;

	if (*path++ != '.')
		return err(E_FORMAT, "'%s' is the name of no file", link);
	if (str_eq(path, FILE_RAW))
		rc = file_by_name(db, media, FILE_RAW, &f);
	else
		rc = file_by_path(db, media, path, &f);
	return rc < 0 ? rc
		      : db_get_outs(db, SQL_SCRUB_FILE, IN(media, f.name),
				    SCRUB_ROW_OUTS(ret));
}

static enum damage_what what_of(const char *word)
{
	for (int i = DAMAGE_CONTENT; i < DAMAGE_N; i++)
		if (str_eq(words[i], word))
			return (enum damage_what)i;
	return DAMAGE_NONE;
}

static int take_line(const struct maker *m, struct db *db, char *line,
		     struct findings *found)
{
	char *word = strchr(line, ' ');
	enum damage_what what = word ? what_of(word + 1) : DAMAGE_NONE;
	struct scrub_row r;
	int rc;

	if (what == DAMAGE_NONE)
		return 0; /* the last line, and what a newer release says */
	*word = '\0';
	rc = row_of(db, line, &r);
	if (rc == E_ABSENT)
		return 0; /* replaced or deleted meanwhile */
	/* it may just have been on its way from one folder to the other */
	if (rc < 0 || (what == DAMAGE_MISSING && scrub_locate(db, &r)))
		return rc;
	if (found->n < SCRUB_FILES_MAX)
		found->at[found->n++] =
			(struct finding){ r.file.media, r.file.name };
	return act(m, db, &r.file, what);
}

static int take_lines(const struct maker *m, struct db *db, const char *text,
		      struct findings *found)
{
	char *rest = pool_dup(db->mem, text), *line;
	int rc = 0;

	while (rc == 0 && (line = strsep(&rest, "\n")))
		rc = take_line(m, db, line, found);
	return rc;
}

static bool is_found(const struct findings *f, const struct damage *d)
{
	for (int i = 0; i < f->n; i++)
		if (f->at[i].media == d->media &&
		    str_eq(f->at[i].name, d->name))
			return true;
	return false;
}

/* What was marked and is whole now: given back from a backup, or the disk has
 * thought better of it. */
static int forgive(const struct maker *m, struct db *db,
		   const struct scrub_batch *b, const struct findings *found)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	struct damage list[SCRUB_FILES_MAX] = { 0 };
	int n = 0, rc = db_query(db, &st, SQL_SCRUB_DAMAGED, b->from.media,
				 b->from.name, b->until.media, b->until.name);

	while (rc >= 0 && n < SCRUB_FILES_MAX &&
	       (rc = stmt_row(&st, &list[n].media, &list[n].name)) > 0)
		n++;
	stmt_done(&st);
	for (int i = 0; rc >= 0 && i < n; i++) {
		if (is_found(found, &list[i]))
			continue;
		rc = damage_clear(db, list[i].media, list[i].name);
		if (rc == 0)
			rc = plan(m, db, list[i].media);
	}
	return err_only(rc);
}

static int settle_batch(const struct maker *m, struct db *db,
			const struct job *j, const struct exit_record *e,
			int out)
{
	struct findings *found = POOL_NEW(db->mem, struct findings);
	struct scrub_batch b = { 0 };
	int rc = scrub_read_batch(db, out, &b);
	char *text;

	(void)j;
	(void)e;
	if (rc == 0)
		rc = io_read_file(db->mem, out, SCRUB_FOUND, FOUND_BYTES_MAX,
				  &text, NULL);
	if (rc == 0)
		rc = take_lines(m, db, b.troubles, found);
	if (rc == 0)
		rc = take_lines(m, db, text, found);
	if (rc == 0)
		rc = forgive(m, db, &b, found);
	return rc < 0 ? rc : scrub_moved(db, &b.until, b.files, b.bytes);
}

/* --- and then ------------------------------------------------------------- */

/*
 * Of the last try one file was left, and reading that hangs: then the disk does
 * not give it. All other failures stay, for somebody to look at.
 */
static int give_up_file(const struct maker *m, struct db *db)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	struct scrub_place at;
	struct scrub_row r;
	int rc = scrub_where(db, &at);

	if (rc == 0)
		rc = db_query(db, &st, SQL_SCRUB_FILES, at.media, at.name, 1);
	if (rc == 0)
		rc = stmt_row_outs(&st, SCRUB_ROW_OUTS(&r));
	stmt_done(&st);
	if (rc <= 0)
		return rc;
	at.media = r.file.media;
	snprintf(at.name, sizeof(at.name), "%s", r.file.name);
	rc = act(m, db, &r.file, DAMAGE_UNREADABLE);
	if (rc == 0)
		rc = scrub_moved(db, &at, 1, r.file.bytes);
	return rc < 0 ? rc : job_forget(db, SCRUB_MAKER, SCRUB_SUBJECT);
}

static int plan_scrub(const struct maker *m, struct db *db, int64_t subject)
{
	struct job *jobs;
	int n = job_of_subject(db, SCRUB_MAKER, subject, &jobs);

	if (n > 0 && jobs[0].state == JOB_FAILED && jobs[0].class == E_HUNG)
		return give_up_file(m, db);
	return err_only(n); /* the next batch is put when it is due */
}

struct maker scrub_maker(struct media_shop *shop)
{
	return (struct maker){ .name = SCRUB_MAKER,
			       .self = shop,
			       .prepare = prepare,
			       .next_way = next_way,
			       .settle = settle_batch,
			       .plan = plan_scrub };
}
