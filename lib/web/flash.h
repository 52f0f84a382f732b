/*
 * flash.h -- what came of a deed, told on the page that one is led back to
 *
 * It travels in the address, as a word of the table and the name of an entry:
 * whoever makes up such an address says nothing that is not in the table.
 */
#ifndef WEB_FLASH_H
#define WEB_FLASH_H

#include "http/form.h"

struct ctx;

/* name, word in the address, what follows the title, the whole without one */
#define FLASH_TABLE(X)                                                         \
	X(RETRIED, "retried", "is tried again.",                               \
	  "Everything that had failed is tried again.")                        \
	X(NONE, "none", "has nothing left to try again.",                      \
	  "There was nothing left to try again.")                              \
	X(CANCELLED, "cancelled", "is cancelled.", "It is cancelled.")         \
	X(ENDED, "ended", "had nothing left to cancel.",                       \
	  "There was nothing left to cancel.")                                 \
	X(DELETED, "deleted", "is deleted.", "That upload is deleted.")

enum flash_word {
	FLASH_NOTHING, /* no deed is told of */
#define FLASH_ENUM(name, word, tail, whole) FLASH_##name,
	FLASH_TABLE(FLASH_ENUM)
#undef FLASH_ENUM
	FLASH_COUNT
};

/* The two fields of a query that carry it. */
#define FLASH_DONE  "done"
#define FLASH_ENTRY "entry"

/* The checker of FLASH_DONE: its number is one of the enum; what is in no
 * table is nothing. */
int flash_field(struct pool *, const struct field *, struct value *);

/* A link that tells it. slug: the entry, or "". */
const char *flash_link(struct ctx *, const char *link, enum flash_word,
		       const char *slug);

/* Show the sentence above the page. owner, slug: the entry; one that is not
 * there is not named. */
void flash_tell(struct ctx *, enum flash_word, const char *owner,
		const char *slug);

#endif
