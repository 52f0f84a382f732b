#!/bin/sh
# 6205-sandbox-required.t -- a site that insists on the sandbox, on a kernel that
# lacks a part of it: no command runs, the job waits, and both are told
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"

for need in ffmpeg sqlite3 strace; do
	command -v $need >/dev/null || skip_all "no $need here"
done
strace -o /dev/null true 2>/dev/null || skip_all 'nothing can be traced here'
make_site

sql() {
	sqlite3 -cmd '.timeout 20000' "$site/db.sqlite" "$1"
}

# lacking CALL REQUIRED -- the runner gets ENOSYS for that call
lacking() {
	printf '[worker]\nrequire_sandbox = %s\nlauncher = %s\n' "$2" \
		"strace -f -qq -o $tmp/calls -e trace=$1,execve -e inject=$1:error=ENOSYS" \
		>"$site/gremlin.ini"
}

# round -- all that is due is done
round() {
	sql 'UPDATE job SET due_at = 0'
	"$release/bin/gremlin-worker" -C "$site" --once 2>"$tmp/worker.log"
	is 'the worker is content' $? 0
}

# ran PROGRAM -- whether the runner, or who it started, became that
ran() {
	grep -q "execve(\"[^\"]*$1\"" "$tmp/calls"
}

ffmpeg -nostdin -v error -f lavfi -i testsrc2=s=64x48 -frames:v 1 \
	"$tmp/picture.png"
gremlin add --user ann "$tmp/picture.png" >/dev/null

for part in landlock_create_ruleset:Landlock seccomp:seccomp; do
	lacking "${part%:*}" yes
	round
	refute "without ${part#*:}, nothing is begun" ran 'ff[a-z]*'
	is 'the job waits' \
		"$(sql 'SELECT state, class, tries, losses FROM job')" '1|-20|0|0'
	like 'its owner reads whose matter it is' "$(sql 'SELECT reason FROM job')" \
		'lacks the sandbox.*Whoever runs this site must mend that'
	like 'the admin reads what is missing' "$(cat "$tmp/worker.log")" \
		"CONFIG: refused, .*required, .*no ${part#*:}"
	like 'status says so too' "$(gremlin status)" '^    This machine lacks the sandbox'
done
is 'the media is no failure' "$(sql 'SELECT state FROM media')" 1

lacking landlock_create_ruleset no
round
check 'who does not insist has it made with less' ran 'ff[a-z]*'
is 'and published' "$(sql 'SELECT state FROM media')" 2

printf '[worker]\nrequire_sandbox = yes\n' >"$site/gremlin.ini"
if "$release/bin/gremlin" -C "$site" doctor 2>/dev/null |
	grep -q 'seccomp landlock'; then
	gremlin add --user ann "$tmp/picture.png" >/dev/null
	round
	is 'with all of it, who insists has it made, too' \
		"$(sql 'SELECT count(*) FROM media WHERE state = 2')" 2
else
	skip 'with all of it' 'this kernel has not all of it'
fi

done_testing
