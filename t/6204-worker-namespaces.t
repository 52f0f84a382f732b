#!/bin/sh
# 6204-worker-namespaces.t -- in containers the boot id stays, pids begin anew:
# what died with its container is lost, what lives in another one is left in
# peace, and nobody who has the same pid is told to end
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/slow.sh"

command -v sqlite3 >/dev/null || skip_all 'no sqlite3'
contained='unshare -pf --mount-proc --kill-child'
$contained true 2>/dev/null || contained="$contained -c"
$contained true 2>/dev/null ||
	skip_all 'this system makes no PID namespaces for us'
make_site '[worker]' 'slots = 2' 'backoff_s = 1'
slow_kind

# Strangers take the low pids, as another start of the container would have
# them: $1 is how many. The one who waits for the worker is its init.
start_contained() {
	setsid $contained sh -c '
		n=$1
		shift
		while [ "$n" -gt 0 ]; do
			sleep 1000 &
			n=$((n - 1))
		done
		"$@" &
		wait $!
	' sh "$1" "$release/bin/gremlin-worker" -C "$site" --foreground \
		>"$tmp/worker.log" 2>&1 &
	worker=$!
}

tried_again() {
	[ "$(attempts)" -ge 2 ]
}

is_up() {
	grep -q ' site ' "$tmp/worker.log"
}

# the strangers, from outside
strangers() {
	pgrep -f -c '^sleep 1000$' -s "$worker"
}

send_slow one
start_contained 0
begins 'one is being made in a container'
check 'its pid is of that container' test "$runner" -lt 100
before=$runner
kill_worker
start_contained 60
check 'the container starts again' until_true 60 tried_again
is 'what died with it was lost' \
	"$(sql "SELECT tries || losses || crashes FROM job WHERE id = $job")" 010
is 'no stranger was told to end' "$(strangers)" 60
begins 'and it is made again'
check 'by another runner' test "$runner" != "$before"
check 'it is published' until_true 60 all_published
kill_worker

# its runner lives outside, where another process has that pid here
send_slow two
start_worker
begins 'another one is being made outside'
kill_worker
start_contained 60
check 'a container starts beside it' until_true 60 is_up
check 'it is published there' until_true 60 all_published
is 'made once' "$(attempts)" 1
is 'and no stranger was told to end' "$(strangers)" 60
kill_worker
check 'all is in order' gremlin check
done_testing
