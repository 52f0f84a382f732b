/* fate.h -- in the list of uploads: how each one fares */
#ifndef WEB_FATE_H
#define WEB_FATE_H

struct ctx;
struct tile;
struct tile_sent;
struct view;

/*
 * Fill in one row: its state, what is made of it now and what comes next, what
 * of it failed and why.
 *
 * row: T_UPLOAD of uploads.tpl. retry: where another try is asked for; NULL:
 * who looks may not.
 *
 * Returns 1 while something of it waits or is made, else 0, or what the
 * database says.
 */
int fate_fill(struct ctx *, struct view *row, const struct tile *,
	      const struct tile_sent *, const char *retry);

#endif
