/* check-rows.c -- the file of each row: there, in place, whole */
#include "worker/check.h"
#include "base/base.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/io.h"
#include "base/str.h"
#include "db/db.h"
#include "model/file.h"
#include "model/media.h"
#include "model/place.h"
#include "proc/record.h"
#include "sql/check.sql.h"

#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>

#define ROWS_AT_ONCE 256
#define STEP_BYTES   (1 << 20)
#define TITLE_CHARS  40

struct row {
	struct file file;
	struct media media;
	bool moving; /* place() has not been run for it yet */
	bool marked; /* as damaged */
};

#define ROW_OUTS(r)                                                            \
	DB_OUTS(&(r)->file.media, &(r)->file.name, &(r)->file.path,            \
		&(r)->file.bytes, &(r)->file.blake2b, &(r)->media.key,         \
		&(r)->media.state, &(r)->media.visibility, &(r)->media.title,  \
		&(r)->moving, &(r)->marked)

enum finding {
	FOUND_WELL,
	FOUND_MISSING,
	FOUND_MISPLACED,
	FOUND_NO_FILE,
	FOUND_SIZE,
	FOUND_CONTENT,
	FOUND_UNREADABLE
};

static const enum damage_what damages[] = {
	[FOUND_MISSING] = DAMAGE_MISSING,
	[FOUND_NO_FILE] = DAMAGE_NO_FILE,
	[FOUND_SIZE] = DAMAGE_SIZE,
	[FOUND_CONTENT] = DAMAGE_CONTENT,
	[FOUND_UNREADABLE] = DAMAGE_UNREADABLE,
};

/* --- one file ----------------------------------------------------------------
 */

static bool is_there(const struct site *site, const char *path)
{
	struct stat st;

	return fstatat(site->dir, path, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

/* Where the file is, or NULL; and whether that is where it belongs. */
static const char *locate(struct pool *mem, const struct site *site,
			  const struct row *r, bool *ret_right)
{
	struct media other = r->media;
	const char *path;

	*ret_right = true;
	if (str_eq(r->file.name, FILE_RAW))
		return raw_path(mem, site, r->file.path, &path) < 0 ? NULL
								    : path;
	path = pool_fmt(mem, "%s/%s", place_folder(mem, &r->media),
			r->file.path);
	if (is_there(site, path))
		return path;
	*ret_right = r->moving;
	other.state = MEDIA_PUBLISHED;
	other.visibility = place_is_public(&r->media) ? VISIBILITY_PRIVATE
						      : VISIBILITY_PUBLIC;
	path = pool_fmt(mem, "%s/%s", place_folder(mem, &other), r->file.path);
	return is_there(site, path) ? path : NULL;
}

static int hash_matches(struct check *ck, int fd, const char *want)
{
	static char step[STEP_BYTES];
	char hex[HASH_HEX + 1];
	off_t at = 0;
	struct hash h;
	size_t n;

	hash_start(&h);
	do {
		int rc = io_read(fd, step, sizeof(step), &n);

		if (rc < 0)
			return rc;
		hash_add(&h, step, n);
		/* a whole site must not push all else out of the cache */
		posix_fadvise(fd, at, (off_t)n, POSIX_FADV_DONTNEED);
		at += (off_t)n;
		bar_move(&ck->bar, (int64_t)n);
	} while (n);
	hash_end(&h, hex);
	return str_eq(hex, want);
}

/* An enum finding, or E_*. */
static int look_at(struct check *ck, const struct row *r)
{
	_cleanup_(pool_done) struct pool mem = { 0 };
	_cleanup_(fd_done) int fd = -1;
	const struct site *site = &ck->g->site;
	struct stat st;
	bool right;
	const char *path = locate(&mem, site, r, &right);

	if (!path)
		return FOUND_MISSING;
	fd = io_open_beneath(site->dir, path, O_RDONLY | O_NONBLOCK, 0);
	if (fd == E_ABSENT)
		return FOUND_MISSING;
	if (fd == E_ACCESS)
		return FOUND_NO_FILE;
	if (fd < 0)
		return fd;
	if (fstat(fd, &st) < 0)
		return err_sys("look at %s", path);
	if (!S_ISREG(st.st_mode))
		return FOUND_NO_FILE;
	if (st.st_size != r->file.bytes)
		return FOUND_SIZE;
	if (!ck->quick) {
		int same = hash_matches(ck, fd, r->file.blake2b);

		if (same < 0) /* the others can be read */
			return FOUND_UNREADABLE;
		if (!same)
			return FOUND_CONTENT;
	}
	return right ? FOUND_WELL : FOUND_MISPLACED;
}

/* --- all of them -------------------------------------------------------------
 */

static int read_again(struct check *ck, struct pool *mem,
		      const struct row *before, struct row *ret)
{
	_cleanup_(db_done) struct db db = { .room = -1 };
	int rc = db_open(mem, &ck->g->site, &db);

	return rc < 0 ? rc
		      : db_get_outs(&db, SQL_CHECK_FILE,
				    IN(before->file.media, before->file.name),
				    ROW_OUTS(ret));
}

static int report(struct check *ck, const struct row *r, int found)
{
	_cleanup_(pool_done) struct pool mem = { 0 };

	trouble(ck, "media %" PRId64 " (%s): its %s is %s", r->file.media,
		one_line(&mem, r->media.title, TITLE_CHARS),
		str_eq(r->file.name, FILE_RAW)
			? pool_fmt(&mem, "original %s", r->file.path)
			: r->file.path,
		found == FOUND_MISPLACED ? "in the wrong folder"
					 : damage_text(damages[found]));
	if (!ck->repair)
		return 0;
	if (found == FOUND_MISPLACED)
		return repair_place(ck, r->file.media);
	return repair_damaged(ck, r->file.media, r->file.name, damages[found]);
}

static int check_row(struct check *ck, const struct row *r)
{
	_cleanup_(pool_done) struct pool mem = { 0 };
	int64_t before = ck->bar.done;
	struct row now;
	int found = look_at(ck, r), rc;

	bar_move(&ck->bar, r->file.bytes - (ck->bar.done - before));
	if (found == FOUND_WELL && r->marked && ck->repair && !ck->quick)
		return repair_whole(ck, r->file.media, r->file.name);
	if (found <= 0)
		return found;
	/* it may have been replaced, moved or deleted meanwhile */
	rc = read_again(ck, &mem, r, &now);
	if (rc < 0)
		return rc == E_ABSENT ? 0 : rc;
	found = look_at(ck, &now);
	ck->bar.done = before + r->file.bytes;
	return found <= 0 ? found : report(ck, &now, found);
}

/* The row after which the next ones are read. */
struct place {
	int64_t media;
	char name[RECORD_FILE_NAME_MAX + 1];
};

static int read_rows(struct check *ck, struct pool *mem,
		     const struct place *after, struct row *rows)
{
	_cleanup_(db_done) struct db db = { .room = -1 };
	_cleanup_(stmt_done) struct stmt st = { 0 };
	int n = 0, rc = db_open(mem, &ck->g->site, &db);

	if (rc == 0)
		rc = db_query(&db, &st, SQL_CHECK_FILES, after->media,
			      after->name, ROWS_AT_ONCE);
	while (rc >= 0 && n < ROWS_AT_ONCE &&
	       (rc = stmt_row_outs(&st, ROW_OUTS(&rows[n]))) > 0)
		n++;
	return rc < 0 ? rc : n;
}

int check_rows(struct check *ck)
{
	static struct row rows[ROWS_AT_ONCE];
	struct place after = { 0 };
	int n;

	do {
		_cleanup_(pool_done) struct pool mem = { 0 };

		n = read_rows(ck, &mem, &after, rows);
		for (int i = 0; i < n; i++) {
			int rc = check_row(ck, &rows[i]);

			if (rc < 0)
				return rc;
			after.media = rows[i].file.media;
			snprintf(after.name, sizeof(after.name), "%s",
				 rows[i].file.name);
		}
	} while (n > 0);
	return n;
}
