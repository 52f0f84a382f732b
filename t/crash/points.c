/*
 * points.c -- each deed, struck at each of its points: --points ACTION
 *
 * A deed is done with a fault at the first point that its program passes, then
 * the same deed with another upload and a fault at the second, until it comes
 * through without one. After each the world is as it should be: people ask
 * again, a worker comes, and nothing is lost or left.
 */
#include "crash.h"
#include "base/base.h"
#include "base/pool.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define POINTS_MAX 200

static char fault[64];

/* --- tickets ----------------------------------------------------------------
 */

static void put_ticket(void)
{
	int fd = open("ticket", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		give_up("no ticket: %s", strerror(errno));
	close(fd);
}

/* Whether nobody took it: then there was no such point. */
static bool ticket_left(void)
{
	return unlink("ticket") == 0;
}

static const char *last_hit(void)
{
	static char line[64];
	FILE *f = fopen("ticket.hit", "re");

	line[0] = '\0';
	while (f && fgets(line, sizeof(line), f))
		;
	if (f)
		fclose(f);
	line[strcspn(line, "\n")] = '\0';
	return line;
}

/* --- deeds of people ---------------------------------------------------------
 */

static void wait_for_client(void)
{
	while (clients[0].pid)
		tick();
}

static void finish_client(void)
{
	while (!clients_idle())
		tick();
}

static void does(enum deed deed, struct item *it, int visibility)
{
	client_does(deed, it, visibility, NULL);
	finish_client();
}

static void does_badly(enum deed deed, struct item *it, int visibility)
{
	client_does(deed, it, visibility, fault);
	wait_for_client();
}

/* One that is published. */
static struct item *published(int visibility)
{
	struct item *it = item_new(visibility);

	it->bytes = 2000;
	does(DEED_SUBMIT, it, visibility);
	worker_start(NULL);
	calm();
	stop_worker();
	if (!learn(it))
		give_up("%s cannot be learned", item_title(it));
	return it;
}

static struct item *small(int visibility)
{
	struct item *it = item_new(visibility);

	it->bytes = 2000;
	return it;
}

static struct item *submit(void)
{
	struct item *it = small(2);

	does_badly(DEED_SUBMIT, it, it->visibility);
	return it;
}

static struct item *add(void)
{
	struct item *it = small(1);

	does_badly(DEED_ADD, it, it->visibility);
	return it;
}

static void freeze(bool frozen)
{
	spoil(frozen ? "PRAGMA user_version = -1" : "PRAGMA user_version = 1");
}

static struct item *park(void)
{
	struct item *it;

	freeze(true);
	it = submit();
	finish_client();
	freeze(false);
	return it;
}

static struct item *park_add(void)
{
	struct item *it;

	freeze(true);
	it = add();
	freeze(false);
	return it;
}

static struct item *hide(void)
{
	struct item *it = published(2);

	does_badly(DEED_EDIT, it, 0);
	return it;
}

static struct item *show(void)
{
	struct item *it = published(0);

	does_badly(DEED_EDIT, it, 2);
	return it;
}

static struct item *remove_it(void)
{
	struct item *it = published(2);

	does_badly(DEED_DELETE, it, 0);
	return it;
}

static struct item *look(void)
{
	struct item *it = published(0);

	does_badly(DEED_LOOK, it, 0);
	finish_client();
	does(DEED_DELETE, it, 0);
	return it;
}

/* --- deeds of the worker -----------------------------------------------------
 */

static void rounds(int n)
{
	for (int i = 0; drive.worker && i < n; i++) {
		ring();
		for (int k = 0; drive.worker && k < 10; k++)
			tick();
	}
}

/* Until it has no more to do, or was struck. What a fault has left may stay
 * until another worker comes. */
static void worker_badly(void)
{
	worker_start(fault);
	do
		rounds(1);
	while (drive.worker && !rows_are_quiet());
	rounds(3);
	if (drive.worker)
		stop_worker();
}

static struct item *publish(void)
{
	struct item *it = small(2);

	does(DEED_SUBMIT, it, it->visibility);
	worker_badly();
	return it;
}

/* Cut off in a way that leaves work to the worker. */
static void cut_off(enum deed deed, struct item *it, int visibility,
		    const char *how)
{
	put_ticket();
	client_does(deed, it, visibility, how);
	wait_for_client();
	clients[0].tries = 0;
	ticket_left();
	put_ticket();
}

static struct item *worker_takes(void)
{
	struct item *it = small(0), *other = small(1);

	freeze(true);
	does(DEED_SUBMIT, it, 0);
	does(DEED_ADD, other, 1);
	freeze(false);
	worker_badly();
	return it;
}

static struct item *worker_hides(void)
{
	struct item *it = published(2);

	cut_off(DEED_EDIT, it, 0, "GREMLIN_FAULT=committed:kill");
	it->visibility = 0; /* it was committed */
	it->maybe_visibility = 1;
	worker_badly();
	it->maybe_visibility = -1;
	return it;
}

static struct item *worker_deletes(void)
{
	struct item *it = published(1);

	cut_off(DEED_DELETE, it, 0, "GREMLIN_FAULT=committed:kill");
	worker_badly();
	it->state = ITEM_GONE;
	return it;
}

static struct item *worker_sweeps(void)
{
	struct item *it = small(1);

	cut_off(DEED_SUBMIT, it, 1, "GREMLIN_FAULT=commit:kill");
	worker_badly();
	return it;
}

/* --- deeds of the runner -----------------------------------------------------
 */

static void launcher(const char *words)
{
	struct pool p = { 0 };
	const char *path = pool_fmt(&p, "%s/gremlin.ini", drive.site);
	FILE *f = fopen(path, "we");

	if (!f)
		give_up("%s: %s", path, strerror(errno));
	fprintf(f,
		"[limits]\nfree_bytes = 0\n[db]\nbusy_ms = 1000\n[worker]\n"
		"slots = 16\ntries = 1000\nbackoff_s = 0\nlauncher = %s\n",
		words);
	fclose(f);
	pool_done(&p);
}

static struct item *run(void)
{
	struct item *it = small(2);
	char words[256];

	does(DEED_SUBMIT, it, it->visibility);
	snprintf(words, sizeof(words), "env %s GREMLIN_FAULT_TICKET=%s/ticket",
		 fault, drive.outside);
	launcher(words);
	worker_start(NULL);
	calm();
	stop_worker();
	launcher("");
	return it;
}

/* --- all of them -------------------------------------------------------------
 */

static const struct {
	const char *name;
	struct item *(*does)(void);
	int most; /* points: what follows was struck before; 0: all */
} deeds[] = {
	{ "submit", submit },
	{ "add", add },
	{ "submit while frozen", park },
	{ "add while frozen", park_add },
	{ "make private", hide },
	{ "make public", show },
	{ "delete", remove_it },
	{ "look, then delete", look },
	{ "worker: prepare and publish", publish },
	{ "worker: take in", worker_takes, 16 },
	{ "worker: make private", worker_hides },
	{ "worker: delete", worker_deletes },
	{ "worker: sweep", worker_sweeps },
	{ "runner: one attempt", run },
};

static void put_right(struct item *it)
{
	worker_start(NULL);
	if (!calm())
		trouble("it does not become quiet");
	stop_worker();
	compare(it);
	compare_rest();
}

/* Returns whether there was such a point. */
static bool strike(size_t deed, const char *action, int n)
{
	int before = drive.troubles;
	struct item *it;
	bool left;

	snprintf(fault, sizeof(fault), "GREMLIN_FAULT=*:%s:%d", action, n);
	put_ticket();
	it = deeds[deed].does();
	left = ticket_left();
	drive.killed += !left;
	put_right(it);
	if (drive.troubles > before)
		note("  that was %s, %s at its point %d, %s", deeds[deed].name,
		     action, n, left ? "none" : last_hit());
	return !left;
}

void strike_all(const char *action, int one_in)
{
	for (size_t d = 0; d < ARRAY_LEN(deeds); d++) {
		int most = deeds[d].most ? deeds[d].most : POINTS_MAX;
		int n = 1 + dice_below(one_in), struck = 0;

		while (n <= most && strike(d, action, n)) {
			n += 1 + dice_below(2 * one_in - 1);
			struck++;
		}
		note("%s: %s at %d of %d points", deeds[d].name, action, struck,
		     n - 1);
	}
}
