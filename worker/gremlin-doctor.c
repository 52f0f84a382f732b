/* gremlin-doctor.c -- what this host offers a site, and what it lacks */
#include "worker/doctor.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "config.h"
#include "view/format.h"
#include "worker/status.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#define WHAT_CELLS 14

void tell(struct doctor *d, enum level level, const char *what, const char *fmt,
	  ...)
{
	static const char *const words[] = {
		[LEVEL_OK] = "ok  ",
		[LEVEL_WARN] = "warn",
		[LEVEL_BAD] = "BAD ",
	};
	va_list ap;

	d->warns += level == LEVEL_WARN;
	d->bads += level == LEVEL_BAD;
	printf("%s  %s ", words[level], column(&d->g->mem, what, WHAT_CELLS));
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
}

/* --- settings and what is going on -------------------------------------------
 */

static void tell_settings(struct doctor *d)
{
	const struct settings *set = &d->g->site.set;

	if (str_empty(set->base_url))
		tell(d, LEVEL_WARN, "base_url",
		     "not set: feeds and mails need it; set it in "
		     "gremlin.ini");
	else if (str_starts(set->base_url, "https://"))
		tell(d, LEVEL_OK, "base_url",
		     "%s: cookies go over encrypted connections only",
		     set->base_url);
	else
		tell(d, LEVEL_WARN, "base_url",
		     "%s: passwords and cookies can be read on their way; "
		     "serve the site over https",
		     set->base_url);
	if (str_eq(set->registration, "open"))
		tell(d, LEVEL_OK, "registration",
		     "open: everybody may make an account");
}

static void tell_jobs(struct doctor *d, const struct status *s)
{
	if (s->jobs.failed)
		tell(d, LEVEL_WARN, "jobs",
		     "%" PRId64 " failed: gremlin status tells why, "
		     "gremlin retry tries again",
		     s->jobs.failed);
	else
		tell(d, LEVEL_OK, "jobs",
		     "%" PRId64 " running, %" PRId64 " waiting, none failed",
		     s->jobs.running, s->jobs.waiting);
}

static void tell_damage(struct doctor *d, const struct status *s)
{
	const struct scrub_state *sc = &s->scrub;
	struct pool *mem = &d->g->mem;

	if (sc->originals)
		tell(d, LEVEL_BAD, "files",
		     "%s damaged or missing: gremlin status names them; put "
		     "them back from a backup, and look at the disk",
		     format_count(mem, sc->originals, "original"));
	if (sc->renditions)
		tell(d, LEVEL_WARN, "files", "%s damaged, to be made again",
		     format_count(mem, sc->renditions, "rendition"));
	if (!d->g->site.set.scrub_days)
		tell(d, LEVEL_WARN, "files",
		     "never read by themselves (scrub.days): run gremlin "
		     "check now and then");
}

static void tell_attention(struct doctor *d, const struct status *s)
{
	for (int i = 0; i < s->attention_n; i++)
		tell(d, LEVEL_BAD, "files", "%s", s->attention[i]);
	if (s->ledger.lost.files)
		tell(d, LEVEL_WARN, "files",
		     "%s in content/lost: gremlin check --fix asks what is to "
		     "become of them",
		     format_count(&d->g->mem, s->ledger.lost.files,
				  "original"));
}

/* The same end again and again is the host's, not the file's. */
static void tell_interrupted(struct doctor *d, const struct status *s)
{
	if (s->often_lost && !d->g->site.set.slice_s)
		tell(d, LEVEL_WARN, "jobs",
		     "%" PRId64 " interrupted twice or more: where the host "
		     "ends what runs long, set worker.slice_s to a third of "
		     "that time",
		     s->often_lost);
}

static void tell_status(struct doctor *d)
{
	struct status s;
	int rc = status_read(&d->g->mem, &d->g->site, &s);

	if (rc < 0) {
		tell(d, LEVEL_BAD, "worker", "%s", err_text(rc));
		return;
	}
	doctor_worker(d, &s);
	tell_jobs(d, &s);
	tell_damage(d, &s);
	tell_interrupted(d, &s);
	tell_attention(d, &s);
}

static int run_doctor(struct gremlin *g)
{
	struct doctor d = { .g = g };

	tell(&d, LEVEL_OK, "site", "%s, version " PACKAGE_VERSION,
	     g->site.path);
	doctor_folder(&d);
	doctor_disk(&d);
	doctor_database(&d);
	tell_settings(&d);
	tell_status(&d);
	doctor_host(&d);
	doctor_tools(&d);
	if (d.bads)
		return err(E_CONFIG, "%s and %s",
			   format_count(&g->mem, d.bads, "trouble"),
			   format_count(&g->mem, d.warns, "warning"));
	return 0;
}

const struct subcommand command_doctor = {
	.name = "doctor",
	.help = "look at what this host offers and lacks",
	.run = run_doctor,
};
