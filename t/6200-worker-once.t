#!/bin/sh
# 6200-worker-once.t -- one worker at a time, --once, signals, a missing
# ffmpeg, and a site that cannot be written
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"

make_site

worker_once() {
	status=0
	out=$(timeout 120 "$release/bin/gremlin-worker" -C "$site" --once "$@" \
		2>&1) || status=$?
}

is_up() {
	[ "$(grep -c 'version' "$tmp/worker.log")" -ge "$1" ]
}

worker_once
is 'nothing to do' "$status" 0
worker_once --for 0
is 'a time that is none' "$status" 64
worker_once too much
is 'an argument too many' "$status" 64
status=0
out=$("$release/bin/gremlin-worker" --help) || status=$?
like 'help' "$status $out" '^0 usage: gremlin-worker '

start_worker
check 'a worker is up' until_true 60 is_up 1
worker_once
is 'a second one ends' "$status" 75
like 'and says why' "$out" 'another worker'
kill -HUP "$worker"
check 'HUP begins anew' until_true 60 is_up 2
check 'as the same process' kill -0 "$worker"
worker_once
is 'which still is the only one' "$status" 75
printf '[site]\nregistration = maybe\n' >"$site/gremlin.ini"
kill -HUP "$worker"
goes_on() {
	grep -q 'goes on .*registration is open or closed' "$tmp/worker.log"
}
check 'with settings that are wrong it goes on' until_true 60 goes_on
check 'as it was' kill -0 "$worker"
: >"$site/gremlin.ini"
kill -TERM "$worker"
status=0
wait "$worker" || status=$?
is 'TERM ends it' "$status" 0
worker=

"$release/bin/gremlin-worker" -C "$site"
log_says() {
	grep -q version "$site/log/worker.log"
}
check 'without options it leaves the terminal' until_true 60 log_says
pid=$(sqlite3 "$site/db.sqlite" "SELECT pid FROM process WHERE role = 'worker'")
check 'and is in the process table' kill -0 "$pid"
kill "$pid"
gone() {
	! kill -0 "$pid" 2>/dev/null
}
check 'until it is told to end' until_true 20 gone

# a recipe whose one output needs what no machine has
cat >"$site/recipes/image.ini" <<'INI'
[kind]
title = Picture
page = picture
when = width

[recognise gif]
mime = image/gif
ext = gif
magic = 0 474946383961

[output probe]
facts = flat probe
blocks = yes

[make probe none]
needs = no-such-program
argv = no-such-program
out = probe
INI
printf '[worker]\ntries = 1\n' >"$site/gremlin.ini"
printf 'GIF89a\1\0\1\0\200\0\0\0\0\0\377\377\377,\0\0\0\0\1\0\1\0\0\2\2D\1\0;' \
	>"$tmp/dot.gif"
if gremlin add --user ann "$tmp/dot.gif" >/dev/null 2>"$tmp/err"; then
	worker_once
	is 'a missing program ends no worker' "$status" 0
	like 'but the job, which says so' "$(sqlite3 "$site/db.sqlite" \
		'SELECT state, class, reason FROM job')" \
		"3.-30.*no-such-program"
	like 'and the media' "$(sqlite3 "$site/db.sqlite" \
		'SELECT state, class, note FROM media')" '3.-30.*no-such-program'
else
	fail 'the recipe is read' "$(cat "$tmp/err")"
fi

if [ "$(id -u)" -ne 0 ]; then
	chmod 500 "$site/run"
	rm -f "$site/run/worker.lock" 2>/dev/null
	chmod 400 "$site/run"
	worker_once
	is 'a site that cannot be written' "$status" 77
	chmod 700 "$site/run"
fi
done_testing
