/*
 * router.c -- the address, the table, exec
 *
 * busybox httpd has no rewriting: it starts index.cgi for each address that
 * ends in "/", POST too, with SCRIPT_NAME of index.cgi and no PATH_INFO. The
 * address stands in REQUEST_URI, decoded already, with "?" and QUERY_STRING
 * behind it. Nothing is opened here: it costs an exec, half a millisecond.
 */
#include "web/router.h"
#include "base/base.h"
#include "http/url.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CGI_BIN "/cgi-bin/"

static int server_is_busybox(void)
{
	const char *server = getenv("SERVER_SOFTWARE");

	return server && !strncmp(server, "busybox", 7);
}

/* Cut "?" + QUERY_STRING off the end of the address. */
static int address(char path[PATH_MAX])
{
	const char *uri = getenv("REQUEST_URI");
	const char *query = getenv("QUERY_STRING");
	size_t n = uri ? strlen(uri) : 0;
	size_t tail = query ? strlen(query) : 0;

	if (!n || n >= PATH_MAX)
		return 0;
	memcpy(path, uri, n + 1);
	if (n > tail && path[n - tail - 1] == '?' &&
	    !strcmp(path + n - tail, query ? query : ""))
		path[n - tail - 1] = '\0';
	return 1;
}

/* "/cgi-bin/media/u/ann/m/dog/" is plain style with a slash too many. */
static const char *without_program(const char *path)
{
	const char *rest;

	if (strncmp(path, CGI_BIN, sizeof(CGI_BIN) - 1) != 0)
		return path;
	rest = strchr(path + sizeof(CGI_BIN) - 1, '/');
	return rest ? rest : path;
}

static void become(const char *program, const char *path)
{
	char self[PATH_MAX], script[64];
	char *argv[] = { self, NULL };
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *slash;

	if (n < 0)
		return;
	self[n] = '\0';
	slash = strrchr(self, '/');
	if (!slash || !strcmp(slash + 1, program) ||
	    (size_t)(slash - self) + strlen(program) + 2 > sizeof(self))
		return;
	stpcpy(slash + 1, program);
	snprintf(script, sizeof(script), CGI_BIN "%s", program);
	if (setenv("SCRIPT_NAME", script, 1) == 0 &&
	    setenv("PATH_INFO", path, 1) == 0)
		execv(self, argv);
}

void router_exec(void)
{
	char uri[PATH_MAX];
	const char *script = getenv("SCRIPT_NAME"), *path;
	int which;

	if (!server_is_busybox() || !script || !address(uri) ||
	    !strncmp(uri, script, strlen(script)))
		return;
	path = without_program(uri);
	which = url_find(path);
	if (which >= 0)
		become(url_program(which), path);
	/* home, or nobody's address: both are index.cgi's to answer */
	setenv("PATH_INFO", path, 1);
}
