#!/bin/sh
# 4101-web-routes.t -- the routes that programs declare are those of the table
. "$(dirname "$0")/tap.sh"

cd "$src" || exit 1
sed -n 's/^	X([A-Z]*, "\([a-z.]*\)", "\([^"]*\)").*/\1 \2/p' \
	lib/http/url.h >"$tmp/table"
for f in cgi-bin/*.c; do
	program=$(basename "$f" .c)
	sed -n 's/^	{ [A-Z]*, "\([^"]*\)",.*/\1/p' "$f" | sort -u |
		sed "s/^/$program /"
done >"$tmp/declared"

check 'programs declare routes' test -s "$tmp/declared"
none 'each route is in the table of lib/http/url.h' \
	"$(grep -vxFf "$tmp/table" "$tmp/declared")"
none 'each program answers all its rows' "$(while read -r program pattern; do
	[ ! -f "cgi-bin/$program.c" ] ||
		grep -qxF "$program $pattern" "$tmp/declared" ||
		echo "$program $pattern"
done <"$tmp/table")"
none 'each program is in the table' "$(for f in cgi-bin/*.c; do
	grep -q "^$(basename "$f" .c) " "$tmp/table" || echo "$f"
done)"

done_testing
