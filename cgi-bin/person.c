/* person.c -- the gallery of one person */
#include "web/web.h"
#include "view/format.h"
#include "web/tiles.h"
#include "page.tpl.h"
#include "person.tpl.h"

#define COUNT_MOST 1000 /* counting further would cost more than the page */

/* An old or differently written name leads to the one that is shown. */
static int to_shown_name(struct ctx *cx, struct reply *rp, const char *name)
{
	return reply_redirect(rp, 301, LINK(cx, URL_PERSON, name));
}

static const char *count_text(struct pool *mem, int64_t count)
{
	if (count <= COUNT_MOST)
		return format_count(mem, count, "upload");
	return pool_fmt(mem, "more than %s",
			format_count(mem, COUNT_MOST, "upload"));
}

static int show(struct ctx *cx, const struct req *rq, struct reply *rp)
{
	const struct cursor cursor = tiles_cursor(cx);
	const int limit = (int)cx->site.set.page_items;
	struct view *page = view_new(cx->mem, T_PERSON);
	enum visibility least = VISIBILITY_PUBLIC;
	struct tiles tiles = { 0 };
	struct tiles_look look = { 0 };
	struct user person;
	int64_t count = 0;
	int rc = user_by_name(&cx->db, req_part(rq, "user"), &person);

	if (rc < 0)
		return rc;
	if (strcmp(person.name, req_part(rq, "user")) != 0)
		return to_shown_name(cx, rp, person.name);
	look.base = LINK(cx, URL_PERSON, person.name);
	look.states = person.uid == cx->me.uid;
	if (look.states)
		least = VISIBILITY_PRIVATE;
	rc = media_of_person(&cx->db, person.uid, least, &cursor, limit,
			     &tiles);
	if (rc == 0)
		rc = media_count_of_person(&cx->db, person.uid, least,
					   COUNT_MOST + 1, &count);
	if (rc == 0 && tiles.n)
		rc = tiles_fill(cx, page, &tiles, &look);
	if (rc < 0)
		return rc;
	if (!tiles.n)
		view_add(page, look.states ? T_EMPTY_OWN : T_EMPTY);
	view_set(page, T_PERSON_NAME, person.name);
	view_set(page, T_PERSON_COUNT, count_text(cx->mem, count));
	frame_title(cx, person.name);
	frame_script(cx, "storyboard.js");
	if (look.states)
		view_add(cx->frame, T_AT_USER);
	return reply_view(cx, rp, 200, page);
}

static const struct route routes[] = {
	{ GET, "/u/{user}", show, .query = tiles_query },
	{ 0 },
};

int main(int argc, char **argv)
{
	return web_main(argc, argv, routes);
}
