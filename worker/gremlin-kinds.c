/* gremlin-kinds.c -- the media kinds, and what each lacks on this machine */
#include "worker/gremlin.h"
#include "base/base.h"
#include "base/err.h"
#include "media/maker.h"

#include <stdio.h>
#include <unistd.h>

#define NAME_CELLS 12

static void print_formats(struct gremlin *g, const struct recipe *r)
{
	printf("%s %s%s\n", column(&g->mem, r->name, NAME_CELLS), r->title,
	       r->own ? " (of this site)" : "");
	printf("  %s", column(&g->mem, "from", NAME_CELLS - 2));
	for (int i = 0; i < r->formats_n; i++)
		printf(" %s", r->formats[i].name);
	putchar('\n');
}

/* The ways in their order; the first without a lack is the one that is used. */
static void print_output(struct gremlin *g, const struct output *o,
			 const struct tools *tools)
{
	bool can = false;

	printf("  %s", column(&g->mem, o->name, NAME_CELLS - 2));
	for (int i = 0; i < o->ways_n; i++) {
		const char *lack = way_lacks(&o->ways[i], tools);

		printf("%s %s", i ? "," : "", o->ways[i].name);
		if (lack)
			printf(" (lacks %s)", lack);
		can |= !lack;
	}
	puts(can ? "" : " - cannot be made here");
}

static int run_kinds(struct gremlin *g)
{
	struct media_shop *shop;
	int rc = media_shop_open(&g->mem, &g->site, MEDIA_PATH, 1, &shop);

	if (rc < 0)
		return rc;
	for (int i = 0; i < shop->kinds.n; i++) {
		const struct recipe *r = &shop->kinds.at[i];

		print_formats(g, r);
		for (int k = 0; k < r->outputs_n; k++)
			print_output(g, &r->outputs[k], &shop->tools);
	}
	for (int i = 0; i < shop->kinds.troubles_n; i++)
		warn("%s", shop->kinds.troubles[i]);
	if (shop->kinds.troubles_n)
		return err(E_CONFIG, "recipes of this site were left out");
	return 0;
}

const struct subcommand command_kinds = {
	.name = "kinds",
	.help = "list the media kinds, and what each lacks on this machine",
	.run = run_kinds,
};
