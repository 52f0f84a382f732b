#!/bin/sh
# 7012-media-long.t -- a song that lasts long: its encoding, its checks, and
# the limit of length; GREMLIN_MINUTES=480 makes it eight hours
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"

for need in ffmpeg sqlite3; do
	command -v $need >/dev/null || skip_all "no $need here"
done
seconds=$((${GREMLIN_MINUTES:-10} * 60))

sql() {
	sqlite3 -cmd '.timeout 20000' "$site/db.sqlite" "$1"
}
once() {
	"$release/bin/gremlin-worker" -C "$site" --once 2>>"$tmp/worker.log"
}
# length_of NAME -- of a rendition, in seconds
length_of() {
	ffprobe -v error -of csv=p=0 -show_entries format=duration \
		"$(find "$site/content" -name "$1")" | cut -d. -f1
}

make_site '[limits]' "length_s = $((seconds - 60))"
ffmpeg -nostdin -v error -f lavfi -i "sine=r=8000:d=$seconds" -c:a flac \
	-compression_level 0 "$tmp/song.flac"
gremlin add --user ann --title 'Too long' "$tmp/song.flac" >/dev/null
once
is 'longer than the limit: not taken' \
	"$(sql 'SELECT state, class FROM media')" '3|-12'
like 'and its owner reads why' "$(sql 'SELECT note FROM media')" 'It lasts .*, and this site takes'

printf '[limits]\nlength_s = %s\n' $((seconds + 60)) >"$site/gremlin.ini"
gremlin add --user ann --title 'Long' "$tmp/song.flac" >/dev/null
once
is 'within it: published' \
	"$(sql "SELECT state, note FROM media WHERE title = 'Long'")" '2|'
is 'nothing failed, nothing was ended' "$(sql 'SELECT count(*) FROM job')" 0
unlike 'nothing had to be tried again' "$(cat "$tmp/worker.log")" 'attempt [0-9]*: [^L]'
for name in 'sound*.m4a' 'sound*.webm'; do
	is "$name is whole" "$(length_of "$name")" "$seconds"
done
done_testing
