#!/bin/sh
# 5106-floor-room.t -- under the floor of free space nothing comes in, nothing
# begins, and all of it goes on once there is room
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/cgi.sh"
. "$(dirname "$0")/form.sh"

command -v ffmpeg >/dev/null || skip_all 'ffmpeg is not installed'
make_site
printf 'GIF89a\1\0\1\0\200\0\0\0\0\0\377\377\377,\0\0\0\0\1\0\1\0\0\2\2D\1\0;' \
	>"$tmp/a.gif"

floor() {
	printf '[limits]\nfree_bytes = %s\n[worker]\nbackoff_s = 1\n' "$1" \
		>"$site/gremlin.ini"
}

sql() {
	sqlite3 -cmd '.timeout 10000' "$site/db.sqlite" "$1"
}

run() {
	status=0
	out=$(timeout 100 "$site/current/bin/gremlin" -C "$site" "$@" 2>&1) ||
		status=$?
}

# sent -- by the form
sent() {
	cgi GET submit /submit
	form_start
	form_file "$1" "$tmp/a.gif"
	form_send submit /submit
}

enter ann
sent a.gif
is 'with room' "$status" 303
floor 1000T
sent b.gif
is 'without it the form takes nothing' "$status" 507
like 'and says why' "$(body)" 'disk of this site is full'
run add --user ann "$tmp/a.gif"
is 'nor does gremlin add' "$status" 73
like 'with the same words' "$out" 'disk of this site is nearly full'
is 'one has come in' "$(sql 'SELECT count(*) FROM media')" 1
is 'and of the others nothing is left' \
	"$(find "$site/content/incoming" -type f | wc -l)" 1
run status
like 'the status says so' "$out" '^growth .*the disk is full: nothing more'
run doctor
like 'and the doctor' "$out" 'BAD .*uploads stop below'

start_worker
waits() {
	[ "$(sql 'SELECT class FROM job')" = -3 ]
}
check 'the worker begins nothing' until_true 60 waits
is 'which counts as no try' "$(sql 'SELECT state, tries FROM job')" '1|0'
run status
like 'it says what it waits for' "$out" 'too little room on the disk'
cgi GET uploads /u/ann/panel
like 'and so does the panel' "$(body)" 'room'
is 'no attempt is left over' "$(find "$site/content/work" -mindepth 1 | wc -l)" 0

stop_worker
floor 1M
start_worker
made() {
	[ "$(sql 'SELECT state FROM media')" = 2 ]
}
check 'with room it goes on' until_true 100 made
sent c.gif
is 'and more comes in' "$status" 303

done_testing
