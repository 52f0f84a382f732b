#!/bin/sh
# 6210-worker-slices.t -- a host that ends everything again and again, runners
# and transcoders too: a film is made all the same, slice by slice, without a
# seam
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"

command -v ffmpeg >/dev/null || skip_all 'no ffmpeg'
command -v sqlite3 >/dev/null || skip_all 'no sqlite3'
make_site '[worker]' 'slots = 1' 'backoff_s = 0' 'slice_s = 4'

sql() {
	timeout 20 sqlite3 -cmd '.timeout 10000' "$site/db.sqlite" "$1"
}

# a film whose pictures are at odds with the cuts: 23.976 a second, B-frames,
# long groups, a pause in which nothing is shown
ffmpeg -v error -f lavfi -i testsrc2=size=640x360:rate=24000/1001:duration=56 \
	-f lavfi -i "aevalsrc='sin(2*PI*440*t)*lt(mod(t,5),0.5)':d=56" \
	-vf "select='not(between(t,13,22))'" -fps_mode vfr -c:v mpeg4 -q:v 3 \
	-g 100 -bf 2 -c:a aac "$tmp/film.mkv"
gremlin add --user ann "$tmp/film.mkv" >/dev/null

all_parts() {
	find "$site/content/work" -name '.part-*' | sort
}

# how many there are; those that were made are never made again
parts() {
	all_parts | wc -l
}

published() {
	[ "$(sql 'SELECT count(*) FROM media WHERE state = 2')" = 1 ] &&
		[ "$(sql 'SELECT count(*) FROM job WHERE state < 3')" = 0 ]
}

failed() {
	[ "$(sql 'SELECT count(*) FROM job WHERE state = 3')" != 0 ]
}

over() {
	published || failed || ! kill -0 "$cron" 2>/dev/null
}

# a slice is being written: this one may be lost
in_a_slice() {
	over || [ -n "$(find "$site/content/work" -path '*/out/slice' -size +1k)" ]
}

another_part() {
	over || [ "$(parts)" -gt "$before" ]
}

identities() {
	all_parts | xargs -r stat -c '%i %Y %n' |
		sed 's|/[^ ]*/||' | sort
}

# one call from cron, and the host, which ends everything of it
call() {
	setsid "$release/bin/gremlin-worker" -C "$site" --once --for 500 --log &
	cron=$!
}
kill_all() {
	{
		while pids=$(pids_below "$site") && [ -n "$pids" ]; do
			kill -9 $pids
		done
		wait "$cron"
	} 2>/dev/null
}

: >"$tmp/seen"
calls=0
inside=0
lost=
while [ "$calls" -lt 60 ] && ! published && ! failed; do
	calls=$((calls + 1))
	before=$(parts)
	call
	if [ $((calls % 3)) -eq 2 ]; then
		until_true 100 in_a_slice || diag 'no slice begins'
		inside=$((inside + 1))
	else
		until_true 100 another_part || diag 'no slice is made'
	fi
	identities >"$tmp/now"
	# those of the call before; joined and taken, they go
	over || lost="$lost$(comm -23 "$tmp/seen" "$tmp/now")"
	mv "$tmp/now" "$tmp/seen"
	kill_all
done
note "$calls calls, $inside of them ended within a slice"
check 'it is published' published
check 'after more ends than a job may be lost' test "$calls" -gt 6
none 'what was whole has stayed' "$lost"
none 'no try was counted' "$(sql 'SELECT class FROM media WHERE class <> 0')"

film=$(find "$site/content/public" -name '*.mp4')
is 'one film came out' "$(echo "$film" | wc -l)" 1

# first and last stamp, count, and the least step between two pictures
pictures() {
	ffprobe -v error -select_streams v -show_entries frame=pts_time \
		-of csv=p=0 "$1" | tr -d , | awk 'NF { if (n && (!m || $1 - l < m))
			m = $1 - l; if (!n++) f = $1; l = $1 }
		END { printf "%d %.2f %.2f %d", n, f, l, m > 0.03 }'
}
is 'every picture is there, once, in its place' \
	"$(pictures "$film")" "$(pictures "$tmp/film.mkv")"
check 'it can be decoded to its end' ffmpeg -v error -xerror -i "$film" \
	-f null -

# when each tone begins, to a hundredth of a second
tones() {
	ffmpeg -v info -i "$1" -af silencedetect=n=0.05:d=1 -f null - 2>&1 |
		sed -n 's/.*silence_end: \([0-9]*\.[0-9]\).*/\1/p' | tr '\n' ' '
}
is 'the sound is in its place' "$(tones "$film")" "$(tones "$tmp/film.mkv")"
rate() {
	ffprobe -v error -select_streams v -show_entries stream=codec_name \
		-of csv=p=0 "$1"
}
is 'it is H.264' "$(rate "$film")" h264
"$release/bin/gremlin-worker" -C "$site" --once --log
none 'nothing is left at work' "$(ls "$site/content/work")"
check 'check finds nothing' gremlin check
done_testing
