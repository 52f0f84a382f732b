#!/bin/sh
# 4114-web-lock.t -- nobody holds the database while waiting for a client: not
# one that does not take its page, nor one that does not send its form
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"

make_site '[site]' 'page_items = 300'
"$build/t/tool-seed" "$site" ann public Picture 300 >"$tmp/seed.log" 2>&1 ||
	give_up "$(cat "$tmp/seed.log")"

page() {
	program=$1
	shift
	env -i GATEWAY_INTERFACE=CGI/1.1 SCRIPT_NAME="/cgi-bin/$program" "$@" \
		"$site/current/cgi-bin/$program"
}
free() {
	flock -n -x "$site/run/db.lock" true
}

mkfifo "$tmp/out" "$tmp/in"
exec 3<>"$tmp/out"
page index.cgi REQUEST_METHOD=GET PATH_INFO=/ >"$tmp/out" &
reader=$!
check 'the first byte of a page' dd bs=1 count=1 of="$tmp/byte" <&3
check 'that does not fit into the pipe' kill -0 "$reader"
check 'the database is free meanwhile' free
kill "$reader"
wait "$reader"

exec 4<>"$tmp/in"
page login REQUEST_METHOD=POST PATH_INFO=/auth/login CONTENT_LENGTH=200000 \
	CONTENT_TYPE=application/x-www-form-urlencoded \
	<"$tmp/in" >"$tmp/reply" &
writer=$!
# more than a pipe holds: it goes in only while the program takes it
head -c 150000 /dev/zero | tr '\0' a >&4
check 'a form that does not end' kill -0 "$writer"
check 'the database is free meanwhile, too' free
kill "$writer"
wait "$writer"

done_testing
