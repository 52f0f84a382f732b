/* 7005-kind-site.c -- recipes of release and site, and the tools of a machine
 */
#include "tap.h"
#include "base/err.h"
#include "base/io.h"
#include "base/str.h"
#include "media/kind.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

const char *program_name = "7005-kind-site";

static struct pool mem;
static char root[] = "/tmp/gremlin-t.XXXXXX";

#define PROBE                                                                  \
	"[output probe]\nfacts = flat flat\n[make probe one]\n"                \
	"needs = tool ffmpeg:libx264 filter:zscale\nargv = tool\n"

static void put(const char *file, const char *text)
{
	io_write_file(AT_FDCWD, pool_fmt(&mem, "%s/%s", root, file), text,
		      strlen(text), 0755);
}

static int load(struct kinds *ret)
{
	return kinds_load(&mem, pool_fmt(&mem, "%s/release", root),
			  pool_fmt(&mem, "%s/site", root), ret);
}

static void recipes(void)
{
	struct kinds kinds;

	put("release/image.ini", "[kind]\ntitle = A\n" PROBE);
	put("release/video.ini", "[kind]\ntitle = V\n" PROBE);
	put("release/README.md", "no recipe");
	is_int(load(&kinds), 0, "the release alone");
	is_int(kinds.n, 2, "two kinds");
	mkdir(pool_fmt(&mem, "%s/site", root), 0755);
	put("site/image.ini", "[kind]\ntitle = B\n" PROBE);
	put("site/model.ini", "[kind]\ntitle = M\n" PROBE);
	put("site/video.ini", "[kind]\ntitle = W\nno = key\n" PROBE);
	is_int(load(&kinds), 0, "with those of the site");
	is_int(kinds.n, 3, "three kinds");
	is_str(kinds_find(&kinds, "image")->title, "B", "one replaced");
	ok(kinds_find(&kinds, "image")->own, "and the site's own");
	is_str(kinds_find(&kinds, "model")->title, "M", "one added");
	is_str(kinds_find(&kinds, "video")->title, "V",
	       "the release's stays where the site's cannot be read");
	is_int(kinds.troubles_n, 1, "and that is told");
	is_str(kinds.troubles[0], "video.ini:3: there is no key 'no' in [kind]",
	       "with its line");
	ok(kinds.at[0].own && kinds.at[1].own && !kinds.at[2].own,
	   "the site's own come first");
	ok(kinds_find(&kinds, "none") == NULL, "no such kind");
	put("release/bad.ini", "[kind]\n" PROBE "nonsense = 1\n");
	is_int(load(&kinds), E_CONFIG, "a broken one of the release refuses");
}

static void machines(void)
{
	static const char listing[] =
		"Encoders:\n V..... = Video\n ------\n"
		" V....D libx264              libx264 H.264 (codec h264)\n"
		" A....D libx265              none\n"
		"Filters:\n  T.. = Timeline\n"
		" .SC zscale            V->V       Resize.\n";
	struct kinds kinds = { 0 };
	struct recipe r;
	struct tools tools;
	const char *path = pool_fmt(&mem, "/nonexistent::%s/bin", root);
	const char text[] = PROBE;

	recipe_parse(&mem, "a.ini", text, strlen(text), &r);
	kinds = (struct kinds){ .at = &r, .n = 1 };
	tools_look(&mem, &kinds, path, listing, &tools);
	is_str(way_lacks(&r.outputs[0].ways[0], &tools), "tool",
	       "no program of that name");
	put("bin/tool", "#!/bin/sh\n");
	tools_look(&mem, &kinds, path, listing, &tools);
	is_str(way_lacks(&r.outputs[0].ways[0], &tools), "ffmpeg",
	       "without ffmpeg that is what lacks, not its encoder");
	put("bin/ffmpeg", "#!/bin/sh\n");
	tools_look(&mem, &kinds, path, listing, &tools);
	ok(way_lacks(&r.outputs[0].ways[0], &tools) == NULL,
	   "all needs are met");
	is_int(tools.n, 3, "each is listed once");
	tools_look(&mem, &kinds, path, "", &tools);
	is_str(way_lacks(&r.outputs[0].ways[0], &tools), "ffmpeg:libx264",
	       "an ffmpeg that lacks it");
	tools_look(&mem, &kinds, path,
		   " V....D libx264rgb x\n V....D libx26 x\n .SC zscale x\n",
		   &tools);
	is_str(way_lacks(&r.outputs[0].ways[0], &tools), "ffmpeg:libx264",
	       "a name is the whole name");
}

int main(void)
{
	if (!mkdtemp(root))
		return EXIT_FAILURE;
	mkdir(pool_fmt(&mem, "%s/release", root), 0755);
	mkdir(pool_fmt(&mem, "%s/bin", root), 0755);
	recipes();
	machines();
	io_remove_tree(AT_FDCWD, root);
	pool_done(&mem);
	return done_testing();
}
