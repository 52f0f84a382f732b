/*
 * upload.h -- bytes of a stranger, kept before we say so
 *
 * Order, always: bytes into content/incoming/ID as they arrive, fsync of file
 * and folder, one transaction that inserts media and original, the bell, the
 * answer. Whatever is killed in between, what was answered is there.
 *
 * An ID is KEY.UID.LENGTH: 22 random characters, whose upload it is, and how
 * many bytes were announced (0: not known). So a half-upload can be shown to
 * its owner before any row knows it. ID.done beside it is a whole upload that
 * no transaction could take in: the worker, of any later release, does.
 */
#ifndef MODEL_UPLOAD_H
#define MODEL_UPLOAD_H

#include "base/hash.h"
#include "db/db.h"
#include "model/media.h"

#define UPLOAD_ID_BYTES	  64
#define UPLOAD_HEAD_BYTES 4096

struct upload {
	const struct site *site;
	int fd; /* -1: none is open */
	char id[UPLOAD_ID_BYTES];
	int64_t bytes, max_bytes;
	struct hash hash;
	unsigned char head[UPLOAD_HEAD_BYTES]; /* the first bytes, to sniff */
	size_t head_n;
	char blake2b[HASH_HEX + 1]; /* after upload_finish() */
};

/*
 * Begin one. announced: bytes that will come, 0 when not known; more than the
 * limit is E_LARGE at once.
 *
 * Returns 0, E_LARGE, E_SPACE (less free than limits.free_bytes), or E_*.
 */
int upload_start(const struct site *, int64_t uid, int64_t announced,
		 struct upload *ret);

/* Written before it returns. 0, E_LARGE, E_SPACE, E_IO. */
int upload_append(struct upload *, const void *bytes, size_t n);

/* On the disk for good. 0, E_EMPTY when nothing came, E_IO. */
int upload_finish(struct upload *);

/*
 * One transaction: media and original. mime: of the original, by its bytes.
 *
 * Returns 0 with ret_id; also when the same form brought it before: then the
 * copy is removed. After E_FROZEN, E_NEWER or E_BUSY the caller may park it.
 */
int upload_commit(struct db *, struct upload *, const struct media_new *,
		  const char *mime, int64_t *ret_id);

/* Keep it for the worker, durably: ID.done. 0 or E_*. */
int upload_park(struct upload *, const struct media_new *, const char *mime);

/* Closes; removes what was neither committed nor parked. What an error of the
 * disk leaves unsure stays for upload_sweep(). */
void upload_done(struct upload *);

/*
 * Take in what was parked, so many at most: each becomes rows once. Begins its
 * own transactions. Returns how many were taken, or E_*.
 */
int upload_take_parked(struct db *, int most);

/*
 * Put content/incoming in order: originals whose media nothing works on go to
 * content/raw; what was cut off by a kill, so that neither a row nor a record
 * nor a living writer knows it, is removed.
 *
 * most: after so many the rest is left to the next call; each takes a few
 * fsyncs.
 *
 * Returns how many were moved or removed, or E_*.
 */
int upload_sweep(struct db *, bool (*busy)(struct db *, int64_t media),
		 int most);

/* A half-upload as its owner sees it. */
struct receiving {
	const char *id;
	int64_t bytes, announced;
	int64_t since_at;  /* Unix seconds */
	bool parked;	   /* whole, but the worker has not taken it in yet */
	const char *title; /* of what is parked, else "" */
};

/* What lies in content/incoming of one person: also what is received whole
 * and has a row by now. Their count or E_*. */
int upload_receiving(struct pool *, const struct site *, int64_t uid,
		     struct receiving **ret);

/* The same without what has a row, and with what is parked marked so. */
int upload_pending(struct db *, int64_t uid, struct receiving **ret);

#endif
