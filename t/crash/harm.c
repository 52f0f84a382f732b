/*
 * harm.c -- what must not go unseen: --harm does all of it to a quiet site
 *
 * Who compares and finds everything well may be blind. Each harm is of another
 * kind, and to another upload.
 */
#include "crash.h"
#include "base/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOCKED_FROM 5
#define LOCKED	    8

static struct pool mem;

static const char *path_of(const char *name)
{
	return pool_fmt(&mem, "%s/%s", drive.site, name);
}

static void flip_byte(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	char c = 0;

	if (fd < 0 || pread(fd, &c, 1, 100) != 1)
		give_up("%s: %s", path, strerror(errno));
	c ^= 1;
	if (pwrite(fd, &c, 1, 100) != 1)
		give_up("%s: %s", path, strerror(errno));
	close(fd);
}

static void put_orphan(const char *folder)
{
	const char *path = path_of(folder);
	int fd;

	mkdir(path, 0755);
	fd = open(pool_fmt(&mem, "%s/nobodys-01234567.jpg", path),
		  O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
	if (fd < 0)
		give_up("%s: %s", path, strerror(errno));
	close(fd);
}

static int job_locks[LOCKED];

/* The locks of jobs to come, as if other attempts of them ran; not each job is
 * one of the stand-in. */
void harm_before(void)
{
	for (int i = 0; i < LOCKED; i++) {
		const char *path =
			pool_fmt(&mem, "%s/%d", drive.locks, LOCKED_FROM + i);

		job_locks[i] = open(path, O_RDONLY | O_CLOEXEC);
		if (job_locks[i] < 0 || flock(job_locks[i], LOCK_EX) < 0)
			give_up("%s: %s", path, strerror(errno));
	}
	pool_done(&mem);
}

void harm_between(void)
{
	for (int i = 0; i < LOCKED; i++) {
		if (job_locks[i] > 0)
			close(job_locks[i]);
		job_locks[i] = -1;
	}
}

void harm_after(void)
{
	if (unlink(path_of(file_of(&mem, &items[0], "raw"))) < 0)
		give_up("no original: %s", strerror(errno));
	flip_byte(path_of(file_of(&mem, &items[1], "small.jpg")));
	if (unlink(path_of(file_of(&mem, &items[2], "film.mp4"))) < 0)
		give_up("no rendition: %s", strerror(errno));
	put_orphan("content/public/zz");
	put_orphan("content/raw/zz");
	spoil("DELETE FROM file WHERE name = 'small.webp' AND media ="
	      " (SELECT id FROM media WHERE title = 'k3')");
	spoil("UPDATE media SET visibility = (visibility + 1) % 3"
	      " WHERE title = 'k4'");
	spoil("UPDATE media SET title = 'k6' WHERE title = 'k5'");
	pool_done(&mem);
}
