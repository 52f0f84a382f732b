/* original.c -- the original of a media, as it is given to others */
#include "web/original.h"
#include "auth/may.h"
#include "base/base.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "media/maker.h"
#include "web/ctx.h"
#include "web/shown.h"

#include <string.h>
#include <strings.h>

bool original_offered(const struct shown *s)
{
	/* what was not found to be silent about it counts as telling */
	return !s->may_tell || may(&s->cx->me, MAY_SEE_PLACE, &s->media) == 0;
}

/* A kind may have changed since the format was found: so all are asked. */
static const char *extension_of(const struct kinds *kinds, const char *type)
{
	for (int i = 0; type && i < kinds->n; i++) {
		const struct format *f = recipe_format(&kinds->at[i], type);

		if (f && !str_empty(f->ext))
			return f->ext;
	}
	return "bin";
}

/* What means something to a file system, here or elsewhere, does not stay. */
static const char *plain(struct pool *mem, const char *title)
{
	char *name = pool_dup(mem, title);

	for (char *p = name; (p = strpbrk(p, "/\\:*?\"<>|")); p++)
		*p = '_';
	if (*name == '.')
		*name = '_';
	return name;
}

static bool ends_in(const char *name, const char *ext)
{
	size_t n = strlen(name), e = strlen(ext);

	return n > e + 1 && name[n - e - 1] == '.' &&
	       !strcasecmp(name + n - e, ext);
}

int original_name(const struct shown *s, const char **ret)
{
	struct pool *mem = s->cx->mem;
	const char *name = plain(mem, s->media.title), *ext;
	struct kinds kinds = { 0 };
	int rc = media_kinds(mem, &s->cx->site, &kinds);

	if (rc < 0)
		return rc;
	ext = extension_of(&kinds, shown_fact(s, "type"));
	*ret = ends_in(name, ext) ? name : pool_fmt(mem, "%s.%s", name, ext);
	return 0;
}
