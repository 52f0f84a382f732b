#!/bin/sh
# 9304-init-openrc.t -- OpenRC's supervise-daemon keeps the worker alive, and
# leaves its transcoders alone
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/init.sh"

[ -x /sbin/openrc-run ] || skip_all 'openrc is not installed'
in_own_spaces
. "$(dirname "$0")/site.sh"

init_site
# what a booted OpenRC has
mkdir -p "$tmp/run/openrc"
mount --bind "$tmp/run" /run
for dir in daemons exclusive failed hotplugged inactive options scheduled \
	started starting stopping tmp wasinactive; do
	mkdir "/run/openrc/$dir"
done
echo default >/run/openrc/softlevel
own_etc
mkdir /etc/init.d /etc/conf.d
cat >/etc/init.d/localmount <<'END'
#!/sbin/openrc-run
start() { :; }
END
chmod +x /etc/init.d/localmount
cp "$service/openrc/contentgremlin" /etc/init.d/
sited openrc/contentgremlin.confd /etc/conf.d/contentgremlin

# not in a $(...): process 1 here is this shell, which then would not reap
# what OpenRC waits for
rc() {
	status=0
	/etc/init.d/contentgremlin "$@" >"$tmp/said" 2>&1 || status=$?
}
begin() {
	rc start
	is 'start' "$status" 0
	rc status
	is 'status tells that it runs' "$status" 0
}
end() {
	rc stop
	is 'stop' "$status" 0
	rc status
	is 'status tells that it does not run' "$status" 3
}

keeps_alive OpenRC '' '^ok +worker .*kept alive by supervise-daemon'
done_testing
