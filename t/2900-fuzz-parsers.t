#!/bin/sh
# 2900-fuzz-parsers.t -- every fuzz target over its seeds and mutations of them
. "$(dirname "$0")/tap.sh"

cd "$tmp" || exit 1
for source in "$src"/t/fuzz/fuzz-*.c; do
	target=$(basename "$source" .c)
	seeds=$src/t/fuzz/seeds/${target#fuzz-}
	check "$target takes anything" "$build/t/fuzz/$target" "$seeds"
	[ ! -f fuzz-crash.bin ] || {
		mv fuzz-crash.bin "$build/t/fuzz/$target.crash"
		diag "the input is in $build/t/fuzz/$target.crash"
	}
done
done_testing
