/*
 * load.c -- requests a second through a web server: a few clients that ask as
 * fast as they get answers, for half a second each page in turn
 */
#include "bench.h"
#include "base/str.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define TURN_US	    500e3
#define CLIENTS_MAX 64
#define PAGES_MAX   8
#define HEAD_BYTES  13 /* "HTTP/1.x 200 " */

struct client {
	int fd; /* -1: between two requests */
	char head[HEAD_BYTES];
	size_t head_n;
};

struct page {
	const char *name;
	char request[512];
	struct series rates; /* wall_us: microseconds a request */
};

static struct client clients[CLIENTS_MAX];
static int clients_n;
static struct sockaddr_in server;

static void ask(struct client *c, const struct page *page)
{
	size_t n = strlen(page->request);

	c->head_n = 0;
	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (c->fd < 0 || connect(c->fd, (const struct sockaddr *)&server,
				 sizeof(server)) < 0)
		give_up("no connection to the server: %s", strerror(errno));
	if (send(c->fd, page->request, n, MSG_NOSIGNAL) != (ssize_t)n)
		give_up("%s: the server hangs up", page->name);
}

/* Returns 1 when the answer has come to its end. */
static int hear(struct client *c, const struct page *page)
{
	char bytes[16384];
	ssize_t n = recv(c->fd, bytes, sizeof(bytes), 0);
	size_t more = HEAD_BYTES - c->head_n;

	if (n < 0)
		give_up("%s: %s", page->name, strerror(errno));
	if (n > 0) {
		more = (size_t)n < more ? (size_t)n : more;
		memcpy(c->head + c->head_n, bytes, more);
		c->head_n += more;
		return 0;
	}
	close(c->fd);
	c->fd = -1;
	if (c->head_n < HEAD_BYTES || memcmp(c->head + 8, " 200 ", 5) != 0)
		give_up("%s: the server answers %.*s", page->name,
			(int)c->head_n, c->head);
	return 1;
}

static int hear_all(const struct page *page, int *pending)
{
	struct pollfd fds[CLIENTS_MAX];
	int done = 0;

	for (int i = 0; i < clients_n; i++)
		fds[i] = (struct pollfd){ .fd = clients[i].fd,
					  .events = POLLIN };
	if (poll(fds, (nfds_t)clients_n, 10000) <= 0)
		give_up("%s: no answer in ten seconds", page->name);
	for (int i = 0; i < clients_n; i++)
		if (fds[i].fd >= 0 && fds[i].revents)
			done += hear(&clients[i], page);
	*pending -= done;
	return done;
}

/* All that is asked is answered before the next page has its turn. */
static void take_turn(struct page *page)
{
	double from_us = clock_us(), now_us = from_us;
	int done = 0, pending = 0;

	do {
		for (int i = 0; i < clients_n; i++)
			if (clients[i].fd < 0 && now_us - from_us < TURN_US) {
				ask(&clients[i], page);
				pending++;
			}
		done += hear_all(page, &pending);
		now_us = clock_us();
	} while (pending || now_us - from_us < TURN_US);
	series_add(&page->rates,
		   (struct cost){ .wall_us = (now_us - from_us) / done });
}

int bench_load(int argc, char **argv)
{
	static struct page pages[PAGES_MAX];
	double until_us = clock_us() + 1e6 * (double)number(argv[2], 1, 3600);
	int n = 0;

	server = (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)number(argv[0], 1, 65535)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	clients_n = (int)number(argv[1], 1, CLIENTS_MAX);
	for (int i = 0; i < clients_n; i++)
		clients[i].fd = -1;
	for (int i = 3; i + 1 < argc && n < PAGES_MAX; i += 2, n++) {
		pages[n].name = argv[i];
		snprintf(pages[n].request, sizeof(pages[n].request),
			 "GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n",
			 argv[i + 1]);
	}
	do
		for (int i = 0; i < n; i++) {
			progress("requests a second: %s", pages[i].name);
			take_turn(&pages[i]);
		}
	while (clock_us() < until_us);
	for (int i = 0; i < n; i++)
		figure(1e6 / series_wall_us(&pages[i].rates), "%s.rps",
		       pages[i].name);
	return 0;
}
