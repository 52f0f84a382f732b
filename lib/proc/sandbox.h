/*
 * sandbox.h -- what a command gets to see of this machine
 *
 * Best effort: each layer that the kernel offers is used. The level says
 * which: "rlimits seccomp landlock-7". A layer that was offered and then does
 * not take effect is an error; so is any that is missing, where the attempt
 * requires the sandbox.
 *
 * The rules are put together once by the runner, which stays outside, and
 * entered by the child of each command.
 */
#ifndef PROC_SANDBOX_H
#define PROC_SANDBOX_H

#include <stdbool.h>

#include "proc/filter.h"
#include "proc/record.h"

#define SANDBOX_LEVEL_BYTES 64

struct sandbox {
	const struct spec *spec;
	int rules; /* Landlock's, or -1 */
	int abi;
	struct filter filter;
	char level[SANDBOX_LEVEL_BYTES];
};

/* An empty one, that sandbox_done() may be called on. */
#define SANDBOX_NONE                                                           \
	{                                                                      \
		.rules = -1                                                    \
	}

/* What this kernel offers, in the words of sandbox.level. */
void sandbox_level(char out[SANDBOX_LEVEL_BYTES]);

/*
 * Put the rules for one attempt together.
 *
 * Granted: to read and execute, the system's programs, libraries and shared
 * data; /dev/null; `in` to read; `out` to write; and the spec's reads and
 * devices. No grant of the spec may contain the site, nor lie in it, but
 * below recipes/ and releases/.
 *
 * dir: the attempt's folder. site: its real path, or NULL where there is
 * none. programs: the file of each command, NULL or a name that begins
 * with @ where there is none.
 * abi_max: pretend that Landlock ends at this ABI, -1: that there is none; 0:
 * take what there is. ret: points into spec.
 *
 * Returns 0, or E_REFUSED: a grant is against the rules, or something is
 * missing that the spec requires; the sentence says which.
 */
int sandbox_new(const struct spec *, int dir, const char *site,
		const char *const *programs, int abi_max, struct sandbox *ret);

/*
 * Put this process under limits and rules, for good. Descriptors that are
 * open stay usable.
 *
 * Returns 0 or E_REFUSED.
 */
int sandbox_enter(struct sandbox *);

void sandbox_done(struct sandbox *);

#endif
