/*
 * intake.h -- the files of a form, kept as they arrive
 *
 * Fields come first, then files. Before the first byte of the first file is
 * kept, the token and all fields are checked; the database is closed while
 * the body is read, and opened for a moment as each file ends. So a file that
 * has arrived is there, whatever becomes of those after it.
 *
 * The form carries a nonce. The same file of the same form sent again is found
 * and makes no second entry; another file under the same nonce, from a page
 * that a browser showed again, is another entry.
 */
#ifndef WEB_INTAKE_H
#define WEB_INTAKE_H

#include "http/form.h"

#include <stdbool.h>

struct ctx;

#define INTAKE_FILES_MAX 100

enum {
	IN_CSRF,
	IN_NONCE,
	IN_PART,
	IN_TITLE,
	IN_ALT,
	IN_DESCRIPTION,
	IN_VISIBILITY
};
extern const struct field intake_fields[];

/* What became of one file. */
struct intake_file {
	const char *name; /* as it was sent, cleaned; "" when it has none */
	int rc;		  /* 0: it is in; else why it is not */
	const char *why;  /* a sentence for its sender, when it is not */
};

struct intake {
	struct intake_file *files;
	int n, in;
	int parked; /* of those that are in: no row knows them yet */
};

/*
 * Read the body of the request; its fields go to cx->form. Needs somebody who
 * is signed in and may upload. The database is closed afterwards.
 *
 * ret: in the order in which they came.
 *
 * Returns 0 when there was a file at least, whatever became of it, or
 *   E_CSRF, E_FIELD  nothing was kept
 *   E_UNSUPPORTED, E_REQUEST, E_LARGE, E_LENGTH, E_TIMEOUT, E_GONE  as
 *            multipart.h and body.h say, before any file was in
 *   E_CONFIG, E_IO   on our side
 */
int intake_read(struct ctx *cx, struct intake *ret);

#endif
