#!/bin/sh
# 5103-edit-delete.t -- what its owner may change, and how a media goes
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/cgi.sh"

make_site
add_user bob
add_user mod
sql() {
	sqlite3 "$site/db.sqlite" "$1"
}
sql "UPDATE user SET rights = 3 WHERE uid = 3"
"$build/t/tool-seed" "$site" ann public 'A dog' >"$tmp/seed.log" 2>&1 ||
	give_up "$(cat "$tmp/seed.log")"
key=$(sql 'SELECT key FROM media')
half=$(echo "$key" | cut -c1-2)/$key
mkdir -p "$site/content/public/$half"
for name in small medium; do
	echo x >"$site/content/public/$half/$name-0123abcd.jpg"
done
mkdir -p "$site/content/raw/ID"
echo original >"$site/content/raw/ID/ID1"

edit=/u/ann/m/a-dog/edit
delete=/u/ann/m/a-dog/confirm-delete

# --- who may
for page in "edit $edit" "delete $delete"; do
	cookie=
	cgi GET ${page}
	is "${page% *}: a stranger signs in first" "$status" 303
	enter bob
	cgi GET ${page}
	is "${page% *}: not somebody else" "$status" 403
	enter ann
	cgi GET ${page}
	is "${page% *}: its owner" "$status" 200
	cgi GET "${page% *}" /u/ann/m/no-dog/"${page##*/}"
	is "${page% *}: no such media" "$status" 404
done
enter mod
cgi GET edit "$edit"
is 'a moderator changes no words' "$status" 403
cgi GET media "${edit%/edit}"
unlike 'and is offered no form for it' "$(body)" 'a-dog/edit/'
like 'but a way to delete' "$(body)" 'href="/u/ann/m/a-dog/confirm-delete/'
cgi GET delete "$delete"
is 'that works' "$status" 200

# --- edit
enter ann
cgi GET edit "$edit"
like 'the form knows the title' "$(body)" 'name="title".* value="A dog"'
like 'the alt text' "$(body)" 'name="alt".* value="what is to be seen"'
like 'the words' "$(body)" '>Some \*words\* &lt;b&gt;about&lt;/b&gt; it\.</textarea>'
like 'who may see it' "$(body)" 'value="public" checked'
like 'that it has a place' "$(body)" 'name="show_location" value="1">'
like 'the address that stays' "$(body)" '/u/ann/m/a-dog/</span>'
post edit "$edit" 'title=A <big> cat' alt= 'description=new' visibility=unlisted \
	show_location=1
is 'saved' "$status $(header Location)" '303 /u/ann/m/a-dog/'
is 'all of it' "$(sql 'SELECT title, alt, description, visibility, show_place,
	slug FROM media')" 'A <big> cat||new|1|1|a-dog'

lines=$(printf 'one\n\ntwo </textarea>')
cgi GET edit "$edit"
post edit "$edit" title=Lines alt= "description=$lines" visibility=unlisted \
	show_location=1
cgi GET edit "$edit"
is 'lines stay lines' "$(sed -n '/<textarea/,/<\/textarea/s/.*aria-describedby[^>]*>//p;
	/^two/p' "$tmp/body" | tr '\n' '|')" 'one|two &lt;/textarea&gt;</textarea>|'

# --- two windows
cgi GET edit "$edit"
old=$(hidden revision)
post edit "$edit" title=Theirs 'alt=Their alt' 'description=<i>theirs</i>' \
	visibility=unlisted show_location=1 "revision=$old"
is 'one window saves' "$status" 303
cgi GET edit "$edit"
post edit "$edit" title=Mine 'alt=Their alt' description=mine \
	visibility=unlisted show_location=1 "revision=$old"
is 'the other one does not' "$status" 409
like 'and is told' "$(body)" 'id="error".*It was changed in another window meanwhile'
like 'what was typed is kept' "$(body)" 'name="title".* value="Mine"'
like 'beside what is there' "$(body | tr '\n' ' ')" \
	'<dt>Title</dt> <dd dir="auto">Theirs</dd> <dt>Description</dt> <dd dir="auto">&lt;i&gt;theirs&lt;/i&gt;</dd> </dl>'
is 'nothing was changed' "$(sql 'SELECT title, description FROM media')" \
	'Theirs|<i>theirs</i>'
post edit "$edit" title=Theirs 'alt=Their alt' 'description=<i>theirs</i>' \
	visibility=unlisted show_location=1 "revision=$old"
is 'the same once more is no conflict' "$status" 303
cgi GET edit "$edit"
unlike 'nor is a new form' "$(body)" 'What is there now'
post edit "$edit" title=Mine alt= description=mine visibility=unlisted \
	show_location=1 "revision=$(hidden revision)"
is 'who has seen both, saves' "$status $(sql 'SELECT title FROM media')" \
	'303 Mine'
check 'its files stay public' test -f "$site/content/public/$half/small-0123abcd.jpg"
cgi GET edit "$edit"
like 'the place is shown' "$(body)" 'name="show_location" value="1" checked'
post edit "$edit" title=Cat alt= description= visibility=private
is 'made private' "$status" 303
check 'its files went with it' test -f "$site/content/private/$half/small-0123abcd.jpg"
refute 'and are public no more' test -e "$site/content/public/$half"
cgi GET edit "$edit"
mv "$site/content/public" "$site/content/public.away"
: >"$site/content/public"
post edit "$edit" title=Cat alt= description= visibility=public
is 'files that cannot be moved' "$status" 503
like 'what that means' "$(body)" 'files may still be seen'
is 'the change is kept' "$(sql 'SELECT visibility FROM media')" 2
is 'and is to be done' "$(sql 'SELECT count(*) FROM moving')" 1
rm "$site/content/public"
mv "$site/content/public.away" "$site/content/public"
cgi GET edit "$edit"
post edit "$edit" title=Cat alt= description= visibility=private
is 'made private again' "$status" 303
is 'the place is hidden again' "$(sql 'SELECT show_place FROM media')" 0
is 'nothing is left to be moved' "$(sql 'SELECT count(*) FROM moving')" 0
cgi GET edit "$edit"
for wrong in 'title=' "title=$(printf %0151d 0)" 'visibility=all' \
	"description=$(printf %020001d 0)"; do
	post edit "$edit" title=Cat visibility=public alt=typed "$wrong"
	is "${wrong%%=*} is not right" "$status" 422
	like 'and that is told' "$(body)" 'id="error"'
	like 'in the form as it was filled in' "$(body)" 'name="alt".* value="typed"'
done
csrf=x
post edit "$edit" title=Cat visibility=public csrf=none
is 'a wrong token' "$status" 403
is 'nothing was changed' "$(sql 'SELECT title, visibility FROM media')" 'Cat|0'
enter bob
cgi GET login /auth/login
post edit "$edit" title=Bob visibility=public
is 'what is private does not exist for others' "$status" 404
sql 'UPDATE media SET visibility = 2'
post edit "$edit" title=Bob visibility=public
is 'nor may they change what they see' "$status" 403
sql 'UPDATE media SET visibility = 0'
enter ann
sql 'PRAGMA user_version = -1'
cgi GET edit "$edit"
is 'during an upgrade: the form' "$status" 200
post edit "$edit" title=Cat visibility=public
is 'but no change' "$status" 503
like 'and when again' "$(header Retry-After)" '[0-9]'
sql 'PRAGMA user_version = 1'
sql "UPDATE fact SET name = 'placeless', value = 1 WHERE name = 'gps_lat'"
cgi GET edit "$edit"
unlike 'without a place there is no choice' "$(body)" show_location

# --- delete
cgi GET delete "$delete"
like 'what goes: the original' "$(body)" 'your original file \(Cat\.jpg, 4\.0 MB\)'
like 'what was made of it' "$(body)" '4 files, 3\.2 MB'
like 'its picture' "$(body)" '/file/.*/small-0123abcd\.jpg'
unlike 'nothing works on it' "$(body)" 'still going on'
sql "INSERT INTO job(maker, subject, deed, state, lane, rank, party, blocks, way,
	tries, losses, attempts, due_at, class, reason, log, progress, made_at)
	VALUES('media', 1, 'small', 2, 0, 1, 1, 1, 0, 0, 0, 1, 0, 0, '', '', 0, 0),
	('media', 1, 'large', 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 0, '', '', 0, 0)"
sql "INSERT INTO attempt VALUES((SELECT id FROM job WHERE deed = 'small'), 1, 2,
	0, '', '', 0, 0, 0)"
cgi GET delete "$delete"
like 'work that goes on' "$(body)" 'still going on'
cgi GET delete "$delete"
is 'asking deletes nothing' "$(sql 'SELECT state FROM media')" 2
post delete "$delete" csrf=none
is 'a wrong token' "$status" 403
cgi GET delete "$delete"
post delete "$delete"
is 'deleted' "$status $(header Location)" '303 /u/ann/panel/?done=deleted'
cgi GET uploads /u/ann/panel
post delete "$delete"
is 'so it is for who presses twice' "$status $(header Location)" \
	'303 /u/ann/panel/?done=deleted'
is 'while something works on it, a row waits' "$(sql 'SELECT state FROM media')" 4
is 'what runs is called off' "$(sql 'SELECT state FROM attempt')" 4
is 'what waits is gone' "$(sql "SELECT count(*) FROM job WHERE state = 1")" 0
refute 'its files are gone' test -e "$site/content/private/$half"
for page in "edit $edit" "delete $delete" 'media /u/ann/m/a-dog'; do
	cgi GET ${page}
	is "${page% *}: it is gone" "$status" 404
done
cgi GET delete "$delete"
sql "DELETE FROM attempt; DELETE FROM job"
check 'the worker does the rest' "$release/bin/gremlin-worker" -C "$site" \
	--once --for 5
is 'no row is left' "$(sql 'SELECT count(*) FROM media')" 0
none 'no file either' "$(find "$site/content" -type f)"

done_testing
