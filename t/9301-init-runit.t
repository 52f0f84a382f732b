#!/bin/sh
# 9301-init-runit.t -- runit keeps the worker alive, and leaves its transcoders
# alone
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/init.sh"

command -v runsv >/dev/null || skip_all 'runit is not installed'
init_site
mkdir -p "$tmp/sv/log"
for f in run finish log/run; do
	sited "runit/$f" "$tmp/sv/$f"
done

setsid runsv "$tmp/sv" >"$tmp/runsv.log" 2>&1 &
runsv=$!
at_exit "sv -w 60 exit '$tmp/sv' >/dev/null; wait $runsv"
until_true 60 test -p "$tmp/sv/supervise/ok"

begin() {
	sv -w 60 start "$tmp/sv" >/dev/null
}
end() {
	sv -w 60 stop "$tmp/sv" >/dev/null
}

keeps_alive runit '' '^ok +worker .*kept alive by runsv'
like 'messages are in its log' "$(cat "$site/log/worker/current")" \
	'gremlin-worker\[[0-9]+\]: version'
done_testing
