/*
 * gremlin-add.c -- publish files from the disk
 *
 * The same way as a form's: bytes into content/incoming, then one transaction.
 * The database is not open while bytes are copied.
 */
#include "worker/gremlin.h"
#include "base/base.h"
#include "base/err.h"
#include "base/io.h"
#include "base/str.h"
#include "db/db.h"
#include "http/url.h"
#include "job/bell.h"
#include "media/maker.h"
#include "media/sniff.h"
#include "model/upload.h"
#include "model/user.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STEP_BYTES (256 << 10)

struct adding {
	struct gremlin *g;
	struct kinds kinds;
	struct user user;
	enum visibility visibility;
	const char *title, *alt, *description;
	struct pool mem; /* of one file */
};

/* --- what it is to be --------------------------------------------------------
 */

/* Whose it is, without --user: the first admin's. */
static int first_admin(struct db *db, struct user *ret)
{
	struct user *list;
	int n = user_list(db, &list);

	if (n < 0)
		return n;
	for (int i = 0; i < n; i++)
		if (list[i].rights & RIGHT_ADMIN) {
			*ret = list[i];
			return 0;
		}
	return err(E_ABSENT, "nobody here is an admin: say with --user NAME "
			     "whose it is to be");
}

static int find_user(struct gremlin *g, struct user *ret)
{
	_cleanup_(db_done) struct db db = { .room = -1 };
	const char *name = opt_value(g, "user");
	int rc = db_open(&g->mem, &g->site, &db);

	if (rc < 0)
		return rc;
	return name ? user_by_name(&db, name, ret) : first_admin(&db, ret);
}

static int read_visibility(struct gremlin *g, enum visibility *ret)
{
	static const char *const words[] = {
		[VISIBILITY_PRIVATE] = "private",
		[VISIBILITY_UNLISTED] = "unlisted",
		[VISIBILITY_PUBLIC] = "public",
	};
	const char *word = opt_value(g, "visibility");

	*ret = VISIBILITY_PUBLIC;
	if (!word)
		return 0;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eq(word, words[i])) {
			*ret = (enum visibility)i;
			return 0;
		}
	return err(E_USAGE,
		   "--visibility is public, unlisted or private, not '%s'",
		   word);
}

static const char *tidy_option(struct gremlin *g, const char *name,
			       size_t max_chars, bool lines)
{
	const char *text = opt_value(g, name);

	return text ? str_tidy(&g->mem, text, strlen(text), max_chars, lines)
		    : "";
}

static void read_texts(struct gremlin *g, struct adding *a)
{
	a->title = tidy_option(g, "title", TITLE_MAX_CHARS, false);
	a->description =
		tidy_option(g, "description", DESCRIPTION_MAX_CHARS, true);
	a->alt = tidy_option(g, "alt", ALT_MAX_CHARS, false);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static struct media_new describe(struct adding *a, const char *path,
				 const struct sniffed *what)
{
	const char *name = base_name(path);

	return (struct media_new){
		.uid = a->user.uid,
		.title = a->title,
		.description = a->description,
		.alt = a->alt,
		.visibility = a->visibility,
		.file_name = str_eq(name, "-") ? "" : name,
		.kind = what->kind->name,
		.type = what->format->name,
	};
}

/* --- one file ----------------------------------------------------------------
 */

/* ret_bytes: its size, or 0 where nobody knows. A descriptor or E_*. */
static int open_file(const char *path, int64_t *ret_bytes)
{
	struct stat st;
	int fd;

	if (str_eq(path, "-"))
		fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	else
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0 && errno == EACCES)
		return err(E_ACCESS, "the owner of the site may not read it; "
				     "\"-\" reads standard input");
	if (fd < 0)
		return err_sys("open");
	if (fstat(fd, &st) < 0 || S_ISDIR(st.st_mode)) {
		fd_done(&fd);
		return err(E_FIELD, "it is a folder; name the files in it");
	}
	*ret_bytes = S_ISREG(st.st_mode) ? st.st_size : 0;
	return fd;
}

/* Its kind is known, or it is refused, before any more is read. */
static int copy(struct adding *a, int fd, struct upload *u, struct bar *bar,
		struct sniffed *ret)
{
	static char step[STEP_BYTES];
	size_t n;
	int rc;

	do {
		rc = io_read(fd, step, sizeof(step), &n);
		if (rc == 0 && !u->bytes)
			rc = sniff(&a->kinds, step, n, ret);
		if (rc == 0 && n)
			rc = upload_append(u, step, n);
		if (rc < 0)
			return rc;
		bar_move(bar, (int64_t)n);
	} while (n == sizeof(step));
	return upload_finish(u);
}

static void print_url(struct adding *a, const struct media *m)
{
	const struct settings *set = &a->g->site.set;
	size_t n = strlen(set->base_url);
	struct urls urls = { .pretty = !str_eq(set->urls, "plain") };

	while (n && set->base_url[n - 1] == '/')
		n--;
	urls.prefix = pool_dup_n(&a->mem, set->base_url, n);
	puts(URL(&a->mem, &urls, URL_MEDIA, m->owner, m->slug));
	fflush(stdout);
}

static int commit(struct adding *a, struct upload *u,
		  const struct media_new *new, const char *mime)
{
	_cleanup_(db_done) struct db db = { .room = -1 };
	struct media m;
	int64_t id;
	int rc = db_open(&a->mem, &a->g->site, &db);

	if (rc == 0)
		rc = upload_commit(&db, u, new, mime, &id);
	if (rc == 0)
		rc = media_by_id(&db, id, &m);
	if (rc == 0)
		print_url(a, &m);
	return rc;
}

/* As a page does: what cannot have its rows now gets them by the worker. */
static int keep(struct adding *a, struct upload *u, const struct media_new *new,
		const char *path, const char *mime)
{
	int rc = commit(a, u, new, mime);

	if (rc == E_FROZEN || rc == E_NEWER || rc == E_BUSY) {
		rc = upload_park(u, new, mime);
		if (rc == 0)
			warn("%s: received; it appears when maintenance ends",
			     path);
	}
	if (rc == 0)
		bell_ring(&a->g->site);
	return rc;
}

static int add_file(struct adding *a, const char *path)
{
	_cleanup_(upload_done) struct upload u = { .fd = -1 };
	_cleanup_(fd_done) int fd = -1;
	struct media_new new;
	struct sniffed what;
	struct bar bar;
	int64_t bytes = 0;
	int rc;

	fd = open_file(path, &bytes);
	if (fd < 0)
		return fd;
	rc = upload_start(&a->g->site, a->user.uid, bytes, &u);
	if (rc < 0)
		return rc;
	bar_start(&bar, base_name(path), bytes);
	rc = copy(a, fd, &u, &bar, &what);
	bar_clear(&bar);
	if (rc < 0)
		return rc;
	new = describe(a, path, &what);
	return keep(a, &u, &new, path, what.format->mime);
}

/* --- all of them -------------------------------------------------------------
 */

static int add_files(struct adding *a)
{
	int failed = 0, last = 0;

	for (int i = 0; i < a->g->args_n; i++) {
		int rc = add_file(a, a->g->args[i]);

		pool_done(&a->mem);
		if (rc < 0) {
			warn("%s: %s", a->g->args[i], err_text(rc));
			last = rc;
			failed++;
		}
	}
	if (failed)
		return err(last, "%d of %d files were not added", failed,
			   a->g->args_n);
	return 0;
}

static int run_add(struct gremlin *g)
{
	struct adding a = { .g = g };
	int rc = read_visibility(g, &a.visibility);

	if (rc == 0)
		rc = find_user(g, &a.user);
	if (rc == 0)
		rc = media_kinds(&g->mem, &g->site, &a.kinds);
	if (rc < 0)
		return rc;
	read_texts(g, &a);
	return add_files(&a);
}

static int find_owner(struct gremlin *g, int64_t uid, struct user *ret)
{
	_cleanup_(db_done) struct db db = { .room = -1 };
	int rc = db_open(&g->mem, &g->site, &db);

	if (rc < 0)
		return rc;
	rc = user_by_uid(&db, uid, ret);
	return rc == E_ABSENT ? first_admin(&db, ret) : rc;
}

int give_back(struct gremlin *g, const char *path, int64_t uid)
{
	struct adding a = { .g = g,
			    .visibility = VISIBILITY_PRIVATE,
			    .title = "Found again",
			    .alt = "",
			    .description = "" };
	int rc = find_owner(g, uid, &a.user);

	if (rc == 0)
		rc = media_kinds(&g->mem, &g->site, &a.kinds);
	if (rc == 0)
		rc = add_file(&a, path);
	pool_done(&a.mem);
	return rc;
}

const struct subcommand command_add = {
	.name = "add",
	.args = "FILE...",
	.least = 1,
	.most = -1,
	.help = "publish files, and print the address of each",
	.opts = { { "user", "NAME", "whose it is; else the first admin's" },
		  { "title", "TEXT", "else the name of the file" },
		  { "alt", "TEXT", "what one sees, for who does not" },
		  { "description", "TEXT", "in Markdown" },
		  { "visibility", "WORD", "public, unlisted or private" } },
	.run = run_add,
};
