/* failures.h -- the notice above each page: something of yours failed */
#ifndef WEB_FAILURES_H
#define WEB_FAILURES_H

struct ctx;

#define FAILURES_MAX 1000 /* so many are counted */

/*
 * Add the notice to the frame for who is signed in and has not put it away:
 * one statement, which an index answers. Who is signed in on a page that
 * comes without a database goes without the notice, too.
 */
void failures_fill(struct ctx *);

#endif
