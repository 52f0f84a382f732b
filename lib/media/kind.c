/* kind.c -- load recipes, and find out which tools there are */
#include "media/kind.h"
#include "media/lines.h"
#include "media/vec.h"
#include "base/base.h"
#include "base/err.h"
#include "base/io.h"
#include "base/str.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	KINDS_MAX = 64
};

static int by_name(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

static void dir_done(DIR **d)
{
	if (*d)
		closedir(*d);
}

/* The names of *.ini in a folder, sorted. */
static int list_recipes(struct pool *mem, int dir, const char ***ret,
			int *ret_n)
{
	int again = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	_cleanup_(dir_done) DIR *d = again < 0 ? NULL : fdopendir(again);
	const char **names = NULL;
	struct dirent *e;
	int n = 0;

	if (!d) {
		int rc = err_sys("the folder of recipes cannot be read");

		if (again >= 0)
			close(again);
		return rc;
	}
	while ((e = readdir(d)))
		if (str_ends(e->d_name, ".ini") && e->d_name[0] != '.')
			VEC_ADD(mem, names, n, pool_dup(mem, e->d_name));
	if (n)
		qsort(names, (size_t)n, sizeof(*names), by_name);
	*ret = names;
	*ret_n = n;
	return 0;
}

static int read_recipe(struct pool *mem, int dir, const char *file,
		       struct recipe *ret)
{
	char *text;
	size_t n;
	int rc = io_read_file(mem, dir, file, RECIPE_BYTES_MAX, &text, &n);

	if (rc < 0)
		return rc;
	return recipe_parse(mem, file, text, n, ret);
}

/* The site's own stand before the release's, and instead of a namesake. */
static void put(struct pool *mem, struct kinds *kinds, struct recipe *r)
{
	for (int i = 0; i < kinds->n; i++)
		if (str_eq(kinds->at[i].name, r->name))
			kinds->at[i--] = kinds->at[--kinds->n];
	kinds->at = vec_grown(mem, kinds->at, kinds->n, sizeof(*kinds->at));
	kinds->at[kinds->n++] = *r;
}

static int by_owner_and_name(const void *a, const void *b)
{
	const struct recipe *x = a, *y = b;

	if (x->own != y->own)
		return x->own ? -1 : 1;
	return strcmp(x->name, y->name);
}

int kinds_add(struct pool *mem, struct kinds *kinds, int dir, bool own)
{
	const char **names = NULL;
	int n = 0, rc = list_recipes(mem, dir, &names, &n);

	if (rc < 0)
		return rc;
	for (int i = 0; i < n && kinds->n < KINDS_MAX; i++) {
		struct recipe r;

		rc = read_recipe(mem, dir, names[i], &r);
		if (rc < 0 && !own)
			return rc;
		if (rc < 0) {
			VEC_ADD(mem, kinds->troubles, kinds->troubles_n,
				pool_dup(mem, err_text(rc)));
			continue;
		}
		r.own = own;
		put(mem, kinds, &r);
	}
	if (kinds->n)
		qsort(kinds->at, (size_t)kinds->n, sizeof(*kinds->at),
		      by_owner_and_name);
	return 0;
}

static int add_path(struct pool *mem, struct kinds *kinds, const char *path,
		    bool own)
{
	_cleanup_(fd_done) int dir =
		open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (dir < 0 && own && errno == ENOENT)
		return 0;
	if (dir < 0)
		return err_sys("the recipes in %s cannot be read", path);
	return kinds_add(mem, kinds, dir, own);
}

int kinds_load(struct pool *mem, const char *release, const char *site,
	       struct kinds *ret)
{
	struct kinds kinds = { 0 };
	int rc = add_path(mem, &kinds, release, false);

	if (rc == 0)
		rc = add_path(mem, &kinds, site, true);
	if (rc == 0)
		*ret = kinds;
	return rc;
}

const struct recipe *kinds_find(const struct kinds *kinds, const char *name)
{
	for (int i = 0; i < kinds->n; i++)
		if (str_eq(kinds->at[i].name, name))
			return &kinds->at[i];
	return NULL;
}

static bool in_path(struct pool *mem, const char *program, const char *path)
{
	while (*path) {
		int n = (int)strcspn(path, ":");
		const char *file = pool_fmt(mem, "%.*s/%s", n, path, program);

		if (n && access(file, X_OK) == 0)
			return true;
		path += n;
		path += *path == ':';
	}
	return false;
}

/* " V....D libx264  ..." has six flags, " .S. zscale  V->V" three. */
static bool listed(const char *listing, size_t flags, const char *name)
{
	struct lines in = { listing, listing + strlen(listing) };
	size_t n = strlen(name);
	struct line l;

	while (lines_next(&in, &l))
		if (l.n > flags + n + 2 && l.at[0] == ' ' &&
		    l.at[flags + 1] == ' ' && l.at[flags] != ' ' &&
		    memcmp(l.at + flags + 2, name, n) == 0 &&
		    l.at[flags + 2 + n] == ' ')
			return true;
	return false;
}

static bool met(struct pool *mem, const char *need, const char *path,
		const char *listing)
{
	const char *colon = strchr(need, ':');

	if (!colon)
		return in_path(mem, need, path);
	if (!in_path(mem, "ffmpeg", path))
		return false;
	if (str_starts(need, "ffmpeg:"))
		return listed(listing, 6, colon + 1);
	if (str_starts(need, "filter:"))
		return listed(listing, 3, colon + 1);
	return false;
}

static void look_way(struct pool *mem, const struct way *way, const char *path,
		     const char *listing, struct tools *tools)
{
	for (int i = 0; i < way->needs.n; i++) {
		const char *need = way->needs.at[i];

		if (!tools_have(tools, need) && met(mem, need, path, listing))
			VEC_ADD(mem, tools->at, tools->n, need);
	}
}

void tools_look(struct pool *mem, const struct kinds *kinds, const char *path,
		const char *listing, struct tools *ret)
{
	*ret = (struct tools){ .ffmpeg = in_path(mem, "ffmpeg", path) };
	for (int k = 0; k < kinds->n; k++)
		for (int o = 0; o < kinds->at[k].outputs_n; o++) {
			const struct output *out = &kinds->at[k].outputs[o];

			for (int w = 0; w < out->ways_n; w++)
				look_way(mem, &out->ways[w], path, listing,
					 ret);
		}
}

bool tools_have(const struct tools *tools, const char *need)
{
	for (int i = 0; i < tools->n; i++)
		if (str_eq(tools->at[i], need))
			return true;
	return false;
}

const char *way_lacks(const struct way *way, const struct tools *tools)
{
	for (int i = 0; i < way->needs.n; i++)
		if (!tools_have(tools, way->needs.at[i]))
			return tools->ffmpeg || !strchr(way->needs.at[i], ':')
				       ? way->needs.at[i]
				       : "ffmpeg";
	return NULL;
}
