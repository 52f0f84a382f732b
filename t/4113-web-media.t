#!/bin/sh
# 4113-web-media.t -- the page of one media, for everybody who may look
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/cgi.sh"

make_site
seed() {
	"$build/t/tool-seed" "$site" ann "$@" >"$tmp/seed.log" 2>&1 ||
		give_up "$(cat "$tmp/seed.log")"
}
seed public One
seed public 'Two & <three>'
seed unlisted Hidden
seed private Secret
seed public Four
seed working Soon
seed failed Broken

page() {
	cgi GET media "/u/ann/m/$1"
}

page two-three
is 'a public picture' "$status" 200
like 'its title' "$(body)" '<h1[^>]*>Two &amp; &lt;three&gt;</h1>'
like 'in the window too' "$(body)" '<title>Two &amp; &lt;three&gt; · '
like 'the picture' "$(body)" 'src="/content/public/../[^/]*/medium-0123abcd.jpg"'
like 'in all widths' "$(body)" 'srcset="[^"]* 320w, [^"]* 1280w"'
like 'what is to be seen' "$(body)" 'alt="what is to be seen"'
like 'a link to the largest' "$(body)" '<a href="/content/public/[^"]*/medium-'
like 'its description' "$(body)" '<p>Some <em>words</em> '
unlike 'without the HTML in it' "$(body)" '<b>about'
like 'its facts' "$(body)" '<dt>Size</dt><dd>4000 × 3000'
like 'its camera' "$(body)" 'Box &lt;1&gt;'
like 'how it was exposed' "$(body)" '<dd>1/60 s, ISO 200</dd>'
like 'when it was taken' "$(body)" '2 October 2008, 16:28'
unlike 'not where it was taken' "$(body)" '48\.1371'
unlike 'nor the original, which tells that' "$(body)" '>Original<'
unlike 'a stranger does not edit' "$(body)" '/edit/|/confirm-delete/'
unlike 'robots may come' "$(body)" 'noindex'
unlike 'no card without an address' "$(body)" 'og:title'
is 'newer in the gallery' "$(sed -n 's/.*rel="prev" href="\([^"]*\)".*/\1/p' \
	"$tmp/body")" /u/ann/m/four/
is 'older in the gallery' "$(sed -n 's/.*rel="next" href="\([^"]*\)".*/\1/p' \
	"$tmp/body")" /u/ann/m/one/

page hidden
is 'unlisted' "$status" 200
like 'robots may not come' "$(body)" 'noindex'
like 'it says so' "$(body)" '>Unlisted<'
cgi GET media /u/ANN/m/one
is 'another spelling' "$status" 301
is 'leads to the right one' "$(header Location)" /u/ann/m/one/
page nothing
is 'nothing there' "$status" 404
secret_of() {
	page "$1"
	[ "$status" = 404 ]
}
check 'private' secret_of secret
check 'not ready' secret_of soon
check 'failed' secret_of broken
unlike 'nobody is told why' "$(body)" 'hung'
post tend /u/ann/m/broken/retry
is 'trying again' "$status" 401

enter ann
page secret
is 'her own private picture' "$status" 200
like 'by a program that checks' "$(body)" 'src="/file/[^/]*/medium-[^/]*/"'
unlike 'not by the server' "$(body)" '/content/public/'
page one
like 'she may edit' "$(body)" 'href="/u/ann/m/one/edit/"'
like 'and delete' "$(body)" 'href="/u/ann/m/one/confirm-delete/"'
like 'sees where it was taken' "$(body)" '48\.1371 S, 11\.5755 E'
like 'and has the original' "$(body)" 'href="/file/[^/]*/raw/"'
page soon
is 'one that is not ready' "$status" 200
like 'says so' "$(body)" 'waits for its turn'
like 'and looks again' "$(body)" 'refresh\.js'
page broken
is 'one that failed' "$status" 200
like 'says why' "$(body)" 'It &lt;hung&gt;\.'
like 'and lets her try again' "$(body)" 'action="/u/ann/m/broken/retry/"'
post tend /u/ann/m/broken/retry
is 'which she does' "$status" 303
is 'and sees the page' "$(header Location)" /u/ann/m/broken/
cgi POST tend /u/ann/m/broken/retry CONTENT_LENGTH=0 \
	CONTENT_TYPE=application/x-www-form-urlencoded </dev/null
is 'not without the token' "$status" 403

cookie=
printf '[site]\nbase_url = https://media.example/\n' >"$site/gremlin.ini"
page one
like 'a card for links elsewhere' "$(body)" \
	'og:url" content="https://media.example/u/ann/m/one/"'
like 'with a picture' "$(body)" \
	'og:image" content="https://media.example/content/public/'
like 'and a text without markup' "$(body)" 'content="Some words about it\."'
like 'https is remembered' "$(header Strict-Transport-Security)" max-age
page hidden
unlike 'not of what is unlisted' "$(body)" 'og:url'

done_testing
