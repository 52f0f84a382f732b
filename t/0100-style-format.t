#!/bin/sh
# 0100-style-format.t -- .clang-format is law, and functions are short
. "$(dirname "$0")/tap.sh"

cd "$src" || exit 1
files=$(sources '\.(c|h|cc)$')
check 'there are sources' test -n "$files"

if command -v clang-format-14 >/dev/null; then
	none 'clang-format changes nothing' \
		"$(clang-format-14 --dry-run $files 2>&1 | grep 'warning:')"
else
	skip 'clang-format changes nothing' 'clang-format-14 is not installed'
fi

none 'no function is longer than 60 lines' "$(awk '
	FNR == 1 { start = 0 }
	/^[a-zA-Z_].*[^;,]$/ { name = $0 }
	/^\{$/ || /^[a-zA-Z_].*\) \{$/ { start = FNR }
	/^\}/ {
		if (start && FNR - start > 60)
			printf "%s:%d: %d lines: %s\n", FILENAME, start, \
				FNR - start, name
		start = 0
	}' $(printf '%s\n' $files | grep -v '\.h$'))"

none 'no trailing space, no space before a tab' \
	"$(grep -nE '[[:space:]]$| 	' $files)"

done_testing
