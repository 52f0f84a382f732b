/*
 * media.h -- one picture, video or song that somebody published
 *
 * State and visibility are numbers in the database: never renumbered.
 */
#ifndef MODEL_MEDIA_H
#define MODEL_MEDIA_H

#include "db/db.h"

enum media_state {
	MEDIA_WORKING = 1,   /* received; not everything is made yet */
	MEDIA_PUBLISHED = 2, /* shown to whom visibility allows */
	MEDIA_FAILED = 3,    /* nothing to show; class and note say why */
	MEDIA_DELETING = 4,  /* gone for everybody; files may still be there */
};

enum visibility {
	VISIBILITY_PRIVATE = 0,	 /* the owner and moderators */
	VISIBILITY_UNLISTED = 1, /* who has the address */
	VISIBILITY_PUBLIC = 2,	 /* everybody, and listed */
};

/* Whether its owner is told that something of it failed. */
enum trouble {
	TROUBLE_NONE = 0,
	TROUBLE_NEW = 1,  /* it could not be shown, or not all be made of it */
	TROUBLE_SEEN = 2, /* the same, and its owner put the notice away */
};

#define TITLE_MAX_CHARS	      150
#define ALT_MAX_CHARS	      1000
#define DESCRIPTION_MAX_CHARS 20000

struct media {
	int64_t id;
	const char *key; /* folder of its renditions, 22 characters */
	int64_t uid;
	const char *slug, *title;
	const char *description; /* Markdown as typed */
	const char *alt;
	const char *kind; /* name of its recipe */
	int state;	  /* enum media_state */
	int visibility;	  /* enum visibility */
	bool show_place;
	int class;	  /* E_* when failed, else 0 */
	const char *note; /* to its owner, "" where there is nothing to say */
	int64_t created_at, published_at; /* Unix seconds; 0: not yet */
	const char *owner;		  /* the name shown */
};

/* What a row of a list needs. */
struct tile {
	int64_t id;
	const char *key;
	int64_t uid;
	const char *slug, *title, *alt, *kind;
	int state, visibility;
	int64_t created_at, published_at;
	const char *owner; /* "" in the list of one person */
};

/* A place in a list that is sorted by publication, newest first. */
struct cursor {
	int64_t at, id; /* published_at and id of the tile it stands at */
	bool back;	/* what is newer than it, else what is older */
	bool set;	/* false: from the newest on */
};

struct tiles {
	struct tile *at;
	int n;
	bool newer, older; /* whether there is more on either side */
};

/*
 * One entry: by any name of its owner and its slug, in whatever state but
 * deleting; by its number or key, in every state.
 *
 * name, slug: percent-decoded. ret: its strings live as long as db->mem.
 *
 * Returns 0, E_ABSENT, or what the database said (db/db.h).
 */
int media_by_slug(struct db *, const char *name, const char *slug,
		  struct media *ret);
int media_by_id(struct db *, int64_t id, struct media *ret);
int media_by_key(struct db *, const char *key, struct media *ret);

/* The id of one of theirs that is being deleted. 0, E_ABSENT or another E_*. */
int media_going(struct db *, int64_t uid, const char *slug, int64_t *ret);

/*
 * Public media of everybody, newest first.
 *
 * limit: tiles at most. ret: lives as long as db->mem. Returns 0 or E_*.
 */
int media_newest(struct db *, const struct cursor *, int limit,
		 struct tiles *ret);

/* Published media of one person from a visibility upwards. 0 or E_*. */
int media_of_person(struct db *, int64_t uid, enum visibility least,
		    const struct cursor *, int limit, struct tiles *ret);
/* How many there are, counted up to `most`: each one costs a look. */
int media_count_of_person(struct db *, int64_t uid, enum visibility least,
			  int64_t most, int64_t *ret);

enum uploads {
	UPLOADS_ALL,
	UPLOADS_WORKING, /* something of it waits or is made */
	UPLOADS_TROUBLE, /* failed, or shown without all that belongs to it */
	UPLOADS_PUBLISHED,
	UPLOADS_N
};

/* What a person sent in, newest first; of the cursor only the id counts. 0 or
 * E_*. */
int media_uploads(struct db *, int64_t uid, enum uploads, const struct cursor *,
		  int limit, struct tiles *ret);

/* How many each of these lists has, counted up to `most`. 0 or E_*. */
int media_uploads_count(struct db *, int64_t uid, int64_t most,
			int64_t ret[UPLOADS_N]);

/*
 * What a person has not put away of TROUBLE_NEW, counted up to `most`.
 *
 * ret_failed: those of them that cannot be shown. Returns how many, or E_*.
 */
int media_trouble(struct db *, int64_t uid, int most, int *ret_failed);

/*
 * In a transaction: its owner knows; of one media, or of all of a person.
 *
 * Returns how many were new, or E_*.
 */
int media_trouble_seen(struct db *, int64_t id);
int media_trouble_seen_all(struct db *, int64_t uid);

/* In a transaction: see whether something failed of what is shown. 0 or E_*. */
int media_trouble_look(struct db *, int64_t id);

struct media_new {
	int64_t uid;
	const char *title; /* tidied; "" takes the file's name */
	const char *description, *alt;
	enum visibility visibility;
	const char *file_name; /* as sent, for the title */
	const char *kind;
	const char *type;  /* its format, by its first bytes: fact `type` */
	const char *nonce; /* NULL, or with part unique */
	int part;
};

/*
 * In a transaction: a new entry in MEDIA_WORKING with a slug of its own.
 *
 * Returns 0, E_EXISTS when nonce and part have an entry already (its number
 * is in ret_id then), or E_*.
 */
int media_create(struct db *, const struct media_new *, int64_t *ret_id);

/*
 * In a transaction: what its owner may change. Visibility moves files: the
 * caller commits, then runs place_moving() (model/place.h).
 */
int media_edit(struct db *, const struct media *changed);

/* In a transaction: gone for everybody from the commit on. Its form may be
 * sent again, and brings a new one. */
int media_delete(struct db *, int64_t id);

/*
 * In a transaction, each 0 or E_*: what became of it. class: E_*, why: its
 * sentence for the owner. media_publish() changes nothing but what is working
 * or has failed, and keeps the date of the first time; its caller then runs
 * place(), or leaves that to place_moving().
 */
int media_set_kind(struct db *, int64_t id, const char *kind);
int media_set_failed(struct db *, int64_t id, int class, const char *why);
int media_set_working(struct db *, int64_t id);
int media_set_note(struct db *, int64_t id, const char *note);
int media_publish(struct db *, int64_t id);

/* In a transaction: its files are to be put in order, by place_moving(). */
int media_move(struct db *, int64_t id);

/* --- facts: what was found out about the original, name=value ------------ */

struct media_fact {
	const char *name, *value;
};

/* Sorted by name; their count or E_*. */
int media_facts(struct db *, int64_t id, struct media_fact **ret);

/* In a transaction: these and no others. */
int media_set_facts(struct db *, int64_t id, const struct media_fact *, int n);

/* The value of a fact, or def. */
const char *media_fact_get(const struct media_fact *, int n, const char *name,
			   const char *def);

#endif
