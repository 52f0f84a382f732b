#!/bin/sh
# 5102-uploads-states.t -- the list of uploads tells how each one fares
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/cgi.sh"
. "$(dirname "$0")/rows.sh"

make_site
add_user bob
add_user mod
sql "UPDATE user SET rights = 3 WHERE uid = 3"
cgi GET uploads /u/ann/panel
is 'who is not signed in' "$status" 303
like 'signs in first, and comes back' "$(header Location)" \
	'/auth/login/\?next=%2Fu%2Fann%2Fpanel%2F$'
enter ann
cgi GET uploads /u/ann/panel
is 'an empty list' "$status" 200
like 'says so' "$(body)" 'Nothing here yet'
unlike 'and does not look again' "$(body)" data-refresh
cgi GET uploads /u/ANN/panel
is 'another spelling' "$status $(header Location)" '301 /u/ann/panel/'
cgi GET uploads /u/nobody/panel
is 'nobody' "$status" 404

seed ann public Shown
seed ann unlisted Linked
seed ann private Mine
cgi GET uploads /u/ann/panel
like 'published' "$(row Shown)" '<span class="word good">Published<'
job Shown v720 1 9000 0 0
cgi GET uploads /u/ann/panel
like 'with what is still made of it' "$(row Shown)" \
	'Next: the 720p version, next in line<'
sql "DELETE FROM job WHERE deed = 'v720'"
cgi GET uploads /u/ann/panel
like 'with its page' "$(row Shown)" 'class="name" dir="auto" href="/u/ann/m/shown/"'
like 'its picture' "$(row Shown)" \
	'<img src="/content/public/../[^"]*/small-[^"]*.jpg" width="320" height="240"'
like 'what it is' "$(row Shown)" '</time>, Image, 4\.0 MB'
like 'unlisted' "$(row Linked)" 'Ready, unlisted'
like 'private' "$(row Mine)" 'Ready, private'
like 'with a picture that is checked' "$(row Mine)" \
	'<img src="[^"]*/file/[^"]*/small-[^"]*\.jpg/?"'
for deed in edit confirm-delete; do
	like "one may $deed" "$(row Mine)" "href=\"/u/ann/m/mine/$deed/\""
done
unlike 'nothing failed' "$(body)" retry
unlike 'all is done' "$(body)" data-refresh

sql "UPDATE media SET note = 'It is cut off at 0:12.' WHERE title = 'Shown'"
sql "UPDATE media SET state = 3, class = -29, note = 'It is <broken>.'
	WHERE title = 'Mine'"
sql "UPDATE media SET state = 3, class = -31, note = '' WHERE title = 'Linked'"
cgi GET uploads /u/ann/panel
like 'a note' "$(row Shown)" 'It is cut off at 0:12\.'
like 'failed' "$(row Mine)" '<span class="word bad">Failed</span>.*It is &lt;broken&gt;\.'
like 'failed without a reason' "$(row Linked)" 'Stood still and was ended\.'
like 'what to do' "$(row Linked)" 'Save it in another format, and send that\.'
like 'and try again' "$(row Linked)" \
	'<form method="post" action="/u/ann/m/linked/retry/">'

sql "UPDATE media SET state = 1 WHERE title IN ('Mine', 'Linked')"
cgi GET uploads /u/ann/panel
like 'not planned yet' "$(row Mine)" '<span class="word">Waiting</span>'
job Shown extra 1 5 0 0
job Linked probe 1 7 1 0
job Mine small 2 6 1 500
job Mine large 1 6 1 0
cgi GET uploads /u/ann/panel
like 'waiting' "$(row Linked)" 'Waiting, 3rd in line'
like 'behind whom' "$(row Linked)" '<span class="doing">2 others go before it\.<'
like 'working' "$(row Mine)" 'Being prepared, 75 %'
like 'the page looks again' "$(body)" 'id="uploads".* data-refresh="list"'
like 'or is asked to' "$(body)" 'panel/[?]live=1">Keep this page fresh'
cgi GET media /u/ann/m/mine
like 'its page says the same' "$(body)" 'Still being prepared: 75 %'

half=$site/content/incoming/AAAAAAAAAAAAAAAAAAAAAA.1.4000
head -c 1720 /dev/zero >"$half"
cgi GET uploads /u/ann/panel
like 'receiving' "$(row 'A new file')" 'Receiving, 43 %'
like 'by its number' "$(row 'A new file')" 'id="upload-AAAAAAAAAAAAAAAAAAAAAA"'
like 'how much' "$(row 'A new file')" '1\.7 kB of 4\.0 kB'
like 'at the top' "$(tr '\n' ' ' <"$tmp/body")" 'A new file<.*>Shown<'
sql "UPDATE file SET path = 'AAAAAAAAAAAAAAAAAAAAAA.1.4000' WHERE name = 'raw'
	AND media = (SELECT id FROM media WHERE title = 'Linked')"
cgi GET uploads /u/ann/panel
none 'once it has a row, that one' "$(row 'A new file')"
like 'under the same number' "$(row Linked)" 'id="upload-AAAAAAAAAAAAAAAAAAAAAA"'
rm "$half"
parked=$site/content/incoming/BBBBBBBBBBBBBBBBBBBBBB.1.0
echo x >"$parked"
cat >"$parked.done" <<'JSON'
{"format": 1, "uid": 1, "title": "Parked", "description": "", "alt": "",
"visibility": 2, "file_name": "x.gif", "kind": "image", "type": "gif",
"part": 0, "mime": "image/gif", "bytes": 2, "blake2b":
"0000000000000000000000000000000000000000000000000000000000000000"}
JSON
cgi GET uploads /u/ann/panel
like 'received during maintenance' "$(row Parked)" '>Waiting<'

# --- others
enter bob
cgi GET uploads /u/ann/panel
is 'another person' "$status" 403
unlike 'sees nothing' "$(body)" Mine
enter mod
cgi GET uploads /u/ann/panel
is 'a moderator' "$status" 200
like 'sees whose it is' "$(body)" '<h1 dir="auto">Uploads of ann</h1>'
like 'what fails' "$(body)" 'Mine'
unlike 'may not edit' "$(body)" '/edit/'
like 'but delete' "$(body)" '/confirm-delete/'

# --- pages
printf '[site]\npage_items = 10\n' >"$site/gremlin.ini"
seed bob public Many 25
enter bob
cgi GET uploads /u/bob/panel
is 'ten of them' "$(grep -c '<li id=' "$tmp/body")" 10
like 'the newest' "$(body)" '>Many 25<'
older=$(links '[?]older=')
query=${older#*\?} cgi GET uploads /u/bob/panel
like 'the next page' "$(body)" '>Many 15<'
unlike 'goes on there' "$(body)" '>Many 16<'
newer=$(links '[?]newer=')
query=${newer#*\?} cgi GET uploads /u/bob/panel
like 'and back' "$(body)" '>Many 25<'
unlike 'to the newest' "$(body)" '[?]newer='
query=older=x cgi GET uploads /u/bob/panel
is 'a page that is none' "$status" 422

done_testing
