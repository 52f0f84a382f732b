/* harm.h -- what is lost, and what is not what it was; see storage.tpl */
#ifndef WEB_HARM_H
#define WEB_HARM_H

struct ctx;
struct view;

/* What stands in content/lost. 0 or E_*. */
int harm_lost(struct ctx *, struct view *page);

/* Files that the scrub found damaged. 0 or what the database says. */
int harm_damaged(struct ctx *, struct view *page);

#endif
