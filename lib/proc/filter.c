/* filter.c -- which system calls a process may make */
#include "proc/filter.h"
#include "base/base.h"
#include "base/err.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * Calls younger than Debian 12's headers: since clone3 the numbers are the
 * same everywhere, but for an offset that some architectures have.
 */
#define YOUNG(number) (SCMP_SYS(clone3) + (number)-435)

static const int always_denied[] = {
	/* names beside the one it gave, owner, mode and times of a file */
	SCMP_SYS(truncate),
	SCMP_SYS(truncate64),
	SCMP_SYS(chmod),
	SCMP_SYS(fchmod),
	SCMP_SYS(fchmodat),
	YOUNG(452 /* fchmodat2 */),
	SCMP_SYS(chown),
	SCMP_SYS(chown32),
	SCMP_SYS(fchown),
	SCMP_SYS(fchown32),
	SCMP_SYS(lchown),
	SCMP_SYS(lchown32),
	SCMP_SYS(fchownat),
	SCMP_SYS(utime),
	SCMP_SYS(utimes),
	SCMP_SYS(utimensat),
	SCMP_SYS(utimensat_time64),
	SCMP_SYS(futimesat),
	SCMP_SYS(setxattr),
	SCMP_SYS(lsetxattr),
	SCMP_SYS(fsetxattr),
	SCMP_SYS(removexattr),
	SCMP_SYS(lremovexattr),
	SCMP_SYS(fremovexattr),
	YOUNG(463 /* setxattrat */),
	YOUNG(466 /* removexattrat */),
	YOUNG(469 /* file_setattr */),
	SCMP_SYS(link),
	SCMP_SYS(linkat),
	SCMP_SYS(symlink),
	SCMP_SYS(symlinkat),
	SCMP_SYS(mknod),
	SCMP_SYS(mknodat),
	/* other processes */
	SCMP_SYS(ptrace),
	SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev),
	SCMP_SYS(process_madvise),
	SCMP_SYS(process_mrelease),
	SCMP_SYS(pidfd_open),
	SCMP_SYS(pidfd_getfd),
	SCMP_SYS(pidfd_send_signal),
	SCMP_SYS(tkill),
	SCMP_SYS(rt_sigqueueinfo),
	SCMP_SYS(rt_tgsigqueueinfo),
	SCMP_SYS(kcmp),
	SCMP_SYS(setpriority),
	SCMP_SYS(ioprio_set),
	SCMP_SYS(sched_setscheduler),
	SCMP_SYS(sched_setattr),
	SCMP_SYS(sched_setparam),
	SCMP_SYS(migrate_pages),
	SCMP_SYS(move_pages),
	SCMP_SYS(shmget),
	SCMP_SYS(shmat),
	SCMP_SYS(shmctl),
	SCMP_SYS(msgget),
	SCMP_SYS(msgsnd),
	SCMP_SYS(msgrcv),
	SCMP_SYS(msgctl),
	SCMP_SYS(semget),
	SCMP_SYS(semop),
	SCMP_SYS(semtimedop),
	SCMP_SYS(semctl),
	SCMP_SYS(ipc),
	SCMP_SYS(mq_open),
	SCMP_SYS(mq_unlink),
	/* ways round the other rules */
	SCMP_SYS(io_uring_setup),
	SCMP_SYS(io_uring_enter),
	SCMP_SYS(io_uring_register),
	SCMP_SYS(unshare),
	SCMP_SYS(setns),
	SCMP_SYS(mount),
	SCMP_SYS(umount),
	SCMP_SYS(umount2),
	SCMP_SYS(mount_setattr),
	SCMP_SYS(move_mount),
	SCMP_SYS(open_tree),
	YOUNG(467 /* open_tree_attr */),
	SCMP_SYS(fsopen),
	SCMP_SYS(fsconfig),
	SCMP_SYS(fsmount),
	SCMP_SYS(fspick),
	SCMP_SYS(pivot_root),
	SCMP_SYS(chroot),
	SCMP_SYS(open_by_handle_at),
	SCMP_SYS(name_to_handle_at),
	SCMP_SYS(fanotify_init),
	/* the kernel itself */
	SCMP_SYS(bpf),
	SCMP_SYS(perf_event_open),
	SCMP_SYS(userfaultfd),
	SCMP_SYS(add_key),
	SCMP_SYS(request_key),
	SCMP_SYS(keyctl),
	SCMP_SYS(kexec_load),
	SCMP_SYS(kexec_file_load),
	SCMP_SYS(reboot),
	SCMP_SYS(init_module),
	SCMP_SYS(finit_module),
	SCMP_SYS(delete_module),
	SCMP_SYS(swapon),
	SCMP_SYS(swapoff),
	SCMP_SYS(acct),
	SCMP_SYS(quotactl),
	SCMP_SYS(syslog),
	SCMP_SYS(settimeofday),
	SCMP_SYS(stime),
	SCMP_SYS(clock_settime),
	SCMP_SYS(clock_settime64),
	SCMP_SYS(adjtimex),
	SCMP_SYS(clock_adjtime),
	SCMP_SYS(clock_adjtime64),
	SCMP_SYS(sethostname),
	SCMP_SYS(setdomainname),
	SCMP_SYS(iopl),
	SCMP_SYS(ioperm),
	SCMP_SYS(vhangup),
	SCMP_SYS(personality),
};

static const int network_denied[] = {
	SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(socketcall),
	SCMP_SYS(bind),	  SCMP_SYS(connect),	SCMP_SYS(listen),
	SCMP_SYS(accept), SCMP_SYS(accept4),
};

static const int forks_denied[] = {
	SCMP_SYS(fork),
	SCMP_SYS(vfork),
};

/* Calls whose arguments lie in memory, where no filter can look. */
static const int old_way[] = {
	SCMP_SYS(clone3),
	SCMP_SYS(openat2),
};

/* clone's flags are its first argument but for one architecture. */
#ifdef __s390__
#define CLONE_FLAGS 1
#else
#define CLONE_FLAGS 0
#endif

static const unsigned long clone_flags_denied[] = {
	CLONE_NEWNS,   CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC,
	CLONE_NEWUSER, CLONE_NEWPID,	CLONE_NEWNET,
};

/* One call is denied where its argument number arg compares so. */
struct condition {
	int call;
	unsigned arg;
	enum scmp_compare compare;
	uint64_t a, b;
};

static const struct condition conditions[] = {
	/* emptying a file that one may only read: Landlock before ABI 3 lets
	   it pass */
	{ SCMP_SYS(open), 1, SCMP_CMP_MASKED_EQ, O_ACCMODE | O_TRUNC, O_TRUNC },
	{ SCMP_SYS(openat), 2, SCMP_CMP_MASKED_EQ, O_ACCMODE | O_TRUNC,
	  O_TRUNC },
	/* another process's limits */
	{ SCMP_SYS(prlimit64), 0, SCMP_CMP_NE, 0, 0 },
	/* outliving the runner; the kernel looks at the lower half alone */
	{ SCMP_SYS(prctl), 0, SCMP_CMP_MASKED_EQ, UINT32_MAX,
	  PR_SET_PDEATHSIG },
};

static int condition_add(scmp_filter_ctx ctx, const struct condition *c)
{
	const struct scmp_arg_cmp cmp = { c->arg, c->compare, c->a, c->b };

	return seccomp_rule_add_array(ctx, SCMP_ACT_ERRNO(EPERM), c->call, 1,
				      &cmp);
}

static int list_add(scmp_filter_ctx ctx, const int *calls, size_t n, int number)
{
	int rc = 0;

	for (size_t i = 0; i < n && rc == 0; i++)
		rc = seccomp_rule_add(ctx, SCMP_ACT_ERRNO((uint32_t)number),
				      calls[i], 0);
	return rc;
}

static int clone_add(scmp_filter_ctx ctx, bool forks)
{
	const struct condition process = { SCMP_SYS(clone), CLONE_FLAGS,
					   SCMP_CMP_MASKED_EQ, CLONE_THREAD,
					   0 };
	int rc = forks ? 0 : condition_add(ctx, &process);

	for (size_t i = 0; i < ARRAY_LEN(clone_flags_denied) && rc == 0; i++) {
		const struct condition flag = { SCMP_SYS(clone), CLONE_FLAGS,
						SCMP_CMP_MASKED_EQ,
						clone_flags_denied[i],
						clone_flags_denied[i] };

		rc = condition_add(ctx, &flag);
	}
	return rc;
}

static int rules_add(scmp_filter_ctx ctx, bool forks, bool network)
{
	int rc = seccomp_attr_set(ctx, SCMP_FLTATR_ACT_BADARCH,
				  SCMP_ACT_KILL_PROCESS);

	if (rc == 0)
		rc = list_add(ctx, always_denied, ARRAY_LEN(always_denied),
			      EPERM);
	if (rc == 0 && !network)
		rc = list_add(ctx, network_denied, ARRAY_LEN(network_denied),
			      EPERM);
	if (rc == 0 && !forks)
		rc = list_add(ctx, forks_denied, ARRAY_LEN(forks_denied),
			      EPERM);
	if (rc == 0)
		rc = list_add(ctx, old_way, ARRAY_LEN(old_way), ENOSYS);
	for (size_t i = 0; i < ARRAY_LEN(conditions) && rc == 0; i++)
		rc = condition_add(ctx, &conditions[i]);
	return rc ? rc : clone_add(ctx, forks);
}

bool filter_offered(void)
{
	const unsigned action = SECCOMP_RET_ERRNO;

	return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

int filter_new(bool forks, bool network, struct filter *ret)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ALLOW);
	int rc = ctx ? rules_add(ctx, forks, network) : -ENOMEM;

	if (rc < 0) {
		if (ctx)
			seccomp_release(ctx);
		return err_errno(-rc, "make a seccomp filter");
	}
	ret->context = ctx;
	return 0;
}

int filter_enter(struct filter *f)
{
	const uint64_t self = (uint64_t)getpid();
	const struct condition others[] = {
		{ SCMP_SYS(kill), 0, SCMP_CMP_NE, self, 0 },
		{ SCMP_SYS(tgkill), 0, SCMP_CMP_NE, self, 0 },
	};
	int rc = 0;

	for (size_t i = 0; i < ARRAY_LEN(others) && rc == 0; i++)
		rc = condition_add(f->context, &others[i]);
	if (rc == 0)
		rc = seccomp_load(f->context);
	if (rc < 0)
		return err(E_REFUSED,
			   "the seccomp filter does not take effect");
	return 0;
}

void filter_done(struct filter *f)
{
	if (f->context)
		seccomp_release(f->context);
	f->context = NULL;
}
