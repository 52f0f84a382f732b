/*
 * fault.h -- points at which a test lets the world go wrong
 *
 *	if (FAULT("rename") || renameat(...) < 0)
 *		return err_sys(...);
 *
 * A point stands before each call that changes what is on the disk. Programs
 * that are installed have none of it: FAULT() is false there, and nothing else
 * of this is compiled. Those of the crash tests obey two variables:
 *
 *	GREMLIN_FAULT=POINT:ACTION[:N[:MS]]
 *	GREMLIN_FAULT_TICKET=FILE
 *
 * At the Nth time (1) that POINT (*: any) is passed: kill, stop (until someone
 * continues it), delay (by MS, 200), eio or enospc (the call fails). FILE must
 * be there and is removed then, so that it happens once, in one process; the
 * name of the point goes to FILE.hit.
 *
 * Two more make programs wrong, so that tests see that it would be seen:
 *
 *	GREMLIN_WRONG=unsynced	nothing waits until it is on the disk
 *	GREMLIN_WRONG=deferred	write transactions begin as readers
 *	GREMLIN_FAULT_CLOCK=FILE	the wall clock is wrong by the seconds
 *				that FILE holds
 */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include <stdbool.h>

/* Whether the call must fail now, with errno set. */
bool fault_strikes(const char *point);

/* Whether the program is wrong in this. */
bool fault_wrong(const char *what);

#ifdef GREMLIN_FAULTS
#define FAULT(point) fault_strikes(point)
#define WRONG(what)  fault_wrong(what)
#else
#define FAULT(point) false
#define WRONG(what)  false
#endif

#endif
