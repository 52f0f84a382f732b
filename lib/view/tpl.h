/* tpl.h -- between view.c and the template library, which is C++ */
#ifndef VIEW_TPL_H
#define VIEW_TPL_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct buf;
struct view;
struct view_entry;

/* Expand v->file of the folder into the buffer; 1 if all went well, else 0. */
int tpl_render(const struct view *v, const char *folder, struct buf *out);

/* Whether this file is a template that can be read; path: absolute. */
int tpl_loads(const char *path);

/* The entry that a marker stands for, here or outside, or NULL; in view.c. */
const struct view_entry *view_find(const struct view *v, const char *name,
				   size_t n);

#ifdef __cplusplus
}
#endif

#endif
