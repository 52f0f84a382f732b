/* 0005-base-settings.c -- gremlin.ini, good and bad */
#include "tap.h"
#include "base/err.h"
#include "base/io.h"
#include "base/pool.h"
#include "base/settings.h"
#include "base/str.h"

#include <fcntl.h>
#include <unistd.h>

static struct pool pool;
static int dir;

static int reading(const char *text, struct settings *set)
{
	io_write_file(dir, "gremlin.ini", text, strlen(text), 0600);
	return settings_read(&pool, dir, set);
}

int main(void)
{
	char name[] = "/tmp/gremlin-ini-XXXXXX";
	struct settings set = { 0 };

	if (!mkdtemp(name))
		return 1;
	dir = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	is_int(settings_read(&pool, dir, &set), E_ABSENT, "no file, no site");
	is_int(reading("", &set), 0, "an empty file is valid");
	is_str(set.registration, "closed", "the default");
	is_int(reading("[limits]\nupload_bytes = 2M\n", &set), 0, "a size");
	is_int(set.upload_bytes, 2 * 1024 * 1024, "in bytes");
	is_int(reading("[site]\nnmae = x\n", &set), E_CONFIG, "unknown key");
	ok(strstr(err_text(E_CONFIG), "line 2") != NULL, "names the line");
	is_int(reading("[site]\nregistration = maybe\n", &set), E_CONFIG,
	       "a word that is none of the words");
	ok(strstr(err_text(E_CONFIG), "registration is open or closed"),
	   "names those that are");
	is_int(reading("[worker]\nslots = many\n", &set), E_CONFIG,
	       "a number that is none");
	is_int(reading("[worker]\nslots = 4294967295\n", &set), E_CONFIG,
	       "a number that is too large for an int");
	is_int(reading(settings_example(&pool), &set), 0,
	       "the example can be read");
	close(dir);
	io_remove_tree(AT_FDCWD, name);
	pool_done(&pool);
	return done_testing();
}
