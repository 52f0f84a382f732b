/*
 * scrub-batch.c -- the files of one batch, linked into its attempt's folder
 *
 * in/LINK is a second name of the file, for @scrub may see nothing else of the
 * site; in/list says what each should be. LINK is MEDIA.PATH of a rendition and
 * MEDIA.raw of an original: so what is found out about it can be matched with
 * the row that it has then. What cannot be linked stands in `batch`.
 */
#include "media/scrub-part.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/io.h"
#include "base/pool.h"
#include "base/str.h"
#include "model/place.h"
#include "sql/scrub.sql.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BATCH_BYTES_MAX (256 << 10)

static bool is_there(const struct site *site, const char *path)
{
	struct stat st;

	return fstatat(site->dir, path, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

static const char *in_folder(struct db *db, const struct media *m,
			     const char *name)
{
	return pool_fmt(db->mem, "%s/%s", place_folder(db->mem, m), name);
}

const char *scrub_locate(struct db *db, const struct scrub_row *r)
{
	struct media other = r->media;
	const char *path;

	if (str_eq(r->file.name, FILE_RAW))
		return raw_path(db->mem, db->site, r->file.path, &path) < 0
			       ? NULL
			       : path;
	/* it may stand where it stood before a change of visibility */
	other.state = MEDIA_PUBLISHED;
	other.visibility = place_is_public(&r->media) ? VISIBILITY_PRIVATE
						      : VISIBILITY_PUBLIC;
	path = in_folder(db, &r->media, r->file.path);
	if (is_there(db->site, path))
		return path;
	path = in_folder(db, &other, r->file.path);
	return is_there(db->site, path) ? path : NULL;
}

static const char *link_name(struct db *db, const struct file *f)
{
	return pool_fmt(db->mem, "%" PRId64 ".%s", f->media,
			str_eq(f->name, FILE_RAW) ? FILE_RAW : f->path);
}

/* --- one file ------------------------------------------------------------- */

/* A word of what is wrong with it already, "" when it is linked, or NULL with
 * ret_rc: nothing can be linked here. */
static const char *link_one(struct db *db, const struct scrub_row *r, int in,
			    int *ret_rc)
{
	const char *path = scrub_locate(db, r);
	struct stat st;

	if (!path)
		return "missing";
	if (fstatat(db->site->dir, path, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return "missing";
	if (!S_ISREG(st.st_mode))
		return "no-file";
	if (linkat(db->site->dir, path, in, link_name(db, &r->file), 0) == 0)
		return "";
	if (errno == ENOENT)
		return "missing";
	*ret_rc = errno == EPERM || errno == EOPNOTSUPP || errno == EMLINK
			  ? err(E_UNSUPPORTED,
				"The files of this site cannot have a second "
				"name, so they are not read by themselves: let "
				"gremlin check do it.")
			  : err_sys("link %s", path);
	return NULL;
}

/* --- the batch ------------------------------------------------------------ */

struct linking {
	struct db *db;
	struct scrub_batch *batch;
	struct buf list, troubles;
	int in;
	int64_t planned_bytes;
};

static int add(struct linking *l, const struct scrub_row *r)
{
	const struct file *f = &r->file;
	int rc = 0;
	const char *word = link_one(l->db, r, l->in, &rc);

	if (!word)
		return rc;
	if (*word)
		buf_fmt(&l->troubles, "%s %s\n", link_name(l->db, f), word);
	else
		buf_fmt(&l->list, "%s %" PRId64 " %s\n", link_name(l->db, f),
			f->bytes, f->blake2b);
	l->batch->until.media = f->media;
	snprintf(l->batch->until.name, sizeof(l->batch->until.name), "%s",
		 f->name);
	l->batch->files++;
	l->batch->bytes += f->bytes;
	return 0;
}

static int add_rows(struct linking *l, int shift)
{
	_cleanup_(stmt_done) struct stmt st = { 0 };
	const struct scrub_place *from = &l->batch->from;
	int64_t most_bytes = SCRUB_BATCH_BYTES >> shift;
	int most = SCRUB_FILES_MAX >> shift;
	struct scrub_row r = { 0 };
	int rc = db_query(l->db, &st, SQL_SCRUB_FILES, from->media, from->name,
			  most ? most : 1);

	while (rc >= 0 && (rc = stmt_row_outs(&st, SCRUB_ROW_OUTS(&r))) > 0) {
		if (l->batch->files &&
		    l->batch->bytes + r.file.bytes > most_bytes)
			return 0;
		rc = add(l, &r);
	}
	return rc;
}

static int write_text(int dir, const char *name, const char *head,
		      const struct buf *lines)
{
	_cleanup_(fd_done) int fd = openat(
		dir, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	int rc = fd < 0 ? err_sys("make %s", name)
			: io_write(fd, head, strlen(head));

	return rc < 0 ? rc : io_write(fd, lines->at, lines->len);
}

static int write_batch(struct linking *l, int dir)
{
	const struct scrub_batch *b = l->batch;
	const char *head =
		pool_fmt(l->db->mem,
			 "batch 1 %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64
			 " %s %s\n",
			 b->files, b->bytes, b->from.media, b->until.media,
			 *b->from.name ? b->from.name : "-", b->until.name);
	int rc = write_text(dir, "batch", head, &l->troubles);

	return rc < 0 ? rc : write_text(l->in, "list", "scrub 1\n", &l->list);
}

int scrub_link(struct db *db, const struct scrub_place *from, int shift,
	       int dir, struct scrub_batch *ret)
{
	_cleanup_(fd_done) int in = -1;
	struct linking l = { .db = db, .batch = ret };
	int rc;

	*ret = (struct scrub_batch){ .from = *from, .until = *from };
	if (mkdirat(dir, "in", 0700) < 0)
		return err_sys("make folder in");
	in = openat(dir, "in", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (in < 0)
		return err_sys("open folder in");
	l.in = in;
	rc = add_rows(&l, shift);
	if (rc == 0)
		rc = l.list.rc < 0 ? l.list.rc : l.troubles.rc;
	if (rc == 0)
		rc = write_batch(&l, dir);
	buf_done(&l.list);
	buf_done(&l.troubles);
	return rc;
}

int scrub_read_batch(struct db *db, int out, struct scrub_batch *ret)
{
	_cleanup_(fd_done) int dir =
		openat(out, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct scrub_batch b = { 0 };
	int end = 0, rc;
	char *text;

	if (dir < 0)
		return err_sys("open the attempt's folder");
	rc = io_read_file(db->mem, dir, "batch", BATCH_BYTES_MAX, &text, NULL);
	if (rc < 0)
		return rc;
	if (sscanf(text,
		   "batch 1 %18" SCNd64 " %18" SCNd64 " %18" SCNd64
		   " %18" SCNd64 " %96s %96s%n",
		   &b.files, &b.bytes, &b.from.media, &b.until.media,
		   b.from.name, b.until.name, &end) != 6 ||
	    text[end] != '\n')
		return err(E_FORMAT, "batch is not what was written");
	if (str_eq(b.from.name, "-"))
		b.from.name[0] = '\0';
	b.troubles = text + end + 1;
	*ret = b;
	return 0;
}
