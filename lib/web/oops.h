/* oops.h -- error pages: what happened, to what, and what to do */
#ifndef WEB_OOPS_H
#define WEB_OOPS_H

struct ctx;
struct pool;
struct reply;

/*
 * What happened, as a sentence for the page: "no entry 'x'" becomes "No entry
 * 'x'."; our own troubles are told in general words only.
 */
const char *oops_sentence(struct pool *, int rc);

/*
 * Prepare the page for a failure, in place of whatever was prepared.
 *
 * What went wrong on our side is told in general words only, and goes to the
 * server's log with its sentence. Where even this page cannot be made, it is
 * plain text. Who must sign in first and only looks is sent to the form.
 */
void oops(struct ctx *, struct reply *, int rc);

/* Title and advice of an E_*, NULL where it is missing; for the test. */
const char *oops_title(int rc);
const char *oops_advice(int rc);

#endif
