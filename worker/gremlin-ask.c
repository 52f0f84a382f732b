/* gremlin-ask.c -- a new password, or a decision: typed, piped, or made here */
#include "worker/gremlin.h"
#include "auth/password.h"
#include "base/err.h"
#include "base/rand.h"
#include "base/str.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define LINE_BYTES 2048
#define MADE_CHARS 16 /* 96 bits */
#define ASKED_MAX  3  /* times, by who answers something else */

static volatile sig_atomic_t caught;

static void on_signal(int number)
{
	caught = number;
}

/* One line, without its end. 0, or E_GONE: there is none, or a signal came. */
static int read_line(char line[LINE_BYTES])
{
	size_t n = 0;
	char c;

	for (;;) {
		ssize_t k = read(STDIN_FILENO, &c, 1);

		if (k < 0 && errno == EINTR && !caught)
			continue;
		if (k < 0 || (k == 0 && n == 0))
			return err(E_GONE, "no password was given");
		if (k == 0 || c == '\n' || c == '\0')
			break;
		if (n + 1 == LINE_BYTES)
			return err(E_FIELD, "that line is too long");
		line[n++] = c;
	}
	if (n && line[n - 1] == '\r')
		n--;
	line[n] = '\0';
	return 0;
}

/* The terminal gets its echo back whatever happens in between. */
static int read_hidden(const char *prompt, char line[LINE_BYTES])
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
	struct sigaction on = { .sa_handler = on_signal }, old[4];
	struct termios shown, hidden;
	int rc;

	if (tcgetattr(STDIN_FILENO, &shown) < 0)
		return err_sys("ask the terminal");
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	hidden.c_lflag |= ECHONL;
	caught = 0;
	for (int i = 0; i < 4; i++)
		sigaction(numbers[i], &on, &old[i]);
	fputs(prompt, stderr);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
	rc = read_line(line);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
	for (int i = 0; i < 4; i++)
		sigaction(numbers[i], &old[i], NULL);
	if (caught)
		raise(caught);
	return rc;
}

static int ask_twice(const char *name, char line[LINE_BYTES])
{
	char again[LINE_BYTES], prompt[256];
	int rc;

	snprintf(prompt, sizeof(prompt), "Password for %s: ", name);
	rc = read_hidden(prompt, line);
	if (rc < 0)
		return rc;
	rc = password_fit(line, name);
	if (rc < 0)
		return rc;
	rc = read_hidden("Once more: ", again);
	if (rc < 0)
		return rc;
	if (!str_eq(line, again))
		return err(E_FIELD, "the two were not the same; "
				    "nothing was changed");
	return 0;
}

int ask_password(struct gremlin *g, const char *name, const char **ret)
{
	char line[LINE_BYTES];
	int rc;

	if (opt_given(g, "generate")) {
		rand_text(line, MADE_CHARS);
		*ret = pool_dup(&g->mem, line);
		return 0;
	}
	if (!opt_given(g, "password-stdin") && isatty(STDIN_FILENO)) {
		rc = ask_twice(name, line);
	} else {
		rc = read_line(line);
		if (rc == 0)
			rc = password_fit(line, name);
	}
	if (rc < 0)
		return rc;
	*ret = pool_dup(&g->mem, line);
	return 0;
}

char ask_letter(const char *question, const char *letters)
{
	char line[LINE_BYTES];

	caught = 0;
	for (int i = 0; i < ASKED_MAX; i++) {
		fputs(question, stderr);
		if (read_line(line) < 0)
			return 0;
		if (line[0] && !line[1] && strchr(letters, line[0]))
			return line[0];
	}
	return 0;
}
