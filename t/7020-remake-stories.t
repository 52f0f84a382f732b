#!/bin/sh
# 7020-remake-stories.t -- a recipe changes: what is stale is told, and made
# again beside new uploads, failures, deletions, changes of visibility and kills
#
# The recipe copies, after a pause where one is needed: what is tried is how
# things follow each other.
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"

command -v jq >/dev/null || skip_all 'jq is not installed'
make_site '[worker]' 'slots = 1' 'backoff_s = 1' 'tries = 1'

sql() {
	timeout 20 sqlite3 -cmd '.timeout 10000' "$site/db.sqlite" "$1"
}

# set_recipe SMALL [SECTION]... -- by which small.jpg is made
set_recipe() {
	small=$1
	shift
	{
		printf '%s\n' '[kind]' 'page = picture' 'when = width' \
			'[recognise text]' 'mime = image/jpeg' 'ext = jpg' \
			'magic = 0 017069632d' \
			'[output probe]' 'blocks = yes' 'facts = header header' \
			'[make probe one]' \
			'argv = printf' '	width: 40\nheight: 30\n' 'out = header' \
			'[output small]' 'rank = 10' 'blocks = yes' \
			'files = small.jpg image/jpeg' \
			'[make small one]' "argv = $small" 'out = small.jpg'
		[ $# -eq 0 ] || printf '%s\n' "$@"
	} >"$site/recipes/image.ini"
}

add() {
	for name; do
		printf '\001pic-%s' "$name" >"$tmp/$name.jpg"
		gremlin add --user ann "$tmp/$name.jpg" >/dev/null ||
			give_up 'nothing can be added'
	done
}

# the file of a media by its title, below content
rendition() {
	sql "SELECT CASE visibility WHEN 0 THEN 'private' ELSE 'public' END
		|| '/' || substr(key, 1, 2) || '/' || key || '/' || path
		FROM media JOIN file ON media = id
		WHERE title = '$1' AND name = '${2:-small}.jpg'"
}

shows() {
	[ "$(cat "$site/content/$(rendition "$1")" 2>/dev/null)" = "$2" ]
}

all_show() {
	for name in $1; do
		shows "$name" "$2-pic-$name" || return 1
	done
}

phase() {
	sql 'SELECT phase FROM remake'
}

is_done() {
	[ "$(phase)" = 2 ] && [ "$(sql 'SELECT count(*) FROM moving')" = 0 ]
}

at_work() {
	[ "$(sql 'SELECT count(*) FROM attempt WHERE pid > 0')" -ge 1 ]
}

made() {
	[ "$(sql 'SELECT made FROM remake')" -ge "$1" ]
}

knows() {
	[ "$(sql "SELECT value FROM upkeep WHERE name = 'stale.known'")" != "$1" ]
}

# new_recipe SMALL... -- and the worker goes by it
new_recipe() {
	before=$(sql "SELECT value FROM upkeep WHERE name = 'stale.known'")
	set_recipe "$@"
	[ -z "$worker" ] || kill -HUP "$worker"
	[ -z "$worker" ] || until_true 60 knows "$before" ||
		give_up 'the worker does not read its recipes'
}

remake() {
	status=0
	out=$(timeout 120 "$site/current/bin/gremlin" -C "$site" remake --yes \
		"$@" 2>&1) || status=$?
}

# stale [OPTION]... -- "OUTPUT WHY MEDIA", each line of the sum
stale() {
	gremlin plan --stale --json "$@" |
		jq -r '.stale[] | "\(.output) \(.why) \(.media)"' | paste -sd, -
}

# what makes ONE-pic-NAME: its input behind a word
word() {
	printf 'sed s/^./%s-/ ../in' "$1"
}

set_recipe "$(word one)"
add a b c d
"$release/bin/gremlin-worker" -C "$site" --once >"$tmp/once.log" 2>&1
check 'four are published' all_show 'a b c d' one
like 'nothing is stale' "$(gremlin plan --stale)" '^nothing is stale'

# --- what a change alters ----------------------------------------------------

printf '\n; a word more\n' >>"$site/recipes/image.ini"
none 'a comment makes nothing stale' "$(stale)"
set_recipe "$(word two)"
is 'another command does' "$(stale)" 'small stale 4'
is 'of one media' "$(stale 2)" 'small stale 1'
none 'of another kind nothing' "$(stale --kind video)"
none 'of another output neither' "$(stale --output large)"
like 'a kind that there is not' "$(gremlin plan --stale --kind imag 2>&1)" \
	"no media kind 'imag'"
json=$(gremlin plan --stale --json | jq -c \
	'[.jobs, .stale[0].why, .stale[0].bytes, (.made_ms > 0)]')
is 'the same as JSON' "$json" '[4,"stale",36,true]'
"$release/bin/gremlin-worker" -C "$site" --once >"$tmp/once.log" 2>&1
gremlin retry --all >/dev/null
"$release/bin/gremlin-worker" -C "$site" --once >"$tmp/once.log" 2>&1
check 'nobody asked: all stands as it was' all_show 'a b c d' one

# --- asking ------------------------------------------------------------------

like 'it asks first' "$(echo n | gremlin remake 2>&1)" \
	'make again\? .*nothing was changed'
none 'and a no is a no' "$(phase)"
status=0
out=$(gremlin remake </dev/null 2>&1) || status=$?
is 'without anybody to ask it does nothing' "$status" 64
remake --output small 2
like 'without a worker it says so' "$out" 'no worker is running'
is 'but it is noted' "$(phase)" 1
remake
is 'one run at a time' "$status" 73
"$release/bin/gremlin-worker" -C "$site" --once >"$tmp/once.log" 2>&1
check 'the one that was named' shows b two-pic-b
check 'and no other' all_show 'a c d' one
is 'its run is done' "$(phase)" 2

start_worker
old=$(rendition a)
remake --wait
is 'all of them, to the end' "$status" 0
like 'which is told' "$out" '3 jobs done'
check 'they are made again' all_show 'a b c d' two
check 'the old file is removed' until_true 30 test ! -e "$site/content/$old"
like 'nothing is stale any more' "$(gremlin plan --stale)" '^nothing'

set_recipe "$(word three)"
remake
is 'a worker with the recipes of before is no help' "$status" 78
like 'and is named' "$out" 'send it HUP'

# --- failure -----------------------------------------------------------------

new_recipe 'false'
remake --wait
is 'what cannot be made' "$status" 65
like 'is told' "$out" '4 renditions could not be made again'
check 'and leaves what there was' all_show 'a b c d' two
is 'all are published' "$(sql 'SELECT count(*) FROM media
	WHERE state = 2 AND note = '"''")" 4
is 'moderators see it' "$(sql 'SELECT count(*) FROM job WHERE state = 3')" 4
start_server busybox
sign_in ann
fetch /u/ann/panel/
unlike 'their owner is not alarmed' "$(body)" 'could not be made|Failed <b>[1-9]'
stop_server
new_recipe "$(word three)"
remake --wait
is 'mended, it is tried again' "$status" 0
check 'and made' all_show 'a b c d' three

# --- an output that goes, and one that comes ---------------------------------

large="[output large]
rank = 20
files = large.jpg image/jpeg
[make large one]
argv = $(word large)
out = large.jpg"
new_recipe "$(word three)" "$large"
is 'an output is new' "$(stale)" 'large new 4'
like 'how long it takes is not known' "$(gremlin plan --stale)" \
	'4 jobs to be done; how long that takes is not known'
remake --wait
is 'it is made' "$(sql "SELECT count(*) FROM file WHERE name = 'large.jpg'")" 4
large=$site/content/$(rendition a large)
check 'it is there' test -s "$large"
new_recipe "$(word three)"
is 'an output went' "$(stale)" 'large.jpg spare 4'
gremlin retry --all >/dev/null
check 'its files stay until they are asked for' test -s "$large"
remake --wait
like 'their number is told' "$out" '4 spare files removed'
check 'they are removed' until_true 30 test ! -e "$large"
none 'and their rows' "$(sql "SELECT * FROM file WHERE name = 'large.jpg'")"

# --- the original is gone ----------------------------------------------------

raw=$(sql "SELECT path FROM file WHERE media = 3 AND name = 'raw'")
raw=$(find "$site/content" -name "$raw")
mv "$raw" "$tmp/raw"
new_recipe "$(word four)"
is 'without its original' "$(stale)" 'small stale 3,small gone 1'
remake --wait
is 'it is kept' "$status" 0
check 'as it was' shows c three-pic-c
check 'the others are made' all_show 'a b d' four
mv "$tmp/raw" "$raw"
is 'found again' "$(stale)" 'small stale 1'
remake --wait
check 'it is made too' all_show 'a b c d' four

# --- beside new uploads ------------------------------------------------------

slow() {
	printf 'sleep %s
argv = sed s/^./%s-/ ../in' "$2" "$1"
}
new_recipe "$(slow five 1)"
add e f g h
published() {
	[ "$(sql 'SELECT count(*) FROM media WHERE state = 2')" = 8 ]
}
check 'eight are there' until_true 60 published
new_recipe "$(slow six 2)"
is 'eight are stale' "$(stale)" 'small stale 8'
remake
check 'the first one is being made' until_true 30 at_work
like 'status tells of it' "$(gremlin status)" 'again +[0-9] of 8 made, 0 failed'
add new
is_shown() {
	[ "$(sql "SELECT count(*) FROM media WHERE state = 2 AND title = 'new'")" = 1 ]
}
check 'a new upload is shown' until_true 60 is_shown
check 'before the rest' test "$(sql 'SELECT made FROM remake')" -le 4

# --- deleted, hidden, killed -------------------------------------------------

sql "BEGIN IMMEDIATE;
	UPDATE media SET state = 4 WHERE title = 'g';
	UPDATE media SET visibility = 0 WHERE title = 'h';
	INSERT INTO moving SELECT id FROM media WHERE title IN ('g', 'h');
	COMMIT"
check 'more is being made' until_true 30 at_work
kill -9 "$worker"
wait "$worker" 2>/dev/null
start_worker
check 'a worker that begins anew goes on' until_true 120 is_done
check 'to the end' all_show 'a b c d e f h new' six
none 'of what was deleted nothing is left' \
	"$(sql "SELECT 1 FROM media WHERE title = 'g'")"
h=$(sql "SELECT key FROM media WHERE title = 'h'")
none 'nothing hidden is in public' "$(find "$site/content/public" -name "$h")"
check 'all is well' gremlin check
is 'nothing was made twice' "$(sql 'SELECT made FROM remake')" \
	"$(sql "SELECT 7 + (made = 8) FROM remake")"

# --- stopping ----------------------------------------------------------------

new_recipe "$(slow seven 4)"
remake
check 'another run' until_true 30 at_work
like 'is stopped' "$(gremlin remake --stop)" '^stopped'
no_jobs() {
	[ "$(sql 'SELECT count(*) FROM job')" = 0 ]
}
check 'what had begun ends' until_true 60 no_jobs
made=$(sql "SELECT count(*) FROM file WHERE name = 'small.jpg'
	AND made_at >= (SELECT begun_at FROM remake)")
check 'most does not begin' test "$made" -lt 6
status=0
out=$(gremlin remake --stop 2>&1) || status=$?
is 'nothing is left to stop' "$status" 66
# --- recipes change while something is made by them --------------------------

new_recipe "$(slow eight 4)"
add x
small_at_work() {
	[ "$(sql "SELECT count(*) FROM attempt a JOIN job j ON j.id = a.job
		WHERE deed = 'small' AND pid > 0")" = 1 ]
}
check 'a new one is being made' until_true 60 small_at_work
new_recipe "$(slow nine 1)"
check 'it ends as it began' until_true 60 shows x eight-pic-x
is 'and is known to be of the recipe of before' "$(stale ann/x)" 'small stale 1'
remake --wait ann/x
check 'made again, it is of the new one' shows x nine-pic-x
none 'and stale no more' "$(stale ann/x)"
done_testing
