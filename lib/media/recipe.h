/*
 * recipe.h -- one media kind, as its text file says
 *
 * recipes/README.md explains the format to people. A recipe is read whole,
 * checked whole, and not changed any more: what cannot work at all (an
 * unknown fact, a list that nobody wrote, a line that inih would cut) refuses
 * the file with the number of the line.
 */
#ifndef MEDIA_RECIPE_H
#define MEDIA_RECIPE_H

#include "base/hash.h"
#include "base/pool.h"
#include "media/when.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	RECIPE_LINE_MAX = 198, /* bytes: inih cuts at 199 */
	RECIPE_NAME_MAX = 40,  /* of a section or key: inih cuts at 49 */
	RECIPE_LINES_MAX = 2000,
	RECIPE_BYTES_MAX = 128 << 10,
};

/* One argument of a command, or a list of them. */
struct arg {
	const char *cond; /* only where this is true; NULL: always */
	bool negate;	  /* only where it is not */
	bool splice;	  /* text is the name of a [list] */
	const char *text; /* with {placeholders} */
};

struct args {
	struct arg *at;
	int n;
	int all; /* with those of the lists in it: SPEC_ARGS_MAX at most */
};

struct command {
	struct args args;
	const char *out; /* file in out/ for its standard output, or NULL */
	bool optional;	 /* when it fails, the attempt goes on */
	int line;	 /* where it begins in the recipe */
};

struct commands {
	struct command *at;
	int n;
};

struct list {
	const char *name;
	struct args args;
};

/* One file that an output leaves; its name in out/ and in the file row. */
struct product {
	const char *name, *ext, *mime;
};

/* One text that an output leaves for facts_read(). */
struct learning {
	const char *parser, *file;
};

struct words {
	const char **at;
	int n;
};

/* One way of several to make an output. */
struct way {
	const char *name;
	struct words needs; /* vips, ffmpeg:libx264, filter:zscale */
	struct when when;
	struct commands commands; /* before those of the output */
	/* instead of them where a film is made in slices: for each slice, for
	 * the sound, and for the whole; see slice.h */
	struct commands slice, sound, join;
	struct words env, reads, devices;
	bool forks;
	const char *note; /* to the owner, when this way made it; or NULL */
};

struct output {
	const char *name;
	struct product *products;
	int products_n;
	struct learning *learnings;
	int learnings_n;
	struct words tells; /* FACT=TEXT with placeholders, once it is made */
	struct when when;   /* it is wanted */
	struct when blocks; /* publication waits for it; n == 0: it does not */
	int rank;	    /* the smallest goes first */
	bool heavy;	    /* counts against the slots for video */
	int64_t box_w, box_h;	/* it is fitted into this; 0: has no size */
	const char *size;	/* instead: WxH with placeholders, or NULL */
	bool box_turns;		/* the box stands where the picture does */
	bool even;		/* sides are even numbers */
	struct commands finish; /* after those of the way */
	struct commands checks; /* after these */
	struct way *ways;
	int ways_n;
	struct words order; /* names of the ways that count; n == 0: all */
	struct words env;
	const char *progress; /* file that ffmpeg -progress writes, or NULL */
	int64_t stall_s, spin_s, memory_bytes, wall_s; /* 0: the site's */
	int line;
};

enum detect_how {
	DETECT_MAGIC,
	DETECT_FTYP,
	DETECT_EBML,
	DETECT_CODE
};

/* One sign by which a format is known; see sniff.c. */
struct detect {
	enum detect_how how;
	struct words words; /* brands, doctype, name of the code */
	struct magic {
		size_t offset, n;
		unsigned char bytes[16];
	} * magic; /* all must be there */
	int magic_n;
};

struct format {
	const char *name, *mime, *ext;
	struct detect *detects; /* any of them */
	int detects_n;
};

struct recipe {
	const char *name; /* of the kind */
	const char *file; /* for messages */
	const char *title, *page;
	bool own;	       /* of the site, not of the release */
	struct when when;      /* facts that make it this kind, */
	const char *otherwise; /* else it may be that one, or NULL */
	struct format *formats;
	int formats_n;
	struct output *outputs;
	int outputs_n;
	struct list *lists;
	int lists_n;
	char hash[HASH_HEX + 1]; /* of its lines, without the comments */
};

/*
 * Read one recipe.
 *
 * file: its name, for messages; the kind is called like it without `.ini`.
 * text: n bytes.
 *
 * Returns 0, or E_CONFIG, whose sentence begins with FILE:LINE.
 */
int recipe_parse(struct pool *, const char *file, const char *text, size_t n,
		 struct recipe *ret);

/* NULL where there is none of that name. */
const struct output *recipe_output(const struct recipe *, const char *name);
const struct list *recipe_list(const struct recipe *, const char *name);
const struct format *recipe_format(const struct recipe *, const char *name);

#endif
