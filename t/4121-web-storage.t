#!/bin/sh
# 4121-web-storage.t -- moderators see what each byte is, what is lost, and in
# which state the machine is
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/cgi.sh"

make_site
add_user bob
add_user mod
sql() {
	sqlite3 -cmd '.timeout 60000' "$site/db.sqlite" "$1"
}
sql "UPDATE user SET rights = 3 WHERE uid = 3"
seed() {
	"$build/t/tool-seed" "$site" "$@" >"$tmp/seed.log" 2>&1 ||
		give_up "$(cat "$tmp/seed.log")"
}

# sum NAME -- files and bytes of a row of the tables
sum() {
	sed -n "s/.*<th scope=\"row\">\\(<a [^>]*>\\)\\{0,1\\}$1\\(<\\/a>\\)\\{0,1\\}\
\\( <span.*<\\/span>\\)\\{0,1\\}<\\/th><td>\\([^<]*\\)<\\/td><td>\\([^<]*\\)<.*/\\4 \\5/p" \
		"$tmp/body"
}

# fact NAME -- of the machine
fact() {
	sed -n "s/.*<dt>$1<\\/dt><dd>\\([^<]*\\)<.*/\\1/p" "$tmp/body"
}

cgi GET storage /mod/storage
is 'who is not signed in' "$status" 303
enter bob
cgi GET storage /mod/storage
is 'who does not moderate' "$status" 403
enter mod
cgi GET storage /mod/storage
is 'a moderator' "$status" 200
like 'is led there' "$(body)" 'href="/mod/storage/" aria-current="page">Storage'
is 'nothing' "$(sum Originals)" '0 0 bytes'
unlike 'nothing is lost' "$(body)" 'id="lost"'

seed ann public Dog 3
seed bob private Cat
cgi GET storage /mod/storage
is 'originals' "$(sum Originals)" '4 16 MB'
is 'renditions' "$(sum Renditions)" '16 13 MB'
is 'by kind' "$(sum Image)" '20 29 MB'
is 'by person' "$(sum bob)" '5 7.2 MB'
like 'with a link' "$(body)" 'href="/u/bob/panel/">bob<'
is 'by name' "$(sum 'medium\.jpg')" '4 5.1 MB'
is 'originals are no rendition' "$(sum raw)" ''
like 'shares' "$(body)" '>ann</a>.*<rect width="750" height="60"/>'
like 'growth' "$(body)" '<b>Growth a day</b> <span class="hint">29 MB a day<'
like 'of today' "$(body)" '<td>29 MB</td></tr>'
sql "INSERT OR REPLACE INTO ledger VALUES(5, 'unknown', 2, 5000),
	(5, 'lost', 1, 7)"
cgi GET storage /mod/storage
is 'what is in no row' "$(sum Unknown)" '2 5.0 kB'
is 'what is lost' "$(sum 'Lost originals')" '1 7 bytes'

like 'all persons' "$(body)" '<caption>By person</caption>'
sql "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n
	WHERE i < 130)
	INSERT INTO ledger SELECT 3, CAST(i AS TEXT), 1, i FROM n"
cgi GET storage /mod/storage
like 'or the largest' "$(body)" '<caption>By person, the 24 largest</caption>'
sql "DELETE FROM ledger WHERE axis = 3 AND CAST(key AS INTEGER) >= 100"

# --- content/lost
lost=$site/content/lost
echo lost >"$lost/AAAAAAAAAAAAAAAAAAAAAA.2.4000"
cgi GET storage /mod/storage
like 'a lost original' "$(body)" 'AAAAAAAAAAAAAAAAAAAAAA\.2\.4000<.*5 bytes, sent by bob'
like 'what to do' "$(body)" 'gremlin check --fix'
echo x >"$lost/<b>.1.4000"
cgi GET storage /mod/storage
unlike 'its name is text' "$(body)" 'name"><b>'

# --- damaged files
unlike 'nothing is damaged' "$(body)" 'id="damaged"'
dog=$(sql "SELECT id FROM media WHERE title = 'Dog 2'")
sql "INSERT INTO damage VALUES($dog, 'small.jpg', 2, unixepoch())"
cgi GET storage /mod/storage
like 'a damaged rendition' "$(body)" 'small\.jpg is .*, and is made again\.'
like 'of which media' "$(body)" '<a href="/u/ann/m/dog-2/">Dog 2</a>'
unlike 'which mends itself' "$(body)" 'original is damaged'
sql "INSERT INTO damage VALUES($dog, 'raw', 1, unixepoch())"
cgi GET jobs /mod/jobs
like 'a damaged original is an alarm' "$(body)" 'An original is damaged\.'
cgi GET storage /mod/storage
like 'with its reason' "$(body)" 'Its original is changed'
is 'nothing was read yet' "$(fact 'All files read through')" 'not yet'
sql "INSERT OR REPLACE INTO upkeep VALUES('scrub.done_at', unixepoch() - 7200)"
cgi GET storage /mod/storage
is 'or when' "$(fact 'All files read through')" '2 h ago'
sql "DELETE FROM damage"

# --- this machine
is 'no worker yet' "$(fact Worker)" 'was never started'
is 'nor a sandbox' "$(fact Sandbox)" 'not known before a worker has run'
sql "INSERT INTO process(role, pid, pid_start, boot, version, since_at,
	sandbox) VALUES('worker', 1, 1, 'b', '0.0.1', unixepoch() - 7200,
	'rlimits')"
cgi GET storage /mod/storage
is 'one that has ended' "$(fact Worker)" 'not running, started last 2 h ago'
is 'of another release' "$(fact 'Its version')" '0.0.1: restart it'
like 'confined by little' "$(fact Sandbox)" '^rlimits only: what reads'
like 'is an alarm' "$(body)" 'was started last 2 h ago'
sql "UPDATE process SET since_at = unixepoch() - 40"
cgi GET storage /mod/storage
like 'from cron' "$(fact Worker)" '^between two rounds, the last one 4[0-9] s ago$'
unlike 'is none' "$(body)" 'worker is not running'
sql "INSERT OR REPLACE INTO upkeep VALUES('sweep.stopped',
	'999 files belong to no media: is this the right database?')"
cgi GET jobs /mod/jobs
like 'a sweep that asks' "$(body)" 'Tidying up has stopped\.<.*999 files belong'
sql "DELETE FROM upkeep WHERE name = 'sweep.stopped'"
echo '[worker]
require_sandbox = yes' >"$site/gremlin.ini"
cgi GET storage /mod/storage
like 'or by too little' "$(fact Sandbox)" '^rlimits only: no job runs'
echo '[limits]
free_bytes = 900000T' >"$site/gremlin.ini"
cgi GET storage /mod/storage
like 'a full disk' "$(body)" 'The disk is full: nothing more is taken in\.'
cgi GET jobs /mod/jobs
like 'is told on every page' "$(body)" 'The disk is full'
: >"$site/gremlin.ini"

# --- changed recipes
sql "DELETE FROM stale; DELETE FROM upkeep;
	INSERT INTO upkeep VALUES('stale.recipes', 'x'),
		('stale.counted_at', unixepoch() - 7200)"
cgi GET storage /mod/storage
like 'all is as it should be' "$(body)" 'as the recipes of today would make it'
unlike 'nothing to press' "$(body)" 'value="start"'
sql "INSERT INTO stale(draft, kind, output, why, media, length_ms, bytes, reads,
	timed, timed_length_ms, made_ms) VALUES
	(0, 'video', 'v720', 1, 1200, 0, 5000000000, 9000000000, 100, 0, 6000000),
	(0, 'image', 'old.jpg', 3, 7, 0, 70000, 0, 0, 0, 0),
	(0, 'audio', 'wave', 4, 2, 0, 100, 0, 0, 0, 0)"
cgi GET storage /mod/storage
like 'what would be made again' "$(body)" \
	'1,200 renditions would be made again, .*about 20 h\. 7 spare files would'
like 'row by row' "$(body)" \
	'>Video: the 720p version <span class="hint">would be made otherwise<.*<td>1,200</td><td>5\.0 GB</td>'
like 'what stays as it is' "$(body)" 'the waveform <span class="hint">stays: the orig'
like 'how old that is' "$(body)" 'Counted 2 h ago\.'
post storage /mod/storage/remake deed=start
is 'make it' "$status $(header Location)" '303 /mod/storage/#recipes'
is 'by whom' "$(sql 'SELECT phase, uid, expected FROM remake')" '1|3|1200'
cgi GET storage /mod/storage
like 'it is on' "$(body)" 'made again: 0 done of about 1,200, 0 running'
unlike 'once' "$(body)" 'value="start"'
post storage /mod/storage/remake deed=start
is 'not twice' "$status" 409
cgi GET storage /mod/storage
post storage /mod/storage/remake deed=stop
is 'enough' "$(sql 'SELECT phase FROM remake')" 3
cgi GET storage /mod/storage
like 'the last run' "$(body)" 'The last run was stopped [0-9]* s ago: 0 renditions'
post storage /mod/storage/remake deed=count
cgi GET storage /mod/storage
like 'count again' "$(body)" 'is being counted: [0-9]* %'
post storage /mod/storage/remake deed=eat
is 'a deed that there is not' "$status" 422
cgi GET storage /mod/storage
post storage /mod/storage/remake deed=start HTTP_SEC_FETCH_SITE=cross-site
is 'from another site' "$status" 403
enter bob
cgi GET login /auth/login
post storage /mod/storage/remake deed=start
is 'who does not moderate' "$status" 403
enter mod

start_worker
runs() {
	cgi GET storage /mod/storage
	fact Worker | grep -q '^runs, started [0-9]* s ago$'
}
check 'a worker that runs' until_true 60 runs
like 'tells its sandbox' "$(fact Sandbox)" '^rlimits'
unlike 'which is no alarm' "$(body)" 'worker is not running'

done_testing
