#!/bin/sh
# 9009-crash-races.t -- publishing and making again against hiding, showing and
# deleting: one stops at a point, the other goes first. One point in some; all
# of them by `make crash POINTS=1`.
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/cgi.sh"
. "$(dirname "$0")/crash/crash.sh"

crash_prepare
crash_faults
seed=$(date +%s)
crash_site races
QUIET=1 crash_storm "$seed" 0 --races 120
is "races, seed $seed" "$? $(grep -A 1 WRONG "$crash_log")" '0 '
note "$(tail -n 1 "$crash_log")"
like 'now and then the other was faster' "$(cat "$crash_log")" \
	': [1-9][0-9]* orders$'
crash_remove
done_testing
