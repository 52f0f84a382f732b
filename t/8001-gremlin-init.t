#!/bin/sh
# 8001-gremlin-init.t -- a site is made whole, and mended
. "$(dirname "$0")/tap.sh"

gremlin=$build/worker/gremlin
site="$tmp/my site"
unset GREMLIN_SITE

init() {
	status=0
	out=$(timeout 60 "$gremlin" -C "$site" init 2>&1) || status=$?
}

modes() {
	(cd "$site" && stat -c '%a %n' content content/* www recipes releases run \
		log db.sqlite gremlin.ini)
}

umask 077
init
is 'made' "$status" 0
like 'it says what comes next' "$out" 'user add --admin'
is 'the modes, whatever the umask' "$(modes)" '755 content
700 content/incoming
700 content/lost
700 content/private
755 content/public
700 content/raw
700 content/work
755 www
755 recipes
755 releases
700 run
700 log
600 db.sqlite
600 gremlin.ini'
for link in 'cgi-bin ../current/cgi-bin' 'static ../current/static' \
	'content/public ../../content/public' \
	'.htaccess ../current/share/apache/htaccess'; do
	is "www/${link%% *}" "$(readlink "$site/www/${link%% *}")" "${link#* }"
done
check 'public is reached through www' test -d "$site/www/content/public/."
is 'a half-made database is not left' "$(find "$site" -name 'db_*')" ''

whole() {
	find "$site" -path "$site/run" -prune -o \
		-printf '%P %i %m %s %T+ %C+ %l\n' | sort
}
before=$(whole)
init
is 'again' "$status" 0
is 'changes nothing' "$(whole)" "$before"

chmod 777 "$site/content/raw" "$site/www"
rmdir "$site/content/work"
ln -sfn /etc "$site/www/static"
rm "$site/www/cgi-bin"
init
is 'mended' "$status" 0
is 'strangers are kept out' "$(stat -c %a "$site/content/raw" "$site/www" |
	tr '\n' ' ')" '700 755 '
check 'a folder is back' test -d "$site/content/work"
is 'a link leads where it should' "$(readlink "$site/www/static")" \
	../current/static
is 'another is back' "$(readlink "$site/www/cgi-bin")" ../current/cgi-bin
like 'and it told' "$out" 'mended the mode of content/raw'

chmod 750 "$site/content/public"
init
is 'what the admin shows to fewer stays so' \
	"$(stat -c %a "$site/content/public")" 750

rmdir "$site/log"
touch "$site/log"
init
is 'a file where a folder belongs' "$status" 73
like 'is named' "$out" 'log is in the way: move it'
rm "$site/log"

echo '[site]' >"$site/gremlin.ini"
rm "$site/www/.htaccess"
echo own >"$site/www/.htaccess"
init
is "the admin's own files stay" \
	"$(cat "$site/gremlin.ini" "$site/www/.htaccess")" '[site]
own'

site=$tmp/none/here
init
is 'its parent must be there' "$status" 66
status=0
out=$(timeout 60 "$gremlin" init 2>&1) || status=$?
like 'without a folder, nothing is made' "$status $out" '66 .*no site'
out=$(cd "$tmp" && GREMLIN_SITE=new timeout 60 "$gremlin" init 2>&1)
check 'GREMLIN_SITE names it too' test -f "$tmp/new/db.sqlite"

# from a release
unset MAKEFLAGS MFLAGS MAKELEVEL
"${GREMLIN_MAKE:-make}" -s -C "$build" install prefix="$tmp/inst" \
	>"$tmp/log" 2>&1 || diag "$(cat "$tmp/log")"
rm "$tmp/inst/current"
release=$(ls "$tmp/inst/releases")
out=$(timeout 60 "$tmp/inst/releases/$release/bin/gremlin" \
	-C "$tmp/inst" init 2>&1)
unlike 'no release is missing' "$out" 'no release'
is 'the release is current' "$(readlink "$tmp/inst/current")" \
	"releases/$release"
check 'www/.htaccess leads to its rules' grep -q RewriteRule \
	"$tmp/inst/www/.htaccess"
check 'the site denies itself' cmp "$tmp/inst/.htaccess" \
	"$src/contrib/apache/site-htaccess"
check 'a program of the release finds its site' \
	timeout 60 "$tmp/inst/current/bin/gremlin" user list

done_testing
