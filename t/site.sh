# site.sh -- a site in the test's folder, its worker, its web server, and a
# person with curl; sourced after tap.sh
#
#	make_site && start_worker && start_server busybox
#	sign_in ann
#	fetch /u/ann/
#	is 'her gallery' "$status" 200
#
# Everything that is started here is stopped when the test ends.
# shellcheck shell=sh disable=SC2034,SC2154
me=site
here=$src/contrib
. "$src/contrib/lib.sh"
unset MAKEFLAGS MFLAGS MAKELEVEL GREMLIN_SITE

site=$tmp/site
password='correct horse battery'
release=
server=
worker=
url=
jar=$tmp/jar

gremlin() {
	"$site/current/bin/gremlin" -C "$site" "$@"
}

# make_site [LINE OF gremlin.ini]... -- installed, with the account ann
make_site() {
	"${GREMLIN_MAKE:-make}" -s -C "$build" install prefix="$site" \
		>"$tmp/install.log" 2>&1 || give_up "$(cat "$tmp/install.log")"
	release=$site/current
	gremlin init >"$tmp/init.log" 2>&1 || give_up "$(cat "$tmp/init.log")"
	[ $# -eq 0 ] || printf '%s\n' "$@" >"$site/gremlin.ini"
	add_user ann
}

add_user() {
	printf '%s\n' "$password" | gremlin user add "$1" \
		>"$tmp/user.log" 2>&1 || give_up "$(cat "$tmp/user.log")"
}

give_up() {
	diag "$1"
	echo 'Bail out! the site could not be made'
	exit 1
}

start_worker() {
	setsid "$release/bin/gremlin-worker" -C "$site" --foreground \
		>"$tmp/worker.log" 2>&1 &
	worker=$!
}

# end_quietly TARGET PID -- without the shell's remark on how it ended
end_quietly() {
	{
		kill -- "$1"
		wait "$2"
	} 2>/dev/null
}

stop_worker() {
	[ -z "$worker" ] || end_quietly "$worker" "$worker"
	worker=
}

# holds_port PID PORT -- does this very process listen there? Another one may
# have taken the port before it.
holds_port() {
	inode=$(awk -v p=":$(printf %04X "$2")" '
		$4 == "0A" && index($2, p) { print $10 }' \
		/proc/net/tcp /proc/net/tcp6 2>/dev/null | head -n 1)
	[ -n "$inode" ] && find "/proc/$1/fd" -lname "socket:\[$inode\]" \
		2>/dev/null | grep -q .
}

answers() {
	holds_port "$server" "$port" || ! kill -0 "$server" 2>/dev/null
}

launch() {
	case $1 in
	busybox)
		# the browser and the other tests are threads of the same user
		ROOM=4096 exec setsid "$release/share/busybox/serve" \
			"$site" "$port"
		;;
	apache)
		exec setsid apache2 -DFOREGROUND \
			-f "$release/share/apache/httpd.conf" \
			-C "Define GREMLIN_SITE \"$site\"" \
			-C "Listen 127.0.0.1:$port"
		;;
	lighttpd)
		GREMLIN_SITE=$site GREMLIN_PORT=$port exec setsid lighttpd -D \
			-f "$release/share/lighttpd/lighttpd.conf"
		;;
	esac
}

# start_server busybox|apache|lighttpd -- on a port that was free; sets url
start_server() {
	for try in 1 2 3 4 5 6 7 8 9; do
		port=$(shuf -i 10000-32000 -n 1)
		launch "$1" >"$tmp/server.log" 2>&1 &
		server=$!
		until_true 60 answers
		if holds_port "$server" "$port"; then
			url=http://127.0.0.1:$port
			return 0
		fi
		stop_server
	done
	give_up "$1 does not start: $(cat "$tmp/server.log" "$site"/log/* 2>&1)"
}

stop_server() {
	[ -z "$server" ] || end_quietly "-$server" "$server"
	server=
}

stop_all() {
	stop_server
	stop_worker
	stop_below "$site"
}
at_exit stop_all

# why_no_server busybox|apache|lighttpd -- why it cannot be tried here, or nothing
why_no_server() {
	case $1 in
	busybox) command -v busybox >/dev/null || echo 'busybox is not installed' ;;
	apache)
		command -v apache2 >/dev/null || echo 'apache2 is not installed'
		[ "$(id -u)" -ne 0 ] || echo 'Apache serves as an ordinary user only'
		;;
	lighttpd)
		command -v lighttpd >/dev/null || echo 'lighttpd is not installed'
		;;
	esac
}

# --- a person with curl ------------------------------------------------------

# fetch PATH [OPTION of curl]... -- sets status; the reply is in $tmp/head and
# $tmp/body
fetch() {
	fetched=$1
	shift
	case $fetched in
	http://*) ;;
	*) fetched=$url$fetched ;;
	esac
	status=$(curl -sS -m 120 -g -b "$jar" -c "$jar" -H "Origin: $url" \
		-D "$tmp/head" -o "$tmp/body" -w '%{http_code}' "$@" "$fetched")
}

# header NAME -- of the last reply
header() {
	tr -d '\r' <"$tmp/head" | sed -n "s/^$1: //Ip" | tail -n 1
}

body() {
	cat "$tmp/body"
}

# hidden NAME -- a hidden field of the last page's forms
hidden() {
	sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" "$tmp/body" | head -n 1
}

# links ERE -- addresses in the last page that match, each once
links() {
	grep -oE '(href|src|poster|srcset)="[^"]*"' "$tmp/body" |
		sed 's/^[a-z]*="//; s/"$//; s/&amp;/\&/g' | tr ',' '\n' |
		awk '{ print $1 }' | grep -E -e "$1" | sort -u
}

# sign_in NAME -- status is that of the form's reply
sign_in() {
	fetch /auth/login/
	fetch /auth/login/ --data-urlencode "csrf=$(hidden csrf)" \
		--data-urlencode "name=$1" --data-urlencode "password=$password"
}

# submit TITLE FILE [VISIBILITY] -- by the plain form
submit() {
	fetch /submit/
	fetch /submit/ -F "csrf=$(hidden csrf)" -F "nonce=$(hidden nonce)" \
		-F "title=$1" -F alt= -F description= \
		-F "visibility=${3:-public}" -F "file=@$2"
}

# published TITLE -- is it ready, as ann's list of uploads says?
published() {
	upload_state "$1" | grep -Eq 'Published|Ready'
}

# settled TITLE -- published or failed
settled() {
	upload_state "$1" | grep -Eq 'Published|Ready|Failed'
}

upload_state() {
	fetch /u/ann/panel/
	tr '\n' ' ' <"$tmp/body" | sed 's/<li /\n&/g' | grep -F ">$1<" |
		sed 's/.*<div class="state">//; s/<\/div>.*//'
}
