# crash.sh -- sites for the crash harness; after tap.sh, site.sh and cgi.sh
#
#	crash_prepare			programs, stand-in, a site to copy
#	crash_site NAME [SIZE]		a fresh copy of it, with SIZE on a disk
#					of its own (after crash_mounts)
#	crash_storm SEED KILLS [--rash]	drive it; its words are in $crash_log
#	crash_remove
# shellcheck shell=sh disable=SC2034,SC2154

crash_failed=0
crash_killed=0
crash_run=$tmp/run
crash_calls='write:error=ENOSPC fsync:error=EIO fdatasync:error=EIO
	pwrite64:error=ENOSPC pwrite64:error=EIO openat:error=EMFILE
	renameat:error=EIO linkat:error=ENOSPC mkdirat:error=ENOSPC
	unlinkat:error=EIO ftruncate:error=ENOSPC fsync:signal=KILL
	fdatasync:signal=KILL pwrite64:signal=KILL renameat:signal=KILL'
at_exit "stop_below \"\$tmp\""

# crash_prepare [LINE OF gremlin.ini]...
crash_prepare() {
	make_site
	mkdir "$tmp/bin" "$tmp/locks"
	cp "$build/t/crash/stand-in" "$tmp/bin"
	i=0
	while [ $i -lt 4096 ]; do
		echo "$tmp/locks/$i"
		i=$((i + 1))
	done | xargs touch
	rm "$site"/releases/*/recipes/*.ini
	mkdir -p "$site/recipes"
	sed "s|@BIN@|$tmp/bin|; s|@LOCKS@|$tmp/locks|" \
		"$src/t/crash/recipe.ini" >"$site/recipes/crash.ini"
	cat >"$site/gremlin.ini" <<-END
		[limits]
		free_bytes = 0
		[db]
		busy_ms = ${CRASH_BUSY_MS:-1000}
		[worker]
		slots = 16
		tries = 1000
		backoff_s = 0
	END
	[ $# -eq 0 ] || printf '%s\n' "$@" >>"$site/gremlin.ini"
	enter ann
	cgi GET submit /submit/
	COOKIE=$cookie
	CSRF=$(hidden csrf)
	export COOKIE CSRF
	mv "$site/releases" "$site/current" "$tmp/"
	mv "$site" "$tmp/template"
}

# crash_faults -- from here on, programs that have fault points
crash_faults() {
	for dir in bin cgi-bin; do
		cp "$build/t/crash/faulty/$dir"/* "$tmp"/releases/*/"$dir"/
	done
}

# crash_mounts -- the script anew, where it may mount; false where it may not
crash_mounts() {
	[ -z "${CRASH_MOUNTS-}" ] || return 0
	crash_how=-m
	unshare $crash_how mount -t tmpfs none /mnt 2>/dev/null ||
		crash_how=-rm
	unshare $crash_how mount -t tmpfs none /mnt 2>/dev/null || return 1
	rm -rf "$tmp"
	CRASH_MOUNTS=1 exec unshare $crash_how sh "$0"
}

# crash_site NAME [SIZE] -- with its own folder outside for what clients know
crash_site() {
	crash_at=$crash_run.$1
	mkdir -p "$crash_at/outside" "$crash_at/site"
	[ $# -eq 1 ] || mount -t tmpfs -o "size=$2" none "$crash_at/site"
	cp -a "$tmp/template/." "$crash_at/site"
	ln -s "$tmp/current" "$crash_at/site/current"
	crash_log=$crash_at/outside/words
}

# crash_storm SEED KILLS [OPTION]...
crash_storm() {
	crash_seed=$1
	crash_rc=0
	# shellcheck disable=SC2086
	timeout -k 10 "${CRASH_S:-1200}" ${crash_under-} \
		"$build/t/crash/crash" "$crash_at/site" "$crash_at/outside" \
		"$tmp/locks" "$@" >"$crash_log" 2>&1 || crash_rc=$?
	crash_n=$(sed -n 's/^seed [0-9]*: \([0-9]*\) kills.*/\1/p' "$crash_log")
	crash_killed=$((crash_killed + ${crash_n:-0}))
	[ -n "${QUIET-}" ] || cat "$crash_log"
	return $crash_rc
}

# crash_trace SEED -- the calls of a few uploads that nobody kills, for lint.awk
crash_trace() {
	calls=write,pwrite64,writev,ftruncate,fsync,fdatasync,renameat
	calls=$calls,renameat2,linkat,mkdirat,unlinkat,openat
	rm -rf "$tmp/trace"
	mkdir "$tmp/trace"
	crash_under="strace -f -ff --seccomp-bpf -ttt -y -s 40 -e trace=$calls
		-e signal=none -o $tmp/trace/t"
	crash_storm "$1" 0
	for f in "$tmp"/trace/t.*; do
		sed "s/^/${f##*.} /" "$f"
	done | sort -s -n -k 2,2 >"$tmp/calls"
	crash_under=
	return $crash_rc
}

crash_lint() {
	awk -v site="$crash_at/site" -f "$src/t/crash/lint.awk"
}

# crash_keep SEED -- what went wrong stays for those who look
crash_keep() {
	crash_failed=$((crash_failed + 1))
	crash_kept=$(mktemp -d "${TMPDIR:-/tmp}/gremlin-crash-$1.XXXXXX")
	cp -a "$crash_at/." "$crash_kept/"
	echo "seed $1 went wrong; its site is kept in $crash_kept"
}

crash_remove() {
	stop_below "$crash_at"
	umount -q "$crash_at/site"
	chmod -R u+w "$crash_at"
	rm -rf "$crash_at"
}
