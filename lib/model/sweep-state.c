/*
 * sweep-state.c -- run/sweep: how far the pass is, and what was met
 *
 * Not synced: what a power cut takes is found again, and the grace of those
 * files begins anew.
 */
#include "model/sweep-part.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/io.h"
#include "base/str.h"

#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define STATE	  "run/sweep"
#define FORMAT	  1
#define BYTES_MAX (4 << 20)

static void json_done(json_t **j)
{
	json_decref(*j);
	*j = NULL;
}

static void text_done(char **text)
{
	free(*text);
	*text = NULL;
}

/* --- writing -------------------------------------------------------------- */

static json_t *print_strays(const struct sweep *s)
{
	json_t *list = json_array();

	for (int i = 0; i < s->strays_n; i++) {
		const struct stray *st = &s->strays[i];

		json_array_append_new(
			list, json_pack("[s, I, i, I, I]", st->path,
					(json_int_t)st->bytes, (int)st->sort,
					(json_int_t)st->first_s,
					(json_int_t)st->pass));
	}
	return list;
}

static json_t *print_sums(const struct sweep_sums *sums)
{
	return json_pack("[I, I, I, I, I, I]", (json_int_t)sums->unknown.files,
			 (json_int_t)sums->unknown.bytes,
			 (json_int_t)sums->strays[STRAY_ORIGINAL],
			 (json_int_t)sums->strays[STRAY_RENDITION],
			 (json_int_t)sums->strays[STRAY_HALF],
			 (json_int_t)sums->strays[STRAY_FOREIGN]);
}

static char *print(const struct sweep *s)
{
	_cleanup_(json_done) json_t *j = json_pack(
		"{s:i, s:s, s:I, s:I, s:I, s:I, s:b, s:i, s:s, s:o, s:o}",
		"format", FORMAT, "boot", s->boot, "mono_ms",
		(json_int_t)s->mono_ms, "clock_s", (json_int_t)s->clock_s,
		"began_s", (json_int_t)s->began_s, "pass", (json_int_t)s->pass,
		"under_way", (int)s->under_way, "tree", s->tree, "after",
		s->after, "sums", print_sums(&s->sums), "strays",
		print_strays(s));

	return j ? json_dumps(j, JSON_COMPACT) : NULL;
}

/* In place: one that was cut off is no state, and all begins anew. */
static int write_text(int site, const char *text)
{
	_cleanup_(fd_done) int fd = openat(
		site, STATE,
		O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);

	return fd < 0 ? err_sys("open " STATE)
		      : io_write(fd, text, strlen(text));
}

void sweep_save(struct sweep *s, const struct site *site)
{
	_cleanup_(text_done) char *text = NULL;

	if (!s->loaded || !s->changed)
		return;
	text = print(s);
	/* what could not be kept is found again */
	if (text && write_text(site->dir, text) == 0)
		s->changed = false;
	s->saved_ms = clock_mono_ms();
}

/* --- reading -------------------------------------------------------------- */

static bool take_stray(struct sweep *s, json_t *j)
{
	const char *path;
	json_int_t bytes, first_s, pass;
	int sort;

	if (s->strays_n == SWEEP_STRAYS_MAX ||
	    json_unpack(j, "[s, I, i, I, I]", &path, &bytes, &sort, &first_s,
			&pass) < 0 ||
	    sort < 0 || sort > STRAY_FOREIGN || !str_starts(path, "content/") ||
	    first_s > s->clock_s)
		return false;
	s->strays[s->strays_n++] =
		(struct stray){ .path = pool_dup(&s->mem, path),
				.bytes = bytes,
				.sort = (enum stray_sort)sort,
				.first_s = first_s,
				.pass = pass };
	return true;
}

static bool take_sums(struct sweep *s, json_t *j)
{
	json_int_t n[6];

	if (json_unpack(j, "[I, I, I, I, I, I]", &n[0], &n[1], &n[2], &n[3],
			&n[4], &n[5]) < 0)
		return false;
	s->sums.unknown = (struct ledger_sum){ n[0], n[1] };
	for (int i = 0; i <= STRAY_FOREIGN; i++)
		s->sums.strays[i] = n[2 + i];
	return true;
}

static bool parse(struct sweep *s, json_t *j)
{
	json_int_t mono_ms, clock_s, began_s, pass;
	json_t *sums, *strays, *stray;
	const char *boot, *after;
	int format, under_way, tree;
	size_t i;

	if (json_unpack(j,
			"{s:i, s:s, s:I, s:I, s:I, s:I, s:b, s:i, s:s, s:o, "
			"s:o}",
			"format", &format, "boot", &boot, "mono_ms", &mono_ms,
			"clock_s", &clock_s, "began_s", &began_s, "pass", &pass,
			"under_way", &under_way, "tree", &tree, "after", &after,
			"sums", &sums, "strays", &strays) < 0 ||
	    format != FORMAT || tree < 0 || tree > SWEEP_TREES ||
	    strlen(after) >= sizeof(s->after))
		return false;
	s->mono_ms = str_eq(boot, s->boot) ? mono_ms : 0;
	s->clock_s = clock_s;
	s->began_s = began_s;
	s->pass = pass;
	s->under_way = under_way;
	s->tree = tree;
	memcpy(s->after, after, strlen(after) + 1);
	json_array_foreach(strays, i,
			   stray) if (!take_stray(s, stray)) return false;
	return take_sums(s, sums);
}

void sweep_load(struct sweep *s, const struct site *site)
{
	_cleanup_(pool_done) struct pool mem = { 0 };
	_cleanup_(json_done) json_t *j = NULL;
	struct sweep before = *s;
	char *text;

	if (io_read_file(&mem, site->dir, STATE, BYTES_MAX, &text, NULL) < 0)
		return;
	j = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	if (j && parse(s, j))
		return;
	pool_done(&s->mem);
	*s = before;
}
