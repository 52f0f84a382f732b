/*
 * maker-mark.c -- by what an attempt makes what it makes
 *
 * An attempt goes on while the worker begins anew with other recipes. So what
 * its commands are of is noted in its folder when it begins, and is what the
 * row of the file says in the end. After a crash of the machine the note may
 * be empty; then the recipes of now stand for those of then.
 */
#include "base/err.h"
#include "base/io.h"
#include "base/pool.h"
#include "base/str.h"
#include "media/maker-part.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#define MARK_FILE  "made-by"
#define MARK_BYTES 128
#define SIDE_MAX   1000000

static const struct step *step_of(const struct plan *plan, const char *name)
{
	for (int i = 0; i < plan->n; i++)
		if (str_eq(plan->steps[i].output->name, name))
			return &plan->steps[i];
	return NULL;
}

int mark_now(struct db *db, struct media_shop *shop, const struct bench *b,
	     const struct making *mk, struct mark *ret)
{
	struct mark mark = { .width = 0 };
	const struct step *step = NULL;
	struct plan plan = { 0 };
	int rc = plan_hash(db->mem, mk->recipe, mk->output, &b->facts, mk->way,
			   mark.recipe);

	if (rc < 0)
		return rc;
	if (bench_plan(db, shop, b, true, &plan) == 0)
		step = step_of(&plan, mk->output->name);
	mark.width = step ? step->width : 0;
	mark.height = step ? step->height : 0;
	*ret = mark;
	return 0;
}

int mark_write(int dir, const struct mark *mark)
{
	_cleanup_(fd_done) int fd = openat(
		dir, MARK_FILE,
		O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	char text[MARK_BYTES];
	int n = snprintf(text, sizeof(text), "%s %d %d\n", mark->recipe,
			 mark->width, mark->height);

	if (fd < 0)
		return err_sys("open " MARK_FILE);
	return io_write(fd, text, (size_t)n);
}

static bool parse(char *text, struct mark *ret)
{
	char *hash = strsep(&text, " "), *w = strsep(&text, " ");
	char *h = text ? strsep(&text, "\n") : NULL;
	int64_t width, height;

	if (!h || strlen(hash) != HASH_HEX ||
	    strspn(hash, "0123456789abcdef") != HASH_HEX ||
	    str_int64(w, 0, SIDE_MAX, &width) < 0 ||
	    str_int64(h, 0, SIDE_MAX, &height) < 0)
		return false;
	memcpy(ret->recipe, hash, HASH_HEX + 1);
	ret->width = (int)width;
	ret->height = (int)height;
	return true;
}

int mark_read(struct db *db, struct media_shop *shop, const struct bench *b,
	      const struct making *mk, int out, struct mark *ret)
{
	char *text;
	int rc = io_read_file(db->mem, out, "../" MARK_FILE, MARK_BYTES, &text,
			      NULL);

	if (rc == 0 && parse(text, ret))
		return 0;
	return mark_now(db, shop, b, mk, ret);
}
