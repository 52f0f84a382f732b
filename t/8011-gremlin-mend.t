#!/bin/sh
# 8011-gremlin-mend.t -- kinds, plan and retry, and what check --fix does
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"

run() {
	status=0
	out=$(timeout 200 "$site/current/bin/gremlin" -C "$site" "$@" 2>&1) ||
		status=$?
}

make_site
printf '%s\n' "$password" | gremlin user add --admin bob

run kinds
is 'kinds' "$status" 0
like 'a kind' "$out" '^image +Picture'
like 'its formats' "$out" '^  from .* jpeg'
like 'its outputs' "$out" '^  small '
printf '[kind]\ntitle = Half\n' >"$site/recipes/half.ini"
run kinds
is 'a recipe of the site that is not right' "$status" 78
like 'is named, with what is wrong' "$out" 'half\.ini.*output probe'
rm "$site/recipes/half.ini"

# a GIF of one pixel
printf 'GIF89a\1\0\1\0\200\0\0\0\0\0\377\377\377,\0\0\0\0\1\0\1\0\0\2\2D\1\0;' \
	>"$tmp/dot.gif"
gremlin add "$tmp/dot.gif" >/dev/null
run plan
like 'first of all it is probed' "$out" '^  probe +missing'
like 'before anything is shown' "$out" 'publication waits for it'
run plan https://example.org/u/bob/m/dot/
like 'by its address' "$out" '^1 bob: dot \(image\)'
run plan bob/nothing
is 'no such media' "$status" 66
run plan 99
is 'no such number' "$status" 66
run plan nonsense
is 'nothing that names one' "$status" 65

run retry
is 'retry what?' "$status" 64
run retry 1
is 'a job' "$out" '1 job of 1 media to be done'
run retry --all
is 'twice is once' "$out" '0 jobs of 0 media to be done'

command -v ffmpeg >/dev/null || {
	skip 'made and mended' 'ffmpeg is not installed'
	done_testing
}
work() {
	timeout 200 "$site/current/bin/gremlin-worker" -C "$site" --once \
		>"$tmp/worker.log" 2>&1
}
check 'the worker does it' work
run plan 1
like 'everything is there' "$out" 'everything is there'
run plan
is 'so of all media nothing' "$out" ''
run check
is 'and all is well' "$status" 0

made=$(find "$site/content/public" -name 'small*.webp')
check 'a rendition' test -f "$made"
sum=$(cksum <"$made")
echo damage >"$made"
echo orphan >"$(dirname "$made")/old-12345678.webp"
echo orphan >"$site/content/public/stray"
mkdir -p "$site/content/raw/zz"
echo original >"$site/content/raw/zz/zzid"
run check
is 'four troubles' "$status $(echo "$out" | tail -n 1)" \
	"76 gremlin: 4 troubles found in $site, 0 mended"
run check --fix
is 'mended' "$status" 0
is 'each of them' "$(echo "$out" | grep -c '^  mended: ')" 4
is 'an original is never removed' "$(cat "$site/content/lost/zzid")" original
like 'and told of' "$out" '1 original in content/lost'
like 'with what its note says' "$out" 'from content/raw/zz/zzid, found .*no media'
check 'the orphans are gone' test ! -e "$site/content/public/stray"
run plan 1
like 'it is to be made again' "$out" '^  small +damaged'
check 'and shown until then' test -f "$made"
check 'the worker makes it again' work
is 'the same as before' "$(cksum <"$made")" "$sum"
run check
is 'all is well again' "$status" 0

# what is lost is a person's decision
cp "$tmp/dot.gif" "$site/content/lost/AAAAAAAAAAAAAAAAAAAAAA.1.43"
answer() {
	out=$(printf %s "$1" | tr / '\n' | "$site/current/bin/gremlin" -C "$site" check --fix 2>&1)
}
answer k/k/
is 'what is kept is there' "$(find "$site/content/lost" -type f | wc -l)" 3
answer nonsense/k/
is 'and without an answer' "$(find "$site/content/lost" -type f | wc -l)" 3
case $(echo "$out" | grep -o 'lost/[^:]*' | head -n 1) in
lost/zzid) answer d/g/ ;;
*) answer g/d/ ;;
esac
none 'deleted and given back' "$(find "$site/content/lost" -type f)"
like 'under an address' "$out" '/u/ann/m/found-again'
is 'to who had sent it' "$(sqlite3 "$site/db.sqlite" \
	"SELECT uid, visibility FROM media WHERE title = 'Found again'")" '1|0'

# sums that somebody else changed
sqlite3 "$site/db.sqlite" 'UPDATE ledger SET bytes = 7 WHERE axis = 1'
run check --quick
is 'sums that are not right' "$status" 76
like 'are told' "$out" 'sums of the ledger'
run check --fix --quick
is 'and mended' "$status" 0
run check --quick
is 'so that all is well' "$status" 0

# in the wrong folder
key=$(basename "$(dirname "$made")")
ab=$(basename "$(dirname "$(dirname "$made")")")
mkdir -p "$site/content/private/$ab"
mv "$site/content/public/$ab/$key" "$site/content/private/$ab/"
run check --fix --quick
is 'misplaced and mended' "$status" 0
check 'it is where it was' test -f "$made"

# the original is what nobody can make again
raw=$(find "$site/content/raw" -type f)
mv "$raw" "$tmp/raw"
run check --fix
is 'a lost original stays a trouble' "$status" 76
like 'and is told' "$out" 'its original .* is missing'
mv "$tmp/raw" "$raw"

done_testing
