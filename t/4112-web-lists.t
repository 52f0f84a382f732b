#!/bin/sh
# 4112-web-lists.t -- home page and gallery, page by page
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/cgi.sh"

make_site
seed() {
	"$build/t/tool-seed" "$site" "$@" >"$tmp/seed.log" 2>&1 ||
		give_up "$(cat "$tmp/seed.log")"
}

# titles -- of the tiles of the last page
titles() {
	sed -n 's/.*<span class="name"[^>]*>\(.*\)<\/span>.*/\1/p' "$tmp/body"
}

# follow REL -- to the next or prev page; sets status
follow() {
	link=$(sed -n "s/.*rel=\"$1\" href=\"\([^\"]*\)\".*/\1/p" "$tmp/body")
	query=${link#*\?}
	[ -n "$link" ] && cgi GET "$2" "$3"
}

cgi GET index.cgi /
is 'an empty site' "$status" 200
like 'invites to log in' "$(body)" 'Log in to upload'
cgi GET person /u/ann
like 'an empty gallery' "$(body)" 'ann has not published anything'

seed ann public 'Picture <&>' 60
seed ann private Secret
seed ann unlisted Hidden

cgi GET index.cgi /
is 'the newest' "$(titles | head -n 1)" 'Picture &lt;&amp;&gt; 60'
is 'so many' "$(titles | wc -l)" 24
unlike 'nothing private' "$(body)" 'Secret|Hidden'
unlike 'nothing newer' "$(body)" 'rel="prev"'
like 'pictures in two formats' "$(body)" 'type="image/webp" srcset="/content/public/'
like 'with their size' "$(body)" 'width="320" height="240"'
like 'and what is to be seen' "$(body)" 'alt="what is to be seen"'
like 'in the right box' "$(body)" 'class="tile r-133"'
titles >"$tmp/first"
follow next index.cgi /
is 'older ones' "$(titles | head -n 1)" 'Picture &lt;&amp;&gt; 36'
follow next index.cgi /
is 'the oldest' "$(titles | tail -n 1)" 'Picture &lt;&amp;&gt; 1'
is 'the rest of them' "$(titles | wc -l)" 12
unlike 'there is no more' "$(body)" 'rel="next"'
follow prev index.cgi /
follow prev index.cgi /
is 'and back' "$(titles)" "$(cat "$tmp/first")"
query='older=rubbish&newer=1-x'
cgi GET index.cgi /
is 'a damaged place is the beginning' "$(titles)" "$(cat "$tmp/first")"
query='older=%0d%0a'
cgi GET index.cgi /
is 'or a refusal' "$status" 422

cgi GET person /u/ann
is 'the same in the gallery' "$(titles)" "$(cat "$tmp/first")"
like 'of so many' "$(body)" '60 uploads'
unlike 'whose they are is known' "$(body)" 'class="by"'
like 'with links to them' "$(body)" 'href="/u/ann/m/picture-60/"'
cgi GET person /u/ANN
is 'another spelling' "$status" 301
is 'leads to the right one' "$(header Location)" /u/ann/
cgi GET person /u/nobody
is 'nobody' "$status" 404
like 'is told by name' "$(body)" 'Nobody here is called'

enter ann
cgi GET person /u/ann
like 'she sees all of hers' "$(titles)" '^Secret$'
like 'and what others do not' "$(body)" 'badge top">Private'
like 'or not easily' "$(body)" 'badge top">Unlisted'
like 'private bytes come by a program' "$(body)" 'src="/file/[^"/]*/small-[^"/]*/"'
like 'counted too' "$(body)" '62 uploads'

done_testing
