/* intake.c -- from the parts of a form to entries */
#include "web/intake.h"
#include "base/base.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "http/body.h"
#include "http/multipart.h"
#include "job/bell.h"
#include "media/maker.h"
#include "media/sniff.h"
#include "model/upload.h"
#include "web/oops.h"
#include "web/visible.h"
#include "web/web.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#define NONCE_CHARS	64
#define PART_MAX	1000000
#define TEXT_BYTES_MAX	(256 * 1024) /* of all fields of a form */
#define DRAIN_BYTES_MAX (16 * 1024 * 1024)
#define ID_CHARS	32 /* of a hash: 128 bits */

const struct field intake_fields[] = {
	[IN_CSRF] = { "csrf", "token", field_token, HASH_HEX, FIELD_OPTIONAL },
	[IN_NONCE] = { "nonce", "nonce", field_token, NONCE_CHARS },
	[IN_PART] = { "part", "part", field_number, PART_MAX, FIELD_OPTIONAL },
	[IN_TITLE] = { "title", "title", field_line, TITLE_MAX_CHARS,
		       FIELD_OPTIONAL },
	[IN_ALT] = { "alt", "alt text", field_line, ALT_MAX_CHARS,
		     FIELD_OPTIONAL },
	[IN_DESCRIPTION] = { "description", "description", field_text,
			     DESCRIPTION_MAX_CHARS, FIELD_OPTIONAL },
	[IN_VISIBILITY] = { "visibility", "visibility", field_visibility, 0,
			    FIELD_OPTIONAL },
	{ 0 },
};

struct reading {
	struct ctx *cx;
	struct intake *in;
	struct body body;
	struct multipart form;
	struct kinds kinds;
	size_t text_bytes; /* of fields so far */
	bool checked;	   /* a file came: the fields before it are fine */
	bool ended;	   /* enough: what follows is not looked at */
};

static int read_body(void *from, void *to, size_t size)
{
	return body_read(from, to, size);
}

/* --- fields ------------------------------------------------------------------
 */

static int take_field(struct reading *r, const struct part *part)
{
	_cleanup_(buf_done) struct buf text = { .max_bytes = TEXT_BYTES_MAX };
	const char *bytes;
	int n;

	while ((n = multipart_bytes(&r->form, &bytes)) > 0) {
		r->text_bytes += (size_t)n;
		if (r->text_bytes > TEXT_BYTES_MAX)
			return err(E_LARGE,
				   "the texts of the form are longer "
				   "than %d KiB together",
				   TEXT_BYTES_MAX >> 10);
		buf_put(&text, bytes, (size_t)n);
	}
	if (n < 0 || text.rc < 0)
		return n < 0 ? n : text.rc;
	form_put(&r->cx->form, part->name, buf_text(&text), text.len);
	return 0;
}

/* All fields, so that a form that is shown again is filled in. */
static int check_fields(struct ctx *cx)
{
	int checked = form_check(&cx->form), rc;
	const char *why = pool_dup(cx->mem, err_text(checked));

	rc = web_check_csrf(cx, form_text(&cx->form, IN_CSRF));
	if (rc < 0)
		return rc;
	return checked < 0 ? err(checked, "%s", why) : 0;
}

/* Before the first file: who sent this form, and is it well? */
static int check_form(struct reading *r)
{
	int rc = check_fields(r->cx);

	if (rc == 0)
		rc = media_kinds(r->cx->mem, &r->cx->site, &r->kinds);
	r->checked = rc == 0;
	return rc;
}

/* --- one file
 * ------------------------------------------------------------------ */

/* How many bytes the file has at most, by the length of the body: what is
 * still to come but for the last boundary. 0: not known. */
static int64_t announced(const struct reading *r, int first)
{
	int64_t tail = (int64_t)r->form.delimiter_bytes + 4;
	int64_t bytes = first + (int64_t)multipart_ahead(&r->form) +
			r->body.left_bytes - tail;

	if (r->body.left_bytes < 0 || bytes < first ||
	    bytes > r->cx->site.set.upload_bytes)
		return 0;
	return bytes;
}

static int look(struct reading *r, const struct upload *u, struct sniffed *what)
{
	if (what->kind)
		return 0;
	return sniff(&r->kinds, u->head, u->head_n, what);
}

/* What it is shows as soon as its head is there: no more of it is kept when
 * the site has no use for it. Returns what the connection says; ret_rc is
 * what became of the file. */
static int receive(struct reading *r, struct upload *u, struct sniffed *what,
		   const char *bytes, int n, int *ret_rc)
{
	int rc = upload_start(&r->cx->site, r->cx->me.uid, announced(r, n), u);

	while (rc == 0 && n > 0) {
		rc = upload_append(u, bytes, (size_t)n);
		if (rc == 0 && u->head_n == sizeof(u->head))
			rc = look(r, u, what);
		if (rc == 0)
			n = multipart_bytes(&r->form, &bytes);
	}
	if (rc == 0 && n == 0)
		rc = look(r, u, what);
	if (rc == 0 && n == 0)
		rc = upload_finish(u);
	*ret_rc = rc;
	return n < 0 ? n : 0;
}

/* The same for the same bytes of the same form of the same person. */
static const char *id_of(struct ctx *cx, const struct upload *u)
{
	char hex[HASH_HEX + 1];

	hash_text(pool_fmt(cx->mem, "%" PRId64 " %s %s", cx->me.uid,
			   form_text(&cx->form, IN_NONCE), u->blake2b),
		  hex);
	return pool_dup_n(cx->mem, hex, ID_CHARS);
}

static bool may_be_parked(int rc)
{
	return rc == E_FROZEN || rc == E_NEWER || rc == E_BUSY;
}

/* The whole file is on the disk: make it an entry. */
static int enter(struct reading *r, struct upload *u,
		 const struct sniffed *what, const char *name)
{
	struct ctx *cx = r->cx;
	const struct form *f = &cx->form;
	const struct media_new new = {
		.uid = cx->me.uid,
		.title = form_text(f, IN_TITLE),
		.description = form_text(f, IN_DESCRIPTION),
		.alt = form_text(f, IN_ALT),
		.visibility = (enum visibility)form_number(f, IN_VISIBILITY),
		.file_name = name,
		.kind = what->kind->name,
		.type = what->format->name,
		.nonce = id_of(cx, u),
		.part = (int)form_number(f, IN_PART) + r->in->n,
	};
	int64_t id;
	int rc = ctx_db_open(cx);

	if (rc == 0)
		rc = upload_commit(&cx->db, u, &new, what->format->mime, &id);
	ctx_db_close(cx);
	if (may_be_parked(rc)) {
		rc = upload_park(u, &new, what->format->mime);
		r->in->parked += rc == 0;
	}
	if (rc == 0)
		bell_ring(&cx->site);
	return rc;
}

static void note(struct reading *r, const char *name, int rc)
{
	struct intake *in = r->in;
	struct intake_file *f = &in->files[in->n++];

	if (rc == E_ABSENT || rc == E_EXISTS) /* a folder of ours */
		rc = err(E_IO, "%s", err_text(rc));
	*f = (struct intake_file){ .name = name, .rc = rc };
	in->in += rc == 0;
	if (rc == 0)
		return;
	if (err_http(rc) >= 500)
		fprintf(stderr, "contentgremlin: upload: %s\n", err_text(rc));
	f->why = oops_sentence(r->cx->mem, rc);
}

static int take_file(struct reading *r, const struct part *part)
{
	_cleanup_(upload_done) struct upload u = { .fd = -1 };
	struct sniffed what = { 0 };
	const char *bytes;
	int n = multipart_bytes(&r->form, &bytes);
	int rc = 0;

	if (n < 0)
		return n;
	if (n == 0 && !*part->filename)
		return 0; /* the field is there, but no file was chosen */
	if (r->in->n == INTAKE_FILES_MAX) {
		r->ended = true;
		note(r, part->filename,
		     err(E_LARGE,
			 "a form takes %d files: send this one, and "
			 "those after it, in another form",
			 INTAKE_FILES_MAX));
		return 0;
	}
	if (n == 0)
		rc = err(E_EMPTY, "the file is empty");
	else
		n = receive(r, &u, &what, bytes, n, &rc);
	if (n < 0)
		return n;
	if (rc == 0)
		rc = enter(r, &u, &what, part->filename);
	note(r, part->filename, rc);
	return 0;
}

/* --- the form
 * ------------------------------------------------------------------ */

static int take_part(struct reading *r, const struct part *part)
{
	int rc = 0;

	if (!part->filename)
		return r->checked ? 0 : take_field(r, part);
	if (!str_eq(part->name, "file"))
		return 0;
	if (!r->checked)
		rc = check_form(r);
	return rc < 0 ? rc : take_file(r, part);
}

static int take_parts(struct reading *r)
{
	struct part part;
	int rc = 0;

	while (rc == 0 && !r->ended) {
		rc = multipart_next(&r->form, &part);
		if (rc <= 0)
			break;
		rc = take_part(r, &part);
	}
	return rc;
}

static int begin(struct reading *r)
{
	struct ctx *cx = r->cx;
	int64_t limit = cx->site.set.upload_bytes;
	int rc;

	if (__builtin_mul_overflow(limit, INTAKE_FILES_MAX, &limit))
		limit = INT64_MAX;
	form_init(&cx->form, cx->mem, intake_fields);
	r->in->files = pool_array(cx->mem, INTAKE_FILES_MAX + 2,
				  sizeof(*r->in->files));
	ctx_db_close(cx);
	rc = body_open(&r->body, cx->rq, STDIN_FILENO, limit);
	if (rc < 0)
		return rc;
	return multipart_open(&r->form, cx->mem,
			      req_var(cx->rq, REQ_CONTENT_TYPE), read_body,
			      &r->body);
}

/*
 * Read on, within bounds, after a refusal: many clients look at the answer
 * only when they have sent everything, and see a broken connection if we leave
 * before that.
 */
static void drain(struct reading *r)
{
	char step[4096];

	while (r->body.got_bytes < DRAIN_BYTES_MAX &&
	       body_read(&r->body, step, sizeof(step)) > 0)
		;
}

static int refuse(struct reading *r, int rc)
{
	const char *why = err_text(rc);

	if (rc != E_GONE && rc != E_TIMEOUT)
		drain(r);
	return err(rc, "%s", why);
}

int intake_read(struct ctx *cx, struct intake *ret)
{
	struct reading r = { .cx = cx, .in = ret };
	int rc = begin(&r);

	if (rc == 0)
		rc = take_parts(&r);
	if (rc == 0 && !ret->n) {
		rc = check_fields(cx);
		if (rc == 0)
			rc = err(E_FIELD, "choose a file first");
	}
	if (rc < 0 && ret->in && rc != E_GONE) {
		/* what is in stays in, and its sender must know */
		note(&r, "", rc);
		r.ended = true;
		rc = 0;
	}
	if (rc < 0)
		return refuse(&r, rc);
	if (r.ended)
		drain(&r);
	return 0;
}
