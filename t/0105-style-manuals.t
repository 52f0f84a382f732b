#!/bin/sh
# 0105-style-manuals.t -- every program has a manual, and mandoc accepts it
. "$(dirname "$0")/tap.sh"

command -v mandoc >/dev/null || skip_all 'mandoc is not installed'
cd "$src" || exit 1
manuals=$(sources '\.[1-8]$')
[ -n "$manuals" ] || skip_all 'there are no manuals'

for f in $manuals; do
	none "$f passes mandoc" "$(mandoc -T lint -W warning "$f")"
done
for f in worker/*.c; do
	grep -q '^int main(' "$f" || continue
	name=${f%.c}
	check "$name has a manual" test -f "$name.8"
done
for f in worker/*.8; do
	for section in FILES 'EXIT STATUS' EXAMPLES; do
		check "$f has $section" grep -q "^\.Sh $section$" "$f"
	done
done

done_testing
