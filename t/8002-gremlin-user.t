#!/bin/sh
# 8002-gremlin-user.t -- accounts by the command line
. "$(dirname "$0")/tap.sh"

gremlin=$build/worker/gremlin
unset GREMLIN_SITE
mkdir "$tmp/site"

# run COMMAND... -- with standard input in $in; sets status and out
in=
run() {
	status=0
	out=$(printf '%s' "$in" |
		timeout 60 "$gremlin" -C "$tmp/site" "$@" 2>&1) || status=$?
}

run user list
is 'no site, no users' "$status" 66
run init

in='correct horse battery
'
run user add --admin ann
is 'an admin' "$status $out" '0 '
in='correct horse battery'
run user add bob --password-stdin
is 'one without a newline' "$status" 0
run user add --moderator Åsa
is 'a name beyond ASCII' "$status" 0
run user add ann
is 'a name twice' "$status" 73
like 'what to do is said' "$out" "'ann' already.*user password"
run user add ANN
is 'however it is written' "$status" 73
run user add 'a/b'
is 'no name at all' "$status" 65
in='short
'
run user add carl
is 'a short password' "$status" 65
like 'why' "$out" 'at least [0-9]+ characters'
in=
run user add carl
is 'no password' "$status" 74
run user add carl --generate
made=$(echo "$out" | sed -n 's/^the password of carl is \([A-Za-z0-9_-]\{16\}\)$/\1/p')
check 'one is made' test -n "$made"

run user list
is 'all of them' "$(echo "$out" | awk '{ print $2, $4 }')" 'admin ann
upload bob
moderator Åsa
upload carl'

in='another horse battery
'
run user password bob
is 'changed' "$status" 0
run user password nobody
is 'of nobody' "$status" 66
run user password Bob --generate
like 'made anew' "$out" 'the password of Bob is'

# on a terminal: without echo, twice
if command -v script >/dev/null; then
	terminal() {
		printf '%s\n%s\n' "$2" "$3" | (
			# the program throws away what was typed before it asks
			until_true 60 grep -q Password "$tmp/tty" || exit
			IFS= read -r line && printf '%s\n' "$line"
			until_true 60 grep -q -e 'more' -e gremlin: "$tmp/tty" || exit
			IFS= read -r line && printf '%s\n' "$line"
			until_true 60 grep -q END "$tmp/tty"
		) | timeout 100 script -qefc "'$gremlin' -C '$tmp/site' \
			user password $1; echo END \$?" "$tmp/tty" >/dev/null
		out=$(tr -d '\r' <"$tmp/tty")
	}
	: >"$tmp/tty"
	terminal ann 'typed horse battery' 'typed horse battery'
	like 'typed' "$out" '^END 0$'
	unlike 'and not shown' "$out" 'horse'
	: >"$tmp/tty"
	terminal ann 'typed horse battery' 'typed house battery'
	like 'typed wrong' "$out" 'not the same'
	like 'is refused' "$out" '^END 65$'
else
	skip 'typed' 'script is not installed'
fi

# who may
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	chmod 755 "$tmp"
	nobody() {
		setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
	}
	out=$(nobody timeout 60 "$gremlin" -C "$tmp/site" user list 2>&1)
	is 'a stranger is refused' "$?" 77
	mkdir "$tmp/theirs"
	chown 65534:65534 "$tmp/theirs"
	timeout 60 "$gremlin" -C "$tmp/theirs" init >/dev/null 2>&1
	is 'root becomes the owner' "$(stat -c '%u:%g' "$tmp/theirs/db.sqlite")" \
		65534:65534
	check 'so the owner can go on' nobody timeout 60 "$gremlin" \
		-C "$tmp/theirs" user list
else
	skip 'strangers and root' 'not root'
fi

done_testing
