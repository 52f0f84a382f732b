/* maker-take.c -- take what an attempt has made */
#include "media/maker-part.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "job/kept.h"
#include "model/place.h"

#include <string.h>

#define HASH8 8

/* "720.mp4" with its hash: "720-1a2b3c4d.mp4". */
static const char *path_of(struct pool *p, const char *name, const char *hash)
{
	const char *dot = strrchr(name, '.');
	int stem = dot ? (int)(dot - name) : (int)strlen(name);

	return pool_fmt(p, "%.*s-%.*s%s", stem, name, HASH8, hash,
			dot ? dot : "");
}

static const struct exit_output *made(const struct exit_record *e,
				      const char *name)
{
	for (int i = 0; i < e->outputs_n; i++)
		if (str_eq(e->outputs[i].name, name))
			return &e->outputs[i];
	return NULL;
}

static int take_product(struct db *db, const struct bench *b,
			const struct product *product,
			const struct exit_record *e, int out,
			const struct mark *mark)
{
	const struct exit_output *o = made(e, product->name);
	const struct file *old = file_find(b->files, b->files_n, product->name);
	struct file f = { .media = b->media.id,
			  .name = product->name,
			  .mime = product->mime };
	int rc;

	if (!o || !o->bytes)
		return err(E_DAMAGED, "'%s' came out empty", product->name);
	f.path = path_of(db->mem, product->name, o->hash);
	f.bytes = o->bytes;
	f.blake2b = o->hash;
	f.width = mark->width;
	f.height = mark->height;
	f.recipe = mark->recipe;
	f.made_ms = e->wall_ms > 0 ? e->wall_ms : 1;
	rc = place_link(db, &b->media, out, product->name, f.path);
	if (rc == 0)
		rc = file_put(db, &f);
	/* the old one goes after the commit: until then its row counts */
	if (rc == 0 && old && !str_eq(old->path, f.path))
		rc = media_move(db, b->media.id);
	return rc;
}

/* One spec does not hold all slices: some are there, the whole is not. */
static bool is_half_way(const struct making *mk, const struct exit_record *e,
			int out)
{
	const struct output *o = mk->output;

	return o->products_n && !made(e, o->products[0].name) && kept_any(out);
}

static int take_products(struct db *db, const struct bench *b,
			 const struct output *output, const struct mark *mark,
			 const struct exit_record *e, int out)
{
	int rc;

	if (!output->products_n)
		return 0;
	rc = place(db, b->media.id);
	for (int i = 0; rc == 0 && i < output->products_n; i++)
		rc = take_product(db, b, &output->products[i], e, out, mark);
	return rc < 0 ? rc : place_sync(db, &b->media);
}

/* A way that makes do where a better one failed says so to the owner. */
static int take_note(struct db *db, struct media_shop *shop,
		     const struct bench *b, const struct making *mk)
{
	const struct output *o = mk->output;
	int best = plan_way(db->mem, o, &b->facts, &shop->host, -1);

	if (mk->way < 0 || mk->way == best || !o->ways[mk->way].note ||
	    !o->blocks.n)
		return 0;
	return media_set_note(db, b->media.id, o->ways[mk->way].note);
}

int maker_settle(const struct maker *m, struct db *db, const struct job *j,
		 const struct exit_record *e, int out)
{
	struct media_shop *shop = shop_of(m);
	struct making mk;
	struct mark mark;
	struct bench b;
	int rc = bench_load(db, j->subject, &b);

	if (rc == E_ABSENT || (rc == 0 && b.media.state == MEDIA_DELETING))
		return 0; /* deleted meanwhile: nothing of it is kept */
	if (rc == 0)
		rc = bench_making(db, shop, &b, j, &mk);
	if (rc == 0 && is_half_way(&mk, e, out))
		return err(E_STOPPED, "It is being made in slices; what is "
				      "done of them is kept.");
	if (rc == 0)
		rc = mark_read(db, shop, &b, &mk, out, &mark);
	if (rc == 0)
		rc = take_note(db, shop, &b, &mk);
	if (rc == 0)
		rc = plan_learn(mk.recipe, mk.output, mark.recipe, &shop->host,
				out, &b.facts);
	if (rc == 0)
		rc = bench_save_facts(db, &b);
	if (rc == 0)
		rc = take_products(db, &b, mk.output, &mark, e, out);
	if (rc == 0 && job_is_again(j))
		rc = remake_settled(shop, db, &b, mk.output, e);
	return rc;
}
