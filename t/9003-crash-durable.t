#!/bin/sh
# 9003-crash-durable.t -- uploads, jobs, changes and deletions under strace:
# nothing is relied on before it is on the disk
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/cgi.sh"
. "$(dirname "$0")/crash/crash.sh"

command -v strace >/dev/null || skip_all 'strace is not installed'
strace -o /dev/null true 2>/dev/null || skip_all 'nothing can be traced here'

crash_prepare
crash_site 5
QUIET=1 crash_trace 5
is 'all goes well' "$? $(grep WRONG "$crash_log")" '0 '
check 'nothing is relied on too early' crash_lint <"$tmp/calls"
diag "$(crash_lint <"$tmp/calls" | tail -n 1)"

# --- and it would be seen: without the syncs of one kind
without() {
	what=$1
	shift
	refute "without $what it would be seen" crash_lint <<-END
		$(grep -vE "$@" "$tmp/calls")
	END
}
sync='fsync\([0-9]+<[^>]*'
without 'what was received' "${sync}content/incoming/[^>]+>"
without 'the folder of what is received' "${sync}content/incoming>"
without 'what was made' "${sync}/out/[^>]+>"
without 'how an attempt ended' "${sync}/exit.tmp>"
without 'the folder that tells it' "${sync}content/work/[0-9.]+>"
without 'the folder that it is published in' "${sync}content/public/..>"
without 'the folder of its own' "${sync}content/(public|private)/../[^>]+>"
without 'the folder of originals' "${sync}content/raw/..>"
without 'the log of the database' 'f(data)?sync\([0-9]+<[^>]*sqlite-wal>'
done_testing
