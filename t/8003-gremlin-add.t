#!/bin/sh
# 8003-gremlin-add.t -- files from the disk become media, or are refused
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"

add() {
	status=0
	out=$(timeout 60 "$site/current/bin/gremlin" -C "$site" add "$@" \
		2>"$tmp/err") || status=$?
	err=$(cat "$tmp/err")
}

incoming() {
	find "$site/content/incoming" -type f | wc -l
}

make_site
# a GIF of one pixel
printf 'GIF89a\1\0\1\0\200\0\0\0\0\0\377\377\377,\0\0\0\0\1\0\1\0\0\2\2D\1\0;' \
	>"$tmp/a dot.gif"
cp "$tmp/a dot.gif" "$tmp/dot2.mp4"

add "$tmp/a dot.gif"
is 'nobody is an admin' "$status" 66
like 'so name one' "$err" '--user NAME'

printf '%s\n' "$password" | gremlin user add --admin bob
add "$tmp/a dot.gif"
is 'added' "$status $err" '0 '
is 'its address' "$out" /u/bob/m/a-dot/
check 'the bytes are kept' cmp "$site"/content/incoming/*.2.* "$tmp/a dot.gif"
is 'as many as were announced' "$(basename "$site"/content/incoming/*.2.*)" \
	"$(basename "$site"/content/incoming/*.2.35)"

add --user ann --title 'Ein Püünktchen / x' "$tmp/dot2.mp4"
is 'of somebody, with a title' "$out" /u/ann/m/ein-puunktchen-x/
add "$tmp/a dot.gif" "$tmp/dot2.mp4"
is 'several' "$out" '/u/bob/m/a-dot-2/
/u/bob/m/dot2/'
add - <"$tmp/a dot.gif"
is 'standard input' "$status $out" '0 /u/bob/m/untitled/'

n=$(incoming)
echo 'only words' >"$tmp/words.mp4"
: >"$tmp/empty.jpg"
printf '#EXTM3U\n#EXTINF:1,\n/etc/passwd\n' >"$tmp/list.mp4"
add "$tmp/words.mp4"
is 'a text is refused' "$status $out" '65 '
like 'by name, with the reason' "$err" 'words\.mp4: .*text'
add "$tmp/list.mp4"
is 'a playlist too' "$status" 65
add "$tmp/empty.jpg"
is 'and nothing' "$status" 65
like 'which is said' "$err" 'empty'
add "$tmp"
like 'a folder' "$status $err" '65 .*folder'
add "$tmp/none"
is 'what is not there' "$status" 66
is 'nothing of these is left' "$(incoming)" "$n"
add "$tmp/words.mp4" "$tmp/a dot.gif" "$tmp/none"
like 'the others go on' "$out" '^/u/bob/m/a-dot-3/$'
like 'and it fails' "$status $err" '2 of 3 files were not added'

add --visibility secret "$tmp/a dot.gif"
is 'no such visibility' "$status" 64
add --user nobody "$tmp/a dot.gif"
is 'no such user' "$status" 66

printf '[site]\nbase_url = https://m.example.org/\nurls = plain\n%s\n' \
	'[limits]
upload_bytes = 30' >"$site/gremlin.ini"
add "$tmp/a dot.gif"
like 'too large for this site' "$status $err" '65 .*larger'
sed -i 's/= 30/= 1M/' "$site/gremlin.ini"
add "$tmp/a dot.gif"
is 'the address of a site that knows its own' "$out" \
	https://m.example.org/cgi-bin/media/u/bob/m/a-dot-4

# on a terminal one sees how far it is, and nothing of it stays
if command -v script >/dev/null; then
	seen=$(timeout 60 script -qec "stty cols 100; '$site/current/bin/gremlin' \
		-C '$site' add '$tmp/a dot.gif'" /dev/null </dev/null | tr '\r' '\n')
	like 'a bar' "$seen" 'a dot\.gif +\[[=> ]+\] +[0-9]+ %'
	like 'is wiped off' "$seen" '^.\[K'
	like 'for the address' "$seen" '/u/bob/m/a-dot-5$'
else
	skip 'a bar' 'script is not installed'
fi

done_testing
