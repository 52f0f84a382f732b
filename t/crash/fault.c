/* fault.c -- let the world go wrong at a point: see base/fault.h */
#include "base/fault.h"
#include "base/base.h"
#include "base/clock.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct order {
	char point[32], action[16];
	long n, ms;
};

static const struct {
	const char *action;
	int number;
} errors[] = { { "eio", EIO }, { "enospc", ENOSPC } };

static const struct order *order(void)
{
	static struct order given;
	static bool read;
	const char *text = read ? NULL : getenv("GREMLIN_FAULT");

	read = true;
	if (text) {
		given.n = 1;
		given.ms = 200;
		sscanf(text, "%31[^:]:%15[^:]:%ld:%ld", given.point,
		       given.action, &given.n, &given.ms);
	}
	return given.point[0] ? &given : NULL;
}

/* Only one takes it. */
static bool take_ticket(const char *point)
{
	const char *ticket = getenv("GREMLIN_FAULT_TICKET");
	char hit[4096];
	int fd;

	if (!ticket)
		return true;
	if (unlink(ticket) < 0)
		return false;
	snprintf(hit, sizeof(hit), "%s.hit", ticket);
	fd = open(hit, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (fd >= 0) {
		dprintf(fd, "%s\n", point);
		close(fd);
	}
	return true;
}

static void wait_ms(long ms)
{
	struct timespec ts = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&ts, NULL);
}

static bool act(const struct order *o)
{
	if (str_eq(o->action, "kill"))
		raise(SIGKILL);
	else if (str_eq(o->action, "stop"))
		raise(SIGSTOP);
	else if (str_eq(o->action, "delay"))
		wait_ms(o->ms);
	for (size_t i = 0; i < ARRAY_LEN(errors); i++)
		if (str_eq(o->action, errors[i].action)) {
			errno = errors[i].number;
			return true;
		}
	return false;
}

static void set_clock(void)
{
	const char *file = getenv("GREMLIN_FAULT_CLOCK");
	char text[32];
	ssize_t n = 0;
	int fd = file ? open(file, O_RDONLY | O_CLOEXEC) : -1;

	if (fd < 0)
		return;
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[n > 0 ? n : 0] = '\0';
	clock_wrong_s = strtoll(text, NULL, 10);
}

bool fault_wrong(const char *what)
{
	set_clock();
	return str_eq(getenv("GREMLIN_WRONG"), what);
}

bool fault_strikes(const char *point)
{
	static long passed;
	const struct order *o = order();

	if (!o || (!str_eq(o->point, "*") && !str_eq(o->point, point)))
		return false;
	if (++passed != o->n || !take_ticket(point))
		return false;
	return act(o);
}
