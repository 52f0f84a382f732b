#!/bin/sh
# 6033-check-scrub.t -- @scrub: files that are not what the list says, and why
. "$(dirname "$0")/tap.sh"

d=$tmp/1.1
mkdir -p "$d/in"

# entry NAME -- a line of the list for a file as it is
entry() {
	printf '%s %s %s\n' "$1" "$(stat -c %s "$d/in/$1")" \
		"$(b2sum -l 256 "$d/in/$1" | cut -d ' ' -f 1)" >>"$d/in/list"
}

# a spec for it, and nothing of an earlier run
spec() {
	rm -rf "$d/out" "$d/exit" "$d/start" "$d/lock" "$d/log"
	printf '%s\n' 'gremlin spec 1' id=1.1 command arg=@scrub \
		arg=../in/list arg=100 out=found end >"$d/spec"
}

scrub() {
	"$@" "$build/worker/gremlin-run" -f "$d" >"$tmp/log" 2>&1
	found=$(cat "$d/out/found" 2>/dev/null)
}

echo 'scrub 1' >"$d/in/list"
for name in 1.raw 2.small.webp 3.short 4.long 5.gone 6.folder 7.link; do
	head -c 3000000 /dev/urandom >"$d/in/$name"
	entry "$name"
done
spec
scrub
is 'seven files that are well' "$found" 'read 7 21000000'

printf X | dd of="$d/in/1.raw" bs=1 seek=1500000 conv=notrunc status=none
truncate -s 2999999 "$d/in/3.short"
echo more >>"$d/in/4.long"
rm "$d/in/5.gone" "$d/in/6.folder" "$d/in/7.link"
mkdir "$d/in/6.folder"
ln -s /etc/passwd "$d/in/7.link"
spec
scrub
is 'each is told' "$(printf '%s' "$found" | tr '\n' ',')" \
	'1.raw content,3.short size,4.long size,5.gone unreadable,6.folder no-file,7.link unreadable,read 7 12000000'

if command -v strace >/dev/null && strace -f -qq -o /dev/null true; then
	printf 'scrub 1\n' >"$d/in/list"
	entry 2.small.webp
	spec
	scrub strace -f -qq -o "$tmp/trace" -e trace=pread64 \
		-e inject=pread64:error=EIO:when=1
	is 'an error that goes is none' "$found" 'read 1 3000000'
	check 'but was tried again' grep -q 'EIO' "$tmp/trace"
	spec
	scrub strace -f -qq -o "$tmp/trace" -e trace=pread64 \
		-e inject=pread64:error=EIO
	is 'one that stays is told' "$(printf '%s' "$found" | head -n 1)" \
		'2.small.webp unreadable'
	like 'with the error of the system' "$(cat "$d/log")" 'Input/output error'
else
	skip 'errors of the disk' 'strace cannot be used'
fi

printf 'scrub 1\n2.small.webp 12\n' >"$d/in/list"
spec
scrub
like 'a list that is broken' "$(cat "$d/exit")" '^verdict=failed'
printf 'scrub 1\n../../etc/passwd 12 x\n' >"$d/in/list"
spec
scrub
like 'or leads elsewhere' "$(cat "$d/exit")" '^verdict=failed'

done_testing
