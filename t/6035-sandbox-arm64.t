#!/bin/sh
# 6035-sandbox-arm64.t -- runner and sandbox compile for arm64, without a
# warning, against that architecture's headers
#
# What the kernel does with it there is not shown by that: an emulator has
# neither Landlock nor seccomp. libseccomp leaves out calls that arm64 never
# had (open, fork, chmod), which is why none is named by its number.
. "$(dirname "$0")/tap.sh"

cc=aarch64-linux-gnu-gcc
command -v "$cc" >/dev/null || skip_all 'gcc-aarch64-linux-gnu is not installed'
flags=$(sed -n 's/^WARN_C = //p' "$build/Makefile")
cd "$src" || exit 1

# headers of libraries are the same everywhere, those of libc are not
compile() {
	"$cc" -std=gnu17 -D_GNU_SOURCE $flags -Werror -O1 -I"$build" -I. -Ilib \
		-I"$build/lib" -idirafter /usr/include -c "$1" \
		-o "$tmp/object.o" 2>&1
}

for f in $(sources '^(lib/(base|proc|job)/|worker/(gremlin-)?run[-.]).*\.c$'); do
	none "$f" "$(compile "$f")"
done
is 'the machine of the last one' "$(od -An -tx2 -j18 -N2 "$tmp/object.o" |
	tr -d ' ')" 00b7
none 'no number of a call that only one architecture has' "$(grep -nE \
	'__NR_[a-z]|SYS_(open|fork|vfork|pipe|dup2|stat|rename|chmod)\b' \
	lib/proc/*.c worker/run-*.c worker/gremlin-run.c /dev/null)"
done_testing
