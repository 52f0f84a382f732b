/* jobfilter.c -- state, kind and class: from the address, and as links */
#include "web/jobfilter.h"
#include "base/base.h"
#include "base/err.h"
#include "base/pool.h"
#include "base/str.h"
#include "view/format.h"
#include "view/view.h"
#include "web/ctx.h"
#include "jobs.tpl.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

static const struct shelf_words {
	const char *word;  /* in addresses */
	const char *title; /* on pages */
	bool always;	   /* shown also where there is none */
} shelves[SHELF_COUNT] = {
	[SHELF_QUARANTINED] = { "quarantined", "Quarantined" },
	[SHELF_FAILED] = { "failed", "Failed", true },
	[SHELF_AGAIN] = { "again", "To be tried again" },
	[SHELF_RUNNING] = { "running", "Running", true },
	[SHELF_WAITING] = { "waiting", "Waiting", true },
	[SHELF_CANCELLED] = { "cancelled", "Cancelled" },
};

/* Classes by the names of their table. */
static const int classes[] = {
#define CLASS_ROW(name, value, http, ex, retry, text) -(value),
	ERR_TABLE(CLASS_ROW)
#undef CLASS_ROW
};

const char *shelf_title(enum job_shelf shelf)
{
	return shelves[shelf].title;
}

const char *jobfilter_capital(struct pool *mem, const char *text)
{
	char *copy = pool_dup(mem, text);

	copy[0] = (char)toupper((unsigned char)copy[0]);
	return copy;
}

/* --- from the address --------------------------------------------------------
 */

static int read_shelf(const char *word, int *ret)
{
	for (int i = 0; i < SHELF_COUNT; i++)
		if (str_eq(word, shelves[i].word)) {
			*ret = i;
			return 0;
		}
	return err(E_FIELD, "There is no state '%s'.", word);
}

static int read_class(const char *word, int *ret)
{
	for (size_t i = 0; i < ARRAY_LEN(classes); i++)
		if (!strcasecmp(word, err_name(classes[i]))) {
			*ret = classes[i];
			return 0;
		}
	return err(E_FIELD, "There is no class '%s'.", word);
}

int jobfilter_read(const struct form *f, struct jobfilter *ret)
{
	struct jobfilter jf = {
		.jobs = { .shelf = SHELF_COUNT, .class = JOB_ANY_CLASS },
		.fresh = form_number(f, JOBS_FRESH) != 0,
	};
	const char *kind = form_text(f, JOBS_KIND);
	const char *state = form_text(f, JOBS_STATE);
	const char *class = form_text(f, JOBS_CLASS);
	int rc = *state ? read_shelf(state, &jf.jobs.shelf) : 0;

	if (rc == 0 && *class)
		rc = read_class(class, &jf.jobs.class);
	if (rc < 0)
		return rc;
	jf.jobs.kind = *kind ? kind : NULL;
	*ret = jf;
	return 0;
}

/* --- as links ----------------------------------------------------------------
 */

static const char *class_word(struct pool *mem, int class)
{
	char *word = pool_dup(mem, err_name(class));

	for (char *p = word; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	return word;
}

const char *jobfilter_link(struct ctx *cx, enum url which,
			   const struct jobfilter *jf)
{
	const char *link = url_make(cx->mem, &cx->urls, which,
				    (const char *const[]){ NULL });

	if (jf->jobs.shelf < SHELF_COUNT)
		link = url_query(cx->mem, link, "state",
				 shelves[jf->jobs.shelf].word);
	if (jf->jobs.kind)
		link = url_query(cx->mem, link, "kind", jf->jobs.kind);
	if (jf->jobs.class != JOB_ANY_CLASS)
		link = url_query(cx->mem, link, "class",
				 class_word(cx->mem, jf->jobs.class));
	return jf->fresh ? url_query(cx->mem, link, "live", "1") : link;
}

static void carry(struct view *v, const char *name, const char *value)
{
	v = view_add(v, T_CARRIED);
	view_set(v, T_CARRIED_NAME, name);
	view_set(v, T_CARRIED_VALUE, value);
}

void jobfilter_carry(struct view *v, const struct jobfilter *jf)
{
	if (jf->jobs.shelf < SHELF_COUNT)
		carry(v, "state", shelves[jf->jobs.shelf].word);
	if (jf->jobs.kind)
		carry(v, "kind", jf->jobs.kind);
	if (jf->jobs.class != JOB_ANY_CLASS)
		carry(v, "class", class_word(v->mem, jf->jobs.class));
	if (jf->fresh)
		carry(v, "live", "1");
}

const char *jobfilter_text(struct pool *mem, const struct jobfilter *jf)
{
	const struct job_filter *f = &jf->jobs;
	const char *text = "";

	if (f->shelf < SHELF_COUNT)
		text = jobfilter_capital(mem, shelves[f->shelf].title);
	if (f->kind)
		text = pool_fmt(mem, "%s%s%s", text, *text ? ", " : "",
				f->kind);
	if (f->class != JOB_ANY_CLASS)
		text = pool_fmt(mem, "%s%s%s", text, *text ? ", " : "",
				err_class_text(f->class));
	return text;
}

struct facet {
	struct ctx *cx;
	const struct job_groups *groups;
	struct view *view;
};

static struct facet add_facet(struct ctx *cx, struct view *page,
			      const struct job_groups *groups, const char *name)
{
	struct view *v = view_add(page, T_FACET);

	view_set(v, T_FACET_NAME, name);
	return (struct facet){ cx, groups, v };
}

/* One way to go on; the one that is taken already leads back to all. */
static void add_choice(const struct facet *f, const char *text,
		       const struct jobfilter *to, bool here)
{
	struct view *v = view_add(f->view, T_CHOICE);
	int64_t n = job_filter_count(f->groups, &to->jobs);

	view_set(v, T_CHOICE_HREF, jobfilter_link(f->cx, URL_JOBS, to));
	view_set(v, T_CHOICE_TEXT, text);
	view_set(v, T_CHOICE_COUNT, format_number(f->cx->mem, n));
	if (here)
		view_add(v, T_CHOICE_HERE);
}

static void fill_shelves(struct ctx *cx, struct view *page,
			 const struct job_groups *groups,
			 const struct jobfilter *jf)
{
	struct facet f = add_facet(cx, page, groups, "State");
	struct jobfilter to = *jf;

	to.jobs.shelf = SHELF_COUNT;
	add_choice(&f, "All", &to, jf->jobs.shelf == SHELF_COUNT);
	for (int i = 0; i < SHELF_COUNT; i++) {
		bool here = jf->jobs.shelf == i;

		to.jobs.shelf = i;
		if (here || shelves[i].always ||
		    job_filter_count(groups, &to.jobs))
			add_choice(&f, shelves[i].title, &to, here);
	}
}

/* Groups come sorted by state first, so a kind may come again. */
static bool kind_came(const struct job_groups *groups, int before)
{
	for (int i = 0; i < before; i++)
		if (str_eq(groups->at[i].kind, groups->at[before].kind))
			return true;
	return !*groups->at[before].kind;
}

static void fill_kinds(struct ctx *cx, struct view *page,
		       const struct job_groups *groups,
		       const struct jobfilter *jf)
{
	struct facet f = add_facet(cx, page, groups, "Kind");
	struct jobfilter to = *jf;

	to.jobs.kind = NULL;
	add_choice(&f, "All", &to, !jf->jobs.kind);
	for (int i = 0; i < groups->n; i++) {
		if (kind_came(groups, i))
			continue;
		to.jobs.kind = groups->at[i].kind;
		add_choice(&f, jobfilter_capital(cx->mem, to.jobs.kind), &to,
			   str_eq(jf->jobs.kind, to.jobs.kind));
	}
}

struct class_count {
	int class;
	int64_t n;
};

static int by_falling_count(const void *a, const void *b)
{
	const struct class_count *x = a, *y = b;

	if (x->n != y->n)
		return (y->n > x->n) - (y->n < x->n);
	return x->class - y->class;
}

/* The classes that there are, the most frequent first. */
static void fill_classes(struct ctx *cx, struct view *page,
			 const struct job_groups *groups,
			 const struct jobfilter *jf)
{
	struct class_count found[ARRAY_LEN(classes)];
	struct jobfilter to = *jf;
	struct facet f;
	size_t n = 0;

	for (size_t i = 0; i < ARRAY_LEN(classes); i++) {
		int64_t jobs;

		to.jobs.class = classes[i];
		jobs = job_filter_count(groups, &to.jobs);
		if (jobs || jf->jobs.class == classes[i])
			found[n++] = (struct class_count){ classes[i], jobs };
	}
	if (!n)
		return;
	qsort(found, n, sizeof(found[0]), by_falling_count);
	f = add_facet(cx, page, groups, "Reason");
	to.jobs.class = JOB_ANY_CLASS;
	add_choice(&f, "All", &to, jf->jobs.class == JOB_ANY_CLASS);
	for (size_t i = 0; i < n; i++) {
		to.jobs.class = found[i].class;
		add_choice(&f,
			   jobfilter_capital(cx->mem,
					     err_class_text(to.jobs.class)),
			   &to, jf->jobs.class == to.jobs.class);
	}
}

void jobfilter_fill(struct ctx *cx, struct view *page,
		    const struct job_groups *groups, const struct jobfilter *jf)
{
	fill_shelves(cx, page, groups, jf);
	fill_kinds(cx, page, groups, jf);
	fill_classes(cx, page, groups, jf);
}
