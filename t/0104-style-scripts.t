#!/bin/sh
# 0104-style-scripts.t -- shellcheck has nothing to say about our scripts
. "$(dirname "$0")/tap.sh"

command -v shellcheck >/dev/null || skip_all 'shellcheck is not installed'
cd "$src" || exit 1
for f in $(sources '^(contrib|t|\.ci)/' | grep -vE '\.(c|h|json|html|css|m?js)$'); do
	case $f in
	contrib/completion/*) check "$f" shellcheck -s bash "$f" ;;
	*.sh) check "$f" shellcheck -x "$f" ;;
	*) ! head -n 1 "$f" | grep -q '^#!/bin/sh' || check "$f" shellcheck -x "$f" ;;
	esac
done

done_testing
