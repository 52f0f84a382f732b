/*
 * frame.h -- page.tpl, the frame around every page
 *
 * A handler fills its own page and, where it needs to, the frame: cx->frame
 * is a view like any other (page.tpl.h). What is the same on every page is
 * set here.
 */
#ifndef WEB_FRAME_H
#define WEB_FRAME_H

struct ctx;
struct reply;
struct view;

/* The title of the window; none on the home page. */
void frame_title(struct ctx *, const char *title);

/* A script of templates/static. */
void frame_script(struct ctx *, const char *name);

/* The names and rights of page.tpl's AT_* sections: view_add(cx->frame, ...).
 */

/*
 * Reply with a page inside the frame.
 *
 * Returns 0, or what view_render() says.
 */
int reply_view(struct ctx *, struct reply *, int status, struct view *page);

#endif
