/* client.c -- people: each does one deed after the other, fast or slowly */
#include "crash.h"
#include "base/err.h"
#include "proc/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define TRIES_MAX   20
#define SLOW_STEP   30000
#define BACKLOG_MAX 24
#define PAUSE_MS    20

struct client clients[CLIENTS];

static int stderr_fd(void)
{
	static int fd = -1;

	if (fd < 0)
		fd = open("client.log",
			  O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	return fd;
}

void client_start(struct client *c, struct spawn *sp)
{
	int ends[2], rc;

	if (pipe2(ends, O_CLOEXEC) < 0)
		give_up("pipe: %s", strerror(errno));
	sp->out = ends[1];
	sp->err = stderr_fd();
	rc = spawn_start(sp, &c->pid);
	if (rc < 0)
		give_up("%s", err_text(rc));
	close(ends[1]);
	c->out = ends[0];
	fcntl(c->out, F_SETFL, O_NONBLOCK);
	buf_clear(&c->answer);
	c->hit = false;
	c->sent = 0;
	c->since_ms = now_ms();
	c->die_ms = dice_percent(12) && !drive.quiet
			    ? c->since_ms + dice_below(40)
			    : 0;
}

void client_rest(struct client *c)
{
	c->pid = 0;
	c->tries = 0;
	c->next_ms = now_ms() + dice_below(PAUSE_MS);
}

/* Whether the same is to be asked once more. Who changes or deletes does not
 * rest until he knows. */
static bool persists(const struct client *c)
{
	if (drive.rash || c->tries >= TRIES_MAX)
		return false;
	return drive.quiet || c->deed != DEED_SUBMIT || dice_percent(75);
}

void client_again(struct client *c)
{
	if (!persists(c)) {
		client_rest(c);
		return;
	}
	c->pid = 0;
	c->next_ms = now_ms() + dice_below(PAUSE_MS);
}

void client_does(int client, enum deed deed, struct item *it, int visibility,
		 const char *blow)
{
	struct client *c = &clients[client];

	deed_for(c, deed, it, visibility);
	c->blow = blow;
	deed_start(c);
}

static void read_answer(struct client *c)
{
	char step[4096];
	ssize_t n;

	while ((n = read(c->out, step, sizeof(step))) > 0)
		buf_put(&c->answer, step, (size_t)n);
}

static void close_in(struct client *c)
{
	if (c->in >= 0)
		close(c->in);
	c->in = -1;
}

void client_ended(pid_t pid, int status)
{
	for (int i = 0; i < CLIENTS; i++) {
		struct client *c = &clients[i];

		if (c->pid != pid)
			continue;
		read_answer(c);
		close(c->out);
		close_in(c);
		if (WIFSIGNALED(status) && !c->hit && !c->blow)
			trouble("a client's program ended by signal %d",
				WTERMSIG(status));
		deed_answered(c, status);
	}
}

/* --- the loop's part --------------------------------------------------------
 */

static void feed(struct client *c)
{
	size_t n = c->body.len - c->sent;
	ssize_t k;

	if (c->in < 0 || now_ms() < c->next_ms)
		return;
	if (n > SLOW_STEP)
		n = 1 + (size_t)dice_below(SLOW_STEP);
	k = write(c->in, c->body.at + c->sent, n);
	if (k < 0 && errno == EAGAIN)
		return;
	if (k < 0) {
		close_in(c);
		return;
	}
	c->sent += (size_t)k;
	c->next_ms = now_ms() + (dice_percent(10) ? dice_below(10) : 0);
	if (c->sent == c->body.len) {
		close_in(c);
	} else if (!drive.quiet && dice_percent(1)) {
		c->hit = true; /* goes away in the middle */
		close_in(c);
	}
}

void clients_step(void)
{
	int64_t now = now_ms();

	for (int i = 0; i < CLIENTS; i++) {
		struct client *c = &clients[i];

		if (c->pid) {
			read_answer(c);
			feed(c);
		} else if (now >= c->next_ms && c->tries) {
			deed_start(c);
		} else if (now >= c->next_ms && !drive.quiet &&
			   backlog() < BACKLOG_MAX && deed_begin(c)) {
			deed_start(c);
		}
	}
}

int clients_poll(void *fds)
{
	struct pollfd *at = fds;
	int n = 0;

	for (int i = 0; i < CLIENTS; i++) {
		if (!clients[i].pid)
			continue;
		at[n++] = (struct pollfd){ .fd = clients[i].out,
					   .events = POLLIN };
		if (clients[i].in >= 0)
			at[n++] = (struct pollfd){ .fd = clients[i].in,
						   .events = POLLOUT };
	}
	return n;
}

bool clients_idle(void)
{
	for (int i = 0; i < CLIENTS; i++)
		if (clients[i].pid || clients[i].tries)
			return false;
	return true;
}
