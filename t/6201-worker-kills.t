#!/bin/sh
# 6201-worker-kills.t -- kill -9 of ffmpeg, of a runner, of the worker: each
# ends in the right state without help, and what runs goes on untouched
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"

command -v ffmpeg >/dev/null || skip_all 'no ffmpeg'
make_site

sql() {
	timeout 20 sqlite3 -cmd '.timeout 10000' "$site/db.sqlite" "$1"
}

# the pid of the one attempt's runner, once it is known
runner() {
	sql 'SELECT pid FROM attempt WHERE pid > 0 LIMIT 1'
}

# the command that a runner has now
command_of() {
	cut -d ' ' -f 1 "/proc/$1/task/$1/children" 2>/dev/null
}

encodes() {
	pid=$(runner)
	[ -n "$pid" ] && child=$(command_of "$pid") && [ -n "$child" ] &&
		grep -q libx264 "/proc/$child/cmdline" 2>/dev/null
}

# sets pid and child; so not by check, which has a shell of its own
encoding() {
	if until_true 60 encodes; then pass "$1"; else fail "$1" "$(sql 'SELECT * FROM job; SELECT * FROM attempt' ; cat "$tmp/worker.log"; date)"; fi
}

losses() {
	[ "$(sql 'SELECT coalesce(max(losses), 0) FROM job')" -ge 1 ]
}

another_try() {
	[ "$(sql 'SELECT coalesce(max(attempts), 0) FROM job')" -ge "$1" ]
}

is_published() {
	[ "$(sql 'SELECT count(*) FROM media WHERE state = 2')" = 1 ] &&
		[ "$(sql 'SELECT count(*) FROM job')" = 0 ]
}

work_is_empty() {
	[ -z "$(ls "$site/content/work")" ]
}

# a film that takes some seconds to encode
ffmpeg -v error -f lavfi -i testsrc2=size=1280x720:rate=30 -t 40 \
	-c:v mpeg4 -q:v 4 "$tmp/film.avi"

printf '[worker]\nslots = 1\nbackoff_s = 1\n' >"$site/gremlin.ini"
gremlin add --user ann "$tmp/film.avi" >/dev/null
start_worker
encoding 'it is being encoded'

kill -9 "$child"
check 'a killed ffmpeg is tried again' until_true 60 another_try 2
encoding 'and encodes again'

kill -9 "$pid"
check 'a killed runner counts as lost' until_true 60 losses
check 'its command died with it' until_true 10 test ! -e "/proc/$child"
encoding 'and it encodes again'

kill -9 "$worker"
wait "$worker" 2>/dev/null
check 'the encoder goes on' kill -0 "$child"
before=$pid
start_worker
adopted() {
	grep -q "version" "$tmp/worker.log" && [ "$(runner)" = "$before" ]
}
check 'a new worker adopts it' until_true 20 adopted
check 'in the end it is published' until_true 180 is_published
is 'no try counted but that of ffmpeg' \
	"$(sql 'SELECT group_concat(class) FROM media')" 0
check 'nothing is left at work' until_true 20 work_is_empty
check 'check finds nothing' gremlin check
done_testing
