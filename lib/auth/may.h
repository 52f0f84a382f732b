/* may.h -- the one place that decides who may do what */
#ifndef AUTH_MAY_H
#define AUTH_MAY_H

struct media;
struct user;

enum deed {
	MAY_VIEW,      /* the page of a media, and its renditions */
	MAY_SEE_STATE, /* how far it is, why it failed, notes to its owner */
	MAY_SEE_PLACE, /* where it was taken */
	MAY_EDIT,
	MAY_DELETE,
	MAY_RETRY,
	MAY_CANCEL,
	MAY_UPLOAD,	/* no thing: anything at all */
	MAY_MODERATE,	/* no thing: see to the jobs and files of all */
	MAY_ADMINISTER, /* no thing */
	MAY_COUNT
};

/*
 * Whether somebody may do a deed with a thing.
 *
 * actor: uid 0 is who is not signed in. thing: a media, or NULL for the deeds
 * that need none.
 *
 * Returns 0, or
 *   E_SIGNIN  not signed in, and would have to be
 *   E_DENIED  may see that it is there, but not do that
 *   E_ABSENT  may not know that there is such a thing
 */
int may(const struct user *actor, enum deed, const struct media *thing);

#endif
