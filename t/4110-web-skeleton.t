#!/bin/sh
# 4110-web-skeleton.t -- what every page does alike, by its environment
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/cgi.sh"

make_site

cgi GET login /auth/login
is 'a page' "$status" 200
is 'it ends well' "$exited" 0
is 'and says nothing to the log' "$(cat "$tmp/log")" ''
like 'a reason phrase' "$(head -n 1 "$tmp/head")" '^Status: 200 OK'
is 'its type' "$(header Content-Type)" 'text/html; charset=utf-8'
is 'its length' "$(header Content-Length)" "$(wc -c <"$tmp/body")"
like 'its policy' "$(header Content-Security-Policy)" "^default-src 'none'; "
is 'no sniffing' "$(header X-Content-Type-Options)" nosniff
unlike 'no header twice' "$(cut -d: -f1 "$tmp/head" | sort | uniq -d)" .
like 'the cookie is out of reach of scripts' "$(header Set-Cookie)" \
	'^gremlin=[A-Za-z0-9_-]{43}; Path=/; Max-Age=[0-9]+; HttpOnly; SameSite=Lax'
cgi GET login /auth/login/
is 'with the final slash' "$status" 200

cookie=
cgi GET login /auth/login HTTPS=on
like 'over https the cookie is safer' "$(header Set-Cookie)" \
	'^__Host-gremlin=.*; Secure'

cookie=
cgi GET index.cgi /
tag=$(header ETag)
cgi HEAD index.cgi /
is 'HEAD' "$status" 200
is 'has no body' "$(wc -c <"$tmp/body")" 0
is 'but its length' "$(header Content-Length)" \
	"$(cgi GET index.cgi / && wc -c <"$tmp/body")"
cgi GET index.cgi / HTTP_IF_NONE_MATCH="$tag"
is 'what the client has' "$status" 304
is 'is not sent again' "$(wc -c <"$tmp/body")" 0

cgi GET index.cgi /no/such
is 'an unknown address' "$status" 404
like 'says so' "$(body)" '<h1>There is no such page</h1>'
like 'and what to do' "$(body)" 'Check the address'
cgi HEAD index.cgi /no/such
is 'HEAD of it' "$status" 404
is 'is no trouble of ours' "$exited $(cat "$tmp/log")" '0 '
is 'has no body either' "$(wc -c <"$tmp/body")" 0
cgi PUT index.cgi /
is 'another method' "$status" 405
is 'is told which there are' "$(header Allow)" 'GET, HEAD'
cgi TRACE index.cgi /
is 'TRACE is none of them' "$status" 405
cgi GET logout /auth/logout
is 'signing out is no link' "$status" 405
is 'but a form' "$(header Allow)" POST

cgi GET person "$(printf '/u/a\rb')"
is 'a control character' "$status" 400
unlike 'is not reflected' "$(tr '\r' '#' <"$tmp/body")" '#'
cgi GET person '/u/<script>'
is 'a name that is none' "$status" 404
unlike 'is escaped' "$(body)" '<script>'

cp -p "$site/gremlin.ini" "$tmp/ini"
echo 'nonsense = 1' >>"$site/gremlin.ini"
cgi GET index.cgi /
is 'settings that are not right' "$status" 500
like 'the log has the reason' "$(cat "$tmp/log")" 'gremlin.ini'
unlike 'strangers have not' "$(body)" 'nonsense'
cp -p "$tmp/ini" "$site/gremlin.ini"

printf '[site]\npage_items = 1000000\n' >"$site/gremlin.ini"
cgi GET index.cgi /
is 'a page that needs too much memory' "$status" 503
is 'is told when to come back' "$(header Retry-After)" 30
cp -p "$tmp/ini" "$site/gremlin.ini"
cgi GET index.cgi /
is 'and no other page suffers' "$status" 200

mv "$site/db.sqlite" "$site/away"
cgi GET index.cgi /
is 'no database' "$status" 500
like 'the log has the reason' "$(cat "$tmp/log")" 'db.sqlite is not there'
unlike 'nobody is told where it was' "$(body)" "$site"
check 'none is made' test ! -e "$site/db.sqlite"
mv "$site/away" "$site/db.sqlite"

rm "$site/current/templates/home.tpl"
cgi GET index.cgi /
is 'a missing template' "$status" 500
like 'is named in the log' "$(cat "$tmp/log")" 'home.tpl is missing'
rm "$site/current/templates/error.tpl"
cgi GET index.cgi /no/such
is 'even without the error page' "$status" 404
is 'there is an answer' "$(header Content-Type)" 'text/plain; charset=utf-8'
like 'which says what to do' "$(body)" 'Check the address'

refute 'from a terminal a page says what it is' \
	env -u GATEWAY_INTERFACE "$site/current/cgi-bin/login" x
check 'and what to do' sh -c \
	"env -u GATEWAY_INTERFACE '$site/current/cgi-bin/login' --help | grep CGI"

done_testing
