/* sums.h -- the tables of storage.tpl: what each byte is, and whose */
#ifndef WEB_SUMS_H
#define WEB_SUMS_H

#include "model/ledger.h"

struct ctx;
struct view;

/* What it is, renditions by name, kinds, people. 0 or E_*. */
int sums_fill(struct ctx *, struct view *page, const struct ledger *);

/* Growth day by day, as CHARTS. 0 or E_*. */
int sums_growth(struct ctx *, struct view *page, const struct ledger *);

#endif
