#!/bin/sh
# 2900-fuzz-parsers.t -- every fuzz target over its seeds and mutations of them
set -u
list=$(cd "$GREMLIN_SRC/t/fuzz" && ls fuzz-*.c)
count=0
bad=0
# what a crash leaves behind goes where it is found, not into the sources
dir=$(mktemp -d) && cd "$dir" || exit 1
for source in $list; do
	target=${source%.c}
	count=$((count + 1))
	if "$GREMLIN_BUILD/t/fuzz/$target" \
		"$GREMLIN_SRC/t/fuzz/seeds/${target#fuzz-}" >out 2>&1; then
		echo "ok $count - $target: $(cat out)"
	else
		echo "not ok $count - $target, the input is in $dir"
		sed 's/^/# /' out
		test -f fuzz-crash.bin && mv fuzz-crash.bin "$target.bin"
		bad=1
	fi
done
echo "1..$count"
test $bad = 1 || rm -r "$dir"
exit $bad
