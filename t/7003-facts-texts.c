/* 7003-facts-texts.c -- what tools print becomes facts */
#include "tap.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "media/facts.h"
#include "media/vars.h"

const char *program_name = "7003-facts-texts";

static struct pool mem;

static struct facts read_text(const char *parser, const char *text)
{
	struct facts f = { .mem = &mem };

	is_int(facts_read(&f, parser, text, strlen(text)), 0, parser);
	return f;
}

static const char film[] =
	"streams.stream.0.codec_name=\"h264\"\n"
	"streams.stream.0.profile=\"High\"\n"
	"streams.stream.0.codec_type=\"video\"\n"
	"streams.stream.0.width=1920\n"
	"streams.stream.0.height=1080\n"
	"streams.stream.0.sample_aspect_ratio=\"1:1\"\n"
	"streams.stream.0.pix_fmt=\"yuv420p\"\n"
	"streams.stream.0.level=41\n"
	"streams.stream.0.color_space=\"unknown\"\n"
	"streams.stream.0.field_order=\"progressive\"\n"
	"streams.stream.0.avg_frame_rate=\"30000/1001\"\n"
	"streams.stream.0.bit_rate=\"4000000\"\n"
	"streams.stream.0.disposition.attached_pic=0\n"
	"streams.stream.0.side_data_list.side_data.0.rotation=-90\n"
	"streams.stream.1.codec_name=\"aac\"\n"
	"streams.stream.1.profile=\"LC\"\n"
	"streams.stream.1.codec_type=\"audio\"\n"
	"streams.stream.1.sample_rate=\"48000\"\n"
	"streams.stream.1.channels=2\n"
	"format.format_name=\"mov,mp4,m4a,3gp,3g2,mj2\"\n"
	"format.duration=\"12.345600\"\n"
	"format.tags.title=\"He said \\\"no\\\"\\nand\\\\or\"\n";

static void films(void)
{
	struct facts f = read_text("flat", film);

	is_int(facts_int(&f, "width"), 1080, "turned: the width");
	is_int(facts_int(&f, "height"), 1920, "the height");
	is_str(facts_get(&f, "rotation"), "-90", "by how much");
	is_str(facts_get(&f, "video_codec"), "h264", "codec");
	is_int(facts_int(&f, "video_level"), 41, "level");
	is_int(facts_int(&f, "fps"), 29970, "frames in 1000 s");
	is_int(facts_int(&f, "header_ms"), 12346, "length by the header");
	is_int(facts_int(&f, "channels"), 2, "channels");
	is_str(facts_get(&f, "title"), "He said \"no\" and\\or",
	       "text without its escapes");
	ok(!facts_get(&f, "matrix"), "what is unknown is absent");
	ok(!facts_get(&f, "interlaced") && !facts_get(&f, "hdr") &&
		   !facts_get(&f, "cover"),
	   "so is what is not so");
	facts_demux(&f, "out_time_us=12000000\nprogress=end\n", 34);
	is_int(facts_int(&f, "length_ms"), 12000, "length by reading");
	ok(!facts_get(&f, "cut"), "close to what the header says");
	facts_demux(&f, "out_time_us=7000000\n", 20);
	ok(facts_int(&f, "cut") == 1, "cut: the header says more");
	is_str(facts_note(&mem, &f), "The file is cut off at 0:07.",
	       "and its owner is told");
}

static void oddities(void)
{
	struct facts f = read_text(
		"flat",
		"streams.stream.0.codec_type=\"video\"\n"
		"streams.stream.0.codec_name=\"mpeg2video\"\n"
		"streams.stream.0.width=720\nstreams.stream.0.height=576\n"
		"streams.stream.0.sample_aspect_ratio=\"64:45\"\n"
		"streams.stream.0.field_order=\"tt\"\n"
		"streams.stream.0.color_transfer=\"smpte2084\"\n"
		"streams.stream.0.avg_frame_rate=\"0/0\"\n"
		"streams.stream.0.r_frame_rate=\"25/1\"\n"
		"streams.stream.1.codec_type=\"video\"\n"
		"streams.stream.1.width=600\n"
		"streams.stream.1.height=600\n"
		"streams.stream.1.disposition.attached_pic=1\n"
		"streams.stream.99.codec_type=\"audio\"\n"
		"streams.stream.x.codec_type=\"audio\"\n"
		"format.duration=\"N/A\"\n");

	is_int(facts_int(&f, "width"), 1024, "pixels that are not square");
	is_int(facts_int(&f, "stretched"), 1, "it is told");
	is_int(facts_int(&f, "interlaced"), 1, "half pictures");
	is_int(facts_int(&f, "hdr"), 1, "brighter than white");
	is_int(facts_int(&f, "fps"), 25000, "the other frame rate");
	is_int(facts_int(&f, "cover"), 1, "a cover beside the film");
	ok(!facts_get(&f, "audio"), "streams without a number are none");
	ok(!facts_get(&f, "header_ms"), "N/A is no length");
	f = read_text("flat",
		      "streams.stream.0.codec_type=\"audio\"\n"
		      "streams.stream.1.codec_type=\"video\"\n"
		      "streams.stream.1.width=600\n"
		      "streams.stream.1.height=500\n"
		      "streams.stream.1.disposition.attached_pic=1\n"
		      "streams.stream.0.tags.TITLE=\"From the sound\"\n");
	ok(!facts_get(&f, "video"), "a cover is no film");
	is_int(facts_int(&f, "height"), 500, "but has a size");
	is_str(facts_get(&f, "title"), "From the sound", "Ogg's titles");
	f = read_text("flat", "streams.stream.0.codec_type=\"audio\"\n"
			      "streams.stream.1.codec_type=\"video\"\n"
			      "streams.stream.1.width=0\n"
			      "streams.stream.1.height=0\n"
			      "streams.stream.1.disposition.attached_pic=1\n"
			      "streams.stream.2.codec_type=\"video\"\n");
	ok(!facts_get(&f, "cover"), "a cover without a size is none");
	ok(!facts_get(&f, "video"), "nor is there a film without one");
	is_int(facts_int(&f, "audio"), 1, "the sound beside them is there");
	f = read_text("flat", "streams.stream.0.codec_type=\"video\"\n"
			      "streams.stream.0.width=99999999999999999999\n"
			      "streams.stream.0.height=-3\n"
			      "streams.stream.0.avg_frame_rate=\"1/0\"\n");
	ok(!facts_get(&f, "width") && !facts_get(&f, "fps"),
	   "numbers that are none");
}

static void stills(void)
{
	struct facts f = read_text(
		"header",
		"in: 40x30 uchar, 4 bands, srgb, jpegload\n"
		"width: 40\nheight: 30\nbands: 4\ninterpretation: srgb\n"
		"vips-loader: webpload\nn-pages: 7\norientation: 6\n"
		"icc-profile-data: 548 bytes of binary data\n"
		"exif-data: 3 bytes of binary data\n"
		"exif-ifd0-Model: x\nwidth: 9999\n");

	is_int(facts_int(&f, "width"), 30, "upright: the width");
	is_int(facts_int(&f, "height"), 40, "the height, said first");
	is_int(facts_int(&f, "frames"), 7, "an animation");
	is_int(facts_int(&f, "alpha"), 1, "transparent");
	is_int(facts_int(&f, "icc"), 1, "with a profile");
	facts_exif(&f, "camera_make=N\norientation=8\nwidth=3\ngps_lat=1.5\n",
		   49);
	is_str(facts_get(&f, "camera_make"), "N", "the camera");
	is_str(facts_get(&f, "gps_lat"), "1.5", "the place");
	is_int(facts_int(&f, "width"), 30, "no more than EXIF may say");
	is_int(facts_int(&f, "orientation"), 6, "vips has the last word");
	f = read_text("header", "width: 4\nheight: 3\nbands: 4\n"
				"interpretation: cmyk\nn-pages: 3\n"
				"vips-loader: tiffload\n");
	ok(!facts_get(&f, "alpha"), "four bands of ink");
	ok(!facts_get(&f, "frames"), "pages are no animation");
	f = read_text("header", "width: 0\nheight: 3\n");
	is_int(f.n, 0, "no size, no facts");
}

/* ffprobe tells a JPEG as it lies: its EXIF says how it stands. */
static void turns(void)
{
	static const char lying[] = "streams.stream.0.codec_type=\"video\"\n"
				    "streams.stream.0.width=40\n"
				    "streams.stream.0.height=30\n";
	struct facts f = read_text("picture", lying);

	ok(!facts_get(&f, "video"), "a still is no film");
	facts_set(&f, "type", "jpeg");
	facts_exif(&f, "orientation=6\n", 14);
	is_int(facts_int(&f, "width"), 30, "a JPEG is turned");
	facts_exif(&f, "orientation=6\n", 14);
	is_int(facts_int(&f, "width"), 30, "once");
	f = read_text("picture", lying);
	facts_set(&f, "type", "heic");
	facts_exif(&f, "orientation=6\n", 14);
	is_int(facts_int(&f, "width"), 40, "a HEIC was turned already");
}

static void keeping(void)
{
	struct facts f = { .mem = &mem }, g = { .mem = &mem };
	struct buf b = { 0 };
	char big[600];

	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	facts_set(&f, "title", "a\nb\001c \xff ");
	is_str(facts_get(&f, "title"), "a bc", "text of one clean line");
	facts_set(&f, "title", big);
	is_int(strlen(facts_get(&f, "title")), FACT_VALUE_CHARS, "cut");
	facts_set(&f, "no_such_fact", "1");
	is_int(f.n, 1, "unknown names stay out");
	facts_set(&f, "made.exif", "abc");
	is_str(facts_get(&f, "made.exif"), "abc", "what was made gets in");
	facts_set(&f, "title", "");
	ok(!facts_get(&f, "title"), "an empty value removes it");
	for (int i = 0; i < 40; i++) {
		facts_set_int(&f, "width", i);
		facts_set_int(&f, pool_fmt(&mem, "made.o%d", i), i);
	}
	is_int(f.n, 42, "many facts, one of each name");
	facts_print(&f, &b);
	facts_parse(&g, b.at, b.len);
	is_int(g.n, f.n, "printed and read again");
	is_int(facts_int(&g, "made.o33"), 33, "with their values");
	is_int(facts_read(&f, "none", "", 0), E_BUG, "no such parser");
	is_int(facts_read(&f, "flat", "", FACT_TEXT_BYTES + 1), E_LARGE,
	       "too much text");
	buf_done(&b);
}

static const char *derived(const char *text, const char *name)
{
	struct facts f = { .mem = &mem };
	const struct vars vars = { .mem = &mem, .facts = &f };

	facts_parse(&f, text, strlen(text));
	return var_get(&vars, name);
}

#define H264                                                                   \
	"video_codec=h264\npix_fmt=yuv420p\nvideo_profile=High\n"              \
	"video_level=40\nvideo=1\nfps=25000\nvideo_bps=2000000\n"              \
	"width=1280\nheight=720\n"

static const struct {
	const char *facts, *name, *value;
} sums[] = {
	{ "width=1920\nheight=1080\n", "step", "1080" },
	{ "width=1080\nheight=1920\n", "step", "1080" },
	{ "width=1920\nheight=800\n", "step", "1080" },
	{ "width=854\nheight=480\n", "step", "480" },
	{ "width=640\nheight=480\n", "step", "480" },
	{ "", "step", "0" },
	{ H264, "fits", "1" },
	{ H264 "audio=1\naudio_codec=aac\naudio_profile=LC\nchannels=2\n",
	  "fits", "1" },
	{ H264 "audio=1\naudio_codec=ac3\nchannels=2\n", "fits", "0" },
	{ H264 "audio=1\naudio_codec=aac\naudio_profile=LC\nchannels=8\n",
	  "fits", "0" },
	{ H264 "interlaced=1\n", "fits", "0" },
	{ H264 "hdr=1\n", "fits", "0" },
	{ H264 "video_bps=9000000\n", "fits", "0" },
	{ H264 "pix_fmt=yuv420p10le\n", "fits", "0" },
	{ H264 "video_level=51\n", "fits", "0" },
	{ H264 "width=3840\nheight=2160\n", "fits", "0" },
	{ "sample_rate=96000\n", "rate", "48000" },
	{ "sample_rate=88200\n", "rate", "44100" },
	{ "sample_rate=8000\n", "rate", "8000" },
	{ "channels=6\n", "stereo", "2" },
	{ "channels=1\n", "stereo", "1" },
	{ "length_ms=30016\n", "poster_s", "3.001" },
	{ "length_ms=99999999\n", "poster_s", "60.000" },
	{ "length_ms=1999\n", "poster_s", "0.000" },
	{ "length_ms=30016\n", "tile_count", "31" },
	{ "length_ms=30016\n", "tile_rows", "4" },
	{ "length_ms=3600000\n", "tile_interval_ms", "36000" },
	{ "length_ms=3600000\n", "tile_count", "100" },
	{ "width=1920\nheight=1080\n", "tile_height", "90" },
	{ "width=854\nheight=480\n", "tile_height", "90" },
	{ "width=1080\nheight=1920\n", "tile_width", "90" },
	{ "width=10000\nheight=1\n", "tile_height", "2" },
	{ "width=-3\n", "tile_width", "160" },
	{ "width=0\nheight=-3\n", "tile_height", "160" },
	{ "type=tiff\norientation=6\n", "turn", "transpose=1," },
	{ "type=jpeg\norientation=6\n", "turn", NULL },
	{ "width=999999999999\nheight=9\n", "step", "589824" },
};

static void arithmetic(void)
{
	for (size_t i = 0; i < ARRAY_LEN(sums); i++) {
		const char *value = derived(sums[i].facts, sums[i].name);

		if (!ok(str_eq(value, sums[i].value),
			pool_fmt(&mem, "%s, sum %zu", sums[i].name, i)))
			printf("#   %s, not %s\n", value ? value : "NULL",
			       sums[i].value ? sums[i].value : "NULL");
	}
}

int main(void)
{
	films();
	oddities();
	stills();
	turns();
	keeping();
	arithmetic();
	pool_done(&mem);
	return done_testing();
}
