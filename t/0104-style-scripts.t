#!/bin/sh
# 0104-style-scripts.t -- shellcheck has nothing to say about our scripts
. "$(dirname "$0")/tap.sh"

command -v shellcheck >/dev/null || skip_all 'shellcheck is not installed'
cd "$src" || exit 1
scripts=
for f in $(sources '^(contrib|t|\.ci)/' |
	grep -vE '\.(c|h|json|html|css|m?js)$|^contrib/completion/'); do
	case $f in
	*.sh) scripts="$scripts $f" ;;
	*) ! head -n 1 "$f" | grep -q '^#!/bin/sh' || scripts="$scripts $f" ;;
	esac
done
check 'scripts' shellcheck -x $scripts
check 'completion for bash' shellcheck -s bash contrib/completion/*

done_testing
