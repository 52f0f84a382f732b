#!/bin/sh
# 9008-crash-clock.t -- kills while the wall clock jumps: a year back, fifty ahead,
# to 1970. Nothing is deleted for it, and nothing waits for it. Files' own stamps
# are the kernel's, and do not jump with it.
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/cgi.sh"
. "$(dirname "$0")/crash/crash.sh"

crash_prepare
crash_faults
seed=$(date +%s)
crash_site clock
# a worker notes the time before it jumps
check 'a worker has been here' "$crash_at/site/current/bin/gremlin-worker" \
	-C "$crash_at/site" --once
QUIET=1 crash_storm "$seed" 40 --jumps
is "40 kills, seed $seed" "$? $(grep WRONG "$crash_log")" '0 '
note "$(tail -n 1 "$crash_log")"
years() {
	sqlite3 "$crash_at/site/db.sqlite" "SELECT count(DISTINCT
		strftime('%Y', made_at, 'unixepoch')) FROM file"
}
check 'it has jumped' test "$(years)" -gt 1
crash_remove
done_testing
