#!/bin/sh
# 7030-hostile-corpus.t -- files that nobody should have to open, through a
# real site: not one byte of other files gets out, memory and time are bounded,
# each fails for a reason that its owner can read, and the site is well after
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"

command -v ffmpeg >/dev/null || skip_all 'no ffmpeg'
command -v sqlite3 >/dev/null || skip_all 'no sqlite3'
perl -MCompress::Zlib -MMIME::Base64 -e1 2>/dev/null || skip_all 'no perl'
make_site '[worker]' 'memory = 1G' 'tries = 2' 'backoff_s = 0' 'stall_s = 20'

sql() {
	timeout 20 sqlite3 -cmd '.timeout 10000' "$site/db.sqlite" "$1"
}

# what must not get out: a private film of one colour, and a text outside. In
# no row and no log stands their mark, and nothing but the film has it.
mark=never-to-be-seen-$$
ffmpeg -v error -f lavfi -i color=red:size=64x64:rate=5:duration=2 \
	-c:v libx264 -metadata comment="$mark" "$tmp/private.mp4"
gremlin add --user ann --visibility private "$tmp/private.mp4" >/dev/null ||
	fail 'the private film is added'
"$release/bin/gremlin-worker" -C "$site" --once --log
inside=$(grep -rl "$mark" "$site/content")
is 'the film is there, and its mark is found' "$(echo "$inside" | wc -l)" 1
mkdir "$tmp/in" "$tmp/out"
echo "$mark" >"$tmp/out/secret"

ffmpeg -v error -f lavfi -i testsrc2=size=64x64:rate=10:duration=3 \
	-c:v libx264 "$tmp/film.mp4"
perl "$src/t/hostile.pl" "$tmp/in" "$inside" "$tmp/film.mp4"
perl "$src/t/hostile.pl" "$tmp/out" "$tmp/out/secret" "$tmp/film.mp4"
for f in "$tmp"/out/*; do
	grep -qa "$tmp/out/secret" "$f" || rm "$f"
done
ffmpeg -v error -i "$tmp/film.mp4" -i "$tmp/in/subtitle.mp4" -c:v copy \
	-attach "$tmp/in/hls.mp4" -metadata:s:t mimetype=text/plain \
	-attach "$tmp/in/font.jpg" -metadata:s:t:1 mimetype=font/ttf \
	"$tmp/in/attached.mkv" 2>/dev/null
ffmpeg -v error -f lavfi -i sine=d=3 -i "$tmp/in/cover.txt" -map_metadata 1 \
	-c:a libvorbis "$tmp/in/cover.ogg"
rm "$tmp/in/cover.txt"

refused=
for f in "$tmp/in"/* "$tmp/out"/*; do
	name=${f#"$tmp/"}
	gremlin add --user ann --title "$name" "$f" >"$tmp/said" 2>&1 ||
		refused="$refused ${name##*/}"
	grep -q . "$tmp/said" || fail "$name is answered"
done
is 'texts, fonts and what is none of our formats are refused at once' \
	"$(echo "$refused" | tr ' ' '\n' | sort -u | tr '\n' ' ')" " circle.mkv \
dash.mp4 ffconcat.mp4 font.jpg hls.jpg hls.mp4 mvg.png subtitle.mp4 \
svg-entity.jpg svg.jpg tracks.mkv "

start_worker
is_done() {
	[ "$(sql 'SELECT count(*) FROM job WHERE state < 3')" = 0 ] &&
		[ "$(sql 'SELECT count(*) FROM media WHERE state = 1')" = 0 ]
}
check 'all others come to an end' until_true 300 is_done

# state 2: something harmless can be shown of it; 3: it failed, of class
# 12 too large, 28 unsupported, 29 damaged
became() {
	sql "SELECT group_concat(state || ' ' || -class) FROM media
		WHERE title = '$1'"
}
while read -r name want why; do
	is "$name: $why" "$(became "$name" | tr ' ' _)" "$want"
done <<'END'
in/attached.mkv 2_0 its film, without what is attached
in/bomb.gif 3_12 too large
in/bomb.jpg 3_12 too large
in/bomb.png 3_12 too large
in/bomb.tiff 3_28 nothing to be shown
in/bomb.webp 3_28 nothing to be shown
in/wide.png 3_28 nothing to be shown
in/zlib-bomb.png 2_0 its first pixels, and no byte more
in/cover.ogg 2_0 its sound, without the cover
in/deep.mp4 3_29 damaged
in/dimensions.mp4 2_0 as large as its pictures are
in/id3-deep.mp3 2_0 its sound
in/id3.mp3 3_29 damaged
in/playlist.avi 3_29 damaged
out/playlist.avi 3_29 damaged
in/reference.mp4 2_0 its own film
out/reference.mp4 2_0 its own film
in/streams.ts 3_29 damaged
in/years.mp4 3_29 damaged
END
none 'who sent it reads why, and never that somebody else must mend it' \
	"$(sql "SELECT title, note FROM media WHERE state = 3 AND
		(note = '' OR note LIKE '%Whoever runs%' OR note NOT LIKE '%. %')")"

none 'the mark is nowhere but in the film' "$(grep -rl "$mark" "$site" |
	grep -vxF -e "$inside")"
none 'no log or page has the path of what they asked for' \
	"$(sql "SELECT log FROM job WHERE log LIKE '%$tmp/out%'")"
# the private film is red: a picture of one that names it must not be
red() {
	ffmpeg -nostdin -v error -i "$1" -vf scale=1:1 -frames:v 1 -f rawvideo \
		-pix_fmt rgb24 - | od -An -tu1 | awk '{ exit !($1 > 200 && $2 < 60 &&
		$3 < 60) }'
}
none 'no picture that came out is of the private film' "$(find \
	"$site/content/public" -name 'small-*.jpg' | while read -r f; do
		! red "$f" || echo "$f"
	done)"
check 'which can be told' red "$(find "$site/content/private" \
	-name 'small-*.jpg')"

# commands have 1 GiB by their limit; the worker itself decodes nothing
hwm=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$worker/status")
check "the worker has stayed under 16 MiB (${hwm} KiB)" test "$hwm" -lt 16384
gremlin add --user ann --title after "$tmp/film.mp4" >/dev/null
check 'it goes on as before' until_true 120 is_done
is 'what is fine is published' "$(became after)" '2 0'
none 'nothing is left at work' "$(ls "$site/content/work")"
check 'check finds nothing' gremlin check
done_testing
