#!/bin/sh
# 5104-file-bytes.t -- private bytes and originals, by the environment
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/cgi.sh"

make_site
add_user bob
sql() {
	sqlite3 "$site/db.sqlite" "$1"
}
"$build/t/tool-seed" "$site" ann private 'Ä "film": 1/2' >"$tmp/seed.log" 2>&1 ||
	give_up "$(cat "$tmp/seed.log")"
key=$(sql 'SELECT key FROM media')
half=$(echo "$key" | cut -c1-2)/$key
mkdir -p "$site/content/private/$half" "$site/content/raw/ID"
still=$site/content/private/$half/small-0123abcd.jpg
film=$site/content/private/$half/720-0123abcd.mp4
original=$site/content/raw/ID/ID1
echo 'a still' >"$still"
seq 100000 >"$film"
seq 200000 300000 >"$original"
size=$(wc -c <"$film")
sql "INSERT INTO file(media, name, path, mime, bytes, blake2b, width, height,
	recipe, made_at) VALUES(1, '720.mp4', '720-0123abcd.mp4', 'video/mp4',
	$size, '0123456789abcdef0123456789abcdef0123456789abcdef', 1280, 720,
	'', 0)"

get() {
	name=$1
	shift
	cgi GET file "/file/$key/$name" "$@"
}
# bytes -- of the last reply, behind the empty line
bytes() {
	perl -0777 -ne 's/.*?\r\n\r\n//s; print' "$tmp/reply" >"$tmp/bytes"
	echo "$tmp/bytes"
}

# --- who may
for who in nobody bob; do
	cookie=
	[ $who = nobody ] || enter $who
	for name in 720-0123abcd.mp4 small-0123abcd.jpg raw none.mp4; do
		get $name
		is "$who gets no $name" "$status" 404
	done
done
enter ann
get 720-0123abcd.mp4
is 'its owner does' "$status" 200
check 'all of it' cmp "$(bytes)" "$film"
is 'its type' "$(header Content-Type)" video/mp4
is 'its length' "$(header Content-Length)" "$size"
is 'that parts can be had' "$(header Accept-Ranges)" bytes
like 'for nobody else' "$(header Cache-Control)" private
is 'its tag' "$(header ETag)" '"0123456789abcdef0123456789abcdef"'
get none.mp4
is 'no such name' "$status" 404
public=$site/content/public/$half
mkdir -p "${public%/*}"
mv "${still%/*}" "$public"
get small-0123abcd.jpg
is 'one that moves just now' "$status" 200
mv "$public" "${still%/*}"
get ID1
is 'the original has no other name' "$status" 404
for name in .. ../../../db.sqlite '.' '%2e%2e'; do
	get "$name"
	is "'$name' leads nowhere" "$status" 404
done
cgi GET file /file/AAAAAAAAAAAAAAAAAAAAAA/raw
is 'no such key' "$status" 404

# --- HEAD, tags, parts
cgi HEAD file "/file/$key/720-0123abcd.mp4"
is 'HEAD' "$status $(header Content-Length)" "200 $size"
is 'sends no bytes' "$(wc -c <"$(bytes)")" 0
get 720-0123abcd.mp4 HTTP_IF_NONE_MATCH='"0123456789abcdef0123456789abcdef"'
is 'what the client has' "$status $(wc -c <"$(bytes)")" '304 0'
get 720-0123abcd.mp4 HTTP_RANGE=bytes=100-199 \
	HTTP_IF_NONE_MATCH='"0123456789abcdef0123456789abcdef"'
is 'also when it asks for a part' "$status" 304

# part RANGE FIRST LAST -- what is sent for it
part() {
	get 720-0123abcd.mp4 HTTP_RANGE="bytes=$1"
	is "bytes=$1" "$status" 206
	is 'says which' "$(header Content-Range)" "bytes $2-$3/$size"
	is 'how many' "$(header Content-Length)" $(($3 - $2 + 1))
	tail -c +$(($2 + 1)) "$film" | head -c $(($3 - $2 + 1)) >"$tmp/want"
	check 'and these' cmp "$(bytes)" "$tmp/want"
}
part 0-0 0 0
part 100-199 100 199
part 500000- 500000 $((size - 1))
part -7 $((size - 7)) $((size - 1))
part 0- 0 $((size - 1))
part "588000-99999999" 588000 $((size - 1))
get 720-0123abcd.mp4 HTTP_RANGE="bytes=$size-"
is 'behind the end' "$status" 416
is 'says how many there are' "$(header Content-Range)" "bytes */$size"
for range in 5-4 1-2,5-6 x-y; do
	get 720-0123abcd.mp4 HTTP_RANGE="bytes=$range"
	is "bytes=$range gives the whole" "$status" 200
done
get 720-0123abcd.mp4 HTTP_RANGE=bytes=0-4 HTTP_IF_RANGE='"another"'
is 'a part of an older file is not sent' "$status" 200
get 720-0123abcd.mp4 HTTP_RANGE=bytes=0-4 \
	HTTP_IF_RANGE='"0123456789abcdef0123456789abcdef"'
is 'of the same one it is' "$status" 206
cgi HEAD file "/file/$key/720-0123abcd.mp4" HTTP_RANGE=bytes=0-4
is 'HEAD knows no parts' "$status" 200
cgi POST file "/file/$key/720-0123abcd.mp4" CONTENT_LENGTH=0
is 'it takes nothing' "$status" 405

# --- the original
get raw
is 'the original' "$status" 200
check 'unchanged' cmp "$(bytes)" "$original"
is 'to be saved, under its title' "$(header Content-Disposition)" \
	'attachment; filename="__ _film__ 1_2.jpg"; filename*=UTF-8'\'\''%C3%84%20_film__%201_2.jpg'
like 'in a sandbox' "$(header Content-Security-Policy)" '; sandbox$'
get raw HTTP_RANGE=bytes=7-13
is 'a part of it' "$status $(cat "$(bytes)")" "206 200001"

# --- where the server eats Range
busybox=SERVER_SOFTWARE=busybox/1.35.0
get 720-0123abcd.mp4 $busybox
is 'a film goes to the server itself' "$status" 302
link=$(header Location)
like 'by an address that nobody guesses' "$link" \
	'^/content/public/x/[0-9a-f]{32}/720-0123abcd\.mp4$'
check 'where it is' cmp "$site/www$link" "$film"
get 720-0123abcd.mp4 $busybox
is 'the same one again' "$(header Location)" "$link"
get small-0123abcd.jpg $busybox
is 'a picture is sent' "$status $(cat "$(bytes)")" '200 a still'
get raw $busybox
is 'so is the original' "$status" 200
printf '[files]\nredirect = no\n' >"$site/gremlin.ini"
get 720-0123abcd.mp4 $busybox
is 'and the film where the admin wants it' "$status" 200
: >"$site/gremlin.ini"

# --- public ones
sql 'UPDATE media SET visibility = 2'
cookie=
get 720-0123abcd.mp4
is 'what everybody may see' "$status $(header Location)" \
	"302 /content/public/$half/720-0123abcd.mp4"
get raw
is 'its original tells where it was taken' "$status" 403
sql 'UPDATE media SET show_place = 1'
get raw
is 'if its owner shows that, it is for all' "$status" 200
sql "UPDATE media SET show_place = 0; DELETE FROM fact WHERE name LIKE 'gps%'"
get raw
is 'if one cannot know, not' "$status" 403
sql "INSERT INTO fact SELECT id, 'placeless', 1 FROM media"
get raw
is 'if it does not, too' "$status" 200
rm -f "$original"
get raw
is 'an original that is lost' "$status" 404

done_testing
