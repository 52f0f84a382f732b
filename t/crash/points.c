/*
 * points.c -- each deed under each blow of a kind: --points ACTION ONE_IN
 *
 * A deed is done with the first blow of that kind (blow.c), then the same deed
 * with another upload and the second, until it comes through unstruck. After
 * each the world is as it should be: people ask again, a worker comes, and
 * nothing is lost or left.
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

#define LASTING_ROUNDS 8

static char blow[128];

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
	client_does(0, deed, it, visibility, NULL);
	finish_client();
}

static void does_badly(enum deed deed, struct item *it, int visibility)
{
	client_does(0, deed, it, visibility, blow);
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
	finish_client(); /* what he is told must be so without a worker */
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
	finish_client();
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

/* Beside a worker that tidies up and is killed then: what was not committed
 * must not come back without its file. */
static struct item *abandon(void)
{
	struct item *it;

	worker_start(NULL);
	calm();
	it = submit();
	clients[0].tries = 0;
	calm();
	drive.worker_ended = true;
	drive.worker_at_ms = INT64_MAX;
	kill(drive.worker, SIGKILL);
	while (drive.worker)
		tick();
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
	worker_start(blow);
	rounds(blow_lifts(blow) || blow_limits(blow) ? LASTING_ROUNDS : 1);
	blow_over(blow);
	while (drive.worker && !blow_limits(blow) && !rows_are_quiet())
		rounds(1);
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
	blow_put();
	client_does(0, deed, it, visibility, how);
	wait_for_client();
	clients[0].tries = 0;
	blow_struck(how);
	blow_put();
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
		 blow, drive.outside);
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
	bool own; /* at the fault points of a runner */
} deeds[] = {
	{ "submit", submit },
	{ "submit, and never again", abandon },
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
	{ "runner: one attempt", run, 0, true },
};

void put_right(struct item *it)
{
	worker_start(NULL);
	if (!calm())
		trouble("it does not become quiet");
	stop_worker();
	compare(it);
	compare_rest();
}

/* Returns whether it struck. */
static bool strike(size_t deed)
{
	int before = drive.troubles;
	struct item *it;
	bool struck;

	blow_put();
	it = deeds[deed].does();
	struck = blow_struck(blow);
	drive.killed += struck;
	put_right(it);
	if (drive.troubles > before)
		note("  that was %s, %s, %s", deeds[deed].name, blow,
		     struck ? blow_point() : "not struck");
	return struck;
}

static void strike_deed(size_t deed, const char *action, int one_in)
{
	int most = deeds[deed].most, n = dice_below(one_in), struck = 0;

	for (;;) {
		blow_name(blow, sizeof(blow), action, ++n);
		if (n > (most ? most : blow_most(blow)) || !strike(deed))
			break;
		struck++;
		n += dice_below(2 * one_in - 1);
	}
	note("%s: %s, %d blows", deeds[deed].name, action, struck);
}

void strike_all(const char *action, int one_in)
{
	blow_name(blow, sizeof(blow), action, 1);
	for (size_t d = 0; d < ARRAY_LEN(deeds); d++)
		if ((!drive.only || str_eq(drive.only, deeds[d].name)) &&
		    (!deeds[d].own || blow_reaches_runner(blow)))
			strike_deed(d, action, one_in);
}
