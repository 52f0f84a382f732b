#!/bin/sh
# 9100-story-signin.t -- a person signs in, looks around and leaves, under a
# real web server, in pretty addresses and plain ones
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"

make_site
"$build/t/tool-seed" "$site" ann public 'A dog' 30 >"$tmp/seed.log" 2>&1 ||
	give_up "$(cat "$tmp/seed.log")"

story() {
	start_server "$1"
	fetch /
	is "$1: the home page" "$status" 200
	like "$1: in pretty addresses" "$(body)" 'href="/u/ann/m/a-dog-30/"'
	fetch "$(links '[?]older=' | head -n 1)"
	is "$1: its second page" "$status" 200
	like "$1: goes on" "$(body)" 'href="/u/ann/m/a-dog-6/"'
	fetch '/no/such/place/'
	is "$1: an unknown address" "$status" 404
	fetch '/u/nobody/'
	is "$1: an unknown person" "$status" 404
	fetch /cgi-bin/person/u/ann
	is "$1: the plain style" "$status" 200
	fetch / -I
	is "$1: HEAD" "$status" 200
	is "$1: has no body" "$(sed '1,/^\r*$/d' "$tmp/body")" ''

	sign_in ann
	is "$1: sign in" "$status" 303
	fetch /
	like "$1: she is known" "$(body)" 'class="me"'
	fetch /u/ann/
	like "$1: her gallery" "$(body)" '30 uploads'
	fetch /auth/logout/ --data-urlencode "csrf=$(hidden csrf)"
	is "$1: log out" "$status" 303
	fetch /
	unlike "$1: she is gone" "$(body)" 'class="me"'
	fetch /static/style.css
	is "$1: the style sheet" "$status" 200
	stop_server
}

for kind in busybox apache; do
	why=$(why_no_server "$kind")
	if [ -n "$why" ]; then
		skip "$kind" "$why"
	else
		story "$kind"
	fi
done

done_testing
