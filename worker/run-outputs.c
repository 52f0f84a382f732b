/*
 * run-outputs.c -- what a command left in out/, hashed and durable
 *
 * Only plain files with names that a record can hold are results; caches,
 * folders and whatever else programs leave in their home are not. A file with
 * a second link is refused: it would change with the other one.
 */
#include "run.h"
#include "base/base.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/io.h"
#include "base/str.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void dir_done(DIR **d)
{
	if (*d)
		closedir(*d);
}

static int by_name(const void *a, const void *b)
{
	const struct exit_output *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static bool is_output(const struct run *run, const char *name)
{
	struct stat st;

	return record_name_ok(name) &&
	       !str_eq(name, run->spec.watch.progress) &&
	       fstatat(run->out, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	       S_ISREG(st.st_mode);
}

static int list(struct run *run, struct exit_output *outputs, int *ret_n)
{
	int fd = openat(run->out, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	_cleanup_(dir_done) DIR *d = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *e;
	int n = 0;

	if (!d)
		return err_sys("read out/");
	while ((e = readdir(d))) {
		if (!is_output(run, e->d_name))
			continue;
		if (n == EXIT_OUTPUTS_MAX)
			return err(E_LARGE, "more than %d files in out/",
				   EXIT_OUTPUTS_MAX);
		outputs[n++].name = pool_dup(&run->mem, e->d_name);
	}
	qsort(outputs, (size_t)n, sizeof(*outputs), by_name);
	*ret_n = n;
	return 0;
}

static int finish(struct run *run, struct exit_output *o)
{
	_cleanup_(fd_done) int fd =
		openat(run->out, o->name,
		       O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	char hex[HASH_HEX + 1];
	struct stat st;
	int rc;

	if (fd < 0)
		return err_sys("open out/%s", o->name);
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_nlink != 1)
		return err(E_ACCESS, "out/%s is not a plain file of its own",
			   o->name);
	rc = hash_fd(fd, hex, &o->bytes);
	if (rc == 0)
		rc = io_sync(fd);
	if (rc < 0)
		return err_add(rc, "out/%s", o->name);
	o->hash = pool_dup(&run->mem, hex);
	return 0;
}

int run_outputs(struct run *run)
{
	struct exit_output *outputs =
		pool_array(&run->mem, EXIT_OUTPUTS_MAX, sizeof(*outputs));
	int n = 0, rc = list(run, outputs, &n);

	for (int i = 0; i < n && rc == 0; i++)
		rc = finish(run, &outputs[i]);
	if (rc == 0 && n > 0)
		rc = io_sync_dir(run->out, ".");
	if (rc < 0)
		return rc;
	run->exit.outputs = outputs;
	run->exit.outputs_n = n;
	return 0;
}
