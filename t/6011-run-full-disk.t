#!/bin/sh
# 6011-run-full-disk.t -- an attempt on a disk that is full waits with its exit

# who is not root mounts in a namespace of its own, where the system lets it
[ "$(id -u)" -eq 0 ] || ! unshare -rm true 2>/dev/null || exec unshare -rm "$0"
. "$(dirname "$0")/tap.sh"

run=$build/worker/gremlin-run
mkdir "$tmp/disk"
mount -t tmpfs -o size=512k tmpfs "$tmp/disk" 2>/dev/null ||
	skip_all 'no file system can be mounted here'
at_exit "umount '$tmp/disk'"
dir=$tmp/disk/9.1

# fill_up -- until not one byte more goes in
fill_up() {
	cat /dev/zero >>"$tmp/disk/filler" 2>/dev/null
	true
}
of() { sed -n "s/^$2=//p" "$dir/$1"; }

# attempt ARG... -- a fresh folder on the small disk, for one command
attempt() {
	rm -rf "$dir" "$tmp/disk/filler"
	mkdir -p "$dir/out"
	{
		printf 'gremlin spec 1\nid=9.1\ndevice=/dev/zero\ncommand\n'
		for arg in "$@"; do echo "arg=$arg"; done
		echo end
	} >"$dir/spec"
}

attempt dd if=/dev/zero of=big bs=4096
"$run" "$dir"
check 'who fills the disk makes room for the record' \
	until_true 20 test -e "$dir/exit"
is 'and tells what happened' "$(of exit verdict)" failed
is 'how much room there was' "$(of exit free_bytes)" 0
refute 'what it made is gone' test -e "$dir/out/big"

# waiting -- a command that fails on a disk that others have filled
waiting() {
	attempt sh -c 'read -r word <fifo; exit 1'
	mkfifo "$dir/out/fifo"
	check 'the runner takes over' "$run" "$dir"
	until_true 20 test -e "$dir/start"
	fill_up
	echo >"$dir/out/fifo"
	until_true 20 [ ! -e "/proc/$(of start child_pid)" ] || true
}

waiting
refute 'no exit record can be written' test -e "$dir/exit"
refute 'the lock is held meanwhile' flock -n "$dir/lock" true
rm "$tmp/disk/filler"
check 'it appears as soon as there is room' until_true 20 test -e "$dir/exit"
is 'and tells what happened' "$(of exit verdict)" failed
refute 'nothing half-written is left' test -e "$dir/exit.tmp"

waiting
kill "$(of start runner_pid)"
lock_free() { flock -n "$dir/lock" true; }
check 'TERM ends the waiting' until_true 20 lock_free
refute 'without a record: it is lost, and planned again' test -e "$dir/exit"

attempt true
fill_up
"$run" "$dir"
refute 'on a disk that is full at the start nothing begins' \
	test -e "$dir/start"
rm "$tmp/disk/filler"
check 'delays the record' until_true 20 test -e "$dir/exit"
is 'and is no fault of the job' "$(of exit verdict)" starved

done_testing
