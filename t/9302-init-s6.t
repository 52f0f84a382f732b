#!/bin/sh
# 9302-init-s6.t -- s6 keeps the worker alive, hears when it works, and leaves
# its transcoders alone
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/init.sh"

command -v s6-supervise >/dev/null || skip_all 's6 is not installed'
init_site
mkdir "$tmp/scan" "$tmp/scan/worker"
for f in run finish notification-fd timeout-finish type; do
	sited "s6/$f" "$tmp/scan/worker/$f"
done

setsid s6-svscan "$tmp/scan" >"$tmp/s6.log" 2>&1 &
scan=$!
at_exit "s6-svscanctl -t '$tmp/scan'; wait $scan"
until_true 60 s6-svok "$tmp/scan/worker"

# waits until it is up and has said so
begin() {
	s6-svc -uwU -T 60000 "$tmp/scan/worker" || fail 'it says that it works'
}
end() {
	s6-svc -dwD -T 60000 "$tmp/scan/worker"
}

keeps_alive s6 '' '^ok +worker .*kept alive by s6-supervise'
like 'messages are in the log of the site' "$(cat "$site/log/worker.log")" \
	'gremlin-worker\[[0-9]+\]: version'
done_testing
