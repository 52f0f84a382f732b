# slow.sh -- a kind whose job lasts until it is told to end; sourced after
# site.sh
#
#	make_site && slow_kind && send_slow one
#	start_worker && begins 'it runs'
#	let_go
#
# shellcheck shell=sh disable=SC2034,SC2154

sql() {
	timeout 20 sqlite3 -cmd '.timeout 10000' "$site/db.sqlite" "$1"
}

# slow_kind -- and a table of all attempts that ever began
slow_kind() {
	cat >"$site/recipes/slow.ini" <<'INI'
[kind]
title = Slow
page = video

[recognise slow]
mime = application/x-slow
ext = slow
magic = 0 0001736c6f77

[output probe]
blocks = yes
facts = flat nothing

[make probe true]
argv = true

[output slow]
blocks = yes
files = {name}.txt text/plain
stall_s = 3600

[make slow sh]
forks = yes
argv = sh
	-c
	until test -e go; do sleep 0.05; done; echo made >slow.txt
INI
	sql "CREATE TABLE begun(job, number);
		CREATE TRIGGER begun AFTER INSERT ON attempt BEGIN
		INSERT INTO begun VALUES(new.job, new.number); END"
}

# send_slow NAME
send_slow() {
	printf '\0\001slow%s' "$1" >"$tmp/$1.slow"
	gremlin add --user ann "$tmp/$1.slow" >/dev/null
}

# sets runner, runner_start and job of the slow job that runs
is_running() {
	row=$(sql "SELECT a.pid || ' ' || a.pid_start || ' ' || a.job
		FROM attempt a JOIN job j ON j.id = a.job
		WHERE j.deed = 'slow' AND a.pid > 0 AND a.state = 2
		ORDER BY a.job DESC LIMIT 1")
	[ -n "$row" ] || return 1
	runner=${row%% *}
	job=${row##* }
	runner_start=${row#* }
	runner_start=${runner_start% *}
}

# begins NAME -- not by check, which has a shell of its own
begins() {
	if until_true 60 is_running; then
		pass "$1"
	else
		fail "$1" "$(sql 'SELECT * FROM job; SELECT * FROM attempt')
$(cat "$tmp/worker.log")"
	fi
}

let_go() {
	for folder in "$site"/content/work/*/out; do
		[ ! -d "$folder" ] || : >"$folder/go"
	done
}

# attempts -- how many the job has had
attempts() {
	sql "SELECT count(*) FROM begun WHERE job = $job"
}

all_published() {
	let_go
	[ "$(sql 'SELECT count(*) FROM media WHERE state <> 2')" = 0 ] &&
		[ "$(sql 'SELECT count(*) FROM job')" = 0 ]
}

kill_worker() {
	{
		kill -9 "$worker"
		wait "$worker"
	} 2>/dev/null
}
