/* remakes.h -- what a change of recipes has left behind, and its buttons */
#ifndef WEB_REMAKES_H
#define WEB_REMAKES_H

struct ctx;
struct view;

/* Include remakes.tpl as REMAKES. 0, or what the database says. */
int remakes_fill(struct ctx *, struct view *page);

/*
 * What a button asks for: start, stop or count; then the bell is rung.
 *
 * Returns 0, E_FIELD (no such deed), E_EXISTS (a run is going on), E_ABSENT
 * (none is), or E_*.
 */
int remakes_do(struct ctx *, const char *deed);

#endif
