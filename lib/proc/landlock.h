/*
 * landlock.h -- what of the file system a process may touch (landlock(7))
 *
 * By raw system calls and constants of our own: Debian 12's headers end at
 * ABI 2, its kernel may not. What this kernel's ABI does not know is left out.
 */
#ifndef PROC_LANDLOCK_H
#define PROC_LANDLOCK_H

#include <stdbool.h>

/* What a grant allows. */
enum landlock_grant {
	LANDLOCK_READ,	 /* read files and folders, execute programs */
	LANDLOCK_WRITE,	 /* read, make, change and remove plain files, folders;
			    no links, devices or sockets; nothing is executed */
	LANDLOCK_DEVICE, /* read, write and ioctl */
};

/* The ABI of this kernel, or 0 where it has no Landlock or has it off. */
int landlock_abi(void);

/*
 * Make an empty set of rules: what is not granted is denied, also TCP, and
 * signals and abstract sockets to the outside, where the ABI knows them.
 *
 * abi: as of landlock_abi(), or less. network: TCP and abstract sockets
 * remain allowed.
 *
 * Returns a descriptor, O_CLOEXEC, or E_REFUSED.
 */
int landlock_new(int abi, bool network);

/*
 * Grant what is at path and below.
 *
 * dir: descriptor that a relative path begins at. path: symbolic links are
 * followed; where nothing is there, nothing is granted.
 *
 * Returns 0 or E_REFUSED.
 */
int landlock_grant(int rules, int abi, int dir, const char *path,
		   enum landlock_grant);

/* Put this process under the rules, for good; needs no_new_privs. */
int landlock_enter(int rules);

#endif
