#!/bin/sh
# 9300-demo-run.t -- contrib/demo, from a plain tree to a page with a picture,
# and back to nothing when it is told to end
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"

missing=$(missing_packages build run)
[ -z "$missing" ] || skip_all "not installed:$missing"
why=$(why_no_server busybox)
[ -z "$why" ] || skip_all "$why"

chmod 755 "$tmp" # root's demo serves as www-data, who must reach it
site="$tmp/my site"
port=$(free_port_after "$(shuf -i 10000-32000 -n 1)")
url=http://127.0.0.1:$port
ffmpeg -nostdin -v error -f lavfi -i testsrc2=s=900x600 -frames:v 1 \
	"$tmp/a picture.png"

end_demo() {
	[ -n "$demo" ] || return 0
	kill "$demo"
	wait "$demo"
	rc=$?
	demo=
	return "$rc"
}

says() {
	! kill -0 "$demo" 2>/dev/null || grep -q "$1" "$tmp/demo.log"
}

shows() {
	fetch /
	grep -qF "$1" "$tmp/body"
}

"$src/contrib/demo" --site "$site" --port "$port" "$tmp/a picture.png" \
	>"$tmp/demo.log" 2>&1 &
demo=$!
at_exit end_demo

until_true 400 says 'name admin, password'
like 'it says who and where' "$(cat "$tmp/demo.log")" "^  $url/$"
like 'and what it added' "$(cat "$tmp/demo.log")" "^  $url/u/admin/m/a-picture/$"
password=$(sed -n 's/.*name admin, password //p' "$tmp/demo.log")
sign_in admin
is 'the password opens' "$status" 303
check 'the picture is there' until_true 60 shows /u/admin/m/a-picture/

like 'a second one is told of a free port' \
	"$("$src/contrib/demo" --site "$tmp/other" --port "$port" 2>&1)" \
	'is busy: try --port [0-9]+$'
like 'a second one leaves the site to the first' \
	"$("$src/contrib/demo" --site "$site" \
		--port "$(free_port_after "$port")" 2>&1)" 'a demo of .* is running'
check 'which goes on' shows /u/admin/m/a-picture/

end_demo
is 'it ends when it is told to' $? 143
is 'and leaves nothing running' "$(pids_below "$site")" ''
refute 'nor listening' listening "$port"

done_testing
