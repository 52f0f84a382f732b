/* 3003-may-deeds.c -- every deed, by everybody, with every media */
#include "tap.h"
#include "auth/may.h"
#include "base/err.h"
#include "model/media.h"
#include "model/user.h"

static const struct user nobody = { .uid = 0 };
static const struct user owner = { .uid = 1, .rights = RIGHT_UPLOAD };
static const struct user other = { .uid = 2, .rights = RIGHT_UPLOAD };
static const struct user moderator = { .uid = 3, .rights = RIGHT_MODERATE };
static const struct user reader = { .uid = 4, .rights = RIGHT_NONE };
static const struct user admin = { .uid = 5, .rights = RIGHT_ADMIN };

/* What nobody, another, the owner and a moderator get; 0 is yes. */
struct row {
	const char *name;
	enum deed deed;
	int nobody, other, owner, moderator;
};

static const struct row with_public[] = {
	{ "view", MAY_VIEW, 0, 0, 0, 0 },
	{ "see state", MAY_SEE_STATE, E_SIGNIN, E_DENIED, 0, 0 },
	{ "see place", MAY_SEE_PLACE, E_SIGNIN, E_DENIED, 0, E_DENIED },
	{ "edit", MAY_EDIT, E_SIGNIN, E_DENIED, 0, E_DENIED },
	{ "delete", MAY_DELETE, E_SIGNIN, E_DENIED, 0, 0 },
	{ "retry", MAY_RETRY, E_SIGNIN, E_DENIED, 0, 0 },
	{ "cancel", MAY_CANCEL, E_SIGNIN, E_DENIED, 0, 0 },
};

static void check(const char *what, const struct media *m, int hidden)
{
	printf("# %s\n", what);
	for (size_t i = 0; i < ARRAY_LEN(with_public); i++) {
		const struct row *r = &with_public[i];

		is_int(may(&nobody, r->deed, m), hidden ? E_ABSENT : r->nobody,
		       r->name);
		is_int(may(&other, r->deed, m), hidden ? E_ABSENT : r->other,
		       r->name);
		is_int(may(&owner, r->deed, m), r->owner, r->name);
		is_int(may(&moderator, r->deed, m), r->moderator, r->name);
	}
	is_int(ARRAY_LEN(with_public), MAY_UPLOAD, "no deed is left out");
}

static void all_media(void)
{
	struct media m = { .uid = 1,
			   .state = MEDIA_PUBLISHED,
			   .visibility = VISIBILITY_PUBLIC };

	check("public", &m, 0);
	m.visibility = VISIBILITY_UNLISTED;
	check("unlisted", &m, 0);
	m.visibility = VISIBILITY_PRIVATE;
	check("private", &m, 1);
	m.visibility = VISIBILITY_PUBLIC;
	m.state = MEDIA_WORKING;
	check("not published yet", &m, 1);
	m.state = MEDIA_FAILED;
	check("failed", &m, 1);
	m.state = MEDIA_PUBLISHED;
	m.show_place = true;
	is_int(may(&nobody, MAY_SEE_PLACE, &m), 0, "a place that is shown");
	m.state = MEDIA_DELETING;
	is_int(may(&owner, MAY_VIEW, &m), E_ABSENT, "deleted for its owner");
	is_int(may(&admin, MAY_VIEW, &m), E_ABSENT, "and for an admin");
	m = (struct media){ .uid = 0, .state = MEDIA_WORKING };
	is_int(may(&nobody, MAY_EDIT, &m), E_ABSENT,
	       "who is not signed in owns nothing");
}

int main(void)
{
	all_media();
	is_int(may(&nobody, MAY_UPLOAD, NULL), E_SIGNIN, "upload: sign in");
	is_int(may(&other, MAY_UPLOAD, NULL), 0, "upload");
	is_int(may(&reader, MAY_UPLOAD, NULL), E_DENIED, "upload: no right");
	is_int(may(&admin, MAY_UPLOAD, NULL), 0, "upload: an admin may");
	is_int(may(&nobody, MAY_MODERATE, NULL), E_SIGNIN, "moderate: sign in");
	is_int(may(&other, MAY_MODERATE, NULL), E_DENIED, "moderate: no right");
	is_int(may(&moderator, MAY_MODERATE, NULL), 0, "a moderator may");
	is_int(may(&admin, MAY_MODERATE, NULL), 0, "and an admin");
	is_int(may(&moderator, MAY_ADMINISTER, NULL), E_DENIED,
	       "who moderates does not administer");
	is_int(may(&other, MAY_ADMINISTER, NULL), E_DENIED, "administer");
	is_int(may(&admin, MAY_ADMINISTER, NULL), 0, "an admin may");
	return done_testing();
}
