/*
 * crash.h -- clients that send, a hand that kills, and an eye that compares
 *
 * What was acknowledged is known here and nowhere in the site: the bytes of an
 * upload follow from the seed and its number, so the eye makes them anew and
 * needs nothing that the site has kept.
 */
#ifndef T_CRASH_H
#define T_CRASH_H

#include "base/buf.h"
#include "base/pool.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define ITEMS_MAX      20000
#define CLIENTS	       4
#define FORM_FILES_MAX 3
#define MAGIC	       "GREMLINCRASH"

/* --- dice.c: all chance comes from the seed ------------------------------- */

void dice_start(uint64_t seed);
uint64_t dice(void);
int dice_below(int n); /* 0..n-1 */
bool dice_percent(int percent);

/* --- items: what clients have sent ---------------------------------------- */

enum item_state {
	ITEM_UNSURE, /* sent, and no answer came: there or not */
	ITEM_ACKED,  /* said to be in: there, once */
	ITEM_GOING,  /* deletion sent, and no answer came */
	ITEM_GONE,   /* said to be deleted */
};

struct item {
	int n;
	enum item_state state;
	size_t bytes;
	int visibility;		/* as it was asked for last */
	int maybe_visibility;	/* asked for without an answer, or -1 */
	bool told;		/* that it can be had, and must not */
	bool busy;		/* a client has it in hand */
	char slug[48];		/* "" until known */
	char key[24], film[48]; /* its film's name in the folder of its key */
	char handout[160];
};

extern struct item items[ITEMS_MAX];
extern int items_n;

struct item *item_new(int visibility);
const char *item_title(const struct item *); /* one static buffer */
void item_bytes(const struct item *, struct buf *ret);

/* What the stand-in makes of it for an output. */
void item_made(const struct item *, const char *output, struct buf *ret);

/* --- what is driven --------------------------------------------------------
 */

struct drive {
	const char *site, *outside; /* folders */
	const char *cookie, *csrf;
	uint64_t seed;
	int kills;	    /* how many are wanted */
	int64_t for_ms;	    /* 0, or: not longer than this */
	const char *locks;  /* what the stand-in locks */
	const char *points; /* see points.c */
	int one_in;
	bool races;
	const char *only;  /* one deed of points.c, or NULL: all */
	const char *wrong; /* GREMLIN_WRONG=..., for all programs */
	const char *clock; /* GREMLIN_FAULT_CLOCK=... */
	bool harm;	   /* see harm.c */
	bool crowd;	   /* all send at once, and nobody may be put off */
	bool jumps;	   /* the wall clock does */
	bool rash;	   /* a client that takes sending for an answer */
	int killed;	   /* how many were dealt */
	int killed_role[4];
	pid_t worker;
	int64_t worker_at_ms; /* when it is started again */
	bool worker_ended;    /* by us */
	int troubles;
	bool quiet; /* nobody is killed any more */
};

extern struct drive drive;

/* A trouble: what must not be. Printed, and counted. */
void trouble(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void give_up(const char *fmt, ...)
	__attribute__((format(printf, 1, 2)));
int64_t now_ms(void);

/* --- crash.c: the loop ---------------------------------------------------- */

void tick(void);
void stop_worker(void);
bool calm(void); /* until nothing is left to do, or for too long */

/* --- blow.c ------------------------------------------------------------------
 */

/* The blow of an action and a number, from 1 on; see blow.c. */
void blow_name(char *ret, size_t n, const char *action, int number);
int blow_most(const char *blow); /* no more of its kind than so many */
bool blow_reaches_runner(const char *blow);
bool blow_lifts(const char *blow);    /* it lasts until blow_over() */
bool blow_limits(const char *blow);   /* it lasts until the program ends */
bool blow_silences(const char *blow); /* no answer need come */

void blow_put(void); /* the next program under one may be struck, once */

/* What to start for a blow, or NULL. */
const char *const *blow_start(struct pool *, const char *const *argv,
			      const char *blow);
void blow_over(const char *blow);
bool blow_struck(const char *blow);
const char *blow_point(void); /* where, one static buffer */

/* --- points.c ---------------------------------------------------------------
 */

/* At each point, or at about one in so many. */
void strike_all(const char *action, int one_in);

/* A worker comes, and then all is as it must be. */
void put_right(struct item *);

/* --- races.c ----------------------------------------------------------------
 */

void race_all(int one_in);

/* --- client.c --------------------------------------------------------------
 */

enum deed {
	DEED_SUBMIT,
	DEED_ADD,
	DEED_EDIT,
	DEED_DELETE,
	DEED_LOOK, /* at a private film, by a link that is handed out */
	DEEDS
};

struct client {
	pid_t pid; /* 0: idle */
	int out;   /* its answer */
	int in;	   /* where a slow body goes; -1: it has it all */
	int64_t since_ms, next_ms;
	int64_t die_ms; /* 0, or when it is killed */
	enum deed deed;
	bool hit;     /* it was killed by us */
	bool was_hit; /* an earlier try was */
	struct item *items[FORM_FILES_MAX];
	int items_n;
	int visibility; /* asked for */
	char nonce[24];
	struct buf body, answer;
	size_t sent;
	int tries;	  /* 0: nothing is to be sent */
	const char *blow; /* to the first try, or NULL */
};

extern struct client clients[CLIENTS];

void clients_step(void);  /* start what is due, feed slow ones, read answers */
int clients_poll(void *); /* adds to an array of struct pollfd */
void client_ended(pid_t, int status);
bool clients_idle(void);

/* Start a program for it; env may be NULL. */
struct spawn;
void client_start(struct client *, struct spawn *);
void client_rest(struct client *);
void client_again(struct client *); /* the same once more, or not */

/* One client does one deed, for the first time under a blow. */
void client_does(int client, enum deed, struct item *, int visibility,
		 const char *blow);

/* --- deeds.c ---------------------------------------------------------------
 */

/* Choose what to do, and with what; false: there is nothing to do it with. */
bool deed_begin(struct client *);
void deed_for(struct client *, enum deed, struct item *, int visibility);
void deed_start(struct client *);
void deed_answered(struct client *, int status);

/* --- victim.c --------------------------------------------------------------
 */

enum role {
	ROLE_CGI,
	ROLE_WORKER,
	ROLE_RUNNER,
	ROLE_COMMAND
};

void worker_start(const char *blow); /* NULL: none */
void victims_step(void);	     /* kill what is due */
bool is_runner(pid_t);
bool is_stopped(pid_t);
int runners_count(void);
void kill_one(enum role, pid_t, int number);

/* --- oracle.c --------------------------------------------------------------
 */

bool is_quiet(void);
bool rows_are_quiet(void);
int backlog(void);
void ring(void);
void compare_all(void);
void compare(struct item *);
void compare_rest(void); /* nothing is left over */

/* Slug, key and film of one that is there. */
bool learn(struct item *);

/* What was said to be private or deleted cannot be had by its address. */
void check_hidden(struct item *);
void check_all_hidden(void);
void retry_interrupted(void);
void run_gremlin(const char *command, const char *option);

/* Where a file of an upload lies, beneath the site. */
const char *file_of(struct pool *, const struct item *, const char *name);
void spoil(const char *sql);

/* --- harm.c ----------------------------------------------------------------
 */

void harm_before(void);
void harm_between(void);
void harm_after(void);

#endif
