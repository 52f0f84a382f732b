/* maker-bench.c -- all that is known of one media, for the planner */
#include "media/maker-part.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"

static int load_facts(struct db *db, int64_t media, struct facts *ret)
{
	struct media_fact *rows;
	int n = media_facts(db, media, &rows);

	*ret = (struct facts){ .mem = db->mem };
	for (int i = 0; i < n; i++)
		facts_set(ret, rows[i].name, rows[i].value);
	return n < 0 ? n : 0;
}

int bench_save_facts(struct db *db, const struct bench *b)
{
	const struct facts *facts = &b->facts;
	struct media_fact *rows =
		pool_array(db->mem, (size_t)facts->n + 1, sizeof(*rows));

	for (int i = 0; i < facts->n; i++)
		rows[i] = (struct media_fact){ facts->at[i].name,
					       facts->at[i].value };
	return media_set_facts(db, b->media.id, rows, facts->n);
}

int bench_load(struct db *db, int64_t media, struct bench *ret)
{
	int rc = media_by_id(db, media, &ret->media);

	if (rc == 0)
		rc = load_facts(db, media, &ret->facts);
	if (rc < 0)
		return rc;
	ret->files_n = file_list(db, media, &ret->files);
	if (ret->files_n < 0)
		return ret->files_n;
	ret->damage_n = damage_of_media(db, media, &ret->damage);
	return err_only(ret->damage_n);
}

enum damage_what bench_spoilt(const struct bench *b)
{
	return damage_find(b->damage, b->damage_n, FILE_RAW);
}

int bench_plan(struct db *db, struct media_shop *shop, const struct bench *b,
	       bool from_nothing, struct plan *ret)
{
	struct have *have =
		pool_array(db->mem, (size_t)b->files_n + 1, sizeof(*have));
	int n = 0;

	for (int i = 0; !from_nothing && i < b->files_n; i++) {
		const struct file *f = &b->files[i];

		if (!str_eq(f->name, FILE_RAW))
			have[n++] = (struct have){
				f->name, f->recipe,
				damage_find(b->damage, b->damage_n, f->name)
			};
	}
	return plan_media(db->mem, &shop->kinds, b->media.kind, &b->facts, have,
			  n, &shop->host, ret);
}

int media_plan_look(struct media_shop *shop, struct db *db, int64_t media,
		    struct plan *ret)
{
	struct bench b;
	int rc = bench_load(db, media, &b);

	return rc < 0 ? rc : bench_plan(db, shop, &b, false, ret);
}

int bench_way(struct db *db, const struct media_shop *shop,
	      const struct bench *b, const struct output *o, int after,
	      bool again)
{
	int way = plan_way(db->mem, o, &b->facts, &shop->host, after);

	while (again && way >= 0 && o->ways[way].note &&
	       !str_eq(o->ways[way].note, b->media.note))
		way = plan_way(db->mem, o, &b->facts, &shop->host, way);
	return way;
}

int bench_making(struct db *db, const struct media_shop *shop,
		 const struct bench *b, const struct job *j, struct making *ret)
{
	const struct recipe *r = kinds_find(&shop->kinds, b->media.kind);
	const struct output *o = r ? recipe_output(r, j->deed) : NULL;

	if (!o)
		return err(E_UNSUPPORTED,
			   "the recipe of '%s' has no output '%s' any more",
			   b->media.kind, j->deed);
	*ret = (struct making){
		r, o, plan_way(db->mem, o, &b->facts, &shop->host, j->way - 1)
	};
	return 0;
}

struct job_new bench_job(const struct bench *b, const struct output *o)
{
	return (struct job_new){ .maker = MEDIA_MAKER,
				 .subject = b->media.id,
				 .deed = o->name,
				 .kind = b->media.kind,
				 .lane = o->heavy ? LANE_VIDEO : LANE_ANY,
				 .step = o->rank,
				 .party = b->media.uid };
}
