#!/bin/sh
# 6203-worker-sweep.t -- what the worker takes away, and what it asks about
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"

make_site '[worker]' 'grace_s = 0'

# as after an hour
look() {
	rm -f "$site/run/sweep"
	timeout 100 "$site/current/bin/gremlin-worker" -C "$site" --once \
		>"$tmp/worker.log" 2>&1
}

run() {
	status=0
	out=$(timeout 100 "$site/current/bin/gremlin" -C "$site" "$@" 2>&1) ||
		status=$?
}

key=zzBBBBBBBBBBBBBBBBBBBB
stray() {
	mkdir -p "$site/content/raw/zz" "$site/content/public/zz/$key"
	echo original >"$site/content/raw/zz/zzAAAAAAAAAAAAAAAAAAAA.1.$1"
	echo made >"$site/content/public/zz/$key/small-$1.webp"
}

originals() {
	find "$site/content/raw" -type f | wc -l
}

check 'a look' look
run status
unlike 'a site in order has nothing to tell' "$out" 'look at|and .* in no row'
stray 1
check 'another look' look
is 'what was made without a row is gone' \
	"$(find "$site/content/public/zz" -mindepth 1 | wc -l)" 0
is 'an original is not' \
	"$(cat "$site/content/lost/zzAAAAAAAAAAAAAAAAAAAA.1.1")" original
like 'the log tells' "$(cat "$tmp/worker.log")" 'moved 1 originals'
run status
like 'so does the status' "$out" '^ +and 9 bytes lost'
run doctor
like 'and the doctor' "$out" 'files .*1 original in content/lost'

for n in 10 11 12 13 14 15 16 17 18 19; do
	stray "$n"
done
look
is 'so many are left alone' "$(originals)" 10
like 'and logged' "$(cat "$tmp/worker.log")" 'is this the right database'
run status
like 'the status asks' "$out" \
	'^look at  20 files below content/ belong to no media, of 0 files'
run status --json
is 'for programs, too' "$(printf %s "$out" | jq '.attention | length')" 1
is 'with what lies there' "$(printf %s "$out" |
	jq '.storage.disk.unknown.files')" 20
run doctor
like 'and the doctor' "$out" 'BAD .*right database'
run check
is 'check tells of them' "$status $(originals)" '76 10'
run check --fix </dev/null
is 'nobody answers: nothing is done' "$status $(originals)" '76 10'
out=$(echo n | gremlin check --fix 2>&1)
is 'no: nothing is done' "$(originals)" 10
out=$(echo y | gremlin check --fix 2>&1)
is 'yes: nothing is left' "$(originals)" 0
is 'nothing is lost, either' "$(find "$site/content/lost" -type f \
	! -name '*.note' | wc -l)" 11
run status
unlike 'the worker goes on' "$out" 'look at'

mkdir "$site/content/work/.keep"
for n in $(seq 101); do
	mkdir "$site/content/work/$n.1"
done
look
is 'more folders than a crash leaves' \
	"$(find "$site/content/work" -mindepth 1 | wc -l)" 102
run status
like 'are asked about' "$out" 'content/work holds 101 folders'
out=$(yes y 2>/dev/null | timeout 60 "$site/current/bin/gremlin" -C "$site" check --fix 2>&1)
is 'and go then' "$(find "$site/content/work" -mindepth 1 | wc -l)" 1
run status
unlike 'and that is that' "$out" 'look at'

done_testing
