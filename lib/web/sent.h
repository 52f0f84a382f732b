/* sent.h -- the rows of uploads.tpl: what a person sent in, and how it fares */
#ifndef WEB_SENT_H
#define WEB_SENT_H

#include "model/media.h"
#include "model/user.h"

struct ctx;
struct view;

/*
 * Add what is still arriving, or waits for the end of maintenance. page: NULL
 * only counts it.
 *
 * Returns how many rows it were, or what the database says.
 */
int sent_fill_pending(struct ctx *, struct view *page, const struct user *);

/*
 * Add a row for each media of a list.
 *
 * Returns how many of them are not ready yet, or what the database says.
 */
int sent_fill(struct ctx *, struct view *page, const struct user *,
	      const struct tiles *);

#endif
