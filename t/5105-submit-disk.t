#!/bin/sh
# 5105-submit-disk.t -- uploads when the disk is full, read-only or gone

# who is not root mounts in a namespace of its own, where the system lets it
[ "$(id -u)" -eq 0 ] || ! unshare -rm true 2>/dev/null || exec unshare -rm "$0"
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/cgi.sh"
. "$(dirname "$0")/form.sh"

make_site
incoming=$site/content/incoming
mount -t tmpfs -o size=1m tmpfs "$incoming" 2>/dev/null ||
	skip_all 'no file system can be mounted here'
at_exit "mountpoint -q '$incoming' && umount '$incoming'"

printf 'GIF89a\1\0\1\0\200\0\0\0\0\0\377\377\377,\0\0\0\0\1\0\1\0\0\2\2D\1\0;' \
	>"$tmp/a.gif"
{
	cat "$tmp/a.gif"
	head -c 3000000 /dev/zero
} >"$tmp/large.gif"

rows() {
	sqlite3 "$site/db.sqlite" "SELECT $1 FROM media"
}

enter ann
cgi GET submit /submit
form_start
form_file large.gif "$tmp/large.gif"
form_send submit /submit
is 'a disk that becomes full' "$status" 507
like 'is told' "$(body)" 'The disk of this site is full'
none 'nothing is left on it' "$(find "$incoming" -type f)"
cgi GET submit /submit
form_start
form_file large.gif "$tmp/large.gif"
form_file a.gif "$tmp/a.gif"
form_send submit /submit
is 'what still fits' "$status $(rows title)" '422 a'
like 'and what does not' "$(body)" 'large.gif</b>: The disk is full'
is 'one file is there' "$(find "$incoming" -type f | wc -l)" 1

mount -o remount,bind,ro "$incoming"
cgi GET submit /submit
is 'read-only: the form' "$status" 200
form_start
form_file b.gif "$tmp/a.gif"
form_send submit /submit
is 'takes nothing' "$status $(rows 'count(*)')" '500 1'
like 'and the log says why' "$(cat "$tmp/log")" 'create content/incoming'
unlike 'which the page does not' "$(body)" content/incoming
umount "$incoming"
mv "$incoming" "$incoming.away"
cgi GET submit /submit
form_start
form_file b.gif "$tmp/a.gif"
form_send submit /submit
is 'a folder that is gone' "$status" 500
mv "$incoming.away" "$incoming"
cgi GET submit /submit
form_start
form_file b.gif "$tmp/a.gif"
form_send submit /submit
is 'and all is well again' "$status" 303

done_testing
