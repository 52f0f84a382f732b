#!/bin/sh
# 4000-templates-contract.t -- templates/README.md names what the templates
# have, and the style sheet knows what both speak of
. "$(dirname "$0")/tap.sh"

cd "$src/templates" || exit 1

names() {
	grep -ohE '\{\{[#>]?[A-Z][A-Z0-9_]*' ./*.tpl | tr -d '{#>' | sort -u
}

told() {
	# shellcheck disable=SC2016
	grep -oE '`[A-Z][A-Z0-9_]*`' README.md | tr -d '`' | sort -u
}

names >"$tmp/names"
told >"$tmp/told"
none 'every marker and section is told' \
	"$(comm -23 "$tmp/names" "$tmp/told")"
none 'nothing is told that no template has' \
	"$(comm -13 "$tmp/names" "$tmp/told" |
		grep -vxE 'STRIP_(BLANK_LINES|WHITESPACE)')"

grep -oE '\br-[0-9]+\b' README.md | sort -u >"$tmp/ratios"
grep -oE '^\.r-[0-9]+|\} \.r-[0-9]+' static/style.css | tr -d '.} ' |
	sort -u >"$tmp/styled"
is 'the ratio classes are those of the style sheet' \
	"$(cat "$tmp/ratios")" "$(cat "$tmp/styled")"

none 'every class of a template is styled' "$(
	grep -ohE 'class="[a-z -]+' ./*.tpl | sed 's/class="//' | tr ' ' '\n' |
		sort -u | while read -r class; do
		[ -z "$class" ] ||
			grep -qE "\\.$class\\b" static/style.css ||
			echo "$class"
	done
)"

none 'every section that opens is closed' "$(for f in *.tpl; do
	open=$(grep -oE '\{\{#[A-Z0-9_]+' "$f" | tr -d '{#' | sort)
	shut=$(grep -oE '\{\{/[A-Z0-9_]+' "$f" | tr -d '{/' | sort)
	[ "$open" = "$shut" ] || echo "$f"
done)"

none 'every picture has a width, a height and an alt text' "$(
	grep -nE '<img ' ./*.tpl |
		grep -vE 'width="[^"]+" height="[^"]+" alt="'
)"

none 'every field has a label' "$(for f in *.tpl; do
	grep -oE '<(input|textarea|select) id="[a-z]+"' "$f" |
		sed 's/.*id="//; s/"//' | while read -r id; do
		grep -q "for=\"$id\"" "$f" || echo "$f: $id"
	done
done)"

done_testing
