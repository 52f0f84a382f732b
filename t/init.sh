# init.sh -- what every way to keep a worker alive must do; sourced after
# site.sh
#
#	init_site
#	begin() { ... }; end() { ... }; again() { ... }
#	keeps_alive WHAT
#
# One attempt runs through all of it: its command waits for a pipe, so that it
# lives exactly as long as the test wants.
# shellcheck shell=sh disable=SC2034,SC2154
command -v sqlite3 >/dev/null || skip_all 'no sqlite3'

# go on as root of name spaces of our own, where /etc and /run can be ours
in_own_spaces() {
	[ -z "${GREMLIN_INSIDE-}" ] || return 0
	unshare -Urmpf --mount-proc true 2>/dev/null ||
		skip_all 'user name spaces are not allowed here'
	rm -rf "$tmp"
	GREMLIN_INSIDE=yes exec unshare -Urmpf --mount-proc --kill-child "$0"
}

# an /etc of our own with what programs look for
own_etc() {
	mkdir "$tmp/etc"
	cp -a /etc/ld.so.cache /etc/alternatives /etc/passwd /etc/group "$tmp/etc/"
	mount --bind "$tmp/etc" /etc
}

init_site() {
	make_site '[worker]' 'stall_s = 3600' 'spin_s = 3600'
	mkfifo "$tmp/gate"
	chmod 666 "$tmp/gate"
	mkdir -p "$site/recipes"
	cat >"$site/recipes/waiting.ini" <<-END
		[kind]
		title = Waiting
		page = picture
		[recognise waiting]
		mime = application/x-waiting
		ext = waiting
		magic = 0 77616974696e6700
		[output probe]
		rank = 0
		blocks = yes
		facts = flat flat
		[make probe cat]
		needs = cat
		reads = $tmp/gate
		argv = cat $tmp/gate
		out = flat
	END
	printf 'waiting\0' >"$tmp/w.waiting"
	service=$site/current/share/init
}

sql() {
	timeout 20 sqlite3 -cmd '.timeout 10000' "$site/db.sqlite" "$1"
}

# the pid of the worker that holds its lock, or nothing
worker_pid() {
	flock -n "$site/run/worker.lock" true ||
		sql "SELECT pid FROM process WHERE role = 'worker'"
}

is_up() {
	[ -n "$(worker_pid)" ]
}

is_down() {
	[ -z "$(worker_pid)" ]
}

is_another() {
	now=$(worker_pid)
	[ -n "$now" ] && [ "$now" != "$1" ]
}

runner() {
	sql 'SELECT pid FROM attempt WHERE pid > 0 AND state = 2'
}

waits() {
	run=$(runner)
	[ -n "$run" ] &&
		cat=$(cut -d ' ' -f 1 "/proc/$run/task/$run/children") &&
		[ "$(tr '\0' ' ' <"/proc/$cat/cmdline")" = "cat $tmp/gate " ]
}

# the runner is the one of the beginning, and so is its command
untouched() {
	[ "$(runner)" = "$1" ] && kill -0 "$2"
}

is_settled() {
	[ "$(sql 'SELECT count(*) FROM job')" = 0 ] &&
		[ "$(sql 'SELECT state FROM media')" = 2 ]
}

# as the user, in a name space too: 0 there is the owner of everything
runs_as_owner() {
	[ "$(stat -c %u "/proc/$1")" = "$(stat -c %u "$site/gremlin.ini")" ]
}

# keeps_alive WHAT [by hand] -- begin and end are functions of the test; with
# `by hand` nothing starts a killed worker, and again does it
keeps_alive() {
	gremlin add --user ann "$tmp/w.waiting" >/dev/null ||
		fail 'one is added'
	begin
	check "$1 starts the worker" until_true 60 is_up
	check 'it runs as the owner of the site' runs_as_owner "$(worker_pid)"
	like 'the doctor knows what keeps it alive' "$(gremlin doctor)" "$3"
	check 'a command runs' until_true 60 waits
	waits
	first=$run
	command=$cat

	end
	check 'stopped, it ends' until_true 60 is_down
	check 'the command goes on' kill -0 "$command"
	begin
	check 'started again' until_true 60 is_up
	check 'the command is adopted' until_true 60 untouched "$first" "$command"

	was=$(worker_pid)
	kill -9 "$was"
	[ -z "$2" ] || { until_true 60 is_down && again; }
	check "killed, it is started again${2:+ by $2}" \
		until_true 60 is_another "$was"
	check 'the command is adopted by that one, too' \
		until_true 60 untouched "$first" "$command"
	echo "done" >"$tmp/gate"
	check 'and settled' until_true 60 is_settled
	end
	check 'stopped for good' until_true 60 is_down
	check 'check finds nothing' gremlin check
}

# sited FILE NEW -- a copy that names this test's site
sited() {
	sed "s|/srv/gallery|$site|g" "$service/$1" >"$2"
	chmod --reference="$service/$1" "$2"
}
