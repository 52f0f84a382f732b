#!/bin/sh
# 5107-uploads-deeds.t -- the lists of uploads, the notice of what failed, and
# cancelling
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/cgi.sh"
. "$(dirname "$0")/form.sh"
. "$(dirname "$0")/rows.sh"

make_site
add_user bob
add_user mod
sql "UPDATE user SET rights = 3 WHERE uid = 3"

titles() {
	grep -o 'class="name" dir="auto"[^>]*>[^<]*' "$tmp/body" |
		sed 's/.*>//' | tr '\n' ';'
}

# choices -- the lists, with the number of each
choices() {
	sed -n 's/^<li><a href="[^>]*>\([A-Za-z ]*\)<b>\([0-9,]*\).*/\1\2/p' \
		"$tmp/body" | tr '\n' ';'
}

list() {
	query=$1 cgi GET uploads /u/ann/panel
}

notice() {
	tr '\n' ' ' <"$tmp/body" |
		sed -n 's/.*id="failures"> <span>\([^<]*\) <a.*/\1/p'
}

# --- lists
enter ann
cgi GET uploads /u/ann/panel
unlike 'without uploads nothing to choose from' "$(body)" 'id="choices"'
seed ann public Shown
seed ann failed Broken
seed ann working Made
seed ann private Lacking
seed bob failed Other
job Lacking v1080 3 80 0 0 -31 'It stood still.'
sql "UPDATE media SET trouble = 1 WHERE title = 'Lacking'"
list ''
is 'all' "$(titles)" 'Lacking;Made;Broken;Shown;'
is 'how many of each' "$(choices)" 'All 4;Being made 1;Failed 2;Published 2;'
like 'which one is shown' "$(body)" 'panel/" aria-current="true">All <b>4</b>'
list show=making
is 'what is being made' "$(titles)" 'Made;'
is 'leads back to that list' "$(hidden next)" '/u/ann/panel/?show=making'
list show=failed
is 'what failed, wholly or in part' "$(titles)" 'Lacking;Broken;'
list show=published
is 'what is published' "$(titles)" 'Lacking;Shown;'
list show=other
is 'a list that is none' "$status" 422
head -c 10 /dev/zero >"$site/content/incoming/AAAAAAAAAAAAAAAAAAAAAA.1.400"
list show=published
unlike 'what arrives is not published' "$(body)" 'A new file'
is 'but counted' "$(choices)" 'All 5;Being made 2;Failed 2;Published 2;'
list show=making
like 'and made' "$(body)" 'A new file'
rm "$site/content/incoming/AAAAAAAAAAAAAAAAAAAAAA.1.400"
sql "UPDATE media SET state = 4 WHERE title = 'Made'"
list show=making
like 'an empty list says so' "$(body)" 'Nothing is being made right now'
sql "UPDATE media SET state = 1 WHERE title = 'Made'"

# --- fresh without a script, only where that was asked for
list ''
unlike 'it does not come anew by itself' "$(body)" http-equiv
like 'unless asked to' "$(body)" '<a href="/u/ann/panel/\?live=1">Keep this page fresh'
list 'show=making&live=1'
like 'then it does, where no script runs' "$(body)" \
	'<noscript><meta http-equiv="refresh" content="10"></noscript>'
like 'until that is stopped' "$(body)" \
	'<a href="/u/ann/panel/\?show=making">Stop that'
list 'show=published&live=1'
unlike 'or all of it is there' "$(body)" http-equiv

# --- the notice
list ''
is 'something failed' "$(notice)" \
	'2 of your uploads failed, or not all was made of them.'
cgi GET person /u/bob
is 'on every page' "$(notice)" \
	'2 of your uploads failed, or not all was made of them.'
like 'with its list' "$(body)" '<a href="/u/ann/panel/\?show=failed">See what to do'
next=$(hidden next)
is 'and where to go on' "$next" /u/bob/
seed ann failed Meanwhile
post tend /u/ann/panel/seen count=2 "next=$next"
is 'it is put away' "$status $(header Location)" '303 /u/bob/'
cgi GET index.cgi /
is 'but for what failed meanwhile' "$(notice)" \
	'3 of your uploads failed, or not all was made of them.'
post tend /u/ann/panel/seen count=3
is 'now' "$status $(header Location)" '303 /u/ann/panel/'
list ''
none 'it is away' "$(notice)"
is 'what failed is still there' "$(choices)" \
	'All 5;Being made 1;Failed 3;Published 2;'
seed ann failed Again
list ''
is 'one more' "$(notice)" 'One of your uploads failed.'
is 'a page that has it is kept nowhere' "$(header Cache-Control)" no-store
tag=$(header ETag)
cgi GET uploads /u/ann/panel HTTP_IF_NONE_MATCH="$tag"
is 'nor sent again in vain' "$status" 304
list ''
post tend /u/ann/m/again/retry "next=$(hidden next)"
list ''
none 'what is tried again is no failure' "$(notice)"
cgi GET uploads /u/ann/panel HTTP_IF_NONE_MATCH="$tag"
is 'and the page is another one' "$status" 200
sql "UPDATE media SET trouble = 1 WHERE title = 'Lacking'"
list ''
is 'what is not whole' "$(notice)" 'Not all was made of one of your uploads.'
post tend /u/ann/m/lacking/retry output=v1080
list ''
none 'is tried again' "$(notice)"
enter bob
cgi GET index.cgi /
is 'each sees their own' "$(notice)" 'One of your uploads failed.'
post tend /u/ann/panel/seen count=9
is 'and puts away their own' "$(sql "SELECT group_concat(trouble) FROM media
	WHERE uid = 2")" 2
is 'not those of others' "$(sql "SELECT count(*) FROM media
	WHERE uid = 1 AND trouble = 2")" 2
cookie=
cgi GET index.cgi /
none 'nobody sees none' "$(notice)"

# --- try all again
enter ann
seed ann failed Cancelled
sql "UPDATE media SET class = -38 WHERE title = 'Cancelled'"
sql "UPDATE media SET trouble = 1 WHERE title = 'Lacking';
	UPDATE job SET state = 3"
list show=failed
like 'several at once' "$(body)" 'action="/u/ann/panel/retry/"'
post tend /u/ann/panel/retry
is 'are tried again' "$(header Location)" '/u/ann/panel/?done=retried'
list done=retried
like 'which is told' "$(body)" 'Everything that had failed is tried again\.'
is 'but what was cancelled' "$(choices)" \
	'All 7;Being made 5;Failed 1;Published 2;'
is 'also one output' "$(sql "SELECT state FROM job")" 1
unlike 'one has its own button' "$(body)" panel/retry
post tend /u/ann/panel/retry
is 'and once more' "$(header Location)" '/u/ann/panel/?done=none'
is 'nobody else is touched' "$(sql "SELECT state FROM media WHERE uid = 2")" 3
enter bob
cgi GET submit /submit
post tend /u/ann/panel/retry
is 'nor touches' "$status" 403
sql "UPDATE media SET class = -31, state = 3, trouble = 2 WHERE uid = 1"
enter mod
cgi GET submit /submit
post tend /u/ann/panel/retry
is 'moderators may' "$status $(sql "SELECT count(*) FROM media
	WHERE uid = 1 AND state = 1")" '303 7'

# --- cancel
sql "DELETE FROM job; DELETE FROM file; DELETE FROM fact; DELETE FROM media"
printf 'GIF89a\1\0\1\0\200\0\0\0\0\0\377\377\377,\0\0\0\0\1\0\1\0\0\2\2D\1\0;' \
	>"$tmp/a.gif"
enter ann
cgi GET submit /submit
form_start
form_field title Mine
form_field visibility public
form_file a.gif "$tmp/a.gif"
form_send submit /submit
once() {
	"$release/bin/gremlin-worker" -C "$site" --once >"$tmp/worker.log" 2>&1
}
list ''
like 'what waits can be cancelled' "$(row Mine)" 'action="/u/ann/m/mine/cancel/"'
post tend /u/ann/m/mine/cancel "next=$(hidden next)"
is 'it is' "$status $(header Location)" \
	'303 /u/ann/panel/?done=cancelled&entry=mine'
list 'done=cancelled&entry=mine'
like 'which is told' "$(body)" '“Mine” is cancelled\.'
like 'by whom' "$(row Mine)" '>Cancelled</span> <span class="reason">ann cancelled it\.'
none 'who did it needs no notice' "$(notice)"
cgi GET media /u/ann/m/mine
like 'its page says the same' "$(body)" '>Preparing this file was cancelled<'
list ''
unlike 'there is nothing left to cancel' "$(row Mine)" /cancel/
post tend /u/ann/m/mine/cancel "next=$(hidden next)"
is 'once more' "$status $(header Location)" \
	'303 /u/ann/panel/?done=ended&entry=mine'
once
list ''
like 'the worker leaves it alone' "$(row Mine)" '>Cancelled<'
post tend /u/ann/m/mine/retry "next=$(hidden next)"
list ''
like 'until it is asked for' "$(row Mine)" '>Waiting<'
enter bob
cgi GET submit /submit
post tend /u/ann/m/mine/cancel
is 'nobody else sees it' "$status" 404
enter mod
cgi GET uploads /u/ann/panel
post tend /u/ann/m/mine/cancel "next=$(hidden next)"
enter ann
list ''
like 'a moderator may' "$(row Mine)" 'A moderator cancelled it\.'
is 'then its owner is told' "$(notice)" 'One of your uploads failed.'
for path in /u/ann/m/mine/retry /u/ann/m/mine/cancel /u/ann/panel/seen \
	/u/ann/panel/retry; do
	cgi GET tend "$path"
	is "also where $path takes no GET" "$status" 405
done
cgi GET media /u/ann
is 'and where no route takes the path' "$status" 404
post tend /u/ann/m/mine/retry "next=$(hidden next)"
if command -v ffmpeg >/dev/null; then
	until_true 60 eval 'once; list ""; row Mine | grep -q ">Published<"'
	like 'in the end it is made' "$(row Mine)" '>Published<'
	job Mine large 2 80 0 100
	begun 1
	list ''
	post tend /u/ann/m/mine/cancel "next=$(hidden next)"
	is 'what runs is to be ended' "$(sql "SELECT state FROM attempt")" 4
	list ''
	like 'and is being' "$(row Mine)" \
		'>Published<.*>Ending what was begun of the large picture<'
	sql "UPDATE attempt SET state = 2"
	list ''
	like 'but not once it is tried again' "$(row Mine)" \
		'>Making the large picture, 10 %'
fi
done_testing
