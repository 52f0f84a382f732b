/*
 * check-lost.c -- originals in content/lost: what is to become of each
 *
 * Nobody's decision but a person's: without an answer each stays where it is.
 */
#include "worker/check.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "model/lost.h"
#include "view/format.h"

#include <stdio.h>

#define LOST_MAX  1000
#define SHOWN_MAX 20
#define WHERE_MAX 160

static void tell(const struct lost *l)
{
	_cleanup_(pool_done) struct pool mem = { 0 };
	const char *from = *l->from ? l->from : "an unknown place";

	printf("  content/lost/%s: %s, from %s%s%s%s%s\n",
	       one_line(&mem, l->name, WHERE_MAX), format_bytes(&mem, l->bytes),
	       one_line(&mem, from, WHERE_MAX), l->found_at ? ", found " : "",
	       l->found_at ? format_date_iso(&mem, l->found_at) : "",
	       *l->why ? ": " : "", one_line(&mem, l->why, WHERE_MAX));
	fflush(stdout);
}

static int put_back(struct check *ck, const struct lost *l)
{
	struct gremlin *g = ck->g;
	int rc = give_back(
		g,
		pool_fmt(&g->mem, "%s/content/lost/%s", g->site.path, l->name),
		l->uid);

	return rc < 0 ? rc : lost_remove(&g->mem, &g->site, l->name);
}

/* Returns 1 when nobody answers. */
static int decide(struct check *ck, const struct lost *l)
{
	char letter = ask_letter("  keep it, give it back, or delete it for "
				 "good? [k/g/d] ",
				 "kgd");
	int rc = 0;

	if (letter == 'g')
		rc = put_back(ck, l);
	if (letter == 'd')
		rc = lost_remove(&ck->g->mem, &ck->g->site, l->name);
	if (rc < 0)
		warn("content/lost/%s: %s", l->name, err_text(rc));
	return !letter;
}

int check_lost(struct check *ck)
{
	struct lost *list;
	int n = lost_list(&ck->g->mem, &ck->g->site, LOST_MAX, &list);
	bool asking = ck->repair;

	if (n <= 0)
		return n;
	printf("%s in content/lost that no media claims%s\n",
	       format_count(&ck->g->mem, n, "original"),
	       asking ? ":" : "; gremlin check --fix asks about each:");
	for (int i = 0; i < n && (asking || i < SHOWN_MAX); i++) {
		tell(&list[i]);
		asking = asking && decide(ck, &list[i]) == 0;
	}
	return 0;
}
