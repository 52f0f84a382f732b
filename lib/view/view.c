/* view.c -- the tree that tpl.cc walks */
#include "view/view.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "view/tpl.h"

#include <assert.h>
#include <string.h>
#include <unistd.h>

/* "TWO_WORDS" -> "two-words.tpl" */
static const char *file_of(struct pool *mem, const char *name)
{
	char *file = pool_fmt(mem, "%s.tpl", name);

	for (char *p = file; *p; p++)
		if (*p == '_')
			*p = '-';
		else if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + ('a' - 'A'));
	return file;
}

struct view *view_new(struct pool *mem, const char *name)
{
	struct view *v = POOL_NEW(mem, struct view);

	v->mem = mem;
	v->file = file_of(mem, name);
	return v;
}

const struct view_entry *view_find(const struct view *v, const char *name,
				   size_t n)
{
	for (; v; v = v->outer)
		for (const struct view_entry *e = v->entries; e; e = e->next)
			if (e->name_bytes == n && !memcmp(e->name, name, n))
				return e;
	return NULL;
}

static struct view_entry *own_entry(struct view *v, const char *marker)
{
	size_t n = strlen(marker);
	struct view_entry *e = v->entries;

	while (e && (e->name_bytes != n || memcmp(e->name, marker, n) != 0))
		e = e->next;
	if (e)
		return e;
	e = POOL_NEW(v->mem, struct view_entry);
	e->name = marker;
	e->name_bytes = n;
	e->next = v->entries;
	v->entries = e;
	return e;
}

void view_set(struct view *v, const char *marker, const char *text)
{
	struct view_entry *e = own_entry(v, marker);

	assert(!e->first);
	e->text = text ? text : "";
	e->text_bytes = strlen(e->text);
}

void view_set_number(struct view *v, const char *marker, int64_t number)
{
	view_set(v, marker, str_number(pool_alloc(v->mem, STR_NUMBER), number));
}

static void append(struct view *v, const char *marker, struct view *inner)
{
	struct view_entry *e = own_entry(v, marker);

	assert(!e->text && !inner->outer);
	inner->outer = v;
	if (e->last)
		e->last->next = inner;
	else
		e->first = inner;
	e->last = inner;
}

struct view *view_add(struct view *v, const char *marker)
{
	struct view *inner = POOL_NEW(v->mem, struct view);

	inner->mem = v->mem;
	append(v, marker, inner);
	return inner;
}

void view_put(struct view *v, const char *marker, struct view *whole)
{
	append(v, marker, whole);
}

struct view *view_include(struct view *v, const char *marker, const char *name)
{
	struct view *whole = view_new(v->mem, name);

	append(v, marker, whole);
	return whole;
}

/* Which template of the tree is at fault, after a failure. */
static const char *culprit(const struct view *v, const char *folder)
{
	const char *file = NULL;

	if (v->file && !tpl_loads(pool_fmt(v->mem, "%s/%s", folder, v->file)))
		return v->file;
	for (const struct view_entry *e = v->entries; e && !file; e = e->next)
		for (const struct view *in = e->first; in && !file;
		     in = in->next)
			file = culprit(in, folder);
	return file;
}

int view_render(const struct view *v, const char *folder, struct buf *out)
{
	const char *file;

	if (tpl_render(v, folder, out))
		return out->rc;
	if (out->rc < 0)
		return out->rc;
	file = culprit(v, folder);
	if (!file)
		return err(E_MEMORY, "no memory to make the page");
	return err(E_CONFIG,
		   "the template %s/%s is %s; install this release again",
		   folder, file,
		   access(pool_fmt(v->mem, "%s/%s", folder, file), F_OK)
			   ? "missing"
			   : "malformed");
}
