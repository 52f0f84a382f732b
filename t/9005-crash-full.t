#!/bin/sh
# 9005-crash-full.t -- each deed on a disk that is full after so many pages more:
# an error page or a job that waits, and no file that is damaged or called so
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/cgi.sh"
. "$(dirname "$0")/crash/crash.sh"

crash_mounts || skip_all 'no disk of its own can be had here'
crash_prepare
crash_faults
seed=$(date +%s)
crash_site full 8m
QUIET=1 crash_storm "$seed" 0 --points full 25
is "a full disk, seed $seed" "$? $(grep -A 1 WRONG "$crash_log")" '0 '
like 'it was full now and then' "$(cat "$crash_log")" \
	'^submit: full, [1-9][0-9]* blows'
crash_remove
done_testing
