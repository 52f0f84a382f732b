/* 6001-record-lines.c -- spec, start and exit: there and back, and refusals */
#include "tap.h"
#include "base/err.h"
#include "base/hash.h"
#include "proc/record.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static struct pool mem;

static const char *const argv_work[] = { "ffmpeg", "-i", "file:../in",
					 " a = b ", NULL };
static const char *const argv_check[] = { "@still", "o.webp", "320", "320",
					  NULL };
static const struct spec_command commands[] = {
	{ .argv = argv_work, .argc = 4 },
	{ .argv = argv_check, .argc = 4, .out = "facts.txt", .optional = true },
};
static const char *const env[] = { "A=b=c", "VIPS_BLOCK_UNTRUSTED=1", NULL };
static const char *const reads[] = { "/usr/share/fonts", NULL };
static const char *const devices[] = { "/dev/dri/renderD128", NULL };

static const struct spec full = {
	.id = "17.2",
	.commands = commands,
	.commands_n = 2,
	.env = env,
	.limits = { 3600, 7200, 1LL << 31, 1LL << 33, 64, 3, 10, true },
	.watch = { 60, 600, "progress", 120000000 },
	.reads = reads,
	.devices = devices,
	.forks = true,
	.network = true,
	.require_sandbox = true,
};

static struct exit_output outputs[] = {
	{ "a.webp", 0, HASH },
	{ "b.mp4", INT64_MAX, HASH },
};

static const struct exit_record whole = {
	.id = "17.2",
	.verdict = VERDICT_OK,
	.command = 1,
	.wall_ms = 1234,
	.cpu_ms = 1230,
	.rss_bytes = 1 << 20,
	.free_bytes = 1 << 30,
	.message = "all is well",
	.outputs = outputs,
	.outputs_n = 2,
};

static const struct start who = {
	.id = "17.2",
	.host = "board",
	.boot = "8f3b7a30-34f4-4be8-8a0d-0a1e2d3c4b5a",
	.runner_pid = 4711,
	.child_pid = 4712,
	.runner_started = 123456,
	.child_started = 123457,
	.sandbox = "rlimits seccomp landlock-7",
};

/* Print, parse, print again: both texts must be the same. */
#define THERE_AND_BACK(kind, type, rec)                                        \
	do {                                                                   \
		struct buf a = { 0 }, b = { 0 };                               \
		struct type got = { 0 };                                       \
		is_int(kind##_print(rec, &a), 0, #kind " is printed");         \
		is_int(kind##_parse(&mem, a.at, a.len, &got), 0,               \
		       #kind " is read");                                      \
		is_int(kind##_print(&got, &b), 0, #kind " is printed again");  \
		is_str(buf_text(&b), buf_text(&a), #kind " is the same");      \
		buf_done(&a);                                                  \
		buf_done(&b);                                                  \
	} while (0)

static void spec_fields(void)
{
	struct buf text = { 0 };
	struct spec sp = { 0 };

	spec_print(&full, &text);
	is_int(spec_parse(&mem, text.at, text.len, &sp), 0, "spec");
	is_int(sp.commands_n, 2, "two commands");
	is_str(sp.commands[0].argv[3], " a = b ", "an argument is kept");
	ok(!sp.commands[0].argv[4], "argv ends");
	ok(!sp.commands[0].out && !sp.commands[0].optional, "of its own");
	is_str(sp.commands[1].out, "facts.txt", "stdout's name");
	ok(sp.commands[1].optional, "optional");
	is_str(sp.env[0], "A=b=c", "env");
	is_str(sp.reads[0], "/usr/share/fonts", "reads");
	is_str(sp.devices[0], "/dev/dri/renderD128", "devices");
	is_int(sp.limits.grace_s, 3, "limits");
	is_int(sp.watch.total_us, 120000000, "watch rule");
	buf_done(&text);
}

/* Every record cut short, at every byte, is refused. */
static void cut_short(void)
{
	struct buf text = { 0 };
	struct exit_record ex;
	int good = 0;

	exit_print(&whole, &text);
	for (size_t n = 0; n < text.len; n++)
		good += exit_parse(&mem, text.at, n, &ex) == E_FORMAT;
	is_int(good, text.len, "an exit record cut anywhere is refused");
	buf_done(&text);
}

#define SPEC_HEAD "gremlin spec 1\nid=1.1\n"
#define SPEC_TAIL "command\narg=true\nend\n"
#define EXIT_TEXT(id, verdict, status, more)                                   \
	"gremlin exit 1\nid=" id "\nverdict=" verdict                          \
	"\ncommand=0\nstatus=" status "\nsignal=0\nours=no\nwall_ms=1\n"       \
	"cpu_ms=1\nrss_bytes=1\nfree_bytes=1\n" more "end\n"

static const struct {
	const char *text, *name;
} bad_specs[] = {
	{ "", "nothing" },
	{ "gremlin spec 1", "no end of line" },
	{ "gremlin start 1\nend\n", "another record" },
	{ "gremlin spec 0\nid=1.1\n" SPEC_TAIL, "format 0" },
	{ "gremlin spec 2\nid=1.1\n" SPEC_TAIL, "a newer format" },
	{ "gremlin spec 1x\nid=1.1\n" SPEC_TAIL, "a format with a tail" },
	{ "gremlin spec 1\n" SPEC_TAIL, "no id" },
	{ SPEC_HEAD "id=1.1\n" SPEC_TAIL, "two ids" },
	{ "gremlin spec 1\nid=../x\n" SPEC_TAIL, "an id that is a path" },
	{ SPEC_HEAD "end\n", "no command" },
	{ SPEC_HEAD "command\nend\n", "no argument" },
	{ SPEC_HEAD "arg=x\n" SPEC_TAIL, "an argument of no command" },
	{ SPEC_HEAD "arg\n" SPEC_TAIL, "an argument of no value" },
	{ SPEC_HEAD "command=1\n" SPEC_TAIL, "a command with a value" },
	{ SPEC_HEAD SPEC_TAIL "x", "a byte after the end" },
	{ SPEC_HEAD "unknown=1\n" SPEC_TAIL, "an unknown name" },
	{ SPEC_HEAD "unknown\n" SPEC_TAIL, "an unknown word" },
	{ SPEC_HEAD "wall_s\n" SPEC_TAIL, "a name alone" },
	{ SPEC_HEAD "wall_s=\n" SPEC_TAIL, "an empty value" },
	{ SPEC_HEAD "wall_s=1 \n" SPEC_TAIL, "a number with a tail" },
	{ SPEC_HEAD "wall_s=-1\n" SPEC_TAIL, "a negative limit" },
	{ SPEC_HEAD "wall_s=0x10\n" SPEC_TAIL, "a hexadecimal number" },
	{ SPEC_HEAD "wall_s=99999999999999999999\n" SPEC_TAIL, "overflow" },
	{ SPEC_HEAD "nice=20\n" SPEC_TAIL, "more than nice" },
	{ SPEC_HEAD "forks=maybe\n" SPEC_TAIL, "neither yes nor no" },
	{ SPEC_HEAD "progress=../x\n" SPEC_TAIL, "progress outside" },
	{ SPEC_HEAD "read=usr\n" SPEC_TAIL, "a relative grant" },
	{ SPEC_HEAD "read=/usr/../etc\n" SPEC_TAIL, "a grant upwards" },
	{ SPEC_HEAD "read=/usr/..\n" SPEC_TAIL, "a grant of above" },
	{ SPEC_HEAD "device=/etc/x\n" SPEC_TAIL, "a device elsewhere" },
	{ SPEC_HEAD "env=x\n" SPEC_TAIL, "an env without value" },
	{ SPEC_HEAD "env==x\n" SPEC_TAIL, "an env without name" },
	{ SPEC_HEAD "command\narg=a\nout=../x\n" SPEC_TAIL, "stdout outside" },
	{ SPEC_HEAD "command\narg=a\nout=x\nout=y\n" SPEC_TAIL, "two" },
	{ SPEC_HEAD "command\narg=a\noptional=no\n" SPEC_TAIL, "not optional" },
	{ SPEC_HEAD "command\narg=a\rb\n" SPEC_TAIL, "a control byte" },
	{ SPEC_HEAD "command\narg=a\x7f\n" SPEC_TAIL, "a DEL byte" },
};

static void bad_spec_texts(void)
{
	struct spec sp = { .commands_n = -7 };

	is_int(spec_parse(&mem, SPEC_HEAD SPEC_TAIL,
			  strlen(SPEC_HEAD SPEC_TAIL), &sp),
	       0, "the smallest spec");
	sp.commands_n = -7;
	for (size_t i = 0; i < sizeof(bad_specs) / sizeof(bad_specs[0]); i++)
		is_int(spec_parse(&mem, bad_specs[i].text,
				  strlen(bad_specs[i].text), &sp),
		       E_FORMAT, bad_specs[i].name);
	is_int(spec_parse(&mem, SPEC_HEAD "\0" SPEC_TAIL, 30, &sp), E_FORMAT,
	       "a NUL byte");
	is_int(sp.commands_n, -7, "ret is untouched");
	ok(strstr(err_text(E_FORMAT), "spec"), "the sentence names the record");
}

static const struct {
	const char *text, *name;
} bad_exits[] = {
	{ EXIT_TEXT("1.1", "good", "0", ""), "an unknown verdict" },
	{ EXIT_TEXT("1.1", "ok", "256", ""), "a status over 255" },
	{ EXIT_TEXT("1.1", "ok", "-2", ""), "a status under -1" },
	{ EXIT_TEXT("1.1", "ok", "0", "output=1 " HASH "\n"), "no name" },
	{ EXIT_TEXT("1.1", "ok", "0", "output=1 abc x\n"), "half a hash" },
	{ EXIT_TEXT("1.1", "ok", "0", "output=-1 " HASH " x\n"), "minus" },
	{ EXIT_TEXT("1.1", "ok", "0", "output=1 " HASH " ../x\n"), "a path" },
	{ EXIT_TEXT("1.1", "ok", "0", "output=1 " HASH " .x\n"), "hidden" },
	{ EXIT_TEXT("1.1", "ok", "0",
		    "output=1 " HASH " x\noutput=1 " HASH " x\n"),
	  "twice the same" },
	{ EXIT_TEXT("1.1", "failed", "1", "output=1 " HASH " x\n"),
	  "outputs of a failure" },
	{ EXIT_TEXT("1.1", "ok", "0", "message=a\tb\n"), "a tab" },
};

static void bad_exit_texts(void)
{
	static const char fine[] =
		EXIT_TEXT("1.1", "ok", "0", "output=1 " HASH " x\n");
	struct exit_record ex;

	is_int(exit_parse(&mem, fine, sizeof(fine) - 1, &ex), 0, "an exit");
	for (size_t i = 0; i < sizeof(bad_exits) / sizeof(bad_exits[0]); i++)
		is_int(exit_parse(&mem, bad_exits[i].text,
				  strlen(bad_exits[i].text), &ex),
		       E_FORMAT, bad_exits[i].name);
}

/* What could not be read back is not written. */
static void bad_structs(void)
{
	static const char *const lines[] = { "a\nb", NULL };
	static const char *const none[] = { NULL };
	struct spec_command one = { .argv = lines, .argc = 1 };
	struct spec sp = { .id = "1.1", .commands = &one, .commands_n = 1 };
	struct buf out = { 0 };

	is_int(spec_print(&sp, &out), E_FORMAT, "an argument of two lines");
	one.argv = none;
	one.argc = 0;
	is_int(spec_print(&sp, &out), E_FORMAT, "a command of nothing");
	one.argv = argv_work;
	is_int(spec_print(&sp, &out), E_FORMAT, "argc is wrong");
	one.argc = 4;
	one.out = "a/b";
	is_int(spec_print(&sp, &out), E_FORMAT, "a name with a slash");
	one.out = NULL;
	sp.limits.wall_s = -1;
	is_int(spec_print(&sp, &out), E_FORMAT, "a negative limit");
	sp.limits.wall_s = 0;
	buf_clear(&out);
	is_int(spec_print(&sp, &out), 0, "and it was nothing else");
	buf_done(&out);
}

static void too_many(void)
{
	struct buf text = { 0 };
	struct spec sp;

	buf_str(&text, SPEC_HEAD);
	for (int i = 0; i < SPEC_COMMANDS_MAX; i++)
		buf_str(&text, "command\narg=x\n");
	buf_str(&text, "end\n");
	is_int(spec_parse(&mem, text.at, text.len, &sp), 0, "many commands");
	text.len -= strlen("end\n");
	buf_str(&text, SPEC_TAIL);
	is_int(spec_parse(&mem, text.at, text.len, &sp), E_FORMAT,
	       "one command too many");
	buf_clear(&text);
	buf_str(&text, SPEC_HEAD "command\n");
	for (int i = 0; i <= SPEC_ARGS_MAX; i++)
		buf_str(&text, "arg=x\n");
	buf_str(&text, "end\n");
	is_int(spec_parse(&mem, text.at, text.len, &sp), E_FORMAT,
	       "one argument too many");
	buf_done(&text);
}

static void on_disk(void)
{
	char dir[] = "/tmp/gremlin-record-XXXXXX";
	struct exit_record ex;
	struct start st;
	struct spec sp;
	int fd;

	if (!mkdtemp(dir))
		exit(EXIT_FAILURE);
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	is_int(exit_read(fd, &mem, &ex), E_ABSENT, "no exit yet");
	is_int(exit_write(fd, &whole), 0, "exit is written");
	is_int(start_write(fd, &who), 0, "start is written");
	is_int(spec_write(fd, &full), 0, "spec is written");
	is_int(exit_read(fd, &mem, &ex), 0, "exit is read");
	is_int(start_read(fd, &mem, &st), 0, "start is read");
	is_int(spec_read(fd, &mem, &sp), 0, "spec is read");
	is_int(ex.outputs[1].bytes, INT64_MAX, "the largest size");
	is_str(st.sandbox, who.sandbox, "the level");
	is_int(unlinkat(fd, "exit.tmp", 0), -1, "no temporary is left");
	unlinkat(fd, "exit", 0);
	unlinkat(fd, "start", 0);
	unlinkat(fd, "spec", 0);
	is_int(mkdirat(fd, "exit", 0700), 0, "a folder instead");
	is_int(exit_read(fd, &mem, &ex), E_FORMAT, "is no record");
	unlinkat(fd, "exit", AT_REMOVEDIR);
	close(fd);
	is_int(rmdir(dir), 0, "nothing else is left");
}

int main(void)
{
	THERE_AND_BACK(spec, spec, &full);
	THERE_AND_BACK(start, start, &who);
	THERE_AND_BACK(exit, exit_record, &whole);
	spec_fields();
	cut_short();
	bad_spec_texts();
	bad_exit_texts();
	bad_structs();
	too_many();
	on_disk();
	ok(!record_name_ok("") && !record_name_ok("a b") &&
		   !record_name_ok(".a") && record_name_ok("a.b-C_1"),
	   "names");
	is_str(verdict_name(VERDICT_STOPPED), "stopped", "a verdict's name");
	ok(verdict_counts(VERDICT_FAILED) && !verdict_counts(VERDICT_LOST),
	   "what counts as a try");
	pool_done(&mem);
	return done_testing();
}
