/* lost.c -- content/lost: originals that no row claims */
#include "model/lost.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/io.h"
#include "base/pool.h"
#include "base/rand.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOST	       "content/lost"
#define NOTE_FORMAT    1
#define NOTE_BYTES_MAX (64 * 1024)
#define NAMES_MAX      1000 /* of one file that is lost again and again */

static void json_done(json_t **j)
{
	json_decref(*j);
	*j = NULL;
}

static void text_done(char **text)
{
	free(*text);
	*text = NULL;
}

static const char *path_of(struct pool *p, const char *name)
{
	return pool_fmt(p, LOST "/%s", name);
}

static const char *note_of(struct pool *p, const char *name)
{
	return pool_fmt(p, LOST "/%s" LOST_NOTE, name);
}

static bool is_there(const struct site *site, const char *path)
{
	struct stat st;

	return fstatat(site->dir, path, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

/* --- keeping -------------------------------------------------------------- */

static int write_note(struct pool *p, const struct site *site, const char *name,
		      const char *from, int64_t bytes, const char *why)
{
	_cleanup_(json_done) json_t *j =
		json_pack("{s:i, s:s, s:s, s:s, s:I, s:I, s:s}", "format",
			  NOTE_FORMAT, "what", "original", "name", name, "from",
			  from, "bytes", (json_int_t)bytes, "found_at",
			  (json_int_t)clock_now(), "why", why);
	_cleanup_(text_done) char *text =
		j ? json_dumps(j, JSON_INDENT(1)) : NULL;

	if (!text)
		return err(E_FORMAT, "a name that cannot be written down");
	return io_write_file(site->dir, note_of(p, name), text, strlen(text),
			     0600);
}

/* A name that nothing has in content/lost. */
static int free_name(struct pool *p, const struct site *site, const char *id,
		     const char **ret)
{
	/* what looks like a note, or like one half written, is not listed */
	bool odd = str_ends(id, LOST_NOTE) || str_ends(id, ".tmp");
	const char *name = odd ? pool_fmt(p, "%s~", id) : id;

	for (int i = 1; i < NAMES_MAX; i++) {
		if (!is_there(site, path_of(p, name))) {
			*ret = name;
			return 0;
		}
		name = pool_fmt(p, "%s~%d", id, i);
	}
	return err(E_EXISTS, "content/lost is full of %s", id);
}

/* The note first: what stands there without one tells nothing of itself. */
int lost_keep(struct pool *p, const struct site *site, const char *from,
	      const char *why)
{
	const char *slash = strrchr(from, '/'), *name = NULL;
	struct stat st;
	int rc;

	if (fstatat(site->dir, from, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return err_sys("look at %s", from);
	rc = io_make_dirs(site->dir, LOST);
	if (rc == 0)
		rc = free_name(p, site, slash ? slash + 1 : from, &name);
	if (rc == 0)
		rc = write_note(p, site, name, from, st.st_size, why);
	if (rc < 0)
		return rc;
	if (renameat(site->dir, from, site->dir, path_of(p, name)) < 0)
		return err_sys("move %s to " LOST, from);
	rc = io_sync_dir(site->dir, LOST);
	if (rc == 0 && slash)
		rc = io_sync_dir(site->dir,
				 pool_dup_n(p, from, (size_t)(slash - from)));
	return rc;
}

/* --- listing -------------------------------------------------------------- */

/* What the note tells, as far as it does. */
static void read_note(struct pool *p, const struct site *site, struct lost *l)
{
	_cleanup_(json_done) json_t *j = NULL;
	const char *from = "", *why = "";
	json_int_t at = 0;
	char *text;

	if (io_read_file(p, site->dir, note_of(p, l->name), NOTE_BYTES_MAX,
			 &text, NULL) < 0)
		return;
	j = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	if (!j || json_unpack(j, "{s?s, s?s, s?I}", "from", &from, "why", &why,
			      "found_at", &at) < 0)
		return;
	l->from = pool_dup(p, from);
	l->why = pool_dup(p, why);
	l->found_at = at;
}

/* KEY.UID.LENGTH is the name of an upload. */
static int64_t uid_of(const char *name)
{
	int64_t uid = 0;

	if (strlen(name) <= RAND_KEY_CHARS ||
	    sscanf(name + RAND_KEY_CHARS, ".%18" SCNd64 ".", &uid) != 1)
		return 0;
	return uid;
}

int lost_list(struct pool *p, const struct site *site, int most,
	      struct lost **ret)
{
	_cleanup_(io_dir_done) DIR *d = NULL;
	struct lost *list = pool_array(p, (size_t)most, sizeof(*list));
	const struct dirent *e;
	int n = 0, rc = io_open_dir(site->dir, LOST, &d);

	*ret = list;
	if (rc < 0)
		return rc == E_ABSENT ? 0 : rc;
	while (n < most && (e = readdir(d))) {
		struct stat st;

		if (io_is_dots(e->d_name) || str_ends(e->d_name, LOST_NOTE) ||
		    str_ends(e->d_name, ".tmp") ||
		    fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		list[n] = (struct lost){ .name = pool_dup(p, e->d_name),
					 .from = "",
					 .why = "",
					 .bytes = st.st_size,
					 .uid = uid_of(e->d_name) };
		read_note(p, site, &list[n++]);
	}
	return n;
}

int lost_remove(struct pool *p, const struct site *site, const char *name)
{
	const char *const paths[] = { path_of(p, name), note_of(p, name) };

	for (size_t i = 0; i < ARRAY_LEN(paths); i++)
		if (unlinkat(site->dir, paths[i], 0) < 0 && errno != ENOENT)
			return err_sys("remove %s", paths[i]);
	return io_sync_dir(site->dir, LOST);
}
