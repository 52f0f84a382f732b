/*
 * check.h -- the commands that gremlin-run has built in, argv[0] begins with @
 *
 * They look at files that programs made of strangers' bytes, inside the same
 * sandbox as those programs. See gremlin-run(8), BUILT-IN COMMANDS.
 */
#ifndef PROC_CHECK_H
#define PROC_CHECK_H

/*
 * Run one; what is wrong is printed to stderr.
 *
 * Returns an exit status: 0, or of the E_* that it came to (sysexits.h).
 */
int check_run(const char *const *argv);

#endif
