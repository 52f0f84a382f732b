#!/bin/sh
# 0109-style-clang.t -- clang has no warning for any source
. "$(dirname "$0")/tap.sh"

command -v clang >/dev/null || skip_all 'clang is not installed'
command -v clang++ >/dev/null || skip_all 'clang++ is not installed'
unset MAKEFLAGS MFLAGS MAKELEVEL
none 'every source' "$("${GREMLIN_MAKE:-make}" -s -C "$build" syntax \
	CC=clang CXX=clang++ 2>&1)"

done_testing
