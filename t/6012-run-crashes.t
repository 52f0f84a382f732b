#!/bin/sh
# 6012-run-crashes.t -- the runner killed, or failed by the system, at each of
# its calls: what is left is either a whole exit record or none, and nobody
# goes on
. "$(dirname "$0")/tap.sh"

command -v strace >/dev/null || skip_all 'strace is not installed'
strace -o /dev/null true 2>/dev/null || skip_all 'nothing can be traced here'
run=$build/worker/gremlin-run
n=0

attempt() {
	n=$((n + 1))
	dir=$tmp/7.$n
	mkdir -p "$dir/out"
	printf '%s\n' 'gremlin spec 1' "id=7.$n" command arg=sh arg=-c \
		'arg=echo one >a.txt; echo two >b.txt' command arg=@size \
		arg=a.txt arg=4 arg=4 end >"$dir/spec"
}

# traced RULE -- an attempt under strace; the runner alone is traced
traced() {
	attempt
	strace -qq -o "$dir/trace" -e "trace=$calls" -e "inject=$1" \
		"$run" -f "$dir" 2>/dev/null
}

whole() {
	[ "$(tail -n 1 "$dir/exit")" = end ] &&
		grep -q '^verdict=ok$' "$dir/exit" &&
		[ "$(grep -c '^output=' "$dir/exit")" -eq 2 ] &&
		[ "$(cat "$dir/out/a.txt" "$dir/out/b.txt")" = "one
two" ]
}
abandoned() { flock -n "$dir/lock" true; }
# nobody works in the folder any more
quiet() {
	[ -z "$(find /proc/[0-9]*/cwd -lname "$dir/out" 2>/dev/null)" ]
}

calls=openat,clone,mkdirat,read,write,wait4,fsync,renameat,unlinkat
calls=$calls,dup2,prctl,rt_sigtimedwait,faccessat2,fstatfs

# how often each is made in an attempt that goes well
attempt
strace -qq -o "$tmp/calm" -e "trace=$calls" "$run" -f "$dir"
check 'an attempt that goes well' whole
cut -d'(' -f1 "$tmp/calm" | sort | uniq -c >"$tmp/counts"
like 'its calls are seen' "$(cat "$tmp/counts")" renameat

bad=
kills=0
lost=0
while read -r count call; do
	i=0
	while [ $i -lt "$count" ]; do
		i=$((i + 1))
		traced "$call:signal=SIGKILL:when=$i"
		until_true 20 abandoned || bad="$bad lock:$call:$i"
		until_true 20 quiet || bad="$bad alive:$call:$i"
		kills=$((kills + 1))
		[ -e "$dir/exit" ] || lost=$((lost + 1))
		[ ! -e "$dir/exit" ] || whole || bad="$bad half:$call:$i"
		rm -rf "$dir"
	done
done <"$tmp/counts"
none "killed $kills times, $lost of them before the exit record" "$bad"
check 'most of which were in time' test $((lost * 3)) -gt $((kills * 2))

# ends RULE -- with what verdict it ends when a call fails
ends() {
	traced "$1"
	verdict=$(sed -n 's/^verdict=//p' "$dir/exit")
}
ends fsync:error=EIO:when=1
is 'an output that cannot be synced' "$verdict" starved
ends fsync:error=ENOSPC:when=2
is 'for want of room' "$verdict" starved
ends fsync:error=EIO:when=3
is 'the folder of the outputs' "$verdict" starved
ends fsync:error=ENOSPC:when=4
is 'the exit record, at the first try' "$verdict" ok
ends fsync:error=EIO:when=5
is 'its folder' "$verdict" ok
ends renameat:error=ENOSPC:when=2
is 'its rename' "$verdict" ok
ends clone:error=EAGAIN:when=1
is 'no process to be had' "$verdict" starved
ends renameat:error=EIO:when=1
is 'the start record' "$verdict" starved
refute 'without which nothing runs' test -e "$dir/out/a.txt"

done_testing
