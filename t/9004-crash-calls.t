#!/bin/sh
# 9004-crash-calls.t -- each deed while a system call fails or is its last, and
# with too few descriptors. One call in some; another choice each time, and all
# of them by `make crash POINTS=1`.
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/cgi.sh"
. "$(dirname "$0")/crash/crash.sh"

crash_prepare

# strikes ACTION ONE_IN
strikes() {
	seed=$(date +%s)
	crash_site calls
	QUIET=1 crash_storm "$seed" 0 --points "$@"
	is "$1, seed $seed" "$? $(grep -A 1 WRONG "$crash_log")" '0 '
	n=$(sed -n 's/.*, \([0-9]*\) blows$/\1/p' "$crash_log" |
		awk '{ n += $1 } END { print n + 0 }')
	check "it struck $n times" test "$n" -gt 0
	crash_remove
}

strikes nofile 24
if strace -o /dev/null true 2>/dev/null; then
	strikes fdatasync:error=EIO 8
	strikes pwrite64:error=ENOSPC 60
	strikes pwrite64:signal=KILL 60
	strikes openat:error=EMFILE 60
else
	skip 'system calls that fail' 'strace is missing, or may trace nothing'
fi
done_testing
