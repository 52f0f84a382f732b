#!/bin/sh
# 6031-sandbox-foreign.t -- an upload that names another file of the site gets
# not one byte of it, even where the command line forgot to forbid it
. "$(dirname "$0")/tap.sh"

command -v ffmpeg >/dev/null || skip_all 'ffmpeg is not installed'
run=$build/worker/gremlin-run
site=$tmp/site
mkdir -p "$site/content/raw" "$site/content/work"


# a private film of one colour, and two texts that name it
ffmpeg -v error -f lavfi -i color=red:size=64x64:rate=5:duration=2 \
	-c:v mpeg2video -f mpegts "$site/content/raw/private.ts" </dev/null
cat >"$tmp/hls" <<END
#EXTM3U
#EXT-X-TARGETDURATION:2
#EXTINF:2,
$site/content/raw/private.ts
#EXT-X-ENDLIST
END
cat >"$tmp/concat" <<END
ffconcat version 1.0
file '../../raw/private.ts'
END

# transcode UPLOAD COMMAND... -- one attempt; the film is out/o.mp4
n=0
transcode() {
	n=$((n + 1))
	dir=$site/content/work/5.$n
	mkdir -p "$dir/out"
	cp "$1" "$dir/in"
	printf 'gremlin spec 1\nid=5.%s\ncommand\n' "$n" >"$dir/spec"
	shift
	for arg in "$@"; do echo "arg=$arg"; done >>"$dir/spec"
	echo end >>"$dir/spec"
	"$run" -f "$dir"
	verdict=$(sed -n 's/^verdict=//p' "$dir/exit")
}
careless() {
	transcode "$1" ffmpeg -nostdin -v error "$2" "$3" -i file:../in \
		-c:v libx264 -f mp4 file:o.mp4
}

careless "$site/content/raw/private.ts" -y -y
is 'the film itself can be transcoded' "$verdict" ok
like 'with Landlock or without' "$(sed -n 's/^sandbox=//p' "$dir/start")" .
if ! sed -n 's/^sandbox=//p' "$dir/start" | grep -q landlock; then
	skip 'foreign files' 'this kernel has no Landlock'
	done_testing
fi

cp "$tmp/hls" "$tmp/control"
ffmpeg -nostdin -v error -allowed_extensions ALL -i "$tmp/control" \
	-c:v libx264 -f mp4 "$tmp/control.mp4" 2>/dev/null
if [ -s "$tmp/control.mp4" ]; then
	pass 'outside, this ffmpeg follows the playlist'
else
	skip 'outside, this ffmpeg follows the playlist' 'it does not'
fi

careless "$tmp/hls" -allowed_extensions ALL
is 'a playlist called a film fails' "$verdict" failed
refute 'and makes nothing of it' test -s "$dir/out/o.mp4"
like 'since it may not be read' "$(cat "$dir/log")" private.ts

careless "$tmp/concat" -safe 0
is 'a list of files called a film fails' "$verdict" failed
refute 'and makes nothing of it either' test -s "$dir/out/o.mp4"

transcode "$tmp/hls" cat /etc/passwd "$site/content/raw/private.ts" \
	../../../raw/private.ts ../spec
is 'no way leads to it' "$(grep -c 'Permission denied' "$dir/log")" 4
transcode "$tmp/hls" ln ../in again
is 'nor a second name to the input' "$verdict" failed

done_testing
