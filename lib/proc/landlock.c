/* landlock.c -- what of the file system a process may touch */
#include "proc/landlock.h"
#include "base/base.h"
#include "base/err.h"
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* One bit a right, in the order in which ABIs brought them. */
enum {
	FS_EXECUTE = 1 << 0,
	FS_WRITE_FILE = 1 << 1,
	FS_READ_FILE = 1 << 2,
	FS_READ_DIR = 1 << 3,
	FS_REMOVE_DIR = 1 << 4,
	FS_REMOVE_FILE = 1 << 5,
	FS_MAKE_DIR = 1 << 7,
	FS_MAKE_REG = 1 << 8,
	FS_ABI_1 = (1 << 13) - 1,
	FS_REFER = 1 << 13,	/* ABI 2 */
	FS_TRUNCATE = 1 << 14,	/* ABI 3 */
	FS_IOCTL_DEV = 1 << 15, /* ABI 5 */

	NET_TCP = 3, /* bind and connect, ABI 4 */

	SCOPE_ABSTRACT_UNIX = 1 << 0, /* ABI 6 */
	SCOPE_SIGNAL = 1 << 1,

	/* what can be granted on a file that is no folder */
	FS_OF_FILE = FS_EXECUTE | FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE |
		     FS_IOCTL_DEV,
	CREATE_VERSION = 1,
	RULE_PATH_BENEATH = 1,
};

struct rules_attr {
	uint64_t fs, net, scope;
};

struct path_attr {
	uint64_t allowed;
	int32_t fd;
} __attribute__((packed));

static const unsigned rights[] = {
	[LANDLOCK_READ] = FS_EXECUTE | FS_READ_FILE | FS_READ_DIR,
	[LANDLOCK_WRITE] = FS_WRITE_FILE | FS_READ_FILE | FS_READ_DIR |
			   FS_REMOVE_DIR | FS_REMOVE_FILE | FS_MAKE_DIR |
			   FS_MAKE_REG | FS_TRUNCATE,
	[LANDLOCK_DEVICE] =
		FS_WRITE_FILE | FS_READ_FILE | FS_READ_DIR | FS_IOCTL_DEV,
};

int landlock_abi(void)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0,
			   CREATE_VERSION);

	return abi > 0 ? (int)abi : 0;
}

static uint64_t fs_known(int abi)
{
	return FS_ABI_1 | (abi >= 2 ? FS_REFER : 0u) |
	       (abi >= 3 ? FS_TRUNCATE : 0u) | (abi >= 5 ? FS_IOCTL_DEV : 0u);
}

int landlock_new(int abi, bool network)
{
	struct rules_attr attr = { .fs = fs_known(abi) };
	long fd;

	if (abi >= 4 && !network)
		attr.net = NET_TCP;
	if (abi >= 6)
		attr.scope = SCOPE_SIGNAL |
			     (network ? 0u : (unsigned)SCOPE_ABSTRACT_UNIX);
	fd = syscall(SYS_landlock_create_ruleset, &attr, sizeof(attr), 0);
	if (fd < 0)
		return err(E_REFUSED, "Landlock has no rules for us");
	return (int)fd;
}

int landlock_grant(int rules, int abi, int dir, const char *path,
		   enum landlock_grant grant)
{
	struct path_attr attr = { .allowed = rights[grant] & fs_known(abi) };
	_cleanup_(fd_done) int fd = openat(dir, path, O_PATH | O_CLOEXEC);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0) {
		if (errno == ENOENT || errno == ENOTDIR || errno == EACCES)
			return 0;
		return err(E_REFUSED, "Landlock cannot look at %s", path);
	}
	if (!S_ISDIR(st.st_mode))
		attr.allowed &= FS_OF_FILE;
	attr.fd = fd;
	if (syscall(SYS_landlock_add_rule, rules, RULE_PATH_BENEATH, &attr, 0) <
	    0)
		return err(E_REFUSED, "Landlock does not take a rule for %s",
			   path);
	return 0;
}

int landlock_enter(int rules)
{
	if (syscall(SYS_landlock_restrict_self, rules, 0) < 0)
		return err(E_REFUSED, "Landlock does not take effect");
	return 0;
}
