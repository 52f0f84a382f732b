/*
 * sandbox.c -- what a command gets to see of this machine
 *
 * RLIMIT_NPROC is not among the limits: it counts the whole uid, and breaks
 * encoders that start threads while others run.
 */
#include "proc/sandbox.h"
#include "base/base.h"
#include "base/err.h"
#include "base/io.h"
#include "proc/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CPU_GRACE_S    2 /* from SIGXCPU to SIGKILL */
#define CAPABILITIES_N 64
#define IOPRIO_SELF    1
#define IOPRIO_IDLE    (3 << 13)

/*
 * What programs need of a system. Not /usr as a whole: a site may lie below
 * it, and then only the folder that holds it is left out.
 */
static const char *const system_paths[] = {
	"/usr/bin",
	"/usr/lib",
	"/usr/lib32",
	"/usr/lib64",
	"/usr/libexec",
	"/usr/share",
	"/usr/local/bin",
	"/usr/local/lib",
	"/usr/local/share",
	"/bin",
	"/lib",
	"/lib64",
	"/etc/ld.so.cache",
	"/sys/devices/system/cpu",
	"/sys/devices/system/node", /* x265 has one thread without it */
};

static const char *const open_in_site[] = { "/recipes", "/releases" };

/* Whether path is folder, or lies below it. */
static bool within(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	if (n == 1) /* the root */
		return true;
	return strncmp(path, folder, n) == 0 &&
	       (path[n] == '/' || path[n] == '\0');
}

static bool open_to_all(const char *path, const char *site)
{
	for (size_t i = 0; i < ARRAY_LEN(open_in_site); i++) {
		if (within(path + strlen(site), open_in_site[i]))
			return true;
	}
	return false;
}

/* The real path, or the path itself where nothing is there. */
static const char *real_path(const char *path, char out[PATH_MAX])
{
	return realpath(path, out) ? out : path;
}

static int grant_system(const struct sandbox *sb, const char *site)
{
	char room[PATH_MAX];
	int rc = 0;

	for (size_t i = 0; i < ARRAY_LEN(system_paths) && rc == 0; i++) {
		const char *path = real_path(system_paths[i], room);

		if (!site || !within(site, path))
			rc = landlock_grant(sb->rules, sb->abi, AT_FDCWD, path,
					    LANDLOCK_READ);
	}
	if (rc == 0)
		rc = landlock_grant(sb->rules, sb->abi, AT_FDCWD, "/dev/null",
				    LANDLOCK_DEVICE);
	return rc;
}

/* A spec is checked also where no Landlock is: it must not depend on luck. */
static int path_allowed(const char *path, const char *site)
{
	char room[PATH_MAX];
	const char *real = real_path(path, room);

	if (!site)
		return 0;
	if (within(site, real))
		return err(E_REFUSED,
			   "%s may not be granted: the site is in it", path);
	if (within(real, site) && !open_to_all(real, site))
		return err(E_REFUSED,
			   "%s may not be granted: of the site itself, only "
			   "what is in recipes and releases",
			   path);
	return 0;
}

static int paths_allowed(const char *const *paths, const char *site)
{
	int rc = 0;

	for (int i = 0; paths && paths[i] && rc == 0; i++)
		rc = path_allowed(paths[i], site);
	return rc;
}

static int grant_paths(const struct sandbox *sb, const char *const *paths,
		       enum landlock_grant grant)
{
	int rc = 0;

	for (int i = 0; paths && paths[i] && rc == 0; i++)
		rc = landlock_grant(sb->rules, sb->abi, AT_FDCWD, paths[i],
				    grant);
	return rc;
}

static int grant_programs(const struct sandbox *sb, const char *const *files)
{
	int rc = 0;

	for (int i = 0; files && i < sb->spec->commands_n && rc == 0; i++) {
		if (files[i] && files[i][0] != '@')
			rc = landlock_grant(sb->rules, sb->abi, AT_FDCWD,
					    files[i], LANDLOCK_READ);
	}
	return rc;
}

static int grant_all(const struct sandbox *sb, int dir, const char *site,
		     const char *const *programs)
{
	int rc = grant_system(sb, site);

	if (rc == 0)
		rc = grant_programs(sb, programs);
	if (rc == 0)
		rc = grant_paths(sb, sb->spec->reads, LANDLOCK_READ);
	if (rc == 0)
		rc = grant_paths(sb, sb->spec->devices, LANDLOCK_DEVICE);
	if (rc == 0)
		rc = landlock_grant(sb->rules, sb->abi, dir, "in",
				    LANDLOCK_READ);
	if (rc == 0)
		rc = landlock_grant(sb->rules, sb->abi, dir, "out",
				    LANDLOCK_WRITE);
	return rc;
}

static void level_text(bool filter, int abi, char out[SANDBOX_LEVEL_BYTES])
{
	snprintf(out, SANDBOX_LEVEL_BYTES, "rlimits%s",
		 filter ? " seccomp" : "");
	if (abi > 0) {
		size_t n = strlen(out);

		snprintf(out + n, SANDBOX_LEVEL_BYTES - n, " landlock-%d", abi);
	}
}

void sandbox_level(char out[SANDBOX_LEVEL_BYTES])
{
	level_text(filter_offered(), landlock_abi(), out);
}

static int missing(const struct spec *sp, bool filter, int abi)
{
	if (!sp->require_sandbox || (filter && abi > 0))
		return 0;
	return err(E_REFUSED,
		   "the sandbox is required, but this kernel has no "
		   "%s: see require_sandbox in gremlin.ini",
		   filter ? "Landlock" : "seccomp");
}

static int rules_new(struct sandbox *sb, int dir, const char *site,
		     const char *const *programs)
{
	const struct spec *sp = sb->spec;
	bool filter = filter_offered();
	int rc;

	level_text(filter, sb->abi, sb->level);
	rc = missing(sp, filter, sb->abi);
	if (rc == 0 && filter)
		rc = filter_new(sp->forks, sp->network, &sb->filter);
	if (rc < 0 || sb->abi == 0)
		return rc;
	sb->rules = landlock_new(sb->abi, sp->network);
	return sb->rules < 0 ? sb->rules : grant_all(sb, dir, site, programs);
}

int sandbox_new(const struct spec *sp, int dir, const char *site,
		const char *const *programs, int abi_max, struct sandbox *ret)
{
	struct sandbox sb = SANDBOX_NONE;
	int rc;

	sb.spec = sp;
	sb.abi = landlock_abi();
	if (abi_max && sb.abi > abi_max)
		sb.abi = abi_max > 0 ? abi_max : 0;
	rc = paths_allowed(sp->reads, site);
	if (rc == 0)
		rc = paths_allowed(sp->devices, site);
	if (rc == 0)
		rc = rules_new(&sb, dir, site, programs);
	if (rc < 0) {
		sandbox_done(&sb);
		return rc;
	}
	*ret = sb;
	return 0;
}

/* Never above the limit that is there already; 0 leaves it as it is. */
static int limit(int what, int64_t soft, int64_t hard)
{
	struct rlimit now;

	if (getrlimit(what, &now) < 0)
		return err_sys("read a resource limit");
	if ((rlim_t)hard > now.rlim_max)
		hard = (int64_t)now.rlim_max;
	if (soft > hard)
		soft = hard;
	now.rlim_cur = (rlim_t)soft;
	now.rlim_max = (rlim_t)hard;
	if (setrlimit(what, &now) < 0)
		return err(E_REFUSED, "resource limit %d does not take effect",
			   what);
	return 0;
}

static int limits_enter(const struct spec_limits *l)
{
	int rc = limit(RLIMIT_CORE, 0, 0);

	if (rc == 0 && l->cpu_s)
		rc = limit(RLIMIT_CPU, l->cpu_s, l->cpu_s + CPU_GRACE_S);
	if (rc == 0 && l->as_bytes)
		rc = limit(RLIMIT_AS, l->as_bytes, l->as_bytes);
	if (rc == 0 && l->fsize_bytes)
		rc = limit(RLIMIT_FSIZE, l->fsize_bytes, l->fsize_bytes);
	if (rc == 0 && l->nofile)
		rc = limit(RLIMIT_NOFILE, l->nofile, l->nofile);
	return rc;
}

/* Not limits: failing changes nothing. */
static void manners_enter(const struct spec_limits *l)
{
	if (l->nice)
		(void)setpriority(PRIO_PROCESS, 0, l->nice);
	if (l->idle_io)
		(void)syscall(SYS_ioprio_set, IOPRIO_SELF, 0, IOPRIO_IDLE);
}

/* A site whose owner is root: keep the uid, lose what makes it more. */
static int capabilities_drop(void)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3
	};
	struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { 0 };

	for (unsigned long cap = 0; cap < CAPABILITIES_N; cap++)
		(void)prctl(PR_CAPBSET_DROP, cap, 0, 0, 0);
	if (syscall(SYS_capset, &head, none) < 0)
		return err(E_REFUSED, "capabilities cannot be given up");
	return 0;
}

/* The limits come last: what goes before needs memory itself. */
int sandbox_enter(struct sandbox *sb)
{
	int rc;

	manners_enter(&sb->spec->limits);
	rc = capabilities_drop();
	if (rc == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		rc = err(E_REFUSED, "no_new_privs does not take effect");
	if (rc == 0 && sb->rules >= 0)
		rc = landlock_enter(sb->rules);
	if (rc == 0 && sb->filter.context)
		rc = filter_enter(&sb->filter);
	return rc < 0 ? rc : limits_enter(&sb->spec->limits);
}

void sandbox_done(struct sandbox *sb)
{
	fd_done(&sb->rules);
	filter_done(&sb->filter);
}
