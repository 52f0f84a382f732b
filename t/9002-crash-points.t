#!/bin/sh
# 9002-crash-points.t -- each deed struck at its fault points: the program is
# killed there, or its call fails. One point in some; another choice each time,
# and all of them by `make crash POINTS=1`.
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/cgi.sh"
. "$(dirname "$0")/crash/crash.sh"

crash_prepare
crash_faults
for action in kill eio enospc; do
	seed=$(date +%s)
	crash_site "$action"
	QUIET=1 crash_storm "$seed" 0 --points "$action" 40
	is "$action, seed $seed" \
		"$? $(grep -A 1 WRONG "$crash_log")" '0 '
	diag "$(tail -n 1 "$crash_log")"
	crash_remove
done

for program in gremlin-worker gremlin-run gremlin; do
	refute "$program as it is installed has no fault points" \
		grep -q GREMLIN_FAULT "$build/worker/$program"
	check 'those of this test have' \
		grep -q GREMLIN_FAULT "$build/t/crash/faulty/bin/$program"
done
done_testing
