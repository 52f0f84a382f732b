/*
 * 6030-sandbox-deeds.c -- what a command may do, and what it may not
 *
 * Each deed is done in a child, once outside of the sandbox, as the control,
 * and once in each of several: as this kernel has it, as Landlock of older
 * kernels would, without Landlock.
 */
#include "tap.h"
#include "base/err.h"
#include "base/io.h"
#include "proc/landlock.h"
#include "proc/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/openat2.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#define DENIED 77 /* EPERM, EACCES, ENOSYS or EXDEV */
#define GONE   99 /* did not live to tell */

static pid_t parent;

static int result(long rc)
{
	if (rc >= 0)
		return 0;
	return errno == EPERM || errno == EACCES || errno == ENOSYS ||
			       errno == EXDEV
		       ? DENIED
		       : errno;
}

/* --- deeds: a 0 is "done"; the folder is DIR/out ------------------------- */

static int opened(const char *name, int flags)
{
	return result(open(name, flags | O_CLOEXEC, 0600));
}

static int read_in(void)
{
	return opened("../in", O_RDONLY);
}

static int read_system(void)
{
	return opened("/usr/bin/env", O_RDONLY);
}

static int read_passwd(void)
{
	return opened("/etc/passwd", O_RDONLY);
}

static int read_site(void)
{
	return opened("../../../../db.sqlite", O_RDONLY);
}

static int read_other_job(void)
{
	return opened("../../8.1/in", O_RDONLY);
}

static int read_proc(void)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/environ", (int)parent);
	return opened(path, O_RDONLY);
}

static int list_site(void)
{
	return opened("../../../..", O_RDONLY | O_DIRECTORY);
}

static int write_out(void)
{
	int fd = open("new", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	return result(
		fd < 0 || write(fd, "x", 1) < 0 || ftruncate(fd, 0) < 0 ||
				close(fd) < 0 || rename("new", "newer") < 0 ||
				unlink("newer") < 0 ||
				mkdir("folder", 0700) < 0 || rmdir("folder") < 0
			? -1
			: 0);
}

static int write_null(void)
{
	return opened("/dev/null", O_RDWR);
}

static int write_in(void)
{
	return opened("../in", O_WRONLY);
}

static int write_beside(void)
{
	return opened("../new", O_WRONLY | O_CREAT);
}

static int write_site(void)
{
	return opened("../../../../new", O_WRONLY | O_CREAT);
}

static int write_tmp(void)
{
	return opened("/tmp/gremlin-test-out", O_WRONLY | O_CREAT);
}

static int empty_by_path(void)
{
	return result(truncate("../in", 0));
}

static int empty_by_open(void)
{
	return opened("../in", O_RDONLY | O_TRUNC);
}

static int empty_by_openat2(void)
{
	struct open_how how = { .flags = O_RDONLY | O_TRUNC };

	return result(
		syscall(SYS_openat2, AT_FDCWD, "../in", &how, sizeof(how)));
}

static int unlink_in(void)
{
	return result(unlink("../in"));
}

static int link_in(void)
{
	return result(link("../in", "in"));
}

static int move_out(void)
{
	return result(rename("mine", "../mine"));
}

static int link_to_passwd(void)
{
	return result(symlink("/etc/passwd", "sym"));
}

static int make_fifo(void)
{
	return result(mkfifo("fifo", 0600));
}

static int change_mode(void)
{
	return result(chmod("../in", 0666));
}

static int change_mode_fd(void)
{
	return result(fchmod(open("mine", O_RDONLY | O_CLOEXEC), 0666));
}

static int change_mode_young(void)
{
	return result(syscall(SYS_clone3 + 17, AT_FDCWD, "mine", 0666, 0));
}

static int change_owner(void)
{
	return result(chown("mine", getuid(), getgid()));
}

static int change_times(void)
{
	return result(utimensat(AT_FDCWD, "mine", NULL, 0));
}

static int change_attribute(void)
{
	return result(setxattr("mine", "user.x", "y", 1, 0));
}

static int run_system(void)
{
	execl("/bin/true", "true", NULL);
	return result(-1);
}

static int run_own(void)
{
	execl("./prog", "prog", NULL);
	return result(-1);
}

static int open_socket(void)
{
	return result(socket(AF_INET, SOCK_STREAM, 0));
}

static int open_local_socket(void)
{
	return result(socket(AF_UNIX, SOCK_STREAM, 0));
}

static int open_netlink(void)
{
	return result(socket(AF_NETLINK, SOCK_RAW, 0));
}

static int signal_self(void)
{
	return result(kill(getpid(), 0) < 0 || raise(SIGCONT) ? -1 : 0);
}

static int signal_parent(void)
{
	return result(kill(parent, 0));
}

static int signal_all_processes(void)
{
	/* of our own group, for the control's sake */
	return result(kill(0, 0));
}

static int signal_thread(void)
{
	return result(syscall(SYS_tgkill, parent, parent, 0));
}

static int signal_by_pidfd(void)
{
	int fd = (int)syscall(SYS_pidfd_open, parent, 0);

	return result(fd < 0 ? -1
			     : syscall(SYS_pidfd_send_signal, fd, 0, NULL, 0));
}

static int signal_queue(void)
{
	return result(sigqueue(parent, 0, (union sigval){ 0 }));
}

static int limit_parent(void)
{
	struct rlimit core = { 0, 0 };

	return result(prlimit(parent, RLIMIT_CORE, &core, NULL));
}

static int nice_parent(void)
{
	return result(setpriority(PRIO_PROCESS, (id_t)parent, 0));
}

static int outlive(void)
{
	return result(prctl(PR_SET_PDEATHSIG, 0));
}

static int outlive_by_upper_half(void)
{
	return result(
		syscall(SYS_prctl, PR_SET_PDEATHSIG | 1ull << 32, 0, 0, 0, 0));
}

static int trace(void)
{
	return result(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
}

static int read_memory(void)
{
	char byte;
	struct iovec here = { &byte, 1 }, there = { &parent, 1 };

	return result(process_vm_readv(getpid(), &here, 1, &there, 1, 0));
}

static int start_process(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return result(pid < 0 ? -1 : waitpid(pid, NULL, 0));
}

static int start_by_clone(void)
{
	long pid = syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);

	if (pid == 0)
		_exit(0);
	return result(pid < 0 ? -1 : waitpid((pid_t)pid, NULL, 0));
}

static void *nothing(void *arg)
{
	return arg;
}

static int start_thread(void)
{
	pthread_t t;
	int rc = pthread_create(&t, NULL, nothing, NULL);

	errno = rc;
	return result(rc ? -1 : pthread_join(t, NULL));
}

static int leave_by_unshare(void)
{
	return result(unshare(CLONE_FS));
}

static int new_user_space(void)
{
	return result(unshare(CLONE_NEWUSER));
}

static int clone_user_space(void)
{
	long pid = syscall(SYS_clone, SIGCHLD | CLONE_NEWUSER, NULL, NULL, NULL,
			   NULL);

	if (pid == 0)
		_exit(0);
	return result(pid < 0 ? -1 : waitpid((pid_t)pid, NULL, 0));
}

static int mount_something(void)
{
	/* nowhere, for the control's sake */
	return result(mount("none", "no-such-folder", "tmpfs", 0, NULL));
}

static int use_uring(void)
{
	char params[120] = { 0 };

	return result(syscall(SYS_io_uring_setup, 1, params));
}

static int use_keys(void)
{
	return result(syscall(SYS_keyctl, 0, -3, 0, 0, 0));
}

static int use_bpf(void)
{
	return result(syscall(SYS_bpf, -1, NULL, 0));
}

static int use_faults(void)
{
	return result(syscall(SYS_userfaultfd, O_CLOEXEC | 1));
}

static int use_shared_memory(void)
{
	return result(syscall(SYS_shmget, 0, 4096, 0600));
}

static int has_capabilities(void)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3
	};
	struct __user_cap_data_struct caps[_LINUX_CAPABILITY_U32S_3];

	if (syscall(SYS_capget, &head, caps) < 0)
		return errno;
	return caps[0].permitted || caps[1].permitted ? 0 : DENIED;
}

static int dumps_core(void)
{
	struct rlimit r;

	getrlimit(RLIMIT_CORE, &r);
	return r.rlim_max ? 0 : DENIED;
}

/* --- the table ------------------------------------------------------------ */

enum layer {
	FREE,	/* allowed everywhere */
	LAND,	/* Landlock denies it */
	SECC,	/* seccomp denies it, with Landlock or without */
	FORKS,	/* seccomp, unless forks are allowed */
	NET,	/* seccomp, unless the network is allowed */
	ALWAYS, /* whatever the kernel has */
};

static const struct deed {
	const char *name;
	int (*done)(void);
	enum layer by;
	bool needs_more; /* the control may fail: privileges, old kernels */
} deeds[] = {
	{ "read its input", read_in, FREE, false },
	{ "read the system's programs", read_system, FREE, false },
	{ "write, rename and remove in out/", write_out, FREE, false },
	{ "write to /dev/null", write_null, FREE, false },
	{ "execute the system's programs", run_system, FREE, false },
	{ "signal itself", signal_self, FREE, false },
	{ "start threads", start_thread, FREE, false },
	{ "read /etc/passwd", read_passwd, LAND, false },
	{ "read the database", read_site, LAND, false },
	{ "read another job's input", read_other_job, LAND, false },
	{ "read our environment", read_proc, LAND, true },
	{ "list the site", list_site, LAND, false },
	{ "write to its input", write_in, LAND, false },
	{ "write beside out/", write_beside, LAND, false },
	{ "write into the site", write_site, LAND, false },
	{ "write to /tmp", write_tmp, LAND, false },
	{ "remove its input", unlink_in, LAND, false },
	{ "link its input into out/", link_in, SECC, false },
	{ "move a file out of out/", move_out, LAND, false },
	{ "make a symbolic link", link_to_passwd, SECC, false },
	{ "make a FIFO", make_fifo, SECC, false },
	{ "execute what it wrote", run_own, LAND, false },
	{ "empty its input by path", empty_by_path, SECC, false },
	{ "empty its input by open", empty_by_open, SECC, false },
	{ "empty its input by openat2", empty_by_openat2, SECC, true },
	{ "change a mode", change_mode, SECC, false },
	{ "change a mode by descriptor", change_mode_fd, SECC, false },
	{ "change a mode by fchmodat2", change_mode_young, SECC, true },
	{ "change an owner", change_owner, SECC, false },
	{ "change times", change_times, SECC, false },
	{ "change attributes", change_attribute, SECC, true },
	{ "open a socket", open_socket, NET, true },
	{ "open a local socket", open_local_socket, NET, false },
	{ "open a netlink socket", open_netlink, NET, true },
	{ "signal us", signal_parent, SECC, false },
	{ "signal its group", signal_all_processes, SECC, false },
	{ "signal our thread", signal_thread, SECC, false },
	{ "signal us by pidfd", signal_by_pidfd, SECC, true },
	{ "queue a signal", signal_queue, SECC, false },
	{ "limit us", limit_parent, SECC, true },
	{ "set our priority", nice_parent, SECC, true },
	{ "outlive the runner", outlive, SECC, false },
	{ "outlive it by a trick", outlive_by_upper_half, SECC, true },
	{ "be traced", trace, SECC, true },
	{ "read memory of processes", read_memory, SECC, true },
	{ "start a process", start_process, FORKS, false },
	{ "start a process by clone", start_by_clone, FORKS, false },
	{ "unshare", leave_by_unshare, SECC, false },
	{ "have a user name space", new_user_space, SECC, true },
	{ "clone one", clone_user_space, SECC, true },
	{ "mount", mount_something, SECC, true },
	{ "use io_uring", use_uring, SECC, true },
	{ "use keys", use_keys, SECC, true },
	{ "use bpf", use_bpf, SECC, true },
	{ "use userfaultfd", use_faults, SECC, true },
	{ "use shared memory", use_shared_memory, SECC, true },
	{ "have capabilities", has_capabilities, ALWAYS, true },
	{ "dump core", dumps_core, ALWAYS, true },
};

/* --- a site, and a child in it -------------------------------------------- */

static char root[] = "/tmp/gremlin-sandbox-XXXXXX";
static char site[64], job[128];
static int dir;

static void put_file(const char *name, mode_t mode)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0 || write(fd, "#!/bin/true\n", 12) != 12 ||
	    fchmod(fd, mode) < 0)
		exit(EXIT_FAILURE);
	close(fd);
}

/* The site again as it was: a control may have undone it. */
static void site_make(void)
{
	mkdir("content", 0700);
	mkdir("content/work", 0700);
	mkdir("content/work/8.1", 0700);
	mkdir("content/work/8.2", 0700);
	mkdir("content/work/8.2/out", 0700);
	put_file("db.sqlite", 0600);
	put_file("content/work/8.1/in", 0600);
	unlink("content/work/8.2/in");
	put_file("content/work/8.2/in", 0600);
	put_file("content/work/8.2/out/mine", 0600);
	put_file("content/work/8.2/out/prog", 0700);
	unlink("content/work/8.2/out/in");
	unlink("content/work/8.2/out/sym");
	unlink("content/work/8.2/out/fifo");
	unlink("new");
	unlink("content/work/8.2/new");
	unlink("content/work/8.2/mine");
	unlink("/tmp/gremlin-test-out");
}

static int in_child(const struct deed *d, struct sandbox *sb)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		alarm(20);
		setpgid(0, 0);
		if (chdir("content/work/8.2/out") < 0 ||
		    (sb && sandbox_enter(sb) < 0))
			_exit(GONE);
		_exit(d->done());
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : GONE;
}

static bool input_is_whole(void)
{
	struct stat st;

	return stat("content/work/8.2/in", &st) == 0 && st.st_size == 12 &&
	       (st.st_mode & 0777) == 0600;
}

static bool denied(const struct deed *d, const struct spec *sp,
		   const struct sandbox *sb)
{
	switch (d->by) {
	case FREE: return false;
	case LAND: return sb->abi > 0;
	case SECC: return sb->filter.context;
	case FORKS: return sb->filter.context && !sp->forks;
	case NET: return sb->filter.context && !sp->network;
	case ALWAYS:
	default: return true;
	}
}

static void one(const struct deed *d, const struct spec *sp, int abi_max,
		const char *what)
{
	struct sandbox sb = SANDBOX_NONE;
	char name[200];
	int free_rc, rc;

	site_make();
	free_rc = in_child(d, NULL);
	site_make();
	if (sandbox_new(sp, dir, site, NULL, abi_max, &sb) < 0)
		printf("# %s\n", err_text(E_REFUSED));
	rc = in_child(d, &sb);
	snprintf(name, sizeof(name), "%s: %s", what, d->name);
	if (denied(d, sp, &sb)) {
		is_int(rc, DENIED, name);
		if (!d->needs_more)
			is_int(free_rc, 0, "... outside it can");
		if (!input_is_whole())
			ok(0, "... and the input is as it was");
	} else if (!d->needs_more) {
		is_int(rc, free_rc, name);
	}
	sandbox_done(&sb);
}

static void all(const struct spec *sp, int abi_max, const char *what)
{
	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++)
		one(&deeds[i], sp, abi_max, what);
}

/* --- grants --------------------------------------------------------------- */

static int grant(const char *path)
{
	const char *const reads[] = { path, NULL };
	const struct spec sp = { .reads = reads };
	struct sandbox sb = SANDBOX_NONE;
	int rc = sandbox_new(&sp, dir, site, NULL, 0, &sb);

	sandbox_done(&sb);
	return rc;
}

static const char *below(const char *name)
{
	static char path[200];

	snprintf(path, sizeof(path), "%s%s", site, name);
	return path;
}

static void grants(void)
{
	mkdir("recipes", 0700);
	if (symlink(site, "/tmp/gremlin-test-link") < 0)
		printf("# no link in /tmp\n");
	is_int(grant("/usr/share"), 0, "of the system");
	is_int(grant("/no/such/thing"), 0, "of nothing");
	is_int(grant(below("/recipes")), 0, "of the site's recipes");
	is_int(grant(below("/recipes/x.png")), 0, "of a file beside them");
	is_int(grant(below("")), E_REFUSED, "of the site");
	is_int(grant("/"), E_REFUSED, "of all");
	is_int(grant(root), E_REFUSED, "of what the site is in");
	is_int(grant(below("/content")), E_REFUSED, "of its content");
	is_int(grant(below("/db.sqlite")), E_REFUSED, "of its database");
	is_int(grant(below("/recipes-not")), E_REFUSED, "of a like name");
	is_int(grant("/tmp/gremlin-test-link"), E_REFUSED, "by a link");
	unlink("/tmp/gremlin-test-link");
	rmdir("recipes");
}

static void required(void)
{
	const struct spec sp = { .require_sandbox = true };
	struct sandbox sb = SANDBOX_NONE;
	char level[SANDBOX_LEVEL_BYTES];

	is_int(sandbox_new(&sp, dir, site, NULL, -1, &sb), E_REFUSED,
	       "required, but without Landlock");
	sandbox_level(level);
	ok(strncmp(level, "rlimits", 7) == 0, level);
	ok(!landlock_abi() == !strstr(level, "landlock"), "says the truth");
}

/* A grant of a device is needed for it, and enough. */
static int open_zero(void)
{
	return opened("/dev/zero", O_RDWR);
}

static void device(void)
{
	static const char *const devices[] = { "/dev/zero", NULL };
	const struct deed d = { "open", open_zero, LAND, false };
	const struct spec with = { .devices = devices }, without = { 0 };
	struct sandbox sb = SANDBOX_NONE;

	if (!landlock_abi())
		return;
	sandbox_new(&without, dir, site, NULL, 0, &sb);
	is_int(in_child(&d, &sb), DENIED, "a device without a grant");
	sandbox_done(&sb);
	sandbox_new(&with, dir, site, NULL, 0, &sb);
	is_int(in_child(&d, &sb), 0, "a device with one");
	sandbox_done(&sb);
}

int main(void)
{
	const struct spec plain = { 0 }, forks = { .forks = true },
			  network = { .network = true };

	parent = getpid();
	setpgid(0, 0);
	if (!mkdtemp(root))
		return EXIT_FAILURE;
	snprintf(site, sizeof(site), "%s/site", root);
	mkdir(site, 0700);
	if (chdir(site) < 0)
		return EXIT_FAILURE;
	site_make();
	snprintf(job, sizeof(job), "%s/content/work/8.2", site);
	dir = open(job, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	all(&plain, 0, "this kernel");
	all(&plain, 2, "Landlock 2");
	all(&plain, 1, "Landlock 1");
	all(&plain, -1, "no Landlock");
	all(&forks, 0, "with forks");
	all(&network, 0, "with network");
	grants();
	required();
	device();
	site_make();
	if (chdir("/") < 0)
		return EXIT_FAILURE;
	io_remove_tree(AT_FDCWD, root);
	return done_testing();
}
