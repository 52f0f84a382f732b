#!/bin/sh
# 9303-init-sysv.t -- the init script starts and stops the worker, spares its
# transcoders, and tells what is
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/init.sh"

command -v start-stop-daemon >/dev/null || skip_all 'no start-stop-daemon'
init_site
sited sysv/contentgremlin "$tmp/script"
at_exit '"$tmp/script" stop'

# status SCRIPT-ARGUMENT -- how it ends
ends() {
	"$tmp/script" "$@" >"$tmp/said" 2>&1
	echo $?
}

begin() {
	is 'start' "$(ends start)" 0
	is 'status tells that it runs' "$(ends status)" 0
	is 'another start is no fault' "$(ends start)" 0
}
end() {
	is 'stop' "$(ends stop)" 0
	is 'status tells that it does not run' "$(ends status)" 3
	is 'another stop is no fault' "$(ends stop)" 0
}
again() {
	"$tmp/script" start
}

is 'no reload without a worker' "$(ends reload)" 7
is 'a word that it does not know' "$(ends dance)" 2
keeps_alive 'the script' 'another start' '^warn +worker .*share/init/README\.md'
begin
was=$(worker_pid)
echo '; changed' >>"$site/gremlin.ini"
is 'reload' "$(ends reload)" 0
begun_twice() {
	[ "$(grep -c "gremlin-worker\[$was\]: version" "$site/log/worker.log")" -ge 2 ]
}
check 'begins the same process anew' until_true 60 begun_twice
is 'restart' "$(ends restart)" 0
check 'begins another' is_another "$was"
none 'the header has what LSB wants' "$(for key in Provides Required-Start \
	Required-Stop Default-Start Default-Stop Short-Description; do
	sed -n '/^### BEGIN INIT INFO$/,/^### END INIT INFO$/p' "$tmp/script" |
		grep -q "^# $key: *[^ ]" || echo "$key"
done)"
done_testing
