/* shop.c -- the recipes of a site, and what its machine has */
#include "config.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "media/maker.h"
#include "proc/spawn.h"

#include <string.h>

#define ASK_MS	   10000
#define LIST_BYTES (256 * 1024)

int media_kinds(struct pool *p, const struct site *site, struct kinds *ret)
{
	return kinds_load(p, site_release_path(p, site, "recipes"),
			  pool_fmt(p, "%s/recipes", site->path), ret);
}

/* What `ffmpeg -encoders` and the like print; nothing without ffmpeg. */
static void ask_ffmpeg(struct pool *p, const char *path, const char *what,
		       struct buf *out)
{
	const char *argv[] = { "ffmpeg", "-hide_banner", what, NULL };
	const char *env[] = { pool_fmt(p, "PATH=%s", path), NULL };
	struct spawn sp = { .argv = argv, .env = env };

	spawn_ask(&sp, out, ASK_MS);
}

/* Whether a recipe needs anything of that kind: asking takes a while. */
static bool is_needed(const struct kinds *kinds, const char *prefix)
{
	for (int k = 0; k < kinds->n; k++)
		for (int o = 0; o < kinds->at[k].outputs_n; o++) {
			const struct output *out = &kinds->at[k].outputs[o];

			for (int w = 0; w < out->ways_n; w++)
				for (int i = 0; i < out->ways[w].needs.n; i++)
					if (str_starts(out->ways[w].needs.at[i],
						       prefix))
						return true;
		}
	return false;
}

/* With the release, whose arithmetic stands between facts and commands; and
 * with the tools, without which nothing is made again. */
static const char *hash_recipes(struct pool *p, const struct kinds *kinds,
				const struct tools *tools)
{
	char *hex = pool_alloc(p, HASH_HEX + 1);
	struct hash h;

	hash_start(&h);
	hash_add(&h, PACKAGE_VERSION, strlen(PACKAGE_VERSION));
	for (int i = 0; i < kinds->n; i++) {
		hash_add(&h, kinds->at[i].name, strlen(kinds->at[i].name) + 1);
		hash_add(&h, kinds->at[i].hash, HASH_HEX);
	}
	for (int i = 0; i < tools->n; i++)
		hash_add(&h, tools->at[i], strlen(tools->at[i]) + 1);
	hash_end(&h, hex);
	return hex;
}

int media_shop_open(struct pool *p, const struct site *site, const char *path,
		    int cores, struct media_shop **ret)
{
	_cleanup_(buf_done) struct buf listing = { .max_bytes = LIST_BYTES };
	struct media_shop *shop = POOL_NEW(p, struct media_shop);
	const struct settings *set = &site->set;
	int rc = media_kinds(p, site, &shop->kinds);

	if (rc < 0)
		return rc;
	if (is_needed(&shop->kinds, "ffmpeg:"))
		ask_ffmpeg(p, path, "-encoders", &listing);
	if (is_needed(&shop->kinds, "filter:"))
		ask_ffmpeg(p, path, "-filters", &listing);
	tools_look(p, &shop->kinds, path, buf_text(&listing), &shop->tools);
	shop->site = site;
	shop->recipes = hash_recipes(p, &shop->kinds, &shop->tools);
	shop->host = (struct host){
		.tools = &shop->tools,
		.threads = cores > 0 ? cores : 1,
		.max_pixels = set->pixels,
		.max_length_s = set->length_s,
		.memory_bytes = set->memory,
		.stall_s = set->stall_s,
		.spin_s = set->spin_s,
		.slice_s = set->slice_s,
		.require_sandbox = set->require_sandbox[0] == 'y',
	};
	*ret = shop;
	return 0;
}
