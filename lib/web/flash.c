/* flash.c -- what came of a deed, told on the page that one is led back to */
#include "web/flash.h"
#include "auth/may.h"
#include "base/base.h"
#include "base/pool.h"
#include "base/str.h"
#include "model/media.h"
#include "view/view.h"
#include "web/ctx.h"
#include "page.tpl.h"

static const struct {
	const char *word, *tail, *whole;
} table[] = { [FLASH_NOTHING] = { "", "", "" },
#define FLASH_ROW(name, word, tail, whole)                                     \
	[FLASH_##name] = { word, tail, whole },
	      FLASH_TABLE(FLASH_ROW)
#undef FLASH_ROW
};

int flash_field(struct pool *mem, const struct field *f, struct value *v)
{
	(void)mem;
	(void)f;
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		if (str_eq(table[i].word, v->text))
			v->number = (int64_t)i;
	return 0;
}

const char *flash_link(struct ctx *cx, const char *link, enum flash_word word,
		       const char *slug)
{
	link = url_query(cx->mem, link, FLASH_DONE, table[word].word);
	return *slug ? url_query(cx->mem, link, FLASH_ENTRY, slug) : link;
}

static const char *sentence(struct ctx *cx, enum flash_word word,
			    const char *owner, const char *slug)
{
	struct media m;

	if (!*slug || media_by_slug(&cx->db, owner, slug, &m) < 0 ||
	    may(&cx->me, MAY_SEE_STATE, &m) < 0)
		return table[word].whole;
	return pool_fmt(cx->mem, "\xe2\x80\x9c%s\xe2\x80\x9d %s", m.title,
			table[word].tail);
}

void flash_tell(struct ctx *cx, enum flash_word word, const char *owner,
		const char *slug)
{
	if (word != FLASH_NOTHING)
		view_set(view_add(cx->frame, T_BANNER), T_BANNER_TEXT,
			 sentence(cx, word, owner, slug));
}
