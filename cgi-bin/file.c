/*
 * file.c -- bytes that need a permission check, and originals
 *
 * What everybody may see, the web server serves by itself; an old address of
 * ours leads there. Where the server keeps the Range header to itself, a film
 * or a song is handed out for some hours (model/handout.h), since nobody could
 * seek in it otherwise. The database is closed before the first byte goes out.
 */
#include "web/web.h"
#include "base/base.h"
#include "base/io.h"
#include "base/str.h"
#include "http/cond.h"
#include "http/range.h"
#include "model/handout.h"
#include "model/place.h"
#include "web/original.h"
#include "web/shown.h"

#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>

#define ETAG_CHARS 32

static int unsatisfiable(struct reply *rp, int64_t size_bytes)
{
	reply_header(rp, "Content-Range",
		     pool_fmt(rp->mem, "bytes */%" PRId64, size_bytes));
	return reply_text(rp, err_http(E_RANGE),
			  pool_fmt(rp->mem, "%s\n", err_text(E_RANGE)));
}

/* The whole file, the part of it that was asked for, or nothing where the
 * client has it. fd: closed here, or by the reply. */
static int answer(const struct req *rq, struct reply *rp, const struct file *f,
		  int fd)
{
	_cleanup_(fd_done) int file = fd;
	struct range part = { 0 };
	struct stat st;
	int ranged = 0;

	if (fstat(file, &st) < 0)
		return err_sys("look at '%s'", f->path);
	if (*f->blake2b)
		rp->etag =
			pool_fmt(rp->mem, "\"%.*s\"", ETAG_CHARS, f->blake2b);
	rp->cache = "private, no-cache"; /* kept, but asked for each time */
	reply_header(rp, "Accept-Ranges", "bytes");
	rp->status = 304;
	if (cond_is_fresh(rq, rp->etag, 0))
		return 0;
	part.bytes = st.st_size;
	if (rq->method == GET && cond_range_counts(rq, rp->etag, 0))
		ranged = range_parse(req_var(rq, REQ_RANGE), st.st_size, &part);
	if (ranged < 0)
		return unsatisfiable(rp, st.st_size);
	if (ranged)
		reply_header(rp, "Content-Range",
			     pool_fmt(rp->mem,
				      "bytes %" PRId64 "-%" PRId64 "/%" PRId64,
				      part.first, part.first + part.bytes - 1,
				      (int64_t)st.st_size));
	file = -1;
	return reply_file(rp, ranged ? 206 : 200, f->mime, fd, part.first,
			  part.bytes);
}

/* Originals are strangers' bytes: saved, never shown, and in a sandbox. */
static int original(struct ctx *cx, const struct req *rq, struct reply *rp,
		    const struct media *m)
{
	const struct file *raw;
	const char *name;
	struct shown s;
	int rc = shown_read(cx, m, &s), fd;

	if (rc < 0)
		return rc;
	raw = file_find(s.files, s.file_count, FILE_RAW);
	if (!raw)
		return err(E_ABSENT, "the original of '%s' is not here",
			   m->title);
	if (!original_offered(&s))
		return err(E_DENIED, "the original tells where it was taken, "
				     "and its owner does not show that");
	rc = original_name(&s, &name);
	if (rc < 0)
		return rc;
	fd = raw_open(cx->mem, &cx->site, raw->path);
	if (fd < 0)
		return fd;
	rp->sandbox = 1;
	reply_header(rp, "Content-Disposition",
		     reply_attachment(cx->mem, name));
	return answer(rq, rp, raw, fd);
}

static bool needs_server(const struct ctx *cx, const struct file *f)
{
	return req_is_busybox(cx->rq) &&
	       str_eq(cx->site.set.redirect, "auto") && cx->token &&
	       !str_starts(f->mime, "image/");
}

static int rendition(struct ctx *cx, const struct req *rq, struct reply *rp,
		     const struct media *m, const struct file *f)
{
	const char *folder = place_folder(cx->mem, m), *path;
	int rc = E_UNSUPPORTED, fd;

	if (needs_server(cx, f))
		rc = handout_link(cx->mem, &cx->site, cx->token, folder,
				  f->path, &path);
	if (rc == 0)
		return reply_redirect(rp, 302,
				      url_file(cx->mem, &cx->urls, path));
	if (rc != E_UNSUPPORTED && rc != E_ABSENT)
		return rc;
	fd = place_open(cx->mem, &cx->site, m, f->path);
	if (fd < 0)
		return fd;
	reply_header(rp, "Content-Disposition",
		     pool_fmt(cx->mem, "inline; filename=\"%s\"", f->path));
	return answer(rq, rp, f, fd);
}

static int serve(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	const char *name = req_part(rq, "name");
	struct stills stills;
	struct media m;
	struct file f;
	int rc = media_by_key(&cx->db, req_part(rq, "key"), &m);

	if (rc == 0)
		rc = may(&cx->me, MAY_VIEW, &m);
	if (rc < 0)
		return rc;
	if (str_eq(name, FILE_RAW))
		return original(cx, rq, rp, &m);
	rc = file_by_path(&cx->db, m.id, name, &f);
	if (rc == E_ABSENT || (rc == 0 && str_eq(f.name, FILE_RAW)))
		return err(E_ABSENT, "'%s' has no file of this name", m.title);
	if (rc < 0)
		return rc;
	if (!place_is_public(&m))
		return rendition(cx, rq, rp, &m, &f);
	stills = stills_start(cx, m.key, m.state, m.visibility);
	return reply_redirect(rp, 302, stills_href(&stills, f.path));
}

static const struct route routes[] = {
	{ GET, "/file/{key}/{name}", serve },
	{ 0 },
};

int main(int argc, char **argv)
{
	return web_main(argc, argv, routes);
}
