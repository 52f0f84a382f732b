#!/bin/sh
# 6202-worker-adopt.t -- a worker is killed, and another one, from another
# file, goes on: with what runs, what has ended meanwhile, and what was lost;
# and when the whole machine went down
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/slow.sh"

command -v sqlite3 >/dev/null || skip_all 'no sqlite3'
make_site '[worker]' 'slots = 2' 'backoff_s = 1'
slow_kind

# another release, as far as a worker can tell
start_newer() {
	cp -r "$release/" "$site/releases/newer"
	setsid "$site/releases/newer/bin/gremlin-worker" -C "$site" \
		--foreground >"$tmp/worker.log" 2>&1 &
	worker=$!
}

# what started when, by /proc/PID/stat
started() {
	sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20
}

# the worker holds the runner by a pidfd
has_adopted() {
	grep -qs "^Pid:[[:space:]]*$runner\$" "/proc/$worker"/fdinfo/*
}

has_ended() {
	ls "$site/content/work/$job".*/exit >/dev/null 2>&1
}

tried_again() {
	[ "$(attempts)" -ge 2 ]
}

column() {
	sql "SELECT $1 FROM job WHERE id = $job"
}

send_slow one
start_worker
begins 'one is being made'
before=$runner
began=$runner_start
kill_worker
is 'its runner does not mind that the worker is killed' \
	"$(started "$before")" "$began"
start_newer
check 'a worker of another release adopts it' until_true 60 has_adopted
is 'the same runner' "$runner $(started "$before")" "$before $began"
check 'it is published' until_true 60 all_published
is 'made once' "$(attempts)" 1

send_slow two
begins 'another one'
kill_worker
let_go
check 'it ends while there is no worker' until_true 60 has_ended
start_worker
check 'and is taken in' until_true 60 all_published
is 'as it was made' "$(attempts)" 1

send_slow three
begins 'a third one'
kill_worker
kill -9 "$runner"
start_worker
check 'what was lost meanwhile is tried again' until_true 60 tried_again
is 'which was no failed try' "$(column 'tries || losses || crashes')" 010
check 'and published' until_true 60 all_published

# nothing is alive, and it is another boot
machine_goes_down() {
	kill_worker
	kill -9 "$runner"
	sql "UPDATE attempt SET boot = 'of-yesterday'"
}

send_slow four
begins 'a fourth one'
machine_goes_down
start_worker
check 'after a power failure it is tried again' until_true 60 tried_again
is 'which is remembered' "$(column 'tries || losses || crashes')" 011
begins 'and runs'
machine_goes_down
start_worker
is_quarantined() {
	[ "$(column class)" = -39 ]
}
check 'the second time it is quarantined' until_true 60 is_quarantined
is 'it is tried no more' "$(column state) $(attempts)" '3 2'
is 'its upload has failed' \
	"$(sql "SELECT state FROM media WHERE title LIKE '%four%'")" 3
like 'the owner reads why' \
	"$(sql "SELECT note FROM media WHERE title LIKE '%four%'")" \
	'machine went down twice'
out=$(gremlin status)
like 'the status tells' "$out" 'machine went down twice'
like 'to programs, too' "$(gremlin status --json)" '"QUARANTINE"'
check 'somebody asks for it' gremlin retry --all
check 'then it is made' until_true 60 all_published
check 'and all is in order' gremlin check
done_testing
