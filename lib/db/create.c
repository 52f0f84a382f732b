/*
 * create.c -- the database of a new site
 *
 * It is made under another name and renamed when it is whole and on the disk,
 * so that db.sqlite is never half a database.
 */
#include "db/db.h"
#include "base/err.h"
#include "base/io.h"
#include "base/pool.h"
#include "sql/schema.sql.h"

#include <errno.h>
#include <linux/magic.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#ifndef CIFS_SUPER_MAGIC
#define CIFS_SUPER_MAGIC 0xFF534D42
#endif
#ifndef SMB2_SUPER_MAGIC
#define SMB2_SUPER_MAGIC 0xFE534D42
#endif
#ifndef FUSE_SUPER_MAGIC
#define FUSE_SUPER_MAGIC 0x65735546
#endif
#define TMP_NAME "db_init.sqlite"

static void handle_done(struct sqlite3 **h)
{
	sqlite3_close(*h);
	*h = NULL;
}

static int exec(const char *name, int flags, const char *sql)
{
	_cleanup_(handle_done) struct sqlite3 *h = NULL;
	int rc = sqlite3_open_v2(name, &h, SQLITE_OPEN_READWRITE | flags, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_exec(h, sql, NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		return err((rc & 0xff) == SQLITE_FULL ? E_SPACE : E_IO,
			   "%s: %s", name, sqlite3_errmsg(h));
	return 0;
}

/* WAL needs memory shared between processes, which these do not give. */
static bool wal_works(int dir)
{
	struct statfs fs;

	if (fstatfs(dir, &fs) < 0)
		return false;
	switch ((unsigned)fs.f_type) {
	case NFS_SUPER_MAGIC:
	case SMB_SUPER_MAGIC:
	case CIFS_SUPER_MAGIC:
	case SMB2_SUPER_MAGIC:
	case FUSE_SUPER_MAGIC:
	case V9FS_MAGIC: return false;
	default: return true;
	}
}

int db_create(struct pool *mem, const struct site *site)
{
	const char *tmp = pool_fmt(mem, "%s/" TMP_NAME, site->path);
	const char *name = pool_fmt(mem, "%s/db.sqlite", site->path);
	const char *sql = pool_fmt(mem, "BEGIN;%sPRAGMA user_version=%d;COMMIT",
				   SQL_SCHEMA, GREMLIN_SCHEMA);
	int rc;

	if (faccessat(site->dir, "db.sqlite", F_OK, 0) == 0)
		return err(E_EXISTS, "%s is there already", name);
	unlinkat(site->dir, TMP_NAME, 0);
	rc = exec(tmp, SQLITE_OPEN_CREATE, sql);
	if (rc < 0)
		return rc;
	if (fchmodat(site->dir, TMP_NAME, 0600, 0) < 0)
		return err_sys("change mode of %s", tmp);
	if (renameat(site->dir, TMP_NAME, site->dir, "db.sqlite") < 0)
		return err_sys("rename %s", tmp);
	if (wal_works(site->dir))
		rc = exec(name, 0, "PRAGMA journal_mode=WAL");
	return rc < 0 ? rc : io_sync_dir(site->dir, ".");
}
