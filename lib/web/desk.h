/* desk.h -- what stands above every page for moderators */
#ifndef WEB_DESK_H
#define WEB_DESK_H

struct ctx;
struct view;

/* Include desk.tpl: the alarms there are. 0, or what the database says. */
int desk_fill(struct ctx *, struct view *page);

#endif
