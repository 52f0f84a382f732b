#!/bin/sh
# 0103-style-templates.t -- templates escape, and hold nothing inline
. "$(dirname "$0")/tap.sh"

cd "$src" || exit 1
html=$(sources '^templates/[^/]*\.tpl$')
[ -n "$html" ] || skip_all 'there are no templates'

none 'line 1 is the pragma' "$(for f in $html; do
	head -n 1 "$f" | grep -Eq '^\{\{%AUTOESCAPE context="[A-Z]+"' || echo "$f"
done)"

none 'no inline script, style or handler' "$(grep -niE \
	'<script(>| [^>]*>[^<])|<style|[[:space:]]style=|[[:space:]]on[a-z]+=|javascript:' \
	$html /dev/null)"

none 'nothing is fetched from elsewhere' "$(grep -niE \
	'<(script|img|link|video|audio|source|iframe)[^>]*(src|href)="(https?:)?//' \
	$html /dev/null)"

none 'only what is HTML by its name goes unescaped' \
	"$(grep -nE '\{\{[^}]*:(none|raw)' $html /dev/null |
		grep -vE '\{\{[A-Z]+_HTML:none\}\}')"

# a plain marker makes a blank of each line end
none 'what stands in several lines keeps them' \
	"$(grep -nE '<(pre|textarea)[^>]*>\{\{[A-Z_]+\}\}' $html /dev/null)"

none 'style sheets and scripts fetch nothing from elsewhere' "$(grep -nE \
	'(@import|url\(|from |import\() *["'\'']?(https?:)?//' \
	$(sources '^templates/static/.*\.(css|js|mjs)$') /dev/null)"

done_testing
