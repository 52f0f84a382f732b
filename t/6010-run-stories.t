#!/bin/sh
# 6010-run-stories.t -- one attempt under gremlin-run, however it ends
. "$(dirname "$0")/tap.sh"

run=$build/worker/gremlin-run
dir=
n=0

# attempt [LINE...] -- a new folder $dir with the head of a spec
attempt() {
	n=$((n + 1))
	dir=$tmp/7.$n
	mkdir -p "$dir/out"
	{
		echo 'gremlin spec 1'
		echo "id=7.$n"
		for line in "$@"; do echo "$line"; done
	} >"$dir/spec"
}

# cmd ARG... -- one command more; opt LINE -- a line that belongs to it
cmd() {
	echo command
	for arg in "$@"; do echo "arg=$arg"; done
} >>"$dir/spec"
opt() { echo "$1" >>"$dir/spec"; }

# start, go -- beside us or until its end; $rc is the launcher's
start() {
	echo end >>"$dir/spec"
	"$run" "$dir" 2>"$dir/err"
	rc=$?
}
go() {
	echo end >>"$dir/spec"
	"$run" -f "$dir" 2>"$dir/err"
	rc=$?
}

of() { sed -n "s/^$2=//p" "$dir/$1"; }
ended() { test -e "$dir/exit"; }
# gone PID -- dead or a zombie
gone() {
	case $(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null) in
	'' | Z*) return 0 ;;
	esac
	return 1
}
lock_free() { flock -n "$dir/lock" true; }

# verdict NAME VERDICT COMMAND STATUS SIGNAL OURS
verdict() {
	is "$1" "$(of exit verdict) $(of exit command) $(of exit status) $(
		of exit signal) $(of exit ours)" "$2 $3 $4 $5 $6"
}

# --- success

attempt forks=yes
cmd sh -c 'cat; echo made >b.txt; echo said; echo cried >&2; mkdir sub; : >.x'
cmd printf 'a b'
opt out=a.txt
cmd @size b.txt 5 5
go
is 'the runner is content' $rc 0
verdict 'every command succeeded' ok 2 0 0 no
is 'what was said is in the log' "$(cat "$dir/log")" 'said
cried'
is 'plain files of out/ are listed, in order' "$(of exit output)" "3 $(
	printf 'a b' | b2sum -l 256 | cut -c1-64) a.txt
5 $(echo made | b2sum -l 256 | cut -c1-64) b.txt"
is 'the record tells whose it is' "$(of exit id)" 7.1
like 'the level of the sandbox is recorded' "$(of start sandbox)" '^rlimits'
is 'the boot is recorded' "$(of start boot)" \
	"$(cat /proc/sys/kernel/random/boot_id)"

attempt 'env=A=b c' 'env=PATH=/usr/bin:/bin' progress=p.txt
cmd env
opt out=env.txt
cmd sh -c 'pwd; echo x >p.txt; umask; ulimit -c'
opt out=pwd.txt
go
verdict 'an environment and a folder' ok 1 0 0 no
is 'the environment is ours alone' "$(sort "$dir/out/env.txt")" "A=b c
HOME=$dir/out
LC_ALL=C.UTF-8
PATH=/usr/bin:/bin
TMPDIR=$dir/out"
is 'it works in out/, dumps no core' "$(cat "$dir/out/pwd.txt")" "$dir/out
0022
0"
unlike 'the progress file is no output' "$(of exit output)" 'p.txt'

# --- failures

attempt
cmd true
cmd sh -c 'echo half >o.txt; exit 3'
cmd sh -c 'echo never >never'
go
verdict 'a failing command ends the attempt' failed 1 3 0 no
is 'with a sentence' "$(of exit message)" 'sh ended with status 3'
is 'and no outputs' "$(of exit output)" ''
refute 'the next one never ran' test -e "$dir/out/never"

attempt
cmd sh -c 'exit 9'
opt optional=yes
cmd gremlin-no-such-program
opt optional=yes
cmd true
go
verdict 'optional commands may fail or be missing' ok 2 0 0 no

attempt
cmd sh -c 'kill -SEGV $$'
go
verdict 'a signal of its own' failed 0 -1 11 no

attempt
cmd gremlin-no-such-program
go
verdict 'a missing program' tool 0 0 0 no
like 'is named' "$(of exit message)" gremlin-no-such-program

attempt
cmd /etc/passwd
go
verdict 'no program at all' tool 0 0 0 no

attempt
cmd @no-such-check
go
verdict 'an unknown check' failed 0 64 0 no

attempt
echo original >"$dir/in"
ln "$dir/in" "$dir/out/o.txt"
cmd true
go
verdict 'a second name of another file' failed 0 0 0 no
like 'is no output' "$(of exit message)" 'out/o.txt'

attempt
echo original >"$dir/in"
ln "$dir/in" "$dir/out/o.txt"
ln -s /etc/passwd "$dir/out/p.txt"
cmd echo x
opt out=o.txt
go
verdict 'a command that prints to that name' ok 0 0 0 no
is 'leaves the other one alone' "$(cat "$dir/in" "$dir/out/o.txt")" 'original
x'
unlike 'and a link is no output' "$(of exit output)" p.txt

attempt
mkdir "$dir/in"
echo two >"$dir/in/b"
cmd cat ../in/b
go
is 'the input may be a folder' "$(cat "$dir/log")" two

attempt
cmd sh -c 'echo x >../../outside'
opt out=../x
go
is 'a spec that breaks the rules' $rc 65
refute 'has no exit record' ended

attempt read=/
cmd true
mkdir -p "$tmp/site/content/work"
mv "$dir" "$tmp/site/content/work/"
dir=$tmp/site/content/work/7.$n
go
verdict 'a grant that contains the site' refused -1 0 0 no
refute 'is never begun' test -e "$dir/start"

# --- limits

attempt wall_s=1
cmd sh -c 'while :; do :; done'
go
verdict 'the time is over' overtime 0 -1 15 yes

# as if the machine had slept: the runner alone is stopped for longer
attempt wall_s=8
cmd sh -c 'until read -r word <go; do :; done'
: >"$dir/out/go"
start
until_true 20 test -e "$dir/start"
kill -STOP "$(of start runner_pid)"
slept() {
	[ "$(cut -d. -f1 /proc/uptime)" -ge "$wakes" ]
}
wakes=$(($(cut -d. -f1 /proc/uptime) + 10))
until_true 60 slept
# looks -- how often the runner has gone to sleep again
looks() {
	sed -n 's/^voluntary_ctxt_switches:[^0-9]*//p' \
		"/proc/$(of start runner_pid)/status"
}
before=$(looks)
has_looked() { [ "$(looks)" -gt $((before + 1)) ]; }
kill -CONT "$(of start runner_pid)"
until_true 20 has_looked
echo word >"$dir/out/go"
check 'who was stopped meanwhile' until_true 20 ended
verdict 'has not used up its time' ok 0 0 0 no

attempt cpu_s=1
cmd sh -c 'while :; do :; done'
go
verdict 'so much CPU' overtime 0 -1 24 no

attempt fsize_bytes=100000 device=/dev/zero
cmd dd if=/dev/zero of=big bs=1000 count=1000
go
verdict 'a file too large' failed 0 -1 25 no

attempt nofile=8 as_bytes=500000000 nice=3 idle_io=yes
cmd sh -c 'ulimit -n; ulimit -v'
cmd nice
go
is 'limits are set' "$(cat "$dir/log")" '8
488281
3'

attempt
cmd yes
go
verdict 'a log without end' overlog 0 -1 15 yes
check 'is cut' test "$(wc -c <"$dir/log")" -le 4194304

# --- signals, and who may run it

attempt
cmd sleep 1000
start
is 'somebody took over' $rc 0
check 'and has begun' test -e "$dir/start"
runner=$(of start runner_pid)
child=$(of start child_pid)
refute 'a runner of an attempt that runs' "$run" "$dir"
"$run" "$dir" 2>/dev/null
is 'is told that it is taken' $? 75
is 'the session is its own' "$(sed 's/.*) //' "/proc/$runner/stat" |
	cut -d' ' -f4)" "$runner"
is 'the group of the command is its own' "$(sed 's/.*) //' \
	"/proc/$child/stat" | cut -d' ' -f3)" "$child"
is 'the start time is that of the kernel' "$(sed 's/.*) //' \
	"/proc/$runner/stat" | cut -d' ' -f20)" "$(of start runner_started)"
is 'the kernel takes the command before the site' \
	"$(cat "/proc/$child/oom_score_adj")" 800
is 'nothing of it is open in the command' "$(find "/proc/$child/fd" \
	-lname "$dir/*" -printf '%f ')" '1 2 '
kill -HUP "$runner"
kill -TERM "$runner"
check 'it ends' until_true 20 ended
verdict 'stopped from outside' stopped 0 -1 15 yes
check 'and frees the lock' until_true 20 lock_free
"$run" "$dir" 2>/dev/null
is 'an attempt that ended is not run' $? 73

attempt grace_s=1
cmd sh -c 'trap "" TERM; echo ready; while :; do :; done'
start
ready() { grep -q ready "$dir/log"; }
until_true 20 ready
kill "$(of start runner_pid)"
check 'who does not listen is killed' until_true 20 ended
verdict 'stopped as well' stopped 0 -1 9 yes

attempt
cmd sleep 1000
start
until_true 20 test -e "$dir/start"
kill -STOP "$(of start child_pid)"
kill "$(of start runner_pid)"
check 'who stands still ends too' until_true 20 ended
verdict 'at the first word' stopped 0 -1 15 yes

attempt
cmd sleep 1000
start
until_true 20 test -e "$dir/start"
kill -KILL "$(of start runner_pid)"
check 'a killed runner takes its command along' \
	until_true 20 gone "$(of start child_pid)"
check 'and frees the lock at once' until_true 20 lock_free
refute 'without an exit record' ended
"$run" "$dir" 2>/dev/null
is 'nobody begins it again' $? 73

attempt
cmd sh -c 'echo ran >ran'
printf 'gremlin exit 1\n' >"$dir/exit"
start
is 'a tombstone keeps a late runner away' $rc 73
refute 'nothing ran' test -e "$dir/out/ran"

# --- who is left behind

attempt forks=yes
mkfifo "$dir/out/fifo"
cmd sh -c '(read -r word <fifo; echo "$word" >late.txt) & exit 0'
cmd cat late.txt
start
until_true 20 test -e "$dir/start"
check 'a command may leave another process' \
	until_true 20 gone "$(of start child_pid)"
refute 'which is waited for' ended
echo grown >"$dir/out/fifo"
check 'to its end' until_true 20 ended
verdict 'before the next command begins' ok 1 0 0 no
is 'which sees it all' "$(cat "$dir/log")" grown

attempt forks=yes
cmd sh -c 'setsid sleep 1000 & setsid sleep 1000 & exit 0'
start
until_true 20 test -e "$dir/start"
until_true 20 gone "$(of start child_pid)"
kill "$(of start runner_pid)"
check 'also who left the group is ended' until_true 20 ended
verdict 'with the attempt' stopped 0 0 0 yes

# --- usage, and things that are not there

"$run" 2>/dev/null
is 'no folder named' $? 64
"$run" -x "$dir" 2>/dev/null
is 'an unknown option' $? 64
"$run" "$tmp/no" 2>/dev/null
is 'no such folder' $? 66
mkdir "$tmp/8.1"
"$run" "$tmp/8.1" 2>/dev/null
is 'no spec' $? 66
attempt
cmd true
echo end >>"$dir/spec"
mv "$dir" "$tmp/8.2"
"$run" "$tmp/8.2" 2>/dev/null
is 'the spec of another attempt' $? 65
attempt
cmd true
echo end >>"$dir/spec"
"$run" -f "$dir" 0<&- 1>&- 2>&-
verdict 'standard descriptors may be closed' ok 0 0 0 no

done_testing
