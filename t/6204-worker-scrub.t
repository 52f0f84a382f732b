#!/bin/sh
# 6204-worker-scrub.t -- a byte that flips on the disk is found and mended, or
# told
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"

command -v ffmpeg >/dev/null || skip_all 'ffmpeg is not installed'
make_site '[scrub]' 'percent = 100'

# two GIFs of one pixel
printf 'GIF89a\1\0\1\0\200\0\0\0\0\0\377\377\377,\0\0\0\0\1\0\1\0\0\2\2D\1\0;' \
	>"$tmp/dot.gif"
sed 's/\o377\o377\o377/\o377\o1\o1/' "$tmp/dot.gif" >"$tmp/red.gif"
gremlin add --user ann --title dot "$tmp/dot.gif" "$tmp/red.gif" >/dev/null

sql() {
	sqlite3 -cmd '.timeout 10000' "$site/db.sqlite" "$1"
}

upkeep() {
	sql "SELECT value FROM upkeep WHERE name = 'scrub.$1'"
}

begun() {
	[ -n "$(upkeep began_at)" ]
}

nothing_to_do() {
	[ "$(sql 'SELECT count(*) FROM job')" -eq 0 ]
}

# whole_pass -- as if it were due; ends when all is read
read_all() {
	[ "$(upkeep at)" = "$last" ]
}
whole_pass() {
	stop_worker
	last=$(sql "SELECT media || ' ' || name FROM file
		ORDER BY media DESC, name DESC LIMIT 1")
	sql "UPDATE upkeep SET value = '' WHERE name = 'scrub.at'"
	sql "UPDATE upkeep SET value = 0 WHERE name = 'scrub.due_at'"
	start_worker
	until_true 100 read_all && until_true 100 nothing_to_do
}

# flip FILE -- one byte in its middle
flip() {
	chmod u+w "$1"
	at=$(($(stat -c %s "$1") / 2))
	byte=$(dd if="$1" bs=1 skip=$at count=1 status=none | od -An -tu1)
	printf %b "\\0$(printf %o $((byte ^ 1)))" |
		dd of="$1" bs=1 seek=$at conv=notrunc status=none
}

damaged() {
	sql "SELECT group_concat(name || ' ' || what, ', ') FROM
		(SELECT * FROM damage ORDER BY name)"
}

status() {
	gremlin status 2>&1
}

start_worker
check 'a pass begins' until_true 100 begun
check 'and the media are made' until_true 200 nothing_to_do
small=$(find "$site/content/public" -name 'small*.webp' | head -n 1)
medium=$(dirname "$small")/$(sql "SELECT path FROM file WHERE
	name LIKE '%.jpg' AND media = (SELECT media FROM file WHERE
	path = '$(basename "$small")') LIMIT 1")
key=$(basename "$(dirname "$small")")
media=$(sql "SELECT id FROM media WHERE key = '$key'")
sums=$(cksum "$small" "$medium")

whole_pass
is 'a pass' $? 0
is 'finds nothing in a site in order' "$(damaged)" ''
is 'and has read every file' "$(upkeep files)" "$(sql 'SELECT count(*) FROM file')"
like 'the status says how far it is' "$(status)" '^scrub +100 % read since'
none 'nothing of it is left' "$(find "$site/content/work" -mindepth 1)"

flip "$small"
truncate -s 10 "$medium"
whole_pass
is 'another pass' $? 0
is 'makes both again' "$(cksum "$small" "$medium")" "$sums"
is 'so that nothing is damaged' "$(damaged)" ''
rm "$small"
rm "$medium"
mkdir -p "$medium/folder"
whole_pass
is 'one more' $? 0
is 'makes what is missing, or no file' "$(cksum "$small" "$medium")" "$sums"
check 'gremlin check agrees' gremlin check

# originals
raw() {
	path=$(sql "SELECT path FROM file WHERE name = 'raw' AND media = $1")
	find "$site/content/raw" -name "$path"
}
one=$(raw 1)
two=$(raw 2)
cp "$one" "$tmp/one"
flip "$one"
mv "$two" "$tmp/two"
hurt=$(cksum <"$one")
flip "$small"
whole_pass
is 'a pass over damaged originals' $? 0
is 'marks them' "$(sql "SELECT group_concat(media || ' ' || what) FROM damage
	WHERE name = 'raw'")" '1 1,2 3'
like 'with a note to their owners' "$(sql 'SELECT note FROM media WHERE id = 1')" \
	'^The original is damaged on the disk'
like 'each its own' "$(sql 'SELECT note FROM media WHERE id = 2')" \
	'^The original is missing'
is 'the damage stays as it is' "$(cksum <"$one")" "$hurt"
check 'what was made of it is kept' test -f "$small"
is 'though that is damaged too' "$(sql "SELECT count(*) FROM damage
	WHERE media = $media AND name = 'small.webp'")" 1
is 'it is still shown' "$(sql 'SELECT group_concat(state) FROM media')" 2,2
like 'the status names them' "$(status)" 'ann: dot: its original is changed'
run() {
	out=$("$site/current/bin/gremlin" -C "$site" "$@" 2>&1)
}
run status --json
is 'for programs, too' "$(printf %s "$out" | jq '.scrub.originals')" 2
run doctor
like 'and the doctor' "$out" 'BAD .*2 originals damaged or missing'
run retry "$media"
check 'nothing is made from it' until_true 60 nothing_to_do
is 'even if asked' "$(sql "SELECT count(*) FROM damage WHERE media = $media
	AND name = 'small.webp'")" 1

cp "$tmp/one" "$one"
mv "$tmp/two" "$two"
whole_pass
is 'originals from a backup' $? 0
is 'are well again' "$(damaged)" ''
is 'with no note' "$(sql "SELECT group_concat(note, '') FROM media")" ''
check 'and what was damaged is made' until_true 60 nothing_to_do
is 'the same as ever' "$(cksum "$small" "$medium")" "$sums"

# the end of a pass
whole_pass
sql "UPDATE upkeep SET value = 0 WHERE name = 'scrub.due_at'"
stop_worker
start_worker
done_once() {
	[ -n "$(upkeep done_at)" ]
}
check 'a pass ends' until_true 60 done_once
is 'and the next one begins' "$(upkeep at)" ''
check 'a month later' test "$(upkeep due_at)" -gt "$(($(date +%s) + 2500000))"
like 'as the status says' "$(status)" 'last whole pass until'

done_testing
