#!/bin/sh
# 9305-init-systemd.t -- systemd accepts the unit, which confines the worker and
# leaves its transcoders alone; and the worker says to it when it works
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/site.sh"
. "$(dirname "$0")/init.sh"

command -v systemd-analyze >/dev/null || skip_all 'systemd is not installed'
command -v perl >/dev/null || skip_all 'no perl'
init_site
unit="$tmp/contentgremlin@$(systemd-escape --path "$site").service"
cp "$service/systemd/contentgremlin@.service" "$unit"

verify() {
	systemd-analyze verify "$1" 2>&1
}
none 'systemd-analyze verify finds nothing' "$(verify "$unit")"
mv "$site/current/bin/gremlin-worker" "$site/current/bin/away"
like 'it looks for the program of this very site' "$(verify "$unit")" \
	"$site/current/bin/gremlin-worker is not executable"
mv "$site/current/bin/away" "$site/current/bin/gremlin-worker"
check 'it calls the exposure medium at most' systemd-analyze security \
	--offline=true --threshold=40 "$unit"

setting() {
	sed -n "s/^$1=//p" "$unit"
}
is 'stopping spares transcoders' "$(setting KillMode)" process
is 'so does a transcoder without memory' "$(setting OOMPolicy)" continue
is 'it is started again, however it ended' "$(setting Restart)" always
denied=$(setting SystemCallFilter | tr -d '~' | tr ' ' '\n' |
	while read -r group; do systemd-analyze syscall-filter "$group"; done)
none 'what our own sandbox needs stays allowed' "$(for call in \
	landlock_create_ruleset landlock_add_rule landlock_restrict_self \
	seccomp prctl pidfd_open pidfd_send_signal setuid setgroups; do
	echo "$denied" | grep -w "$call"
done)"

# what systemd does with Type=notify: a datagram socket, its name by path or
# abstract
listen() {
	NOTIFY_SOCKET=$1 perl -MIO::Socket::UNIX -MSocket -e '
		my $at = $ENV{NOTIFY_SOCKET};
		(my $name = $at) =~ s/^@/\0/;
		my $s = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Local => $name)
			or die "$at: $!";
		my $pid = fork;
		exec @ARGV unless $pid;
		local $SIG{ALRM} = sub { kill "TERM", $pid; die "silence\n" };
		alarm 60;
		$s->recv(my $text, 100);
		alarm 0;
		print $text;
		kill "TERM", $pid;
		waitpid $pid, 0;
	' "$site/current/bin/gremlin-worker" --foreground --log -C "$site"
}
is 'READY=1 comes by a path' "$(listen "$tmp/notify")" READY=1
is 'and by an abstract name' "$(listen "@gremlin-t-$$")" READY=1
rm "$tmp/notify"
check 'with nobody there it works as well' env NOTIFY_SOCKET="$tmp/notify" \
	"$site/current/bin/gremlin-worker" --once --log -C "$site"
done_testing
