#!/bin/sh
# 5101-submit-form.t -- what a form with files brings, by its environment
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/cgi.sh"
. "$(dirname "$0")/form.sh"

# a GIF of one pixel; the same with another colour; not a picture
printf 'GIF89a\1\0\1\0\200\0\0\0\0\0\377\377\377,\0\0\0\0\1\0\1\0\0\2\2D\1\0;' \
	>"$tmp/a.gif"
printf 'GIF89a\1\0\1\0\200\0\0\1\1\1\377\377\377,\0\0\0\0\1\0\1\0\0\2\2D\1\0;' \
	>"$tmp/b.gif"
echo 'this is only text, whatever it is called' >"$tmp/text.mp4"
: >"$tmp/empty.gif"
{
	cat "$tmp/a.gif"
	head -c 3000000 /dev/zero
} >"$tmp/large.gif"

make_site
rows() {
	sqlite3 "$site/db.sqlite" "SELECT $1 FROM media m JOIN file f
		ON f.media = m.id AND f.name = 'raw' ORDER BY m.id"
}

# no_rest -- nothing lies in content/incoming but what rows know
no_rest() {
	(cd "$site/content/incoming" && find . -type f) | sed 's,^./,,' |
		sort >"$tmp/there"
	rows f.path | sort >"$tmp/known"
	cmp "$tmp/there" "$tmp/known"
}

forget() {
	sqlite3 "$site/db.sqlite" 'PRAGMA foreign_keys = ON; DELETE FROM media'
	rm -f "$site"/content/incoming/*
}

cgi GET submit /submit
is 'a stranger' "$status" 303
like 'signs in first' "$(header Location)" '/auth/login/\?next='
form_empty
form_file a.gif "$tmp/a.gif"
form_send submit /submit
is 'and sends nothing' "$status" 401

enter ann
cgi GET submit /submit
is 'the form' "$status" 200
like 'takes files' "$(body)" '<input id="file" type="file" name="file" multiple'
like 'knows the largest' "$(body)" 'data-max-bytes="8589934592"'
first=$(hidden nonce)
like 'has a nonce' "$first" '^[A-Za-z0-9_-]{22}$'
is 'who comes back to the form finds the same' "$(header Cache-Control)" \
	'private, no-cache'
cgi GET submit /submit
unlike 'another one each time' "$(hidden nonce)" "^$first\$"

# --- one file
form_start
form_field title 'A <b> & "dot"'
form_field alt 'one pixel'
form_field description "$(printf 'line\r\nline')"
form_field visibility unlisted
form_file a.gif "$tmp/a.gif"
form_send submit /submit
is 'a file is in' "$status" 303
is 'and one goes to see how it fares' "$(header Location)" /u/ann/panel/
is 'with what was said of it' \
	"$(rows 'title, alt, hex(description), visibility, state, kind, mime, bytes')" \
	"A <b> & \"dot\"|one pixel|6C696E650A6C696E65|1|1|image|image/gif|$(
		wc -c <"$tmp/a.gif")"
is 'and its format' "$(sqlite3 "$site/db.sqlite" 'SELECT * FROM fact')" \
	'1|type|gif'
check 'byte by byte' cmp "$site/content/incoming/$(rows f.path)" "$tmp/a.gif"

cgi GET submit /submit
nonce_of_old=$(hidden nonce)
form_start
form_file a.gif "$tmp/a.gif"
form_send submit /submit
cp "$tmp/form" "$tmp/again"
is 'the same file from another form' "$status $(rows 'count(*)')" '303 2'
cgi POST submit /submit \
	CONTENT_TYPE="multipart/form-data; boundary=$boundary" \
	CONTENT_LENGTH="$(wc -c <"$tmp/again")" <"$tmp/again"
is 'a form sent again' "$status $(rows 'count(*)')" '303 2'
check 'leaves no second copy' no_rest
form_empty
form_field csrf "$csrf"
form_field nonce "$nonce_of_old"
form_file b.gif "$tmp/b.gif"
form_send submit /submit
is 'another file under its nonce is not lost' "$status $(rows 'count(*)')" \
	'303 3'
like 'a title of its own' "$(rows title)" '^b$'
forget

# --- several
cgi GET submit /submit
form_start
form_field title Many
form_file a.gif "$tmp/a.gif"
form_file text.mp4 "$tmp/text.mp4"
form_file empty.gif "$tmp/empty.gif"
form_file b.gif "$tmp/b.gif"
form_file a.gif "$tmp/a.gif"
form_send submit /submit
is 'good and bad ones' "$status" 422
is 'the good ones are in' "$(rows 'title, slug, part')" "$(printf \
	'Many|many|0\nMany|many-2|3\nMany|many-3|4')"
like 'one is told' "$(body)" 'Not everything could be taken'
like 'which' "$(body)" '<b dir="auto">text.mp4</b>: .*text'
like 'and why' "$(body)" '<b dir="auto">empty.gif</b>: The file is empty\.'
like 'and which are' "$(body)" '<b dir="auto">b.gif</b>: It is in\.'
unlike 'the next form has a nonce of its own' "$(hidden nonce)" "^$nonce\$"
check 'nothing else is left' no_rest
forget

# --- refused
cgi GET submit /submit
for case in "text.mp4 415" "empty.gif 422"; do
	form_start
	form_field title kept
	form_file "${case% *}" "$tmp/${case% *}"
	form_send submit /submit
	is "${case% *} alone" "$status" "${case#* }"
	like 'is told' "$(body)" 'id="error"'
	like 'in the form, as it was filled in' "$(body)" 'name="title".*value="kept"'
done
form_start
form_field title kept
form_file '' "$tmp/empty.gif"
form_send submit /submit
is 'no file chosen' "$status" 422
like 'is told' "$(body)" 'Choose a file first'

cgi GET submit /submit
good=$(hidden csrf)
for bad in '' "$(printf %064d 0)" 'x'; do
	form_empty
	form_field csrf "$bad"
	form_field nonce abc
	form_file a.gif "$tmp/a.gif"
	form_send submit /submit
	is "the token '$bad'" "$status" 403
done
form_empty
form_file a.gif "$tmp/a.gif"
form_field csrf "$good"
form_field nonce abc
form_send submit /submit
is 'a file before the hidden fields' "$status" 403
form_empty
form_field csrf "$good"
form_file a.gif "$tmp/a.gif"
form_send submit /submit
is 'no nonce' "$status" 422
form_empty
form_field csrf "$good"
form_field nonce abc
form_field visibility everybody
form_file a.gif "$tmp/a.gif"
form_send submit /submit
is 'a visibility that is none' "$status" 422
form_empty
form_field csrf "$good"
form_field nonce abc
form_field title "$(printf %0151d 0)"
form_file a.gif "$tmp/a.gif"
form_send submit /submit
is 'a title that is too long' "$status" 422
like 'is told' "$(body)" 'The title has 151 characters'
form_empty
form_field csrf "$good"
form_field nonce abc
form_field description "$(head -c 300000 /dev/zero | tr '\0' x)"
form_file a.gif "$tmp/a.gif"
form_send submit /submit
is 'a text without end' "$status" 413
form_empty
form_field csrf "$good"
form_field nonce abc
form_file a.gif "$tmp/a.gif"
form_send submit /submit HTTP_SEC_FETCH_SITE=cross-site
is 'from another site' "$status" 403
cgi POST submit /submit CONTENT_TYPE=text/plain CONTENT_LENGTH=3 <"$tmp/a.gif"
is 'no form at all' "$status" 415
is 'nothing of all that was kept' "$(rows 'count(*)')" 0
check 'nor is anything left' no_rest

# --- cut off
cgi GET submit /submit
form_start
form_file a.gif "$tmp/a.gif"
form_file large.gif "$tmp/large.gif"
form_end
for bytes in 100 900 1000 500000; do
	head -c "$bytes" "$tmp/form" >"$tmp/part"
	cgi POST submit /submit \
		CONTENT_TYPE="multipart/form-data; boundary=$boundary" \
		CONTENT_LENGTH="$(wc -c <"$tmp/form")" <"$tmp/part"
	is "a client that leaves after $bytes bytes" "$status" 400
	check 'leaves nothing behind' no_rest
done
is 'but a file that was whole' "$(rows title)" a
forget

# --- names
cgi GET submit /submit
form_start
long=$(printf %0500d 0)
form_file '../../../etc/passwd' "$tmp/a.gif"
form_file 'C:\\\\dir\\\\b.gif' "$tmp/a.gif"
form_file 'a%00b.gif' "$tmp/a.gif"
form_file 'line%0D%0Aline%22.gif' "$tmp/a.gif"
form_file '🐑🐑.gif' "$tmp/a.gif"
form_file "$long.gif" "$tmp/a.gif"
form_file 'bad\0377\0376utf.gif' "$tmp/a.gif"
form_file '.gif' "$tmp/a.gif"
form_send submit /submit
is 'names of all kinds' "$status" 303
is 'eight of them' "$(rows 'count(*)')" 8
rows title >"$tmp/titles"
like 'without folders' "$(cat "$tmp/titles")" '^passwd$'
like 'of either kind' "$(cat "$tmp/titles")" '^b$'
like '4-byte characters stay' "$(cat "$tmp/titles")" '^🐑🐑$'
none 'no control characters' "$(grep -P '[\x00-\x08\x0b-\x1f]' "$tmp/titles")"
is 'a long one is cut' "$(rows 'max(length(title)) <= 150')" 1
check 'all of one folder' no_rest
forget
cgi GET submit /submit
form_start
form_file first.gif "$tmp/a.gif"
form_file 'a\0000b.gif' "$tmp/a.gif"
form_send submit /submit
is 'a NUL in a head' "$status $(rows title)" '422 first'
like 'is told' "$(body)" 'What followed</b>: .* NUL'
forget

# --- limits
printf '[limits]\nupload_bytes = 1M\n' >"$site/gremlin.ini"
cgi GET submit /submit
form_start
form_file large.gif "$tmp/large.gif"
form_send submit /submit
is 'a file over the limit' "$status" 413
like 'is told the limit' "$(body)" '1 MB'
cgi GET submit /submit
form_start
form_file large.gif "$tmp/large.gif"
form_file a.gif "$tmp/a.gif"
form_send submit /submit
is 'does not harm the one behind it' "$status $(rows 'count(*)')" '422 1'
cgi POST submit /submit \
	CONTENT_TYPE="multipart/form-data; boundary=$boundary" \
	CONTENT_LENGTH=999999999999 <"$tmp/form"
is 'a body over the limit' "$status" 413
forget
cgi GET submit /submit
form_start
i=0
while [ $((i += 1)) -le 102 ]; do
	form_file a.gif "$tmp/a.gif"
done
form_send submit /submit
is 'too many files' "$status $(rows 'count(*)')" '422 100'
like 'are told' "$(body)" 'A form takes 100 files'
forget
printf '[limits]\nfree_bytes = 1000T\n' >"$site/gremlin.ini"
form_start
form_file a.gif "$tmp/a.gif"
form_send submit /submit
is 'a full disk' "$status" 507
check 'leaves nothing' no_rest
: >"$site/gremlin.ini"

# --- maintenance
sqlite3 "$site/db.sqlite" 'PRAGMA user_version = -1'
cgi GET submit /submit
is 'the form during an upgrade' "$status" 200
form_start
form_field title Parked
form_file a.gif "$tmp/a.gif"
form_send submit /submit
is 'what comes then is taken' "$status" 202
like 'and that is said' "$(body)" 'received: it appears when the maintenance'
unlike 'as no error' "$(body)" 'id="error"'
is 'without a row' "$(rows 'count(*)')" 0
is 'with a record beside it' "$(find "$site/content/incoming" -type f | wc -l)" 2
sqlite3 "$site/db.sqlite" 'PRAGMA user_version = 1'
check 'the worker' "$release/bin/gremlin-worker" -C "$site" --once --for 1
is 'takes it in' "$(rows title)" Parked

done_testing
