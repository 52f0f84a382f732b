/*
 * may.c -- rights
 *
 * Who may see a media: once it is published, everybody, unless it is private;
 * before that, and when private, its owner and moderators. What one may not
 * see does not exist: the answer to any deed with it is E_ABSENT.
 */
#include "auth/may.h"
#include "base/err.h"
#include "model/media.h"
#include "model/user.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>

static bool is_owner(const struct user *actor, const struct media *m)
{
	return actor->uid != 0 && actor->uid == m->uid;
}

static bool moderates(const struct user *actor)
{
	return actor->uid != 0 &&
	       (actor->rights & (RIGHT_MODERATE | RIGHT_ADMIN));
}

static bool sees(const struct user *actor, const struct media *m)
{
	if (m->state == MEDIA_DELETING)
		return false;
	if (is_owner(actor, m) || moderates(actor))
		return true;
	return m->state == MEDIA_PUBLISHED &&
	       m->visibility != VISIBILITY_PRIVATE;
}

static int refuse(const struct user *actor)
{
	if (actor->uid == 0)
		return err(E_SIGNIN, "log in first");
	return err(E_DENIED, "your account may not do that");
}

static int may_with_media(const struct user *actor, enum deed deed,
			  const struct media *m)
{
	bool owner = is_owner(actor, m);

	if (!sees(actor, m))
		return err(E_ABSENT, "there is nothing here, or it is private");
	switch (deed) {
	case MAY_VIEW: return 0;
	case MAY_SEE_PLACE: return m->show_place || owner ? 0 : refuse(actor);
	case MAY_SEE_STATE:
	case MAY_DELETE:
	case MAY_CANCEL:
	case MAY_RETRY: return owner || moderates(actor) ? 0 : refuse(actor);
	case MAY_EDIT: return owner ? 0 : refuse(actor);
	default: break;
	}
	assert(!"a deed that needs no thing");
	return err(E_BUG, "a right that is none");
}

int may(const struct user *actor, enum deed deed, const struct media *thing)
{
	static const int needed[MAY_COUNT] = {
		[MAY_UPLOAD] = RIGHT_UPLOAD,
		[MAY_MODERATE] = RIGHT_MODERATE,
		[MAY_ADMINISTER] = RIGHT_ADMIN,
	};

	if (thing)
		return may_with_media(actor, deed, thing);
	assert(needed[deed]);
	if (actor->uid != 0 && (actor->rights & (needed[deed] | RIGHT_ADMIN)))
		return 0;
	return refuse(actor);
}
