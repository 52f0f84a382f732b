#!/bin/sh
# 9007-crash-wrong.t -- programs that are wrong on purpose are found out: those
# that answer before it is on the disk, and those that begin to write as readers.
# (A watchdog that looks at the size alone: 6103-watch-traces. A checkpoint that
# keeps nobody out: 9006-crash-checkpoint.)
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/cgi.sh"
. "$(dirname "$0")/crash/crash.sh"

CRASH_BUSY_MS=30000 crash_prepare
crash_faults

# crowd [WRONG] -- many at once; its words are in $words
crowd() {
	crash_site crowd
	GREMLIN_WRONG=${1-} QUIET=1 crash_storm 7 0 --crowd
	words="$crash_rc $(grep WRONG "$crash_log")"
	crash_remove
}

crowd
is 'many at once, and nobody is put off' "$words" '0 '
crowd deferred
like 'writers that begin as readers put people off' "$words" \
	'WRONG: k[0-9]* was put off'

if strace -o /dev/null true 2>/dev/null; then
	crash_site unsynced
	GREMLIN_WRONG=unsynced QUIET=1 crash_trace 5
	words=$(crash_lint <"$tmp/calls")
	like 'who publishes before it is on the disk is found out' "$words" \
		'^named before it was synced'
	like 'who answers before' "$words" '^answered while .*/incoming'
	crash_remove
else
	skip 'programs that do not wait for the disk' 'nothing can be traced'
fi
done_testing
