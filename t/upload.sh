# upload.sh -- uploads and private films through one web server; after site.sh
#
# What a page alone cannot show: bytes that arrive slowly, clients that leave,
# programs that are killed, answers to what is refused, parts of films.
# shellcheck shell=sh disable=SC2154

make_files() {
	printf 'GIF89a\1\0\1\0\200\0\0\0\0\0\377\377\377,\0\0\0\0\1\0\1\0\0\2\2D\1\0;' \
		>"$tmp/a.gif"
	{
		cat "$tmp/a.gif"
		head -c 6000000 /dev/zero
	} >"$tmp/large.gif"
	head -c 6000000 /dev/zero | tr '\0' x >"$tmp/text.mp4"
}

# send FILE [OPTION of curl]... -- by the form of the last page
send() {
	file=$1
	shift
	fetch /submit/ -F "csrf=$(hidden csrf)" -F "nonce=$(hidden nonce)" \
		-F visibility=public -F "file=@$file" "$@"
}

# send_slowly -- in the background; sets client
send_slowly() {
	fetch /submit/
	set -- -F "csrf=$(hidden csrf)" -F "nonce=$(hidden nonce)"
	curl -sS -m 120 -b "$jar" -H "Origin: $url" --limit-rate 100K \
		-o "$tmp/slow" "$@" -F visibility=public \
		-F "file=@$tmp/large.gif" "$url/submit/" 2>/dev/null &
	client=$!
}

panel_says() {
	fetch /u/ann/panel/
	body | grep -Eq -e "$1"
}

# The worker looks by itself, but not at once.
nothing_arrives() {
	echo >"$site/run/bell"
	! find "$site/content/incoming" -mindepth 1 | grep -q . &&
		panel_says 'Nothing here yet'
}

# submits -- the processes that take uploads of this site
submits() {
	find /proc/[0-9]*/exe -lname "$site/releases/*/cgi-bin/submit" \
		2>/dev/null | sed 's,^/proc/\([0-9]*\)/.*,\1,'
}

story_of_leaving() {
	send_slowly
	check 'what arrives is seen' until_true 60 panel_says 'Receiving, [0-9]+ %'
	kill "$client"
	wait "$client" 2>/dev/null
	check 'a client that leaves takes it with it' until_true 60 nothing_arrives
	none 'and no program stays' "$(until_true 60 eval '[ -z "$(submits)" ]' ||
		submits)"
	send_slowly
	until_true 60 panel_says 'Receiving, [0-9]+ %'
	submits | xargs -r kill -9
	kill "$client" 2>/dev/null
	wait "$client" 2>/dev/null
	check 'what a killed program left is swept' until_true 60 nothing_arrives
}

story_of_refusals() {
	fetch /submit/
	send "$tmp/text.mp4"
	is 'a text that is called a film' "$status" 415
	like 'is told' "$(body)" 'id="error"'
	fetch /submit/ -F csrf=wrong -F nonce=x -F "file=@$tmp/large.gif"
	is 'a wrong token' "$status" 403
	like 'is told, with all the bytes on their way' "$(body)" 'id="error"'
	jar=$tmp/stranger
	fetch /submit/ -F csrf=wrong -F nonce=x -F "file=@$tmp/large.gif"
	is 'nobody' "$status" 401
	jar=$tmp/jar
	printf '[limits]\nupload_bytes = 1M\n' >"$site/gremlin.ini"
	fetch /submit/
	send "$tmp/large.gif" -F "file=@$tmp/a.gif"
	is 'one too large, one not' "$status" 422
	check 'the second is in' until_true 60 panel_says '>a<'
	: >"$site/gremlin.ini"
	fetch /submit/
	send "$tmp/a.gif" -F "file=@$tmp/a.gif;filename=\"b'c d.gif\""
	is 'two at once' "$status" 303
	check 'are both there' until_true 60 panel_says ">b&#39;c d<"
}

story_of_film() {
	ffmpeg -nostdin -v error -y -f lavfi -i testsrc2=s=320x240:r=12:d=4 \
		-c:v libx264 -pix_fmt yuv420p "$tmp/film.mp4" ||
		return 0
	fetch /submit/
	fetch /submit/ -F "csrf=$(hidden csrf)" -F "nonce=$(hidden nonce)" \
		-F title=Film -F visibility=private -F "file=@$tmp/film.mp4"
	check 'a private film is ready' until_true 120 eval \
		'upload_state Film | grep -q "Ready, private"'
	fetch /u/ann/m/film/
	film=$(links '\.mp4/?$' | head -n 1)
	fetch "$film" -L
	is 'it plays' "$status" 200
	is 'as a film' "$(header Content-Type)" video/mp4
	cp "$tmp/body" "$tmp/whole.mp4"
	size=$(wc -c <"$tmp/whole.mp4")
	fetch "$film" -L -r 1000-1999
	is 'from the middle' "$status" 206
	is 'which part' "$(header Content-Range)" "bytes 1000-1999/$size"
	tail -c +1001 "$tmp/whole.mp4" | head -c 1000 >"$tmp/part"
	check 'and these bytes' cmp "$tmp/body" "$tmp/part"
	fetch "$film" -L -I
	is 'HEAD' "$status" 200
	jar=$tmp/stranger
	fetch "$film"
	is 'for nobody else' "$status" 404
}

upload_story() {
	why=$(why_no_server "$1")
	[ -z "$why" ] || skip_all "$why"
	make_files
	make_site
	start_worker
	start_server "$1"
	sign_in ann
	story_of_leaving
	story_of_refusals
	command -v ffmpeg >/dev/null && story_of_film
	done_testing
}
