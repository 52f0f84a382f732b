#!/bin/sh
# 0107-style-lists.t -- what the makefile does not name is never built, run or
# shipped
. "$(dirname "$0")/tap.sh"

cd "$src" || exit 1
none 'Makefile.am names every test' "$(for f in $(sources '^t/[0-9]{4}-'); do
	case $f in
	*.c) name=$f.t ;;
	*) name=$f ;;
	esac
	grep -qF -e "$name" Makefile.am || echo "$f"
done)"

none 'a test is named NNNN-noun-what' "$(sources '^t/[0-9]' |
	grep -vE '^t/[0-9]{4}-[a-z0-9]+(-[a-z0-9]+)+\.(c|t)$')"

none 'tests in sh can be executed' "$(for f in $(sources '^t/.*\.t$'); do
	[ -x "$f" ] || echo "$f"
done)"

none 'Makefile.am names every source' "$(for f in $(sources \
	'^(lib|cgi-bin|worker|sql|templates|contrib|\.ci)/'); do
	case $f in
	*/README.md) ;;
	*) grep -qF -e "$f" Makefile.am || echo "$f" ;;
	esac
done)"

done_testing
