/*
 * races.c -- two at the same media, in every order: --races ONE_IN
 *
 * One of the two is stopped at its first fault point, and the other does all
 * that it can; then the first goes on. Then the same at the second point, until
 * it comes through without one. The other may be told to come back: it does,
 * when the first has gone on. What was said to be private or deleted must not
 * be had by its address from then on, also not for a moment.
 */
#include "crash.h"
#include "base/base.h"
#include "base/pool.h"
#include "base/str.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LONELY_MS 1500 /* what the other may take, while the first stands */

static char stop[64];

/* --- who takes part ---------------------------------------------------------
 */

enum actor {
	WORKER,
	HIDES,
	SHOWS,
	DELETES
};

static const struct {
	enum deed deed;
	int visibility;
} asks[] = { [HIDES] = { DEED_EDIT, 0 },
	     [SHOWS] = { DEED_EDIT, 2 },
	     [DELETES] = { DEED_DELETE, 0 } };

static const struct {
	const char *name;
	enum actor first, other;
	bool fresh; /* the worker publishes it; else it makes it again */
	int visibility;
} races[] = {
	{ "publishing, then hidden", WORKER, HIDES, true, 2 },
	{ "publishing, then deleted", WORKER, DELETES, true, 2 },
	{ "made again, then hidden", WORKER, HIDES, false, 2 },
	{ "made again, then shown", WORKER, SHOWS, false, 0 },
	{ "made again, then deleted", WORKER, DELETES, false, 2 },
	{ "hidden, then made again", HIDES, WORKER, false, 2 },
	{ "shown, then made again", SHOWS, WORKER, false, 0 },
	{ "deleted, then made again", DELETES, WORKER, false, 2 },
	{ "hidden, then published", HIDES, WORKER, true, 2 },
	{ "deleted, then published", DELETES, WORKER, true, 2 },
	{ "hidden, then deleted", HIDES, DELETES, false, 2 },
	{ "deleted, then hidden", DELETES, HIDES, false, 2 },
	{ "shown, then deleted", SHOWS, DELETES, false, 0 },
	{ "deleted, then deleted", DELETES, DELETES, false, 2 },
};

static void look(struct item *it)
{
	tick();
	check_hidden(it);
}

static pid_t pid_of(enum actor a, int client)
{
	return a == WORKER ? drive.worker : clients[client].pid;
}

static void begin(enum actor a, int client, struct item *it, const char *blow)
{
	if (a == WORKER) {
		worker_start(blow);
		/* it may give up where the other has the database */
		drive.worker_ended = true;
		drive.worker_at_ms = INT64_MAX;
	} else {
		client_does(client, asks[a].deed, it, asks[a].visibility, blow);
	}
}

static bool is_done(enum actor a, int client)
{
	return a == WORKER ? !drive.worker || rows_are_quiet()
			   : !clients[client].pid && !clients[client].tries;
}

/* Whether it stands before it is done. */
static bool comes_to_stand(enum actor a, int client, struct item *it)
{
	while (!is_done(a, client)) {
		if (is_stopped(pid_of(a, client)))
			return true;
		look(it);
		if (a == WORKER)
			ring();
	}
	return false;
}

static void go_on(enum actor a, int client)
{
	pid_t pid = pid_of(a, client);

	if (pid)
		kill(pid, SIGCONT);
}

static void for_a_while(enum actor a, int client, struct item *it)
{
	int64_t end_ms = now_ms() + LONELY_MS;

	do {
		if (a == WORKER)
			ring();
		look(it);
	} while (now_ms() < end_ms && !is_done(a, client));
}

/* --- one race ---------------------------------------------------------------
 */

static struct item *prepare(size_t r)
{
	struct item *it = item_new(races[r].visibility);

	it->bytes = 2000;
	client_does(0, DEED_SUBMIT, it, it->visibility, NULL);
	while (!clients_idle())
		tick();
	if (!races[r].fresh) {
		worker_start(NULL);
		if (!calm())
			trouble("it does not become quiet");
		stop_worker();
		spoil("UPDATE file SET recipe = 'older' WHERE name <> 'raw'"
		      " AND media = (SELECT max(id) FROM media)");
		run_gremlin("remake", "--yes");
	}
	if (!learn(it))
		give_up("%s cannot be learned", item_title(it));
	return it;
}

/* Both have been asked for: either may have been the last. */
static void allow_both(size_t r, struct item *it)
{
	enum actor a = races[r].first, b = races[r].other;

	if (it->state == ITEM_GONE)
		return;
	if (a != WORKER && b != WORKER) {
		it->visibility = asks[a].visibility;
		it->maybe_visibility = asks[b].visibility;
	}
}

/* Returns whether the first came to stand. */
static bool run(size_t r)
{
	enum actor a = races[r].first, b = races[r].other;
	struct item *it = prepare(r);
	bool stood;

	blow_put();
	begin(a, 0, it, stop);
	stood = comes_to_stand(a, 0, it);
	if (stood) {
		begin(b, 1, it, NULL);
		for_a_while(b, 1, it);
		go_on(a, 0);
		while (!clients_idle())
			look(it);
	}
	blow_struck(stop); /* from here on it does not stand any more */
	go_on(a, 0);
	if (drive.worker)
		stop_worker();
	allow_both(r, it);
	put_right(it);
	return stood;
}

static void race(size_t r, int one_in)
{
	int n = dice_below(one_in), stood = 0, before = drive.troubles;

	for (;;) {
		blow_name(stop, sizeof(stop), "stop", ++n);
		if (!run(r))
			break;
		stood++;
		n += dice_below(2 * one_in - 1);
		if (drive.troubles > before)
			note("  that was %s, %s, %s", races[r].name, stop,
			     blow_point());
		before = drive.troubles;
	}
	drive.killed += stood;
	note("%s: %d orders", races[r].name, stood);
}

/* A page has a tenth of the points that the worker passes meanwhile. */
void race_all(int one_in)
{
	for (size_t r = 0; r < ARRAY_LEN(races); r++)
		if (!drive.only || str_eq(drive.only, races[r].name))
			race(r, races[r].first == WORKER ? one_in
							 : (one_in + 9) / 10);
}
