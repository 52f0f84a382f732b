/* 7004-plan-steps.c -- facts and files in, what is missing out */
#include "tap.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "media/plan.h"
#include "media/vec.h"

const char *program_name = "7004-plan-steps";

static struct pool mem = { .ceiling_bytes = 64 << 20 };
static struct kinds kinds;
static struct tools all, few;
static struct host host = { .tools = &all,
			    .threads = 4,
			    .max_pixels = 100000000,
			    .max_length_s = 24 * 3600,
			    .memory_bytes = (int64_t)4 << 30,
			    .stall_s = 60,
			    .spin_s = 600 };

static struct facts facts_of(const char *text)
{
	struct facts f = { .mem = &mem };

	facts_parse(&f, text, strlen(text));
	return f;
}

/* The hash of an output by its first way, or "" where the kind is not known */
static const char *hash_of(const char *kind, const char *output,
			   const struct facts *f)
{
	const struct recipe *r = kinds_find(&kinds, kind);
	char hash[HASH_HEX + 1] = "";

	if (r)
		plan_hash(&mem, r, recipe_output(r, output), f, -1, hash);
	return pool_dup(&mem, hash);
}

/* "small/vips/320x240/b medium/vips/640x480", or the name of the error */
static const char *planned(const char *kind, const char *text,
			   const struct have *have, int have_n)
{
	struct facts f = facts_of(text);
	struct buf b = { 0 };
	struct plan plan;
	const char *copy;
	int rc;

	if (str_eq(facts_get(&f, "made.probe"), "x"))
		facts_set(&f, "made.probe", hash_of(kind, "probe", &f));
	rc = plan_media(&mem, &kinds, kind, &f, have, have_n, &host, &plan);
	if (rc < 0)
		return err_name(rc);
	buf_fmt(&b, "%s:", plan.kind->name);
	for (int i = 0; i < plan.n; i++) {
		const struct step *s = &plan.steps[i];

		buf_fmt(&b, " %s/%s", s->output->name,
			s->way < 0 ? "-" : s->output->ways[s->way].name);
		if (s->width)
			buf_fmt(&b, "/%dx%d", s->width, s->height);
		if (s->blocks)
			buf_str(&b, "/b");
		if (s->why != WHY_MISSING)
			buf_str(&b, s->why == WHY_DAMAGED ? "/d" : "/o");
	}
	if (plan.publishable)
		buf_str(&b, " publishable");
	copy = pool_dup(&mem, buf_text(&b));
	buf_done(&b);
	return copy;
}

#define P "made.probe=x\n"
#define AVC                                                                    \
	P "type=mp4\nvideo=1\nvideo_codec=h264\npix_fmt=yuv420p\n"             \
	  "video_profile=High\nvideo_level=31\nfps=25000\nvideo_bps=900000\n"  \
	  "length_ms=30000\n"
#define VP9	   P "type=webm\nvideo=1\nvideo_codec=vp9\nlength_ms=30000\n"
#define SIZE(w, h) "width=" #w "\nheight=" #h "\n"
#define AAC	   "audio=1\naudio_codec=aac\naudio_profile=LC\nchannels=2\n"
#define POSTERS	   " small/ffmpeg/320x180/b medium/ffmpeg/"

static const struct {
	const char *kind, *facts, *plan, *name;
} table[] = {
	{ "image", "type=jpeg\n", "image: probe/vips/b", "first the probe" },
	{ "image", "type=bmp\n", "image: probe/ffmpeg/b", "of BMP by ffmpeg" },
	{ "image", P "type=jpeg\n" SIZE(200, 100),
	  "image: small/vips/200x100/b", "a small picture: once" },
	{ "image", P "type=jpeg\n" SIZE(321, 100),
	  "image: small/vips/320x100/b medium/vips/321x100/b",
	  "its own size above the step" },
	{ "image", P "type=jpeg\n" SIZE(4000, 3000),
	  "image: small/vips/320x240/b medium/vips/1280x960/b "
	  "large/vips/2560x1920",
	  "a large picture" },
	{ "image", P "type=jpeg\n" SIZE(300, 40000),
	  "image: small/vips/123x16383/b", "taller than WebP can be" },
	{ "image", P "type=jpeg\n" SIZE(30000, 10),
	  "image: small/vips/320x1/b medium/vips/1280x1/b large/vips/2560x1",
	  "a line" },
	{ "image", P "type=gif\nframes=9\n" SIZE(300, 201),
	  "image: small/vips/300x201/b motion/gif/300x200", "an animation" },
	{ "image", P "type=webp\nframes=9\n" SIZE(300, 200),
	  "image: small/vips/300x200/b motion/webp/300x200", "by vips" },
	{ "image", P "type=heic\n", "UNSUPPORTED", "no picture" },
	{ "image", P "type=png\n" SIZE(16000, 16000), "LARGE", "too large" },
	{ "image", P "type=png\n" SIZE(4000000000, 4000000000), "LARGE",
	  "beyond 64 bits" },
	{ "audio", P "type=webm\n" AAC "length_ms=6000002001\n", "LARGE",
	  "gaps of weeks between its stamps" },
	{ "audio", P "type=aac\n" AAC "length_ms=86401000\n", "LARGE",
	  "a second more than a day" },
	{ "audio", P "type=aac\n" AAC "length_ms=86400999\n",
	  "audio: m4a/copy/b wave/ffmpeg/1280x200 opus/libopus", "a day" },
	{ "none", P, "UNSUPPORTED", "no such kind" },
	{ "video", "type=mp4\n", "video: probe/ffmpeg/b", "a film's probe" },
	{ "video", AVC AAC SIZE(854, 480),
	  "video:" POSTERS "854x480/b whole/remux/854x480/b "
	  "v360/x264/640x360 storyboard/ffmpeg/1600x270",
	  "a film that fits: copied, and smaller" },
	{ "video", AVC AAC SIZE(480, 270),
	  "video: small/ffmpeg/320x180/b medium/ffmpeg/480x270/b "
	  "whole/remux/480x270/b storyboard/ffmpeg/1600x270",
	  "a small film that fits: copied only" },
	{ "video", AVC AAC SIZE(1920, 1080),
	  "video:" POSTERS "1280x720/b whole/remux/1920x1080/b "
	  "v360/x264/640x360 v720/x264/1280x720 storyboard/ffmpeg/1600x270",
	  "a large film that fits" },
	{ "video", VP9 SIZE(1920, 1080),
	  "video:" POSTERS "1280x720/b v360/x264/640x360/b "
	  "v720/x264/1280x720 storyboard/ffmpeg/1600x270 v1080/x264/1920x1080",
	  "one that does not fit: the whole ladder" },
	{ "video", VP9 SIZE(3840, 2160),
	  "video:" POSTERS "1280x720/b v360/x264/640x360/b "
	  "v720/x264/1280x720 storyboard/ffmpeg/1600x270 v1080/x264/1920x1080",
	  "no more than 1080p" },
	{ "video", VP9 SIZE(854, 480),
	  "video:" POSTERS "854x480/b v360/x264/640x360/b v720/x264/854x480 "
	  "storyboard/ffmpeg/1600x270",
	  "between two steps: its own size at the upper one" },
	{ "video", VP9 SIZE(176, 144),
	  "video: small/ffmpeg/176x144/b v360/x264/176x144/b "
	  "storyboard/ffmpeg/1600x396",
	  "nothing is made larger" },
	{ "video", VP9 SIZE(1080, 1920),
	  "video: small/ffmpeg/320x569/b medium/ffmpeg/1080x1920/b "
	  "v360/x264/360x640/b v720/x264/720x1280 storyboard/ffmpeg/900x480 "
	  "v1080/x264/1080x1920",
	  "a film that stands" },
	{ "video", VP9 "hdr=1\n" SIZE(640, 360),
	  "video: small/hdr/320x180/b medium/hdr/640x360/b v360/hdr/640x360/b "
	  "storyboard/ffmpeg/1600x270",
	  "bright films are tone-mapped" },
	{ "video", P "type=webm\nvideo=1\nlength_ms=40\n" SIZE(321, 241),
	  "video: small/ffmpeg/320x240/b medium/ffmpeg/321x241/b "
	  "v360/x264/320x240/b",
	  "one picture, odd sides" },
	{ "video", P "type=mp4\naudio=1\nlength_ms=9000\n",
	  "audio: m4a/aac/b wave/ffmpeg/1280x200 opus/libopus",
	  "a film without one" },
	{ "audio", P "type=ogg\nvideo=1\nlength_ms=900\n" SIZE(64, 64),
	  "video: small/ffmpeg/64x64/b v360/x264/64x64/b",
	  "a sound that is a film" },
	{ "audio", P "type=mp3\n", "UNSUPPORTED", "neither" },
	{ "audio",
	  P "type=mp3\naudio=1\naudio_codec=mp3\ncover=1\nlength_ms=9000\n"
	    "audio_bps=128000\n" SIZE(600, 600),
	  "audio: small/ffmpeg/320x320/b medium/ffmpeg/600x600/b mp3/copy/b "
	  "wave/ffmpeg/1280x200 opus/libopus",
	  "a song with its cover" },
	{ "audio",
	  P "type=ogg\naudio=1\naudio_codec=opus\nchannels=2\nlength_ms=9\n",
	  "audio: m4a/aac/b opus/copy", "Opus is copied" },
	{ "audio", P "type=aac\n" AAC "length_ms=9000\nsample_rate=44100\n",
	  "audio: m4a/copy/b wave/ffmpeg/1280x200 opus/libopus", "AAC too" },
};

static void steps(void)
{
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		is_str(planned(table[i].kind, table[i].facts, NULL, 0),
		       table[i].plan, table[i].name);
}

/* The first file that is wanted no more. */
static const char *spare_of(const struct facts *f, const struct have *have,
			    int n)
{
	struct plan plan = { 0 };

	plan_media(&mem, &kinds, "image", f, have, n, &host, &plan);
	return plan.spare_n ? plan.spare[0]->name : "";
}

static void files(void)
{
	static const char text[] = P "type=jpeg\n" SIZE(640, 480);
	struct facts f = facts_of(text);
	struct have have[] = {
		{ "small.webp", hash_of("image", "small", &f), false },
		{ "small.jpg", hash_of("image", "small", &f), false },
		{ "medium.webp", hash_of("image", "medium", &f), false },
		{ "medium.jpg", hash_of("image", "medium", &f), false },
	};

	is_str(planned("image", text, have, 4), "image: publishable",
	       "nothing is missing");
	is_str(planned("image", text, have, 2), "image: medium/vips/640x480/b",
	       "one output is missing");
	is_str(planned("image", text, have, 3), "image: medium/vips/640x480/b",
	       "half an output is missing");
	have[1].recipe = "older";
	is_str(planned("image", text, have, 4),
	       "image: small/vips/320x240/o publishable",
	       "an outdated one serves until it is made anew");
	have[1].damaged = true;
	is_str(planned("image", text, have, 4), "image: small/vips/320x240/b/d",
	       "a damaged one does not");
	have[1].damaged = false;
	have[0].recipe = "older";
	have[0].name = "tiny.webp";
	is_str(planned("image", text, have, 4), "image: small/vips/320x240/b",
	       "what another output made does not count");
	is_str(spare_of(&f, have, 4), "tiny.webp", "and is wanted no more");
	is_str(planned("image", "made.probe=older\ntype=jpeg\n" SIZE(9, 9),
		       have, 0),
	       "image: small/vips/9x9/b probe/vips/o",
	       "an older probe serves, too");
}

/* A machine with ffmpeg only: later ways, or none. */
static void machines(void)
{
	const struct recipe *image = kinds_find(&kinds, "image");
	const struct output *small = recipe_output(image, "small");
	struct facts jpeg = facts_of(P "type=jpeg\n" SIZE(640, 480));
	struct facts heic = facts_of(P "type=heic\n" SIZE(640, 480));
	int way = -1, n = 0;

	while ((way = plan_way(&mem, small, &jpeg, &host, way)) >= 0)
		n++;
	is_int(n, 4, "ways for a JPEG: vips, ffmpeg, and what they leave");
	host.tools = &few;
	is_str(planned("image", P "type=jpeg\n" SIZE(64, 48), NULL, 0),
	       "image: small/ffmpeg/64x48/b", "without vips by ffmpeg");
	is_str(planned("image", P "type=heic\n" SIZE(64, 48), NULL, 0),
	       "image: small/-/64x48/b", "what needs another tool waits");
	ok(plan_lacks(&mem, small, &heic, &host) != NULL, "it is named");
	ok(plan_lacks(&mem, small, &jpeg, &host) == NULL,
	   "nothing is named where a way is left");
	host.tools = &all;
}

static const char *const *argv_of(const struct spec *s, int i)
{
	return s->commands[i].argv;
}

static bool has_word(const char *const *argv, const char *word)
{
	for (; *argv; argv++)
		if (strcmp(*argv, word) == 0)
			return true;
	return false;
}

static const char *after(const char *const *argv, const char *word)
{
	for (; *argv; argv++)
		if (strcmp(*argv, word) == 0)
			return argv[1];
	return NULL;
}

static void specs(void)
{
	const struct recipe *video = kinds_find(&kinds, "video");
	const struct output *o = recipe_output(video, "v360");
	struct facts f = facts_of(VP9 AAC SIZE(1920, 1080));
	struct facts mute = facts_of(VP9 "interlaced=1\n" SIZE(1920, 1080));
	struct facts odd = facts_of(VP9 SIZE(1920, 1080));
	struct spec s;
	struct buf b = { 0 };

	is_int(plan_spec(&mem, video, o, 1, &f, &host, 0, &s), 0, "a spec");
	is_str(argv_of(&s, 0)[0], "ffmpeg", "its first command");
	is_str(after(argv_of(&s, 0), "-protocol_whitelist"), "file",
	       "reads files only");
	ok(has_word(argv_of(&s, 0), "-format_whitelist"), "of known formats");
	is_str(after(argv_of(&s, 0), "-map_metadata"), "-1", "no metadata");
	is_str(after(argv_of(&s, 0), "-threads:v"), "4", "all threads");
	ok(has_word(argv_of(&s, 0), "aac"), "with sound");
	ok(strstr(after(argv_of(&s, 0), "-vf"), "scale=640:360:") != NULL,
	   "to its size");
	ok(strstr(after(argv_of(&s, 0), "-vf"), "bwdif") == NULL,
	   "without what it does not need");
	is_str(s.commands[s.commands_n - 1].argv[0], "ffmpeg",
	       "and a check at the end");
	is_int(s.watch.total_us, 30000000, "how far it will go");
	is_str(s.watch.progress, "progress", "and where it says so");
	is_int(s.limits.as_bytes, host.memory_bytes, "memory as set");
	is_int(s.limits.wall_s, 3600 + 60 * 30, "time by its length");
	is_int(s.limits.fsize_bytes, ((int64_t)8 << 30) + 30 * 2000000,
	       "files too");
	s.id = "1.1";
	is_int(spec_print(&s, &b), 0, "it makes a record");
	buf_done(&b);
	plan_spec(&mem, video, o, 1, &f, &host, 2, &s);
	is_str(after(argv_of(&s, 0), "-threads:v"), "1",
	       "one thread after trouble");
	is_str(after(argv_of(&s, 0), "-preset"), "superfast", "and faster");
	plan_spec(&mem, video, o, 1, &mute, &host, 0, &s);
	ok(!has_word(argv_of(&s, 0), "aac"), "no sound, no encoder for it");
	ok(strstr(after(argv_of(&s, 0), "-vf"), "bwdif") != NULL,
	   "half pictures are joined");
	facts_set(&odd, "length_ms", "1,evil;filter");
	o = recipe_output(video, "v360");
	is_int(plan_spec(&mem, video, o, 1, &odd, &host, 0, &s), E_FORMAT,
	       "a fact that is no number stays out of commands");
}

/* What no length is known of ends too; a record holds the longest limits. */
static void bounds(void)
{
	const struct recipe *audio = kinds_find(&kinds, "audio");
	const struct output *probe = recipe_output(audio, "probe");
	struct facts none = facts_of("type=ogg\n");
	struct facts years = facts_of("type=ogg\nlength_ms=6000000000000\n");
	struct buf b = { 0 };
	struct spec s;

	plan_spec(&mem, audio, probe, 0, &none, &host, 0, &s);
	is_int(s.limits.wall_s, 6 * 3600, "a probe ends");
	plan_spec(&mem, audio, recipe_output(audio, "m4a"), 1, &years, &host, 0,
		  &s);
	s.id = "1.1";
	is_int(spec_print(&s, &b), 0, "limits of years make a record");
	is_int(s.limits.wall_s, 3600 + 60 * 5 * 24 * 3600, "cut short");
	buf_done(&b);
}

static void set_tools(void)
{
	static const char *const least[] = { "ffmpeg", "ffprobe",
					     "ffmpeg:libwebp",
					     "ffmpeg:libx264" };

	for (int k = 0; k < kinds.n; k++)
		for (int o = 0; o < kinds.at[k].outputs_n; o++) {
			const struct output *out = &kinds.at[k].outputs[o];

			for (int w = 0; w < out->ways_n; w++)
				for (int i = 0; i < out->ways[w].needs.n; i++)
					VEC_ADD(&mem, all.at, all.n,
						out->ways[w].needs.at[i]);
		}
	for (size_t i = 0; i < ARRAY_LEN(least); i++)
		VEC_ADD(&mem, few.at, few.n, least[i]);
}

int main(void)
{
	const char *src = getenv("GREMLIN_SRC");
	int rc = kinds_load(
		&mem, pool_fmt(&mem, "%s/lib/media/recipes", src ? src : "."),
		"/nonexistent", &kinds);

	if (!ok(rc == 0, "the recipes of the release can be read"))
		printf("#   %s\n", err_text(rc));
	set_tools();
	steps();
	files();
	machines();
	specs();
	bounds();
	pool_done(&mem);
	return done_testing();
}
