/*
 * view.h -- what a template is to show: a tree of texts, made in the pool
 *
 * A template NAME.tpl gives NAME.tpl.h, in which each of its markers is a
 * constant T_MARKER, and T_NAME the template itself; a misspelt one does not
 * compile. Templates hold no logic: a section is there as often as it was
 * added here, in that order.
 *
 *	struct view *page = view_new(mem, T_MEDIA);
 *	view_set(page, T_TITLE, title);
 *	view_set(view_add(page, T_EDIT), T_EDIT_HREF, href);
 *
 * A marker that is not set where it stands is looked for outside: in the
 * section around it, and from an included template in the one that includes
 * it. So every marker of a section that is added several times must be set.
 */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H

#include <stddef.h>
#include <stdint.h>

struct buf;
struct pool;

/* One text, or one section or included template with its views. */
struct view_entry {
	const char *name;
	size_t name_bytes;
	const char *text; /* NULL: a section or an include */
	size_t text_bytes;
	struct view *first, *last;
	struct view_entry *next;
};

struct view {
	struct pool *mem;
	const struct view *outer; /* where to look for what is not here */
	const char *file;	  /* of a whole or included template, or NULL */
	struct view_entry *entries;
	struct view *next; /* the same section once more */
};

/* A view of a whole template. name: T_NAME of NAME.tpl.h. */
struct view *view_new(struct pool *mem, const char *name);

/* Set a text. It is not copied, and must live as long as the view; NULL is
 * the empty text. Set again, the last one counts. */
void view_set(struct view *, const char *marker, const char *text);
void view_set_number(struct view *, const char *marker, int64_t number);

/* Show a section once more; its markers are set in what is returned. */
struct view *view_add(struct view *, const char *marker);

/* Put a template where the marker {{>MARKER}} stands: a new one, or one that
 * was made by view_new() and is part of no other. */
struct view *view_include(struct view *, const char *marker, const char *name);
void view_put(struct view *, const char *marker, struct view *whole);

/*
 * Append what the template makes of the view.
 *
 * folder: where the templates are, absolute.
 *
 * Returns 0, or
 *   E_CONFIG  a template is missing or malformed; the sentence names it
 *   E_MEMORY, E_LARGE  as the buffer says
 */
int view_render(const struct view *, const char *folder, struct buf *out);

#endif
