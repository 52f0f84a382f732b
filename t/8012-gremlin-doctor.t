#!/bin/sh
# 8012-gremlin-doctor.t -- the doctor sees what is wrong
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"

run() {
	status=0
	out=$(timeout 100 "$site/current/bin/gremlin" -C "$site" doctor 2>&1) ||
		status=$?
}

make_site
run
like 'the database' "$out" '^ok +SQLite +[0-9]+\.[0-9]+'
like 'the schema' "$out" '^ok +schema'
like 'the kernel' "$out" '^ok +kernel +Linux'
like 'the sandbox' "$out" '^(ok|warn) +sandbox +rlimits'
like 'the file system' "$out" '^(ok|BAD|warn) +file system'
like 'what is private' "$out" '^ok +modes'
like 'the manuals' "$out" '^ok +manuals'
like 'no admin' "$out" '^warn +accounts .*user add --admin'
like 'no address' "$out" '^warn +base_url'
like 'no worker' "$out" '^BAD +worker .*not running'
is 'so it fails' "$status" 78
none 'every line is a verdict' "$(echo "$out" |
	grep -vE '^(ok  |warn|BAD )  [^ ]|^gremlin: ')"

printf '%s\n' "$password" | gremlin user add --admin bob
printf '[site]\nbase_url = https://m.example.org\n[limits]\n%s\n' \
	'free_bytes = 900T' >"$site/gremlin.ini"
chmod 644 "$site/db.sqlite"
chmod 755 "$site/content/raw"
rm "$site/www/cgi-bin"
run
like 'an admin' "$out" '^ok +accounts'
like 'an address' "$out" '^ok +base_url'
like 'a full disk' "$out" '^BAD +room'
like 'a database that others read' "$out" '^BAD +db\.sqlite'
like 'a folder that others read' "$out" '^BAD +content/raw .*gremlin init'
like 'nothing to serve' "$out" '^BAD +www'
gremlin init >/dev/null
run
like 'init mends the modes' "$out" '^ok +modes'

if command -v sqlite3 >/dev/null; then
	sqlite3 "$site/db.sqlite" "INSERT INTO job(maker, subject, deed, state,
		lane, rank, party, blocks, way, tries, losses, attempts, due_at,
		class, reason, log, progress, made_at)
		VALUES('media', 0, 'x', 1, 0, 0, 0, 0, 0, 0, 2, 2, 0, 0, '', '',
		0, 0)"
	run
	like 'what a host ends again and again' "$out" '^warn +jobs .*slice_s'
else
	skip 'what a host ends again and again' 'no sqlite3'
fi

(
	exec 9>"$site/run/worker.lock" >/dev/null
	flock 9
	exec sleep 1000
) &
holder=$!
at_exit "kill $holder"
until_true 60 sh -c "! flock -n '$site/run/worker.lock' true"
run
like 'a worker that never said who it is' "$out" '^warn +worker .*restart'

done_testing
