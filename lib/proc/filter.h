/*
 * filter.h -- which system calls a process may make (seccomp(2))
 *
 * A list of what is denied: a list of what is allowed would break with each
 * new C library. Denied calls answer EPERM; what the C library has an older
 * way for answers ENOSYS; another architecture's calls end the process.
 */
#ifndef PROC_FILTER_H
#define PROC_FILTER_H

#include <stdbool.h>

struct filter {
	void *context; /* of libseccomp */
};

/* Whether this kernel lets us have a filter. */
bool filter_offered(void);

/*
 * Put the rules together; to be entered by children.
 *
 * forks: processes may be started, else threads alone. network: sockets.
 *
 * Returns 0 or E_REFUSED.
 */
int filter_new(bool forks, bool network, struct filter *ret);

/*
 * Put this process under the filter, for good; needs no_new_privs. It may
 * signal itself (that is abort()), nobody else.
 *
 * Returns 0 or E_REFUSED.
 */
int filter_enter(struct filter *);

void filter_done(struct filter *);

#endif
